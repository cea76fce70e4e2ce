from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.session import Stage
from bot.model.talk import (
    Ask,
    Back,
    Change,
    Done,
    Forget,
    Heard,
    Hearing,
    Pause,
    Said,
    Skip,
    Speak,
    Topic,
    Unreadable,
    WhatIf,
)

ONE = (4,)
TWO = (2, 8)
EMPTY = Heard(Hearing.EMPTY)
UNCLEAR = Heard(Hearing.UNCLEAR)


@given(st.text(max_size=1200), st.sampled_from(Stage), st.sampled_from([(), ONE, TWO]), st.booleans())
def test_any_text_at_any_stage_is_an_act(typed, text, stage, doubt, several):
    assert typed(text, stage, "say", doubt, several=several) is not None


@pytest.mark.parametrize("stage", list(Stage))
def test_a_long_text_is_cut_at_every_stage(typed, stage):
    act = typed("x" * 10_000, stage)

    assert act == Said("x" * 1000, Heard(Hearing.TOO_LONG))


@pytest.mark.parametrize("stage", [Stage.NAMING, Stage.OWNING, Stage.DATING])
@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The report 2", Said("The report 2", Heard(Hearing.EXACT))),
        ("report", Said("report", Heard(Hearing.EXACT))),
        ("not sure", Said("not sure", Heard(Hearing.EXACT))),
        ("", Said("", EMPTY)),
        ("back", Back()), ("skip", Skip()), ("help", Ask(Topic.HELP)), ("quit", Pause()),
        ("/forget everything", Forget()),
        ("/home", Ask(Topic.HELP)),
        ("/language de", Speak("de")),
    ],
)  # fmt: skip
def test_own_words_are_taken_as_they_are(typed, stage, text, act):
    assert typed(text, stage) == act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("result", Ask(Topic.RESULT)),
        ("change 7", Change("effect")),
        ("what if 7 = 3", WhatIf("effect", 0b100)),
        ("check", Ask(Topic.CHECK)),
        ("change of shifts", Said("change of shifts", Heard(Hearing.EXACT))),
        ("plan", Said("plan", Heard(Hearing.EXACT))),
        ("3", Said("3", Heard(Hearing.EXACT))),
    ],
)
def test_own_words_that_are_given_anew_leave_the_commands_that_people_know_by_then(
    typed, dialogue, text, act
):
    begun = (1, *[0] * (len(dialogue.questions) - 1))

    assert typed(text, Stage.NAMING, sheet=begun) == act
    assert typed(text, Stage.NAMING) == Said(text, Heard(Hearing.EXACT))


@pytest.mark.parametrize(
    ("stage", "text", "act"),
    [
        (Stage.CHECKING, "7", Change("effect")),
        (Stage.CHECKING, "99", Unreadable("change", "99")),
        (Stage.CHECKING, "", Done()),
        (Stage.CHECKING, "yes", Done()),
        (Stage.CHECKING, "result", Ask(Topic.RESULT)),
        (Stage.CHECKING, "banana", Said("banana", UNCLEAR)),
        (Stage.RESULT, "2", Ask(Topic.WISHES, "2")),
        (Stage.RESULT, "? 1", Ask(Topic.TERM, "1")),
        (Stage.RESULT, "", Ask(Topic.RESULT)),
        (Stage.RESULT, "yes", Said("yes", UNCLEAR)),
        (Stage.RESULT, "what if not D5", WhatIf(without="D5")),
        (Stage.RESULT, "how do we get to enhanced?", Ask(Topic.WISHES, "3")),
        (Stage.RESULT, "What would it take to have real participation", Ask(Topic.WISHES, "2")),
        (Stage.RESULT, "better day-to-day working", Ask(Topic.WISHES, "1")),
        (Stage.RESULT, "what if we want enhanced", Ask(Topic.WISHES, "3")),
        (Stage.RESULT, "what if 9 = new kind of service", Unreadable("what_if", "9 = new kind of service")),
        (Stage.RESULT, "I don't want enhanced", Said("I don't want enhanced", UNCLEAR)),
        (
            Stage.RESULT,
            "what stops us from being enhanced",
            Said("what stops us from being enhanced", UNCLEAR),
        ),
        (Stage.RESULT, "this is innovation", Said("this is innovation", UNCLEAR)),
        (Stage.RESULT, "what if enhanced", Ask(Topic.WISHES, "3")),
        (Stage.RESULT, "what is enhanced", Ask(Topic.TERM, "enhanced")),
        (Stage.RESULT, "real participation or enhanced?", Said("real participation or enhanced?", UNCLEAR)),
        (Stage.RESULT, "change enhanced", Unreadable("change", "enhanced")),
        (Stage.RESULT, "what if 99 = a", Unreadable("what_if", "99 = a")),
        (Stage.CHECKING, "enhanced", Said("enhanced", UNCLEAR)),
        (Stage.PICKING, "1", Ask(Topic.PLAN, "1")),
        (Stage.PICKING, "", Done()),
        (Stage.CLOSED, "2", Said("2", UNCLEAR)),
    ],
)
def test_a_line_means_what_its_stage_makes_of_it(typed, stage, text, act):
    assert typed(text, stage) == act


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("2", Heard(Hearing.EXACT, (2,))),
        ("", EMPTY),
        ("banana", UNCLEAR),
        ("face to face", Heard(Hearing.ELSEWHERE, (), "meet")),
    ],
)
def test_an_answer_is_said_with_what_it_may_mean(typed, text, heard):
    assert typed(text) == Said(text, heard)


