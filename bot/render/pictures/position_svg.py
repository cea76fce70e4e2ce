"""How is a position map drawn? Four regions of cells, names along both axes, marks with labels, and an arrow between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.render.drawing.lettering import Type
from bot.render.drawing.xml import number
from bot.render.pictures import ink
from bot.render.pictures.entries import LANE, LEAST, RADIUS, RIGHT, entries
from bot.render.pictures.face import balanced, wrap
from bot.render.pictures.ink import (
    BODY,
    DARK,
    FAINT,
    MARGIN,
    NOTE,
    ROOM,
    RULE,
    SOFT,
    TINT,
    TITLE,
    Draw,
    Piece,
)
from bot.render.pictures.marks import INKS
from bot.render.pictures.position import HALVES, Cell, Change, PositionMap

RUNGS: Final = 230.0
"""The room of the names of levels, left of the regions."""
BETWEEN: Final = 14.0
"""Between regions."""
OVER: Final = 24.0
"""At the top of each row the arrow may run across: no mark is there."""
LOWEST: Final = 80.0
PAD: Final = 8.0
SHAFT: Final = 34.0
NAME: Final = Type(size=20, bold=True, fill=DARK)
AXIS: Final = Type(size=20, bold=True, fill=SOFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where columns begin, how wide each is, and where each row begins and ends, by level."""

    column: float
    lefts: tuple[float, ...]
    rows: Mapping[int, tuple[float, float]]

    def lane(self, cell: Cell) -> tuple[float, float]:
        """Where the first mark of a cell stands."""
        return self.lefts[cell[0]] + LANE, self.rows[cell[1]][0] + OVER + LEAST / 2


def position_svg(shown: PositionMap) -> str:
    """The picture as a whole SVG file, 1200 pixels wide; the same map gives the same text."""
    draws: list[Draw] = [
        ink.paragraph(shown.title, TITLE, MARGIN, ROOM),
        ink.gap(18),
        partial(_axis, shown.up.name, MARGIN, "v-20 m-7,8 l7,-9 l7,9"),
        ink.gap(10),
        partial(_plot, shown),
        ink.gap(8),
        partial(_axis, shown.across.name, MARGIN + RUNGS, "m-8,-9 h22 m-8,-7 l9,7 l-9,7"),
        ink.gap(10),
        *(ink.paragraph(note, NOTE, MARGIN, ROOM) for note in shown.notes),
    ]
    return ink.page(shown.title, shown.alt, ink.stack(draws, MARGIN))


def _axis(name: str, x: float, arrow: str, top: float) -> Piece:
    """The name of an axis, behind an arrow that says which way is more."""
    said = ink.paragraph(name, AXIS, x + SHAFT, MARGIN + ROOM - x - SHAFT)(top)
    sign = f'<path d="M{number(x + 8)},{number(top + 22)} {arrow}" fill="none" stroke="{SOFT}" stroke-width="3"/>'
    return Piece((sign, *said.ink), said.bottom)


def _plot(shown: PositionMap, top: float) -> Piece:
    count = len(shown.across.levels)
    column = (ROOM - RUNGS - BETWEEN) / count
    lefts = tuple(MARGIN + RUNGS + column * at + BETWEEN * (at >= shown.across.split) for at in range(count))
    plan = Plan(column=column, lefts=lefts, rows={})
    drawn: list[str] = []
    for upper in HALVES:
        half = _half(shown, plan, top, upper=upper)
        plan, top = half.plan, half.piece.bottom + BETWEEN
        drawn += half.piece.ink
    feet = [balanced(level, BODY, column - 2 * PAD) for level in shown.across.levels]
    for lines, left in zip(feet, lefts, strict=True):
        drawn += ink.block(lines, BODY, (left + column / 2, top - PAD), "middle")
    drawn += _contents(shown, plan)
    return Piece(tuple(drawn), top - PAD + max(ink.high(lines, BODY) for lines in feet))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Half:
    """Two regions beside each other, and the plan with their rows."""

    piece: Piece
    plan: Plan


def _half(shown: PositionMap, plan: Plan, top: float, *, upper: bool) -> _Half:
    """The upper or the lower regions: their names on strips, their rows under these."""
    split, count = shown.up.split, len(shown.up.levels)
    levels = range(count - 1, split - 1, -1) if upper else range(split - 1, -1, -1)
    names, strip = _names(shown, plan, top, upper=upper)
    rows, end = dict(plan.rows), top + strip
    for level in levels:
        start, end = end, end + _tall(shown, plan, level)
        rows[level] = start, end
    plan = Plan(column=plan.column, lefts=plan.lefts, rows=rows)
    drawn = (
        *(line for sides in _sides(shown, plan) for line in _frame(plan, sides, (top, strip, end), levels)),
        *names,
        *(line for level in levels for line in _rung(shown.up.levels[level], rows[level])),
    )
    return _Half(piece=Piece(drawn, end), plan=plan)


def _sides(shown: PositionMap, plan: Plan) -> tuple[range, range]:
    """The columns of the left and of the right regions."""
    return range(shown.across.split), range(shown.across.split, len(plan.lefts))


