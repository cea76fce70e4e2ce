from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import FREE, GUARD, small

from bot.workshop.tally import Word, agreement, count, median, size, tally

ORDERED, UNORDERED = small().questions[FREE], small().questions[GUARD]
LINES = st.lists(st.integers(0, 9), min_size=3, max_size=7)


def five(question, *placed):
    """A question of five ordered options, and answers placed so."""
    options = tuple(question.options[0] for _ in range(5))
    wide = type(question)(
        **{name: getattr(question, name) for name in question.__slots__ if name not in ("options", "steps")},
        options=options,
        steps=(0, 1, 2, 3, 4),
    )
    return tally(wide, tuple((1 << at, times) for at, times in enumerate(placed) if times))


@given(line=LINES)
def test_agreement_lies_between_minus_one_and_one(line):
    found = agreement(line)

    assert found is None if not any(line) else -1 <= found <= 1


@given(width=st.integers(3, 7), times=st.integers(1, 9), data=st.data())
def test_agreement_is_one_for_unanimity(width, times, data):
    at = data.draw(st.integers(0, width - 1))

    assert agreement([times if step == at else 0 for step in range(width)]) == 1


@given(width=st.integers(3, 7), times=st.integers(1, 9))
def test_agreement_is_nought_where_all_steps_are_alike_and_minus_one_for_two_equal_ends(width, times):
    assert agreement([times] * width) == 0
    assert agreement([times, *[0] * (width - 2), times]) == -1


@given(line=LINES)
def test_agreement_does_not_mind_which_end_is_first(line):
    assert agreement(line) == agreement(line[::-1])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ([1, 1, 0, 0, 0], Fraction(3, 4)),  # one layer, two of five next to each other
        ([0, 1, 1, 1, 0], Fraction(1, 2)),
        ([1, 2, 1], Fraction(1, 4)),  # a flat layer of 3 (A 0), a single one of 1 (A 1)
        ([1, 1, 0, 1, 0], Fraction(1, 9)),  # 4 hills, 2 valleys: U = (3*4 - 4*2) / (3*6), times 1/2
        ([30, 40, 210, 130, 530, 50, 10], Fraction(1834, 3000)),  # 0.6113, the example of the agrmt package
    ],
)
def test_agreement_by_layers_as_worked_out_by_hand(line, found):
    assert agreement(line) == found


def test_with_two_steps_there_is_no_agreement_to_speak_of():
    assert agreement([3, 4]) is None


@given(line=LINES)
def test_the_median_has_no_more_than_half_on_either_side(line):
    middle, total = median(line), sum(line)

    assert (middle is None) == (not total)
    assert 2 * sum(times for at, times in enumerate(line) if middle is not None and at < middle) <= total
    assert 2 * sum(times for at, times in enumerate(line) if middle is not None and at > middle) <= total


@given(answers=st.lists(st.integers(1, 7), min_size=1, max_size=20))
def test_a_tally_counts_everybody_once(answers):
    found = tally(ORDERED, count(answers))

    assert size(found.counts) == len(answers)
    assert sum(found.placed) == sum(answer in (1, 2, 4) for answer in answers)
    assert found.unplaced == sum(answer not in (1, 2, 4) for answer in answers)


def test_an_answer_outside_the_order_has_no_place():
    outside = type(ORDERED)(
        **{name: getattr(ORDERED, name) for name in ORDERED.__slots__ if name != "steps"}, steps=(0, 1, None)
    )

    assert tally(outside, ((2, 3), (4, 2))).placed == (0, 3)


@pytest.mark.parametrize(
    ("placed", "word", "hedged"),
    [
        ((0, 0, 0, 3, 4), None, False),
        ((0, 0, 0, 3, 5), Word.AGREED, True),
        ((0, 0, 1, 10, 4), Word.AGREED, False),
        ((1, 3, 6, 2, 1), Word.LEANING, False),
        ((3, 3, 3, 3, 3), Word.MIXED, False),
        ((7, 0, 0, 0, 6), Word.SPLIT, False),
        ((0, 4, 1, 4, 0), Word.MIXED, True),
        ((9, 0, 0, 0, 3), Word.MIXED, False),
    ],
)
def test_words_of_agreement_along_an_order(placed, word, hedged):
    found = five(ORDERED, *placed)

    assert (found.word, found.hedged) == (word, hedged)


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        (((1, 9), (2, 1)), Word.AGREED),
        (((1, 6), (2, 4)), Word.LEANING),
        (((1, 4), (2, 4), (3, 4)), Word.MIXED),
    ],
)
def test_words_of_agreement_without_an_order(counts, word):
    assert tally(UNORDERED, counts).word is word
    assert tally(UNORDERED, counts).median is None
