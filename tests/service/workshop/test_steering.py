"""How a workshop is led from stage to stage: what each panel offers, what counts once, what can be taken back."""

import itertools
import re

import pytest
from roomful import LEADER, PEOPLE

from bot.model.meet import Deed
from bot.workshop.state import Stage

ANN = PEOPLE[0]
ALWAYS = ["Hand over", "End and destroy the key"]
TIMED = ["Two minutes more", "Pause"]
PANELS = {
    "gathers": ["Open the questions", "Link for the room", "Page to prepare", *ALWAYS],
    "opens": ["Close and show", *TIMED, "Count hands", "Link for the room", "One step back", *ALWAYS],
    "closes": ["Talk about the first", "Another question", "Keep a point for later", *ALWAYS],
    "talks": [
        "Second round",
        "Next question",
        "Another question",
        *TIMED,
        "Note what is true for all",
        "Keep a point for later",
        "Add an action",
        "One step back",
        *ALWAYS,
    ],
    "second": ["Close and compare", "Leave the second round", *TIMED, "One step back", *ALWAYS],
    "acts": ["Add an action", "Show the result", "Keep a point for later", "One step back", *ALWAYS],
    "results": ["Report as a web page", "Report as Markdown", "Add an action", *ALWAYS],
}


@pytest.mark.parametrize("stage", PANELS)
def test_each_panel_has_the_buttons_that_do_something_there(room, stage):
    getattr(room, stage)()

    assert room.labels_of(LEADER) == PANELS[stage]


@pytest.mark.parametrize("stage", PANELS)
def test_no_button_of_a_panel_is_refused(room, stage):
    getattr(room, stage)()
    labels = room.labels_of(LEADER)

    for label in labels:
        with contextless(room, stage) as fresh:
            told = fresh.taps(LEADER, label)
            assert "That cannot be done at this point" not in told, label
            assert told, label


def contextless(room, stage):
    """Another room, at the same stage."""
    import contextlib

    from roomful import Workshop

    return contextlib.closing(getattr(Workshop(), stage)())


def test_before_the_notice_there_is_the_set_up_and_nobody_can_open_anything(room):
    room.calls()
    room.taps(LEADER, "Lead")
    for told in (room.does(LEADER, Deed.NOTICE), room.claims(LEADER)):
        assert "What is the service called?" in told
    assert not room.meeting().noticed
    room.says(LEADER, "home visits")

    assert room.labels_of(LEADER) == [
        "Show the notice in the group",
        "Ask all 19 questions",
        "Smallest group: 5",
        "Change the name",
        "Page to prepare",
    ]
    assert "cannot be done at this point" in room.does(LEADER, Deed.OPEN)

    assert room.stage is Stage.GATHERING


@pytest.mark.parametrize("least", range(4, 11))
def test_the_smallest_group_is_chosen_and_told(room, least):
    room.gathers(0, least=least)

    (notice,) = [one.text for one in room.heard.reads("group") if one.text.startswith("# Workshop: ")]
    assert re.search(rf"\b{least}\b", notice)
    assert room.meeting().workshop.least == least


@pytest.mark.parametrize(
    "about", ["least.2", "least.11", "least.x", "least.99999", "nothing", "least.-3", ""]
)
def test_a_setting_that_there_is_not_changes_nothing(room, about):
    room.calls()
    room.taps(LEADER, "Lead")
    room.says(LEADER, "home visits")
    before = room.meeting()

    assert "# Workshop: home visits" in room.does(LEADER, Deed.SETTING, about)

    assert room.meeting().workshop.least == before.workshop.least
    assert room.meeting().workshop.places == before.workshop.places


def test_all_questions_or_only_the_deciding_ones(room):
    room.calls()
    room.taps(LEADER, "Lead")
    room.says(LEADER, "home visits")

    assert "19 questions." in room.taps(LEADER, "Ask all 19")
    assert "8 questions." in room.taps(LEADER, "Ask only the 8")


def test_the_name_can_be_changed_until_the_notice_and_nothing_after_it(room):
    room.calls()
    room.taps(LEADER, "Lead")
    room.says(LEADER, "home visits")
    room.taps(LEADER, "Change the name")
    assert "# Workshop: visits at home" in room.says(LEADER, "visits at home")

    room.taps(LEADER, "Change the name")
    room.taps(LEADER, "Show the notice")
    room.says(LEADER, "something else")

    assert room.meeting().name == "visits at home"
    for about in ("name", "all", "least.4"):
        assert "cannot be done at this point" in room.does(LEADER, Deed.SETTING, about)