def _tall(shown: PositionMap, plan: Plan, level: int) -> float:
    """How high a row is: all that stands in its cells, and its own name."""
    stacks = [
        sum(entry.tall(plan.column) for entry in entries(shown, (at, level))) for at in range(len(plan.lefts))
    ]
    name = ink.high(wrap(shown.up.levels[level], BODY, RUNGS - 2 * PAD), BODY)
    return max(LOWEST, OVER + max(stacks) + RIGHT - PAD, name + PAD)


def _names(shown: PositionMap, plan: Plan, top: float, *, upper: bool) -> tuple[tuple[str, ...], float]:
    """The names of two regions, clear of the arrow, and how high their strip is."""
    regions = shown.regions
    pair = (regions.upper_left, regions.upper_right) if upper else (regions.lower_left, regions.lower_right)
    drawn: list[str] = []
    strip = 0.0
    for name, columns in zip(pair, _sides(shown, plan), strict=True):
        left, right = plan.lefts[columns[0]] + 2 * PAD, plan.lefts[columns[-1]] + plan.column - PAD
        for x in (plan.lefts[at] + LANE for at in columns if not upper and at == _crossing(shown)):
            left, right = (x + 2 * PAD, right) if x - left < LANE else (left, x - 2 * PAD)
        lines = balanced(name, NAME, right - left)
        drawn += ink.block(lines, NAME, (left, top + PAD))
        strip = max(strip, ink.high(lines, NAME) + 2 * PAD)
    return tuple(drawn), strip


def _crossing(shown: PositionMap) -> int | None:
    """The column in which the arrow crosses the names of the lower regions, where it does."""
    change, split = shown.change, shown.up.split
    if change is None or (change.start[1] < split) == (change.end[1] < split):
        return None
    return change.end[0] if change.end[1] >= split else change.start[0]


def _frame(plan: Plan, columns: range, heights: tuple[float, float, float], levels: range) -> Iterator[str]:
    """A region: its strip, the faint lines between its cells, and its border."""
    top, strip, end = heights
    left, wide = plan.lefts[columns[0]], plan.column * len(columns)
    yield ink.box((left, top), (wide, strip), f'fill="{TINT}"')
    for at in columns[1:]:
        yield ink.rule((plan.lefts[at], top + strip), (plan.lefts[at], end), FAINT)
    for level in levels[1:]:
        y = plan.rows[level][0]
        yield ink.rule((left, y), (left + wide, y), FAINT)
    look = f'class="region" fill="none" stroke="{RULE}" stroke-width="2"'
    yield ink.box((left, top), (wide, end - top), look)


def _rung(name: str, row: tuple[float, float]) -> Iterator[str]:
    """The name of a level, left of its row."""
    lines = balanced(name, BODY, RUNGS - 2 * PAD)
    return ink.block(lines, BODY, (MARGIN, sum(row) / 2 - ink.high(lines, BODY) / 2))


def _contents(shown: PositionMap, plan: Plan) -> Iterator[str]:
    """Outlines of what is possible, the arrow, and on top the marks with their labels."""
    for place in shown.places:
        for cell in place.cells if place.open else ():
            yield _outline(plan, cell, INKS[place.mark], 4.0 + 4 * list(INKS).index(place.mark))
    if shown.change:
        yield from _arrow(shown.change, plan)
    for cell in sorted(shown.cells):
        top = plan.rows[cell[1]][0] + OVER
        for entry in entries(shown, cell):
            yield from entry.ink(plan.column, (plan.lefts[cell[0]], top))
            top += entry.tall(plan.column)


def _outline(plan: Plan, cell: Cell, colour: str, inset: float) -> str:
    """A cell that is possible, each mark's a little further in."""
    left, (top, end) = plan.lefts[cell[0]] + inset, plan.rows[cell[1]]
    size = plan.column - 2 * inset, end - top - 2 * inset
    look = f'class="possible" rx="6" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="7 5"'
    return ink.box((left, top + inset), size, look)


def _arrow(change: Change, plan: Plan) -> Iterator[str]:
    """Up or down in the lanes of marks, across above all marks of a row: never through words."""
    (x, y), (to_x, to_y) = plan.lane(change.start), plan.lane(change.end)
    falls = change.end[1] < change.start[1]
    rises = change.end[1] > change.start[1]
    over = plan.rows[change.end[1] if falls else change.start[1]][0] + OVER / 2
    begin = y + RADIUS if falls else y - RADIUS - 2
    tip = to_y + RADIUS if rises else to_y - RADIUS
    back = 13 if rises else -13
    runs = ((x, begin), (x, over), (to_x, over), (to_x, tip + back))
    if x == to_x:
        runs = (runs[0], runs[3], runs[3], runs[3])
    path = " L".join(f"{number(a)},{number(b)}" for a, b in dict.fromkeys(runs))
    look = f'fill="none" stroke="{DARK}" stroke-width="3" stroke-dasharray="9 5" stroke-linejoin="round"'
    yield f'<g class="change"><path d="M{path}" {look}/>'
    yield f'<path d="M{number(to_x)},{number(tip)} l-8,{back} h16 z" fill="{DARK}"/></g>'
