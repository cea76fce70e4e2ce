"""What becomes of actions, and of answers that somebody brings along: owners are asked once, and the group is told."""

import pytest
from roomful import LEADER, PEOPLE

from bot.model.meet import Deed
from bot.workshop.state import Stage

ANN, BEN = PEOPLE[:2]
WEEK = 7 * 24 * 3600


def agrees(room, *typed):
    room.taps(LEADER, "Add an action")
    for text in typed:
        room.says(LEADER, text)


@pytest.fixture
def agreed(room):
    """The result is shown, with two actions."""
    room.acts(people=6)
    agrees(room, "Show the plan", "planning team", "30 June")
    agrees(room, "Ask users", "Jo", "May")
    return room


def test_an_owner_is_asked_once_after_the_weeks_that_were_chosen_and_the_group_reads_what_became_of_it(
    agreed,
):
    agreed.taps(LEADER, "Ask owners in 6 weeks")
    agreed.taps(LEADER, "2")
    agreed.taps(LEADER, "Show the result")
    assert "2. Ask users" in agreed.reads(ANN)
    assert "Ask users" in agreed.taps(ANN, "2")
    agreed.does(LEADER, Deed.END, "sure")
    agreed.passes(2 * WEEK - 60)
    assert "How did it go?" not in agreed.reads(ANN)

    agreed.passes(120)
    assert agreed.reads(ANN).count("How did it go?") == 1
    agreed.taps(ANN, "Done")
    agreed.passes(2 * WEEK)

    told = agreed.reads()
    assert "2. Ask users (Jo, May): done" in told
    assert "1. Show the plan (planning team, 30 June): " not in told
    assert agreed.reads(BEN).count("How did it go?") == 0


def test_where_nobody_says_how_it_went_the_group_is_told_nothing(agreed):
    agreed.taps(LEADER, "Show the result")
    agreed.taps(ANN, "1")
    agreed.does(LEADER, Deed.END, "sure")
    shown = agreed.reads()

    agreed.passes(20 * WEEK)

    assert agreed.reads() == shown


def test_owners_need_not_be_asked(agreed):
    agreed.taps(LEADER, "Ask owners in 6 weeks")
    agreed.taps(LEADER, "Do not ask")
    agreed.taps(LEADER, "Show the result")

    assert "Do you own" not in agreed.reads(ANN)
    agreed.does(ANN, Deed.OWN, "0")
    agreed.does(LEADER, Deed.END, "sure")
    agreed.passes(60 * WEEK)
    assert "How did it go?" not in agreed.reads(ANN)


@pytest.mark.parametrize("about", ["9", "x", ""])
def test_an_action_that_there_is_not_has_no_owner(agreed, about):
    agreed.taps(LEADER, "Show the result")

    agreed.does(ANN, Deed.OWN, about)

    assert not agreed.rows("SELECT name FROM timer WHERE name LIKE 'follow%'")


def test_an_action_that_was_taken_back_is_not_asked_about(room):
    room.results(people=6)
    agrees(room, "Show the plan")
    room.does(ANN, Deed.OWN, "0")
    room.does(LEADER, Deed.PANEL)
    room.does(LEADER, Deed.UNDO)
    assert not room.meeting().workshop.course.actions
    room.does(LEADER, Deed.END, "sure")

    room.passes(20 * WEEK)

    assert "How did it go?" not in room.reads(ANN)


@pytest.mark.parametrize("about", ["0.unknown", "x.done", "", "7.done"])
def test_a_status_that_there_is_not_changes_nothing(agreed, about):
    agreed.taps(LEADER, "Show the result")
    agreed.does(LEADER, Deed.END, "sure")

    agreed.does(ANN, Deed.STATUS, about)
    agreed.passes(20 * WEEK)

    assert not agreed.meeting().went
    assert "You said, we did" not in agreed.reads()


def test_whoever_kept_their_answers_can_start_from_them_the_next_time(room):
    room.results(people=6)
    room.taps(ANN, "Keep my answers")
    before = next(iter(room.meeting().workshop.people.values())).sheet
    room.does(LEADER, Deed.END, "sure")

    room.gathers(0)
    assert "You have answers of your own about this service" in room.joins(ANN) + room.reads(ANN)
    assert "This question is not open now." in room.does(ANN, Deed.PREFILL)
    room.taps(LEADER, "Open the questions")
    room.taps(ANN, "Start from them")

    (person,) = room.meeting().workshop.people.values()
    assert person.sheet == before
    room.taps(LEADER, "Close and show")
    room.does(ANN, Deed.PREFILL)
    assert room.stage is Stage.CLOSED


def test_answers_about_another_service_are_not_offered_and_who_has_none_starts_from_nothing(room):
    room.results(people=6)
    room.taps(ANN, "Keep my answers")
    room.does(LEADER, Deed.END, "sure")

    room.gathers(0, name="the library")
    room.joins(ANN)
    room.joins(BEN)
    room.taps(LEADER, "Open the questions")
    room.does(BEN, Deed.PREFILL)

    assert "answers of your own" not in room.reads(ANN)
    assert not any(any(person.sheet) for person in room.meeting().workshop.people.values())


def test_a_copy_of_what_is_kept_has_one_s_own_answers_and_role_and_those_of_nobody_else(room):
    room.opens(2)
    room.picks(ANN, 1)
    room.picks(BEN, 4)
    room.says(ANN, "/mydata")

    file = room.heard.last(ANN).file[1] or next(
        one.file[1] for one in reversed(room.heard.reads(ANN)) if one.file[1]
    )

    assert '"service": "home visits"' in file
    assert '"role": "users"' in file
    assert "asked" in file
    assert "lead" not in file.replace("leader", "")


def test_the_page_to_prepare_is_for_the_leader_alone(room):
    room.gathers(0)
    room.taps(LEADER, "Page to prepare")

    assert room.heard.last(LEADER).file[0] or any(one.file[0] for one in room.heard.reads(LEADER))
    assert not any(one.file[0] for one in room.heard.reads("group"))