def test_an_empty_name_is_asked_for_again(room):
    room.calls()
    room.taps(LEADER, "Lead")

    assert "Nothing was typed." in room.says(LEADER, " \n\t ")
    assert "# Workshop: x" in room.says(LEADER, "x")


@pytest.mark.parametrize(
    "name",
    [
        '<b>a</b> & "b"',
        "a\nb\n\n# c",
        "x" * 300,
        "\u202egnp.exe\u200f",
        "# heading",
        "- list",
        "{name} [[term]]",
    ],
)
def test_any_name_is_shown_as_it_was_typed_on_one_line(room, name):
    room.closes(people=6, name=name)
    shown = " ".join(name.split())

    assert f"# Workshop: {shown}\n" in room.reads()
    assert f"# The questions are closed: {shown}\n" in room.reads()


def twice(room, label):
    """Press the same button twice."""
    number, _, meet = room.button(LEADER, label)
    first = room.presses(LEADER, meet, number)
    before = room.meeting()
    again = room.presses(LEADER, meet, number)
    return first, again, before


@pytest.mark.parametrize(
    ("stage", "label"),
    [
        ("gathers", "Open the questions"),
        ("opens", "Close and show"),
        ("closes", "Talk about the first"),
        ("talks", "Next question"),
        ("talks", "Second round"),
        ("second", "Close and compare"),
        ("second", "Leave the second round"),
        ("acts", "Show the result"),
    ],
)
def test_a_double_tap_counts_once(room, stage, label):
    getattr(room, stage)()

    _, again, before = twice(room, label)

    assert again == ""
    assert room.new("group") == ""
    assert room.meeting().workshop.course == before.workshop.course


def test_two_minutes_more_count_each_time(room):
    room.opens(1)
    before = room.meeting().workshop.course.until

    twice(room, "Two minutes more")

    assert room.meeting().workshop.course.until == before + 240


def test_opening_shows_the_questions_to_all_who_joined_and_have_a_role(room):
    room.gathers(2)
    room.taps(PEOPLE[2], "I join")
    room.taps(PEOPLE[3], "Only watch")

    room.taps(LEADER, "Open the questions")

    assert room.asked(PEOPLE[0]) == room.asked(PEOPLE[1]) == "role"
    assert "From where do you see" in room.new(PEOPLE[2])
    assert room.asked(PEOPLE[3]) is None


def test_nothing_can_be_done_twice_or_too_early(room):
    room.gathers(1)
    for deed in (Deed.CLOSE, Deed.NEXT, Deed.SKIP, Deed.MORE_TIME, Deed.TALK, Deed.REPORT):
        about = "role" if deed is Deed.TALK else ""
        assert "That cannot be done at this point" in room.does(LEADER, deed, about)
    assert "There is nothing to take back." in room.does(LEADER, Deed.UNDO)


def test_another_question_is_talked_about_by_its_number(room):
    room.closes()
    told = room.taps(LEADER, "Another question")
    number, short = next(line.split(". ", 1) for line in told.splitlines() if line.startswith("5. "))

    room.taps(LEADER, number)

    assert f"# Talk about: {short}\n" in room.new("group")


@pytest.mark.parametrize("about", ["nothing", "scope"])
def test_a_question_that_was_not_shown_is_not_talked_about(room, about):
    room.closes()

    assert "There is no such answer." in room.does(LEADER, Deed.TALK, about)


def test_a_second_round_is_held_once(room):
    room.second()
    room.taps(LEADER, "Close and compare")

    assert "Second round" not in room.labels_of(LEADER)
    assert "This question had its second round." in room.does(LEADER, Deed.OPEN)


def test_a_second_round_that_is_left_shows_no_shift(room):
    room.second()
    room.taps(LEADER, "Leave the second round")

    assert "# After talking" not in room.reads()
    assert "# Talk about: " in room.new("group")


def test_who_moved_is_told_of_the_group_and_of_nobody(room):
    room.second()
    movers = [one for one in PEOPLE[:12] if room.asked(one)]
    for person in movers:
        room.picks(person, 2)

    room.taps(LEADER, "Close and compare")

    told = room.new("group")
    assert "# After talking" in told
    assert room.text("true_for_both") in told


