"""Whole conversations in a real terminal, and every way to stop one."""

import re
import subprocess
import sys

import pytest
from person import Person, environ
from wcwidth import wcswidth

NAMED = ("Home visits", "old people")
CHECK = "CHECK YOUR ANSWERS"
DECIDED = ("1", "3", "1", "3", "3", "3", "3", "2")
"""A public service; agreed together, in person, take part, staff adjust; a group advises, we act or explain, details."""


@pytest.fixture
def home(tmp_path):
    return tmp_path


@pytest.fixture
def person(home):
    return Person(home)


def listed(home):
    """What `tango sessions` says."""
    command = [sys.executable, "-m", "bot", "sessions"]
    return subprocess.run(command, env=environ(home), capture_output=True, text=True, check=True).stdout


def test_a_hurried_person_gets_a_result_from_numbers_alone(person):
    person.types("", "")
    person.answers_until(CHECK, "1")

    shown = person.types("")
    code, _ = person.leaves()

    assert "RESULT" in shown
    assert "Consumer co-production" in shown
    assert "WHAT DO YOU WANT?" in shown
    assert code == 0


def test_a_hurried_person_may_say_that_nothing_is_known(person):
    person.types("", "", "1")
    person.answers_until(CHECK, "I don't know")

    shown = person.types("result")

    assert "Not certain yet" in shown
    assert "Open: these results are still possible." in shown


def test_four_unclear_answers_are_told_four_different_things(person):
    person.types(*NAMED, "1")

    told = [person.types("gnarf") for _ in range(4)]

    assert "I could not match that to an answer." in told[0]
    assert "Still no match." in told[1]
    assert "Where the rules leave room" in told[1]
    assert "Let us try once more" in told[2]
    assert "No match again." in told[3]


def test_an_unclear_answer_is_never_taken(person):
    person.types(*NAMED, "1", "gnarf", "gnarf")

    assert "Who decides for each person" not in person.types("check")


def test_why_says_what_the_question_is_for_and_keeps_the_place(person):
    person.types(*NAMED, "1")

    shown = person.types("why")
    after = person.types("3")

    assert "Source: Osborne & Strokosch 2013" in shown
    assert "You said: The person and staff agree it together." in after


def test_a_term_is_explained_and_keeps_the_place(person):
    person.types(*NAMED, "1")

    shown = person.types("? tokenism")
    after = person.types("3")

    assert "Tokenism" in shown
    assert "You said: The person and staff agree it together." in after


def test_back_takes_the_last_answer_onto_the_table(person):
    person.types(*NAMED, "1", "3")

    shown = person.types("back")
    after = person.types("")

    assert "Your answer so far: Agreed together. Press Enter to keep it." in shown
    assert "Kept: " in after
    assert "How do people and the service meet?" in after


def test_none_of_these_says_what_to_do(person):
    person.types(*NAMED, "1")

    assert "If none fits, pick the nearest one." in person.types("none of these")


def test_two_options_at_once_are_asked_back_and_may_both_stay(person):
    person.types(*NAMED, "1")

    shown = person.types("1 and 3")
    after = person.types("either")

    assert "You named more than one." in shown
    assert "Still open between these: Staff decide or Agreed together." in after


def test_an_answer_to_another_question_is_told_where_it_belongs(person):
    person.types(*NAMED, "1")

    shown = person.types("members with a real vote")

    assert "That sounds like an answer to question 5" in shown


def test_own_words_are_confirmed_before_they_count(person):
    person.types(*NAMED, "1")

    shown = person.types("we agree it jointly with them")
    after = person.types("y")

    assert "That sounds like: The person and staff agree it together. Is that right?" in shown
    assert "You said: The person and staff agree it together." in after


def test_a_change_names_what_fell_away_and_asks_only_what_is_new(person):
    person.types(*NAMED, *DECIDED)
    person.answers_until(CHECK, "1")

    asked = person.types("5")
    after = person.types("1")

    assert "Your answer so far: A group advises or co-designs." in asked
    assert "These answers no longer count, because of your change:" in after
    assert "Promise on what they say: We act or say why not" in after
    assert CHECK in after


def test_answers_that_fell_away_come_back_with_the_next_change(person):
    person.types(*NAMED, *DECIDED)
    person.answers_until(CHECK, "1")
    person.types("5", "1", "change 5")

    shown = person.types("4")

    assert "7 What has changed: Some details" in shown


def test_enter_at_a_change_keeps_the_answer(person):
    person.types(*NAMED, *DECIDED)
    person.answers_until(CHECK, "1")
    person.types("5")

    shown = person.types("")

    assert "Kept: " in shown
    assert CHECK in shown


def test_quit_says_how_to_come_back_and_the_command_works(home, person):
    person.types(*NAMED, "1", "3")
    code, last = person.leaves()
    session = re.search(r"assess --resume (\w+)", last)[1]

    again = Person(home, "assess", "--resume", session)

    assert code == 0
    assert "Welcome back." in again.shown
    assert "How do people and the service meet?" in again.shown