def test_a_line_that_is_exactly_a_command_word_is_the_command(typed):
    assert typed("plan", Stage.ASKING, "role") == Ask(Topic.PLAN)


def test_an_answer_word_by_word_wins_over_a_command_with_something_behind_it(typed, mask):
    heard = Heard(Hearing.EXACT, (mask("change", "better"),))

    assert typed("what if 3 = c", Stage.ASKING, "change") == WhatIf("do", mask("do", "take_part"))
    assert typed("improve it", Stage.ASKING, "change") == Said("improve it", heard)


def test_a_readable_command_wins_over_a_likely_answer(typed):
    assert typed("why 3", Stage.ASKING, "say") == Ask(Topic.WHY, "do")


def test_a_likely_answer_wins_over_an_unreadable_command(typed):
    act = typed("change our priorities and strategy", Stage.ASKING, "effect")

    assert isinstance(act, Said)


def test_a_bare_y_is_no_answer_where_nothing_was_asked_back(typed):
    assert typed("y", Stage.ASKING, "trust") == Said("y", UNCLEAR)
    assert typed("yes", Stage.ASKING, "trust").heard.how is Hearing.EXACT


def test_an_unreadable_command_is_told_where_nothing_else_fits(typed):
    assert typed("change of heart") == Unreadable("change", "of heart")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("y", Heard(Hearing.YES)), ("yes please", Heard(Hearing.YES)), ("correct", Heard(Hearing.YES)),
        ("Yes, that's right", Heard(Hearing.YES)), ("n", Heard(Hearing.NO)), ("nope", Heard(Hearing.NO)),
        ("no, staff decide", Heard(Hearing.EXACT, (1,))), ("no - 2", Heard(Hearing.EXACT, (2,))),
        ("no, banana", Heard(Hearing.NO)), ("yes, staff decide", Heard(Hearing.BETWEEN, (1, 8))),
        ("2", Heard(Hearing.EXACT, (2,))), ("staff decide", Heard(Hearing.EXACT, (1,))),
    ],
)  # fmt: skip
def test_a_doubt_about_one_answer_is_settled_by_yes_no_or_an_answer(typed, text, heard):
    assert typed(text, Stage.ASKING, "say", ONE) == Said(text, heard)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("2", Heard(Hearing.EXACT, (2,))), ("d", Heard(Hearing.EXACT, (8,))), ("the second one", Heard(Hearing.EXACT, (2,))),
        ("either", Heard(Hearing.EXACT, (10,))), ("no", Heard(Hearing.NO)), ("yes", UNCLEAR),
        ("3", Heard(Hearing.EXACT, (4,))), ("staff decide", Heard(Hearing.EXACT, (1,))),
    ],
)  # fmt: skip
def test_a_doubt_between_answers_keeps_the_numbers_of_the_question(typed, text, heard):
    assert typed(text, Stage.ASKING, "say", TWO) == Said(text, heard)


def test_a_doubt_blocks_no_command(typed):
    assert typed("back", Stage.ASKING, "say", ONE) == Back()
    assert typed("change 7", Stage.ASKING, "say", TWO) == Change("effect")