def test_points_are_noted_and_kept_in_the_leader_s_words(room):
    room.talks()
    room.taps(LEADER, "Note what is true for all")
    room.says(LEADER, "Users see  the plan\n too late.")
    assert room.new("group") == "Noted as true for all: Users see the plan too late."
    room.taps(LEADER, "Keep a point for later")
    room.says(LEADER, "<b>Money</b>")
    assert room.new("group") == "Kept for later: <b>Money</b>"

    assert [point for _, point in room.meeting().workshop.course.shared] == ["Users see the plan too late."]
    assert room.meeting().workshop.course.parked == ("<b>Money</b>",)


def test_an_action_has_an_owner_and_a_date(room):
    room.acts()
    assert "Type what will be done" in room.taps(LEADER, "Add an action")
    assert "Who does it?" in room.says(LEADER, "Show the plan")
    assert "By when?" in room.says(LEADER, "planning team")
    room.says(LEADER, "30 June")

    assert "1. Show the plan (planning team, 30 June)" in room.reads()
    assert room.reads().count("# Actions") == 1


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("Do it",), "1. Do it\n"),
        (("Do it", "Jo"), "1. Do it (Jo)\n"),
    ],
)
def test_an_action_may_stay_without_owner_or_date(room, typed, line):
    room.acts()
    room.taps(LEADER, "Add an action")
    for text in typed:
        room.says(LEADER, text)
    room.taps(LEADER, "Back to the workshop")
    room.taps(LEADER, "Show the result")

    assert line in room.reads() + "\n"


@pytest.mark.parametrize("label", ["Note what is true for all", "Keep a point for later", "Add an action"])
def test_an_empty_text_is_asked_for_again(room, label):
    room.talks()
    room.taps(LEADER, label)

    assert "Nothing was typed." in room.says(LEADER, "  ")
    course = room.meeting().workshop.course
    assert (course.shared, course.parked, course.actions) == ((), (), ())
    room.says(LEADER, "Something.")
    course = room.meeting().workshop.course
    assert "Something." in repr((course.shared, course.parked, course.actions))


def test_what_was_asked_for_is_not_awaited_any_more_once_the_leader_does_something_else(room):
    room.talks()
    room.taps(LEADER, "Keep a point for later")
    room.taps(LEADER, "Back to the workshop")

    room.says(LEADER, "a private thought")

    assert "a private thought" not in room.reads()


def test_an_action_that_is_begun_too_early_is_told_so(room):
    room.closes()
    room.does(LEADER, Deed.ACTION)

    assert "cannot be done at this point" in room.says(LEADER, "too early")


@pytest.mark.parametrize(
    ("typed", "role", "counts"),
    [
        ("users 1 0 2 0 1 3", "users", ((1, 1), (4, 2), (16, 1), (31, 3))),
        ("USERS 1 0 2 0 1", "users", ((1, 1), (4, 2), (16, 1))),
        ("partners 0 1 0 0 0 0", "partners", ((2, 1),)),
        ("front 0 0 0 0 0 2", "front_line", ((31, 2),)),
    ],
)
def test_raised_hands_are_counted_by_role_and_their_answers_told_only_after_the_close(
    room, typed, role, counts
):
    room.opens(1)
    assert "For which question?" in room.taps(LEADER, "Count hands")
    assert "For example: users 2 0 0 0 0 1" in room.does(LEADER, Deed.HANDS, "role")

    room.says(LEADER, typed)

    (hands,) = room.meeting().workshop.course.hands
    assert (hands.role, hands.counts) == (role, counts)
    assert room.new("group") == room.text("hands_closed", short="Part in planning")
    assert not room.answers_in(room.new("group"))


@pytest.mark.parametrize(
    "typed",
    [
        "users",
        "1 2 3 4 5 6",
        "users 1 2",
        "users 1 2 3 4 5 6 7",
        "users a b c d e f",
        "users -1 0 0 0 0 0",
        "users \u00b2 0 0 0 0 0",
        "watchers 1 0 0 0 0 0",
        "u 1 0 0 0 0 0",
        "users " + "9" * 5000 + " 0 0 0 0 0",
        "users 1000000 0 0 0 0 0",
    ],
)
def test_hands_that_cannot_be_read_are_asked_for_again(room, typed):
    room.opens(1)
    room.does(LEADER, Deed.HANDS, "role")

    assert "Type a role, then 6 numbers." in room.says(LEADER, typed)

    assert not room.meeting().workshop.course.hands
    room.says(LEADER, "users 1 0 0 0 0 0")
    assert room.meeting().workshop.course.hands


