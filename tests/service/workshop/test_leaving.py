"""How somebody goes: they leave, are erased, forget everything, speak of something else - and come back."""

import contextlib

import pytest
from roomful import LEADER, PEOPLE, Workshop

from bot.model.meet import Deed
from bot.workshop.state import Stage

ANN, BEN = PEOPLE[:2]


def people(room):
    return room.meeting().workshop.people


def test_leaving_is_said_to_nobody_and_answers_stay_in_the_count(room):
    room.opens(2)
    room.answers(ANN, lambda _: 0)
    room.does(ANN, Deed.LEAVE)

    assert "What you answered stays in the count." in room.reads(ANN)
    assert room.new("group") == room.new(LEADER) == ""
    assert len(people(room)) == 2
    room.passes(11)
    assert "Finished: 1 of 2." in room.reads()


def test_whoever_leaves_without_an_answer_leaves_no_trace_and_is_not_waited_for(room):
    room.opens(2)
    room.taps(ANN, "Leave")

    room.passes(11)

    assert "Finished: 0 of 1." in room.reads()


def test_whoever_has_left_can_come_back_to_their_answers(room):
    room.opens(2)
    room.picks(ANN, 2)
    room.taps(ANN, "Leave")

    assert "What do you promise" in room.taps(ANN, "I join")


def test_what_somebody_types_after_leaving_is_not_for_the_workshop(room):
    room.opens(1)
    room.taps(ANN, "Leave")

    assert "# Tango" in room.says(ANN, "2")


def test_leaving_and_taking_ones_answers_out_leaves_nothing_before_the_close(room):
    room.opens(2)
    room.answers(ANN, lambda _: 0)
    room.does(ANN, Deed.LEAVE)

    assert "nothing here leads to you any more" in room.taps(ANN, "Leave and take mine out")

    assert len(people(room)) == 1
    assert room.rows("SELECT count(*) FROM seat WHERE person = ?", ANN) == [(0,)]
    for deed in (Deed.QUESTION, Deed.LEAVE):
        assert "You have not joined this workshop." in room.does(ANN, deed)


def test_after_the_close_what_was_shown_stays_and_nothing_leads_to_whoever_took_theirs_out(room):
    room.closes(6)
    before = room.meeting().workshop.closing

    room.does(ANN, Deed.ERASE)

    assert room.meeting().workshop.closing == before
    assert room.rows("SELECT count(*) FROM seat WHERE person = ?", ANN) == [(0,)]
    room.does(LEADER, Deed.NEXT)


def test_whoever_leads_and_takes_theirs_out_still_leads(room):
    room.gathers(0)
    room.joins(LEADER)
    room.taps(LEADER, "Open the questions")
    room.answers(LEADER, lambda _: 0)

    room.does(LEADER, Deed.ERASE)

    assert not people(room)
    room.does(LEADER, Deed.CLOSE)
    assert room.stage is Stage.CLOSED


def test_leaving_what_one_has_not_joined_is_told_so(room):
    room.gathers(0)

    assert "You have not joined this workshop." in room.does(LEADER, Deed.LEAVE)
    assert "You have not joined this workshop." in room.does(LEADER, Deed.ASK_TIME)
    assert "You have not joined this workshop." in room.does(LEADER, Deed.QUESTION)
    assert "You have not joined this workshop." in room.does(LEADER, Deed.VOTE, "1.role")
    assert "You have not joined this workshop." in room.does(LEADER, Deed.ROLE, "users")
    assert "answered nothing that could be kept" in room.does(LEADER, Deed.KEEP)
    assert "Source: " in room.does(LEADER, Deed.WHY, "role")
    assert "You have not joined this workshop." in room.does(LEADER, Deed.BACK, "say")


def forgets(room, person):
    """Forget everything by typing it in the private chat, as somebody does who is sure."""
    room.says(person, "/delete")
    return room.says(person, "/forget everything")