@pytest.fixture
def drafted(home, person):
    person.types(*NAMED, "1", "3")
    person.leaves()
    return home


def test_a_draft_is_offered_at_the_next_start(drafted):
    person = Person(drafted)

    assert "You have a draft: Home visits, " in person.shown
    assert "Type y or n." in person.shown


def test_y_takes_the_draft_up_where_it_stopped(drafted):
    person = Person(drafted)

    assert "How do people and the service meet?" in person.types("y")


def test_n_begins_anew_and_keeps_the_draft(drafted):
    person = Person(drafted)

    shown = person.types("n")
    person.types("Other")
    person.leaves()

    assert "What do you call the service?" in shown
    assert "You have a draft: Other" in Person(drafted).shown
    assert "Home visits" in listed(drafted)


def test_rubbish_at_the_offer_is_asked_again(drafted):
    person = Person(drafted)

    shown = person.types("perhaps")

    assert "Type y to go on with the draft" in shown
    assert "How do people and the service meet?" in person.types("Y")


def test_ctrl_d_at_the_offer_is_a_no_and_keeps_the_draft(drafted):
    person = Person(drafted)

    shown = person.presses_ctrl_d()
    code, _ = person.leaves()

    assert "What do you call the service?" in shown
    assert code == 0
    assert "You have a draft: Home visits" in Person(drafted).shown


PROMPTS = {
    "the part": ("Home visits",),
    "a question": (*NAMED, "1"),
    "a doubt": (*NAMED, "1", "1 and 3"),
    "a change": (*NAMED, "1", "3", "change 1"),
    "the check page": (*NAMED, "1", *["skip"] * 18),
    "the result": (*NAMED, "1", *["skip"] * 18, "result"),
    "the plan": (*NAMED, "1", *["1"] * 18, "result", "plan"),
}


@pytest.mark.parametrize("lines", PROMPTS.values(), ids=PROMPTS)
def test_ctrl_c_is_130_and_says_how_to_come_back(person, lines):
    person.types(*lines)

    code, last = person.interrupts()

    assert code == 130
    assert "Interrupted. Your draft is kept on this machine." in last
    assert "assess --resume" in last
    assert "Traceback" not in last


def test_ctrl_c_at_the_first_prompt_is_130_and_keeps_nothing(home, person):
    code, last = person.interrupts()

    assert code == 130
    assert "Nothing was said yet, so nothing is kept." in last
    assert "What do you call the service?" in Person(home).shown


def test_ctrl_c_at_the_offer_is_130_and_leaves_the_draft(drafted):
    code, last = Person(drafted).interrupts()

    assert code == 130
    assert "Traceback" not in last
    assert "You have a draft: Home visits" in Person(drafted).shown


def test_ctrl_d_at_a_question_names_what_is_open_and_keeps_the_draft(person):
    person.types(*NAMED, "1")

    code, last = person.ends_input()

    assert code == 2
    assert "Still open: Who decides for each person, How people and the service meet, " in last
    assert "assess --resume" in last


def test_ctrl_d_on_the_check_page_shows_the_result(person):
    person.types(*NAMED, "1", *["skip"] * 18)

    code, last = person.ends_input()

    assert code == 0
    assert "RESULT: Home visits" in last


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(home, columns):
    person = Person(home, columns=columns)
    person.types(*NAMED, *DECIDED)
    person.answers_until(CHECK, "1")

    person.types("result", "why", "barriers", "helps", "limits", "? 1", "1", "2", "3", "plan", "done", "help")
    person.leaves()

    assert [
        line
        for line in person.shown.replace("\x1b[1m", "").replace("\x1b[0m", "").split("\n")
        if wcswidth(line) > columns
    ] == []


def test_an_ascii_terminal_gets_no_traceback(home):
    person = Person(home, LC_ALL="C", PYTHONIOENCODING="ascii")
    person.types("Caf\xe9 \u5e02", "")
    person.answers_until(CHECK, "1")

    shown = person.types("result", "barriers", "limits", "report")
    code, _ = person.leaves()

    assert "Your report is saved:" in shown
    assert "Traceback" not in person.shown
    assert code == 0


@pytest.mark.parametrize(
    ("arguments", "changed"), [((), {"NO_COLOR": "1"}), ((), {"TERM": "dumb"}), (("assess", "--plain"), {})]
)
def test_there_is_no_escape_byte_where_colour_is_refused(home, arguments, changed):
    person = Person(home, *arguments, **changed)
    person.types("", "")
    person.answers_until(CHECK, "1")

    person.types("result", "why", "help")
    person.leaves()

    assert "\x1b" not in person.shown


def test_headings_are_bold_in_a_terminal(person):
    assert "\x1b[1mTango\x1b[0m" in person.shown
