from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.menus import GROUP, PRIVATE
from bot.channels.telegram.updates import OURS
from bot.hearing.commands import MENU
from bot.model.session import Length
from bot.model.talk import (
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Forget,
    Move,
    Note,
    Pause,
    Skip,
    Speak,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)


@given(st.text(max_size=200))
def test_no_text_breaks_a_command(commanded, text):
    commanded("what if " + text)
    commanded("note " + text)
    commanded("? " + text)
    commanded("change " + text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("back", Back()), ("BACK!", Back()), ("/back", Back()), ("/back@tango_bot", Back()), ("skip", Skip()),
        ("quit", Pause()), ("done", Done()), ("day-to-day", DayToDay()), ("forget everything", Forget()),
        ("forget", Unreadable("forget", "")), ("note", Note("")), ("why?", Ask(Topic.WHY)), ("?", Ask(Topic.HELP)),
        ("so far", Ask(Topic.SO_FAR)), ("/so_far", Ask(Topic.SO_FAR)), ("check", Ask(Topic.CHECK)),
        ("report", Ask(Topic.REPORT)), ("result", Ask(Topic.RESULT)), ("reasons", Ask(Topic.REASONS)),
        ("barriers", Ask(Topic.BARRIERS)), ("what helps", Ask(Topic.ENABLERS)), ("limits", Ask(Topic.NOT_SAID)),
        ("aims", Ask(Topic.WISHES)), ("plan", Ask(Topic.PLAN)), ("again", Ask(Topic.QUESTION)),
        ("move", Move()), ("/move", Move()),
    ],
)  # fmt: skip
def test_a_command_word_alone_is_its_act(commanded, text, act):
    assert commanded(text) == act


@pytest.mark.parametrize(
    ("text", "term"),
    [("? move", "move"), ("?move", "move"), ("? forget everything", "forget everything"), ("? back", "back")],
)
def test_a_question_mark_before_a_command_word_asks_about_the_word(commanded, text, term):
    assert commanded(text) == Ask(Topic.TERM, term)


@pytest.mark.parametrize("text", ["/? move", "'? forget everything'"])
def test_no_question_mark_before_a_command_lets_it_happen(commanded, text):
    assert commanded(text) not in (Move(), Forget())


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("move?", Ask(Topic.HELP)), ("/move ?", Ask(Topic.HELP)), ("move?!", Ask(Topic.HELP)), ("move\uff1f", Ask(Topic.HELP)),
        ("forget everything?", Unreadable("forget", "")), ("Delete everything??", Unreadable("forget", "")),
        ("forget?", Unreadable("forget", "")), ("back?", Back()), ("??", Ask(Topic.HELP)),
    ],
)  # fmt: skip
def test_what_changes_much_does_not_happen_at_a_question(commanded, text, act):
    assert commanded(text) == act


@pytest.mark.parametrize(
    "text",
    [
        "change 7",
        "Change question 7",
        "change q7",
        "change my answer to 7",
        "edit 7.",
        "change effect",
        "/change 7",
    ],
)
def test_change_takes_a_number_or_an_id(commanded, text):
    assert commanded(text) == Change("effect")


@pytest.mark.parametrize("text", ["change name", "Change Name", "change the name.", "/change name"])
def test_change_takes_the_name_of_a_prompt_too(commanded, text):
    assert commanded(text) == Change("name")


@pytest.mark.parametrize(
    "text", ["change 7 to 3", "change question 7 = c", "change my answer to 7 to 3", "change effect: 3"]
)
def test_change_may_give_the_new_answer_at_once(commanded, mask, text):
    assert commanded(text) == Chose("effect", mask("effect", "direction"))


@pytest.mark.parametrize(
    "text",
    [
        "change 71",
        "change 7 to nothing like it at all",
        "change 40 to 2",
        "change my answer to nothing",
        "change answer to b",
        "change 7 3",
    ],
)
def test_a_change_without_a_readable_answer_changes_nothing(commanded, text):
    assert isinstance(commanded(text), Unreadable)


def test_the_scope_is_question_zero(commanded):
    assert (commanded("change 0"), commanded("change scope")) == (Change("scope"), Change("scope"))


def test_a_quick_session_counts_its_own_questions_first(commanded, dialogue):
    assert commanded("change 1", length=Length.QUICK) == Change(dialogue.quick[0])


