from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import FREE, GUARD, GUARDED, RULES, small

from bot.workshop.people import Role
from bot.workshop.showing import (
    NOT_ASKED,
    Dots,
    Most,
    NearlyAll,
    Part,
    Seen,
    Shift,
    Unsaid,
    cast,
    finished,
    first_round,
    groups,
    median,
    picture,
    shifts,
    weights,
)
from bot.workshop.tally import count, size

USERS, OTHERS = (Role.USERS,), (Role.FRONT_LINE,)
PLACES = (GUARD, GUARDED, FREE)
QUESTIONS = small().questions


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ((1, 1, 1, 1, 1), NearlyAll(answer=1, of=5)),
        ((1, 1, 1, 1, 2), NearlyAll(answer=1, of=5)),
        ((1, 1, 1, 2, 4), NearlyAll(answer=1, of=5)),
        ((1, 1, 1, 2, 2), Dots(counts=((1, 3), (2, 2)))),
        ((1, 1, 2, 2, 4), Dots(counts=((1, 2), (2, 2), (4, 1)))),
        ((1, 1, 1), Unsaid(of=3)),
        ((1, 2, 4), Unsaid(of=3)),
        ((1, 1, 2, 4), Unsaid(of=4)),
        ((1, 1, 2, 2), Dots(counts=((1, 2), (2, 2)))),
    ],
)
def test_those_of_nearly_one_mind_are_worded(answers, shown):
    assert picture(count(answers)) == shown


@given(answers=st.lists(st.sampled_from((0, 1, 2, 4, 7)), min_size=5, max_size=20))
def test_what_is_worded_is_true(answers):
    shown = picture(count(answers))

    assert not isinstance(shown, Unsaid | Most)
    assert size(weights(shown)) == len(answers)
    assert not isinstance(shown, NearlyAll) or answers.count(shown.answer) >= shown.at_least


@pytest.mark.parametrize(
    ("sheet", "counts", "done"),
    [
        ((0, 2, 1, 4), {GUARD: 2, GUARDED: 1, FREE: 4}, True),
        ((0, 1, 0, 4), {GUARD: 1, GUARDED: NOT_ASKED, FREE: 4}, True),
        ((0, 1, 2, 4), {GUARD: 1, GUARDED: NOT_ASKED, FREE: 4}, True),
        ((0, 2, 0, 4), {FREE: 4}, False),
        ((0, 2, 1, 0), {}, False),
        ((0, 0, 0, 0), {}, False),
    ],
)
def test_answers_that_can_let_questions_fall_away_count_only_on_finished_sheets(sheet, counts, done):
    assert cast(RULES, PLACES, sheet) == counts
    assert finished(RULES, PLACES, sheet) is done


def people(*blocks):
    """So many people of each block, each with an answer to the free question."""
    named = [
        (f"{block[0]}{at}", block)
        for block, number in zip((USERS, OTHERS), blocks, strict=True)
        for at in range(number)
    ]
    return dict(named), {voter: {FREE: 1} for voter, _ in named}


@pytest.mark.parametrize(
    ("numbers", "shown"), [((5, 6), [USERS, OTHERS]), ((5, 4), [(*USERS, *OTHERS)]), ((1, 3), [])]
)
def test_a_question_is_shown_by_block_or_for_all_or_not_at_all(numbers, shown):
    members, casts = people(*numbers)

    assert [group.block for group in groups(FREE, members, casts, 5)] == shown


def test_nothing_hides_behind_a_worded_answer_that_it_hangs_on():
    members = dict.fromkeys("abcdef", USERS)
    casts = {voter: {GUARD: 2, GUARDED: 1 if voter in "abcd" else 2} for voter in members}
    grouped = {place: groups(place, members, casts, 5) for place in (GUARD, GUARDED)}

    shown = first_round(RULES, grouped, casts)

    assert [seen.parts[0].picture for seen in shown] == [NearlyAll(answer=2, of=6), Most(answer=1, of=6)]


def test_without_a_majority_nothing_is_said_of_what_hangs_on_a_worded_answer():
    members = dict.fromkeys("abcdef", USERS)
    casts = {voter: {GUARD: 2, GUARDED: 1 if voter in "abc" else 2} for voter in members}
    grouped = {place: groups(place, members, casts, 5) for place in (GUARD, GUARDED)}

    assert first_round(RULES, grouped, casts)[1].parts[0].picture == Unsaid(of=6)


def seen(*pictures):
    return Seen(place=FREE, parts=tuple(Part(block=USERS, picture=one) for one in pictures))


@pytest.mark.parametrize(
    ("was", "now", "moved", "direction", "changed"),
    [
        (((1, 4), (2, 2)), ((1, 2), (2, 4)), 4, 1, 4),
        (((1, 2), (4, 4)), ((1, 4), (4, 2)), 2, -1, None),
        (((1, 3), (4, 3)), ((1, 3), (4, 3)), 6, 0, 6),
        (((7, 3), (3, 3)), ((1, 3), (4, 3)), 6, None, 6),
    ],
)
def test_who_changed_is_counted_from_three_on(was, now, moved, direction, changed):
    found = shifts(QUESTIONS[FREE], seen(Dots(counts=was)), seen(Dots(counts=now)), [moved])

    assert found == (Shift(block=USERS, direction=direction, changed=changed),)


def test_who_changed_is_not_counted_beside_a_worded_answer():
    before, after = Dots(counts=((1, 3), (4, 3))), NearlyAll(answer=4, of=6)

    (found,) = shifts(QUESTIONS[FREE], seen(before), seen(after), [3])

    assert (found.direction, found.changed) == (1, None)
    assert median(QUESTIONS[FREE], after) == Fraction(2)
    assert median(QUESTIONS[FREE], Unsaid(of=4)) is None
