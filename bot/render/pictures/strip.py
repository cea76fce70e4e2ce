"""What does a dot strip show? People at their answers, in rows for each block, for up to three questions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

from bot.render.pictures.marks import Mark

FEWEST_OPTIONS, MOST_OPTIONS, MOST_ASIDES, MOST_QUESTIONS = 2, 8, 2, 3
ROWS: Final = 2 * len(Mark)
"""So many rows can be told apart: each shape full and hollow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One block of people: `label` with how many they are, `counts` of people for each option, in the options' order.

    `aside` are those whose answer has no place among the options, for each of the question's asides. `median` is a place
    on the axis: 0 is the first option, 1.5 is halfway from the second to the third. `hollow`: hands that were raised.
    `words` stand in the place of the marks where these may not be drawn; then there are no counts and no median.
    """

    label: str
    mark: Mark
    counts: tuple[int, ...] = ()
    aside: tuple[int, ...] = ()
    median: float | None = None
    hollow: bool = False
    words: str = ""

    def __post_init__(self) -> None:
        if self.words and (self.counts or self.aside or self.median is not None):
            raise ValueError("what is said in words has no counts and no median")
        if min((*self.counts, *self.aside), default=0) < 0:
            raise ValueError("there are no fewer than no people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The rows of one round, under its `label` where there are several rounds."""

    rows: tuple[Row, ...]
    label: str = ""

    def __post_init__(self) -> None:
        drawn = [row for row in self.rows if not row.words]
        if any((one.mark, one.hollow) == (other.mark, other.hollow) for one, other in combinations(drawn, 2)):
            raise ValueError("two rows have the same mark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with the labels of its `options` along the axis and of its `asides` to the right of it.

    Several panels show how people moved from the first to the last, one above the other on the same axis.
    `ordered`: later options are more; only then can a row have a median. ValueError where rows do not fit the options.
    """

    text: str
    options: tuple[str, ...]
    panels: tuple[Panel, ...]
    asides: tuple[str, ...] = ()
    ordered: bool = True

    def __post_init__(self) -> None:
        if not FEWEST_OPTIONS <= len(self.options) <= MOST_OPTIONS or len(self.asides) > MOST_ASIDES:
            raise ValueError("so many options cannot be drawn")
        for row in (row for panel in self.panels for row in panel.rows if not row.words):
            if (len(row.counts), len(row.aside)) != (len(self.options), len(self.asides)):
                raise ValueError("a row counts each option and each aside once")
            if row.median is not None and not (self.ordered and 0 <= row.median <= len(self.options) - 1):
                raise ValueError("a median stands between the first and the last of ordered options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Up to three questions under a finding. `alt` is the whole picture in words.

    `middle` says what the tick of a median is, `moved` what the arrow from an earlier one is; `notes` are said at the foot.
    """

    title: str
    alt: str
    questions: tuple[Question, ...]
    middle: str = ""
    moved: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= MOST_QUESTIONS:
            raise ValueError("a strip has one to three questions")


def before(question: Question, at: int, row: Row) -> float | None:
    """Where the median of a row stood in the panel before its own, which is the one with the number `at`."""
    earlier = question.panels[at - 1].rows if at else ()
    same = (one.median for one in earlier if (one.mark, one.hollow) == (row.mark, row.hollow))
    return next(same, None)