def test_hands_of_nobody_take_back_a_count(room):
    room.opens(1)
    for typed in ("users 1 0 0 0 0 0", "front 0 2 0 0 0 0", "users 0 0 0 0 0 0"):
        room.does(LEADER, Deed.HANDS, "role")
        room.says(LEADER, typed)
    (hands,) = room.meeting().workshop.course.hands
    assert hands.role == "front_line"
    assert room.new("group") == ""

    room.does(LEADER, Deed.HANDS, "role")
    assert "Counted." in room.says(LEADER, "front 0 0 0 0 0 0")
    assert not room.meeting().workshop.course.hands


def test_hands_are_counted_for_the_question_talked_about_without_asking_which(room):
    room.talks()
    short = room.reads().rpartition("# Talk about: ")[2].partition("\n")[0]

    assert f"{short}:" in room.does(LEADER, Deed.HANDS)


def test_a_pause_offers_to_go_on_and_nothing_else(room):
    room.opens(1)
    room.taps(LEADER, "Pause")
    assert "The workshop pauses." in room.new("group")

    assert room.labels_of(LEADER) == ["Go on"]
    assert "The workshop pauses. Let it go on first." in room.does(LEADER, Deed.CLOSE)
    assert "Let it go on first." in room.does(LEADER, Deed.PAUSE)
    room.taps(LEADER, "Go on")
    assert "The workshop goes on." in room.new("group")
    assert "It goes on." in room.does(LEADER, Deed.RESUME)
    assert room.new("group") == ""


@pytest.mark.parametrize(
    ("stage", "back"),
    [("opens", "gathers"), ("talks", "closes"), ("second", "talks"), ("acts", "talks")],
)
def test_a_step_can_be_taken_back_where_it_showed_nothing(room, stage, back):
    getattr(room, stage)()

    room.taps(LEADER, "One step back")

    assert "One step back. We are here again: " in room.new("group")
    want = {"gathers": Stage.GATHERING, "closes": Stage.CLOSED, "talks": Stage.TALKING}[back]
    assert room.stage is want
    assert "There is nothing to take back." in room.does(LEADER, Deed.UNDO)


def test_after_opening_was_taken_back_people_can_join_and_it_opens_again(room):
    room.opens(1)
    room.taps(LEADER, "One step back")
    assert "This question is not open now." in room.picks(ANN, 0)
    room.joins(PEOPLE[5])

    room.taps(LEADER, "Open the questions")

    assert room.asked(ANN) == room.asked(PEOPLE[5]) == "role"


@pytest.mark.parametrize("stage", ["closes", "results"])
def test_what_showed_something_cannot_be_taken_back(room, stage):
    getattr(room, stage)()

    assert "What was shown stays shown." in room.does(LEADER, Deed.UNDO)


def test_the_report_is_handed_to_the_group_in_both_forms(room):
    room.results(people=6)
    for label, ending in (("Report as Markdown", "md"), ("Report as a web page", "html")):
        room.taps(LEADER, label)
        name, text = room.heard.last("group").file
        assert name.endswith(ending)
        assert "home visits" in text
    room.does(LEADER, Deed.REPORT, "exe")

    assert room.heard.last("group").file[0].endswith("md")


def test_ending_is_asked_back_once(room):
    room.results(people=6)
    assert "This cannot be undone." in room.taps(LEADER, "End and destroy")
    room.taps(LEADER, "Back to the workshop")

    assert room.stage is Stage.RESULT


def test_every_stage_can_be_followed_by_the_end(room):
    room.opens(2)
    room.taps(LEADER, "End and destroy")
    room.taps(LEADER, "Yes, end it")

    assert "The workshop has ended" in room.reads()
    assert room.stages == []


def test_all_stages_in_a_row(room):
    room.ends()
    headings = [line for line in room.reads().splitlines() if line.startswith("# ")]

    assert [key for key, _ in itertools.groupby(line.split(":")[0] for line in headings)] == [
        "# A workshop about one public service",
        "# Workshop",
        "# The questions are closed",
        "# Where you see home visits differently",
        "# Talk about",
        "# Actions",
        "# What you see together",
        "# The workshop has ended",
    ]