@pytest.mark.parametrize("at", ["gathers", "opens", "closes", "second", "acts", "results"])
def test_whoever_forgets_everything_is_gone_and_the_workshop_goes_on(room, at):
    getattr(room, at)()
    if at == "opens":
        room.answers(ANN, lambda _: 0)

    assert "erased" in forgets(room, ANN)

    assert room.rows("SELECT count(*) FROM seat WHERE person = ?", ANN) == [(0,)]
    gone = at in ("gathers", "opens")
    assert len(people(room)) == (11 if gone else 12)
    for table in ("session", "consent", "seat"):
        assert room.rows(f"SELECT count(*) FROM {table} WHERE person = ?", ANN) == [(0,)]
    assert "You have not joined this workshop." in room.does(ANN, Deed.VOTE, "1.role")
    room.does(LEADER, Deed.PANEL)
    room.passes(600)


def test_whoever_leads_and_forgets_everything_leaves_a_workshop_that_others_can_take_over(room):
    room.opens(2)
    forgets(room, LEADER)

    assert "Whoever typed /workshop leads it." in room.calls(ANN)
    room.taps(ANN, "Lead this workshop")
    room.taps(ANN, "Close and show")
    assert room.stage is Stage.CLOSED


def test_whoever_forgets_everything_can_join_again_as_somebody_new(room):
    room.opens(2)
    room.picks(ANN, 1)
    forgets(room, ANN)

    room.joins(ANN)

    assert room.asked(ANN) == "role"
    assert len(people(room)) == 2


def test_commands_are_for_the_private_chat_and_a_button_leads_back(room):
    room.opens(1)
    asked = room.button(ANN, "2 We ask")

    assert "# Tango" in room.says(ANN, "/start")
    assert "You take part in a workshop" not in room.says(ANN, "/help")
    room.says(ANN, "Home visits, I think")
    assert not any(next(iter(people(room).values())).sheet)

    assert "What do you promise" in room.presses(ANN, asked[2], asked[0])
    room.says(ANN, "1")
    assert sum(map(bool, next(iter(people(room).values())).sheet)) == 2


def test_a_leader_who_speaks_of_something_else_is_not_taken_at_their_word_in_the_group(room):
    room.talks()
    room.taps(LEADER, "Keep a point for later")
    room.says(LEADER, "/help")
    room.says(LEADER, "my own service")

    assert "my own service" not in room.reads()


@pytest.fixture
def two():
    with contextlib.closing(Workshop()) as room:
        room.gathers(2)
        room.calls("Olga", group="group two")
        room.taps("Olga", "Lead", group="group two")
        room.says("Olga", "the library")
        room.taps("Olga", "Show the notice", group="group two")
        for person in (ANN, BEN):
            room.taps(person, "I join", group="group two")
            room.taps(person, "I plan or manage")
        yield room


def test_a_person_in_two_workshops_answers_each_by_its_own_buttons(two):
    one, other = [name for (name,) in two.rows("SELECT id FROM workshop ORDER BY begun, id")]
    two.taps(LEADER, "Open the questions")
    two.taps("Olga", "Open the questions", group="group two")
    first, second = (
        next(
            (number, meet)
            for number, label, meet in two.buttons(ANN, group="")
            if meet.workshop == name and label.startswith("2 We")
        )
        for name in (one, other)
    )

    two.presses(ANN, first[1], first[0])
    two.says(ANN, "1")  # what was asked last is what is answered

    def given(name):
        return [sum(map(bool, person.sheet)) for person in two.meeting(name).workshop.people.values()]

    assert (sum(given(one)), sum(given(other))) == (2, 0)
    two.presses(ANN, second[1], second[0])
    two.says(ANN, "1")
    assert (sum(given(one)), sum(given(other))) == (2, 2)


def test_whoever_speaks_of_something_else_speaks_to_none_of_their_workshops(two):
    two.says(ANN, "/help")

    assert "# Tango" in two.says(ANN, "2")


def test_forgetting_everything_takes_a_person_out_of_every_workshop(two):
    names = [name for (name,) in two.rows("SELECT id FROM workshop")]

    forgets(two, ANN)

    assert [len(two.meeting(name).workshop.people) for name in names] == [1, 1]


def test_the_end_of_one_workshop_leaves_the_other_as_it_is(two):
    two.taps(LEADER, "End and destroy")
    two.taps(LEADER, "Yes, end it")

    assert two.rows("SELECT count(*) FROM workshop WHERE ended = 0") == [(1,)]
    assert two.rows("SELECT count(*) FROM seat WHERE person = ?", ANN) == [(1,)]
    two.taps("Olga", "Open the questions", group="group two")
    assert two.asked(ANN) == "role"
