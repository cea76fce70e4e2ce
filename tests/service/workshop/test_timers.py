"""What a workshop does as time goes by: how many there are, the time that is up, and fours after pairs."""

import itertools

import pytest
from roomful import LEADER, PEOPLE

from bot.model.sending import Kind
from bot.workshop.rounds import ANSWERING, SECOND, TALKING
from bot.workshop.state import Stage

ANN, BEN = PEOPLE[:2]
UP = "The time for this is up."
FOURS = "Now two pairs together"


def test_how_many_have_joined_is_told_at_most_every_ten_seconds_and_the_last_is_told(room):
    room.gathers(0)
    for person in PEOPLE:
        room.joins(person)
        room.passes(1)
    room.passes(11)

    assert "40 people have joined." in room.reads()
    edits = [at for at, chat, kind in room.heard.shown if chat == "group" and kind is Kind.EDIT]
    assert all(later - before >= 10_000 for before, later in itertools.pairwise(edits))
    assert len(edits) <= 5


def test_how_many_have_finished_is_told_and_nobody_is_named(room):
    room.opens(2)
    room.answers(ANN, lambda _: 0)
    room.passes(11)

    assert "Finished: 1 of 2." in room.reads()
    assert "Finished: 1 of 2." in room.reads(LEADER)


def test_whoever_joined_in_the_last_seconds_before_the_opening_is_in_the_notice_all_the_same(room):
    room.gathers(3)
    room.taps(LEADER, "Open the questions")
    room.passes(20)

    assert "3 people have joined." in room.reads()


def test_whoever_finished_in_the_last_seconds_before_the_close_is_told_all_the_same(room):
    room.opens(2)
    room.answers(ANN, lambda _: 0)
    room.taps(LEADER, "Close and show")

    assert "Finished: 1 of 2." in room.reads()
    before = room.reads()
    room.passes(20)
    assert room.reads() == before


@pytest.mark.parametrize(("stage", "after"), [("opens", ANSWERING), ("talks", TALKING), ("second", SECOND)])
def test_that_the_time_is_up_is_told_once_and_nothing_closes(room, stage, after):
    getattr(room, stage)()
    at = room.stage

    room.passes(after - 2)
    assert UP not in room.reads()
    room.passes(4)
    room.passes(10_000)

    assert room.reads().count(UP) == 1
    assert room.stage is at


def test_two_minutes_more_put_the_end_off(room):
    room.opens(1)
    room.passes(ANSWERING - 1)
    room.taps(LEADER, "Two minutes more")

    room.passes(119)
    assert UP not in room.reads()
    room.passes(3)
    assert UP in room.reads()


def test_a_pause_stops_the_time_and_going_on_lets_it_run_on(room):
    room.opens(1)
    room.passes(ANSWERING - 100)
    room.taps(LEADER, "Pause")
    room.passes(3600)
    assert UP not in room.reads()
    room.taps(LEADER, "Go on")

    room.passes(98)
    assert UP not in room.reads()
    room.passes(4)
    assert UP in room.reads()


def test_fours_follow_pairs_once_also_after_a_pause(room):
    room.talks()
    room.passes(60)
    room.taps(LEADER, "Pause")
    room.passes(600)
    assert FOURS not in room.reads()
    room.taps(LEADER, "Go on")
    room.passes(58)
    assert FOURS not in room.reads()
    room.passes(4)

    assert room.reads().count(FOURS) == 1
    room.taps(LEADER, "Two minutes more")
    room.passes(4000)
    assert room.reads().count(FOURS) == 1


@pytest.mark.parametrize("label", ["Second round", "One step back"])
def test_nothing_rings_for_a_stage_that_was_left(room, label):
    room.talks()
    room.taps(LEADER, label)
    room.passes(50)
    room.taps(LEADER, "Leave the second round" if label == "Second round" else "To the actions") if (
        room.stage is Stage.SECOND
    ) else None
    before = room.reads().count(FOURS)
    while room.stage in (Stage.CLOSED, Stage.TALKING):
        labels = room.labels_of(LEADER)
        room.taps(LEADER, next(one for one in labels if one.startswith(("Next", "To the", "Talk"))))
    shown = room.reads()

    room.passes(10_000)

    assert room.reads() == shown
    assert before == 0


def test_after_the_end_nothing_rings(room):
    room.opens(2)
    room.picks(ANN, 1)
    room.taps(LEADER, "End and destroy")
    room.taps(LEADER, "Yes, end it")
    shown = room.reads()

    room.passes(10_000)

    assert room.reads() == shown


def test_a_step_back_to_the_answering_lets_its_time_run_again(room):
    room.opens(1)
    room.taps(LEADER, "One step back")
    room.passes(5000)

    assert UP not in room.reads()
