"""In which columns does a question stand? Options along an axis, and to the right what has no place on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.render.drawing.lettering import Type
from bot.render.pictures.face import balanced, whole, wrap
from bot.render.pictures.ink import DARK, MARGIN, ROOM, SOFT, Piece, block, high
from bot.render.pictures.strip import Question, Strip

LABELS: Final = 250.0
MANY: Final = 6
"""With more columns labels of rows stand above their rows, not to the left of them: options need the width."""
APART: Final = 36.0
"""Between the options and the answers that have no place among them."""
SIZES: Final = (20.0, 18.0, 17.0, 16.0, 15.0, 14.0)
LINES: Final = 4
PAD: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The columns of a question; the labels of rows stand beside these, or `over` them."""

    options: int
    asides: int
    over: bool

    @property
    def column(self) -> float:
        """How wide a column is, in pixels."""
        return (MARGIN + ROOM - self.left - APART * bool(self.asides)) / (self.options + self.asides)

    @property
    def left(self) -> float:
        """Where the axis begins."""
        return MARGIN + LABELS * (not self.over)

    @property
    def right(self) -> float:
        """Where the axis ends."""
        return self.left + self.column * self.options

    def x(self, place: float) -> float:
        """The middle of an option, or a place between options."""
        return self.left + self.column * (place + 0.5)

    def aside(self, place: int) -> float:
        """The middle of a column to the right of the axis."""
        return self.right + APART + self.column * (place + 0.5)

    @property
    def middles(self) -> tuple[float, ...]:
        """The middles of all columns, from the left."""
        return (*map(self.x, range(self.options)), *map(self.aside, range(self.asides)))


def grids(strip: Strip) -> tuple[Grid, ...]:
    """The columns of each question; the labels of rows stand in one place in the whole picture."""
    sizes = [(len(question.options), len(question.asides)) for question in strip.questions]
    over = max(map(sum, sizes)) > MANY
    return tuple(Grid(options=options, asides=asides, over=over) for options, asides in sizes)


def labels(question: Question, grid: Grid, top: float) -> Piece:
    """The labels of all columns, each under its own, in the largest letters in which all words stay whole."""
    texts = (*question.options, *question.asides)
    room = grid.column - PAD
    fits = [size for size in SIZES if all(_fits(text, Type(size=size), room) for text in texts)]
    size = fits[0] if fits else SIZES[-1]
    kinds = [Type(size=size, fill=DARK if at < grid.options else SOFT) for at in range(len(texts))]
    columns = [balanced(text, kind, room) for text, kind in zip(texts, kinds, strict=True)]
    ink = [
        line
        for lines, kind, x in zip(columns, kinds, grid.middles, strict=True)
        for line in block(lines, kind, (x, top), "middle")
    ]
    return Piece(tuple(ink), top + max(map(partial(high, kind=kinds[0]), columns)))


def _fits(text: str, kind: Type, room: float) -> bool:
    return whole(text, kind, room) and len(wrap(text, kind, room)) <= LINES