@pytest.mark.parametrize(
    ("text", "rest"),
    [("change 99", "99"), ("change 9999999999", "9999999999"), ("change it all", "it all")],
)
def test_change_with_no_known_question_is_unreadable(commanded, text, rest):
    assert commanded(text) == Unreadable("change", rest)


@pytest.mark.parametrize(
    "text",
    [
        "? co-production",
        "?co-production",
        "what is co-production",
        "What does 'co-production' mean?",
        "define the co-production",
    ],
)
def test_a_term_is_asked_for(commanded, text):
    assert commanded(text) == Ask(Topic.TERM, "co-production")


def test_what_this_means_is_why_it_is_asked(commanded):
    assert commanded("what does this mean?") == Ask(Topic.WHY)


@pytest.mark.parametrize(("text", "rest"), [("what is", ""), ("what is ?", "?")])
def test_a_term_left_out_is_unreadable(commanded, text, rest):
    assert commanded(text) == Unreadable("term", rest)


@pytest.mark.parametrize(
    "text",
    [
        "what if 5 = b",
        "what if 5 b",
        "what if 5b?",
        "What if q5: 2",
        "what if role is asked",
        "what if role = we ask them",
        "whatif 5 2",
    ],
)
def test_another_answer_is_tried(commanded, mask, text):
    assert commanded(text) == WhatIf("role", mask("role", "asked"))


def test_several_answers_are_tried_together(commanded, mask):
    assert commanded("what if 5 = b or c") == WhatIf("role", mask("role", "asked", "advise"))


@pytest.mark.parametrize("text", ["what if not D5", "what if without d5?", "what if not D5 "])
def test_a_reading_is_set_aside(commanded, text):
    assert commanded(text) == WhatIf(without="D5")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("change", Ask(Topic.CHECK)),
        ("what if", Ask(Topic.WHAT_IF)),
        ("/whatif", Ask(Topic.WHAT_IF)),
        ("/sofar", Ask(Topic.SO_FAR)),
        ("/mydata", Ask(Topic.DATA)),
        ("/delete", Unreadable("forget", "")),
        ("/start", Start()),
        ("/resume", Ask(Topic.SERVICES)),
        ("short version", Anew("quick")),
        ("/language", Ask(Topic.LANGUAGE)),
        ("/language DE", Speak("de")),
        ("start again", Anew()),
    ],
)
def test_a_command_alone_shows_what_there_is_to_choose_from(commanded, text, act):
    assert commanded(text) == act


@pytest.mark.parametrize(
    "rest",
    [
        "not D99",
        "5",
        "5 = z",
        "5 = 9",
        "5 = b or 9",
        "99 = b",
        "users lead the planning",
        "5 = banana",
    ],
)
def test_what_if_without_a_known_answer_is_unreadable(commanded, rest):
    assert commanded(f"what if {rest}") == Unreadable("what_if", rest)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("note They won a seat: May 2024", Note("They won a seat: May 2024")),
        ("note 7: They won a seat", Note("They won a seat", "effect")),
        ("note for effect - They won", Note("They won", "effect")),
        ("note 7", Note("", "effect")),
        ("note 3 members joined", Note("3 members joined")),
    ],
)
def test_a_note_keeps_the_words(commanded, text, act):
    assert commanded(text) == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("why 7", Ask(Topic.WHY, "effect")),
        ("wishes 2", Ask(Topic.WISHES, "2")),
        ("plan 1", Ask(Topic.PLAN, "1")),
    ],
)
def test_a_number_behind_a_command_is_read(commanded, text, act):
    assert commanded(text) == act


@pytest.mark.parametrize(
    "text",
    ["why not", "why (x)", "plan it together", "staff decide", "changed a lot", "noted", "", "backwards"],
)
def test_what_only_begins_like_a_command_is_none(commanded, text):
    assert commanded(text) is None


def test_the_menu_of_the_messenger_is_what_is_understood():
    assert set(MENU) == set(PRIVATE)
    assert set(GROUP) <= {*PRIVATE, "workshop"}  # in private it is said that a workshop needs a group
    assert {f"/{name}" for name in GROUP} == {f"/{name}" for name in OURS}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("/privacy 2", Ask(Topic.PRIVACY)),
        ("/help me", Ask(Topic.HELP)),
        ("/report html", Ask(Topic.REPORT, "html")),
        ("/report in gold", Ask(Topic.REPORT)),
        ("report md", Ask(Topic.REPORT, "md")),
    ],
)
def test_what_stands_behind_a_command_that_takes_nothing_is_passed_by(commanded, text, act):
    assert commanded(text) == act
