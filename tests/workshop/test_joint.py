import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import FREE, GUARD, GUARDED, RULES, Room, play, small
from random_dialogues import some_knowledge

from bot.reasoning import doubt
from bot.reasoning.assess import assess
from bot.workshop import events as e
from bot.workshop.joint import Reached, joint
from bot.workshop.people import Role
from bot.workshop.state import Stage, counted_sheets, with_late

KNOWLEDGE = some_knowledge(3, small())


def a_room(*sheets, role=Role.USERS):
    room = Room()
    room.act(e.Open())
    for at, sheet in enumerate(sheets):
        room.person(f"p{at}", role, dict(zip((GUARD, GUARDED, FREE), sheet, strict=True)))
    room.act(e.Close())
    return room


APART = [(2, 1, 1), (2, 2, 4), (2, 2, 1), (3, 1, 4), (3, 1, 2), (3, 2, 2)]


def test_where_everything_is_shown_it_is_told_how_many_sheets_reach_each_result():
    found = joint(RULES, KNOWLEDGE, a_room(*APART).workshop, quick=True)

    assert found.sheets == (
        Reached(result="r0", certain=1, possible=2),
        Reached(result="r1", certain=0, possible=2),
        Reached(result="r2", certain=1, possible=1),
        Reached(result="r3", certain=2, possible=3),
    )
    assert found.differ == (GUARD, GUARDED, FREE)
    assert found.verdict.results == ("r0", "r1", "r2", "r3")


def test_where_a_deciding_answer_is_worded_it_is_not_told():
    found = joint(RULES, KNOWLEDGE, a_room(*[(2, 1, 1)] * 6).workshop, quick=True)

    assert found.sheets is None
    assert (found.agreed, found.unseen) == ((GUARD, FREE), ())
    assert found.verdict.results == ("r0",)


def test_an_answer_that_most_gave_is_no_agreement():
    found = joint(RULES, KNOWLEDGE, a_room(*[(2, 1, 1)] * 6).workshop, quick=True)

    assert found.differ == (GUARDED,)


def test_where_too_few_answered_everything_is_unseen_and_open():
    found = joint(RULES, KNOWLEDGE, a_room(*APART[:4]).workshop, quick=True)

    assert found.unseen == (GUARD, GUARDED, FREE)
    assert found.sheets is None
    assert found.verdict.results == doubt.results(RULES, doubt.opened(RULES, (0, 0, 0, 0)))


def test_those_who_came_late_count_at_the_result():
    room = a_room(*[(2, 1, 1)] * 6)
    for at in range(5):
        room.person(f"late{at}", Role.PARTNERS, {GUARD: 2, GUARDED: 2, FREE: 1})
    before = joint(RULES, KNOWLEDGE, room.workshop, quick=True)
    while room.stage is not Stage.RESULT:
        room.act(e.Next())

    after = joint(RULES, KNOWLEDGE, room.workshop, quick=True)

    assert (before.verdict.results, after.verdict.results) == (("r0",), ("r0", "r3"))


def ids(items):
    return {shown.item for shown in items}


def certain(items):
    return ids(shown for shown in items if shown.certain)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_what_is_certain_of_the_answers_shown_in_full_is_certain_of_every_sheet(seed):
    room = a_room(*APART)
    sheets = counted_sheets(room.workshop)
    knowledge = some_knowledge(seed, small())

    found = joint(RULES, knowledge, room.workshop, quick=False).verdict

    each = [assess(RULES, knowledge, sheet) for sheet in sheets]
    assert {result for one in each for result in one.results} <= set(found.results)
    assert all(certain(found.barriers) <= certain(one.barriers) for one in each)
    assert all(ids(one.barriers) <= ids(found.barriers) for one in each)


def test_after_the_end_nothing_is_left_of_sheets():
    workshop = play(1).room.workshop

    assert workshop.people == {}
    assert counted_sheets(workshop) == ()
    assert joint(RULES, KNOWLEDGE, workshop, quick=True).sheets is None
    assert [seen.place for seen in with_late(workshop)] == [GUARD, GUARDED, FREE]


@pytest.mark.parametrize("place", [GUARD, FREE])
def test_the_second_round_counts_in_the_joint_result(place):
    room = a_room(*APART)
    room.act(e.Next())
    while room.workshop.focus != place:
        room.act(e.Next())
    room.act(e.Open())
    for at in range(6):
        room.act(e.Vote(f"q{place}", 1), f"p{at}")
    room.act(e.Close())

    assert place in joint(RULES, KNOWLEDGE, room.workshop, quick=True).agreed
