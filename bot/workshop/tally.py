"""What did people answer, taken together? Counts as they are, a middle, and how far they agree - never a mean.

An answer is a mask of options. A set ("a or b") and "I don't know" (every option) count as answers of their own: nothing
is divided among options that nobody chose alone. On an ordered question only single answers that stand in the order have
a place for the median and for agreement; how many have none is told beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Final, TypeAlias

from bot.model.dialogue import Question

Counts: TypeAlias = tuple[tuple[int, int], ...]
"""Answers with how many gave them, by mask."""

FEWEST_FOR_WORDS: Final = 8
"""Below, no rule tells a lean from chance often enough (ux 0, fact 6)."""
HEDGED_BELOW: Final = 12
AGREED, LEANING, SPLIT = Fraction(7, 10), Fraction(4, 10), Fraction(1, 4)
"""Van der Eijk's A from which people agreed or lean, and to which they may be split. The first two are our choice."""
AGREED_SHARE, LEANING_SHARE = Fraction(8, 10), Fraction(1, 2)
"""The same for the share of the commonest answer, where options have no order. Our choice."""
END, MIDDLE = Fraction(1, 3), Fraction(1, 10)
"""A split has this much in each half of the order, and no more than this on the step between the halves."""


class Word(StrEnum):
    """How far people agree, in a word."""

    AGREED = "agreed"
    LEANING = "leaning"
    MIXED = "mixed"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a group answered. `placed` counts answers along the order, `median` and `agreement` go by it.

    `share` is that of the commonest answer among all. `word` is None where too few answered, `hedged` where it may be chance.
    """

    counts: Counts
    placed: tuple[int, ...]
    median: Fraction | None
    agreement: Fraction | None
    share: Fraction
    word: Word | None
    hedged: bool

    @property
    def unplaced(self) -> int:
        """How many answers have no place in the order: sets, "I don't know", options outside it."""
        return size(self.counts) - sum(self.placed)


def count(answers: Iterable[int]) -> Counts:
    """Each answer with how many gave it, in the order of masks."""
    return tuple(sorted(Counter(answers).items()))


def size(counts: Counts) -> int:
    """How many answered."""
    return sum(times for _, times in counts)


def commonest(counts: Counts) -> tuple[int, int]:
    """The answer that most gave, and how many; of several the first by mask."""
    return max(counts, key=lambda one: (one[1], -one[0]))


def tally(question: Question, counts: Counts) -> Tally:
    """The tally of the answers to a question; there must be one at least."""
    placed = by_step(question, counts)
    agreed = agreement(placed)
    share = Fraction(commonest(counts)[1], size(counts))
    weighed = size(counts) if agreed is None else sum(placed)
    enough = weighed >= FEWEST_FOR_WORDS
    return Tally(
        counts=counts,
        placed=placed,
        median=median(placed),
        agreement=agreed,
        share=share,
        word=_word(placed, agreed, share) if enough else None,
        hedged=enough and weighed < HEDGED_BELOW,
    )


def steps(question: Question) -> tuple[int, ...]:
    """The different steps of an ordered question, from the lowest; none where its options have no order."""
    return tuple(sorted({step for step in question.steps if step is not None}))


def step_of(question: Question, mask: int) -> int | None:
    """The place of a single answer among the steps, None where it has none."""
    if mask.bit_count() != 1 or not question.steps:
        return None
    step = question.steps[mask.bit_length() - 1]
    return None if step is None else steps(question).index(step)


def by_step(question: Question, counts: Counts) -> tuple[int, ...]:
    """How many answers stand on each step of an ordered question."""
    found = [0] * len(steps(question))
    for mask, times in counts:
        at = step_of(question, mask)
        if at is not None:
            found[at] += times
    return tuple(found)


def median(placed: Sequence[int]) -> Fraction | None:
    """The middle step; half a step where the two in the middle differ. None where nothing is placed."""
    line = [at for at, times in enumerate(placed) for _ in range(times)]
    if not line:
        return None
    return Fraction(line[(len(line) - 1) // 2] + line[len(line) // 2], 2)


def agreement(placed: Sequence[int]) -> Fraction | None:
    """Van der Eijk's A: 1 where all are on one step, 0 where all steps are alike, -1 where two halves hold the ends.

    The counts are taken apart in layers, each of them flat over the steps that still have answers; A is the mean of the
    layers' own agreement, weighed by what is in them. None with fewer than three steps, where ends and steps are the same.
    """
    total = sum(placed)
    if len(placed) < 3 or not total:
        return None
    left, found = list(placed), Fraction(0)
    while any(left):
        height = min(times for times in left if times)
        layer = [times > 0 for times in left]
        found += Fraction(height * sum(layer), total) * _of_layer(layer)
        left = [times - height if times else 0 for times in left]
    return found


def _of_layer(layer: Sequence[bool]) -> Fraction:
    """U * (1 - (S-1)/(K-1)): how much of one hill the filled steps are, and how few they are."""
    width, filled = len(layer), sum(layer)
    triples = list(combinations(layer, 3))
    hills = sum(triple in ((True, True, False), (False, True, True)) for triple in triples)
    valleys = triples.count((True, False, True))
    if not hills + valleys:  # one step, or all of them
        return Fraction(width - filled, width - 1)
    shape = Fraction((width - 2) * hills - (width - 1) * valleys, (width - 2) * (hills + valleys))
    return shape * Fraction(width - filled, width - 1)


def _word(placed: Sequence[int], agreed: Fraction | None, share: Fraction) -> Word:
    if agreed is None:
        found = Word.LEANING if share >= LEANING_SHARE else Word.MIXED
        return Word.AGREED if share >= AGREED_SHARE else found
    if agreed >= AGREED:
        return Word.AGREED
    if agreed >= LEANING:
        return Word.LEANING
    return Word.SPLIT if _is_split(placed, agreed) else Word.MIXED


def _is_split(placed: Sequence[int], agreed: Fraction) -> bool:
    half, total = len(placed) // 2, sum(placed)
    low, high = sum(placed[:half]), sum(placed[-half:])
    between = total - low - high
    return min(low, high) >= END * total and between <= MIDDLE * total and agreed <= SPLIT
