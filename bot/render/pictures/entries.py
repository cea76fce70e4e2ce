"""What stands in the cells of a position map? Marks with their labels, and on which way the arrow runs between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.render.drawing.lettering import Type
from bot.render.pictures.face import wrap
from bot.render.pictures.ink import DARK, block, high
from bot.render.pictures.marks import Mark, mark
from bot.render.pictures.position import Cell, Change, PositionMap

LANE: Final = 34.0
"""In each column, so far from its left, marks stand and the arrow runs up and down: no words are there."""
SIDE: Final = 32.0
"""So far a mark gives way to an arrow that passes it."""
TEXT: Final = 24.0
"""From the middle of a mark to its words."""
RADIUS: Final = 14.0
KIND: Final = Type(size=18, fill=DARK)
LEAST: Final = 36.0
PAD: Final = 8.0
RIGHT: Final = 22.0
"""Right of words, and under them, outlines may run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mark with its label, `shift` pixels beside the lane. Without a mark it is where a change leads."""

    mark: Mark | None
    hollow: bool
    label: str
    shift: float = 0.0

    def lines(self, column: float) -> tuple[str, ...]:
        """The label as lines in a column of that width."""
        room = column - LANE - self.shift - TEXT - RIGHT
        return wrap(self.label, KIND, room) if self.label else ()

    def tall(self, column: float) -> float:
        """How high it is."""
        return max(LEAST, high(self.lines(column), KIND) + PAD)

    def ink(self, column: float, place: tuple[float, float]) -> Iterator[str]:
        """The entry in a column that begins at x, from y on."""
        x, top = place[0] + LANE + self.shift, place[1]
        lines = self.lines(column)
        middle = top + max(LEAST, high(lines[:1], KIND)) / 2
        if self.mark:
            yield mark(self.mark, (x, middle), RADIUS, hollow=self.hollow)
        else:
            yield f'<circle class="aim" cx="{x:.1f}" cy="{middle:.1f}" r="11" fill="#ffffff" stroke="{DARK}" stroke-width="3" stroke-dasharray="5 4"/>'
        yield from block(lines, KIND, (x + TEXT, middle - high(lines[:1], KIND) / 2))


def entries(shown: PositionMap, cell: Cell) -> tuple[Entry, ...]:
    """What stands in a cell, the ends of the arrow first; what the arrow passes gives way."""
    change = shown.change
    aim = [Entry(mark=None, hollow=True, label=change.label)] if change and cell == change.end else []
    held = [
        Entry(mark=place.mark, hollow=place.open, label=place.label if cell == place.cells[0] else "")
        for place in shown.places
        if cell in place.cells
    ]
    own = [*aim, *held][: int(change is not None and cell in (change.start, change.end))]
    shift = SIDE * bool(change and cell in passed(change))
    rest = [*aim, *held][len(own) :]
    return (*own, *(_aside(entry, shift) for entry in rest))


def _aside(entry: Entry, shift: float) -> Entry:
    return Entry(mark=entry.mark, hollow=entry.hollow, label=entry.label, shift=shift)


def passed(change: Change) -> frozenset[Cell]:
    """The cells in which the arrow may pass more than its own ends.

    It runs up or down only: within the column of its start as far down as its end, within that of its end up from its
    start. On one level it runs above all marks.
    """
    (x, y), (to_x, to_y) = change.start, change.end
    if to_y > y:
        return frozenset((to_x, level) for level in range(y + (to_x == x), to_y + 1))
    return frozenset((x, level) for level in range(to_y + 1, y + 1)) if to_y < y else frozenset()
