"""How is a dot strip drawn? People as marks above their answers, each block in a row of its own on one axis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.render.drawing.lettering import Type
from bot.render.drawing.xml import number
from bot.render.pictures import ink
from bot.render.pictures.face import wrap
from bot.render.pictures.grid import LABELS, Grid, grids, labels
from bot.render.pictures.ink import (
    BODY,
    DARK,
    FAINT,
    HEAD,
    LEADING,
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
from bot.render.pictures.marks import mark
from bot.render.pictures.piles import Piling, piling
from bot.render.pictures.strip import Panel, Question, Row, Strip, before

SIGN: Final = 12.0
"""The radius of the mark beside a row's label."""
INDENT: Final = 34.0
ABOVE: Final = 14.0
BELOW: Final = 26.0
"""Under the base line of a row, where the tick of its median stands."""
TICK: Final = 18.0
NEAR: Final = 6.0
PAD: Final = 14.0
NUMBER: Final = Type(size=18, fill=SOFT)
CAPTION: Final = Type(size=20, bold=True, fill=SOFT)
ROUND: Final = ' stroke-linecap="round"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the rows of a question share."""

    grid: Grid
    piling: Piling
    ordered: bool


def strip_svg(strip: Strip) -> str:
    """The picture as a whole SVG file, 1200 pixels wide; the same strip gives the same text."""
    columns = grids(strip)
    piles = piling(strip, min(grid.column for grid in columns))
    draws: list[Draw] = [ink.paragraph(strip.title, TITLE, MARGIN, ROOM)]
    for question, grid in zip(strip.questions, columns, strict=True):
        look = Look(grid=grid, piling=piles, ordered=question.ordered)
        draws += [ink.gap(22), partial(_question, question, look)]
    draws += [ink.gap(18), *_key(strip), *(ink.paragraph(note, NOTE, MARGIN, ROOM) for note in strip.notes)]
    return ink.page(strip.title, strip.alt, ink.stack(draws, MARGIN))


def _question(question: Question, look: Look, top: float) -> Piece:
    head = ink.paragraph(question.text, HEAD, MARGIN, ROOM)(top)
    draws = [partial(_panel, question, at, look) for at in range(len(question.panels))]
    rows = ink.stack(draws, head.bottom)
    foot = labels(question, look.grid, rows.bottom + 2)
    guides = _guides(look.grid, head.bottom + ABOVE, rows.bottom)
    return Piece((*head.ink, *guides, *rows.ink, *foot.ink), foot.bottom)


def _guides(grid: Grid, top: float, bottom: float) -> Iterator[str]:
    """A faint line up from each label, and one that sets apart what has no place on the axis."""
    for x in grid.middles:
        yield ink.rule((x, top), (x, bottom), FAINT)
    if grid.asides:
        x = grid.aside(0) - grid.column / 2 - 14
        yield ink.rule((x, top), (x, bottom), RULE, ' stroke-dasharray="2 6"')


def _panel(question: Question, at: int, look: Look, top: float) -> Piece:
    panel: Panel = question.panels[at]
    draws: list[Draw] = [ink.gap(ABOVE / 2), partial(_caption, panel.label)] if panel.label else []
    draws += [partial(_row, row, before(question, at, row), look) for row in panel.rows]
    return ink.stack(draws, top)


def _caption(label: str, top: float) -> Piece:
    """The name of a round, on a strip over the whole width."""
    lines = wrap(label, CAPTION, ROOM - 2 * PAD)
    tall = ink.high(lines, CAPTION) + 8
    ground = ink.box((MARGIN, top), (ROOM, tall), f'rx="4" fill="{TINT}"')
    return Piece((ground, *ink.block(lines, CAPTION, (MARGIN + PAD, top + 4))), top + tall)


def _row(row: Row, earlier: float | None, look: Look, top: float) -> Piece:
    name, grid = _name(row, look.grid), look.grid
    beside = 0.0 if grid.over else ink.high(name, BODY)
    start = top + ABOVE + (ink.high(name, BODY) + NEAR if grid.over else 0.0)
    drawn = _worded(row, grid, beside, start) if row.words else _counted(row, earlier, look, beside, start)
    middle = start - NEAR - ink.high(name, BODY) / 2 if grid.over else drawn.middle
    sign = () if row.words else (mark(row.mark, (MARGIN + SIGN, middle), SIGN, hollow=row.hollow),)
    label = ink.block(name, BODY, (MARGIN + INDENT, middle - ink.high(name, BODY) / 2))
    return Piece((*sign, *label, *drawn.piece.ink), drawn.piece.bottom)


def _name(row: Row, grid: Grid) -> tuple[str, ...]:
    return wrap(row.label, BODY, (ROOM if grid.over else LABELS - PAD) - INDENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What stands in the columns of a row, and the middle of a label beside it."""

    piece: Piece
    middle: float


def _worded(row: Row, grid: Grid, least: float, top: float) -> _Beside:
    """Words in the place of people."""
    said = wrap(row.words, BODY, grid.right - grid.left - 2 * PAD)
    tall = max(least, ink.high(said, BODY)) + PAD
    ground = ink.box((grid.left, top), (grid.right - grid.left, tall), f'rx="6" fill="{TINT}"')
    words = ink.block(said, BODY, (grid.left + PAD, top + (tall - ink.high(said, BODY)) / 2))
    return _Beside(piece=Piece((ground, *words), top + tall + PAD), middle=top + tall / 2)


def _counted(row: Row, earlier: float | None, look: Look, least: float, top: float) -> _Beside:
    """People on their base line, and the tick of their median under it."""
    piles = look.piling
    tallest = max((piles.tall(count) for count in (*row.counts, *row.aside)), default=0.0)
    base = top + max(tallest + NUMBER.size * LEADING * piles.numbered, least, piles.pitch)
    drawn = (*_base(look, base), *_people(row, look, base), *_median(row, earlier, look.grid, base))
    return _Beside(piece=Piece(drawn, base + BELOW), middle=base - max(least, piles.pitch) / 2)


def _base(look: Look, base: float) -> Iterator[str]:
    """What people stand on: one line for options in order, else one for each."""
    grid, inset = look.grid, 10.0
    half = grid.column / 2 - inset
    if look.ordered:
        yield ink.rule((grid.left + inset, base), (grid.right - inset, base), RULE)
    for x in grid.middles[grid.options if look.ordered else 0 :]:
        yield ink.rule((x - half, base), (x + half, base), RULE)


def _people(row: Row, look: Look, base: float) -> Iterator[str]:
    piles = look.piling
    for count, x in zip((*row.counts, *row.aside), look.grid.middles, strict=True):
        for place in piles.places(count, x, base - 3):
            yield mark(row.mark, place, piles.radius, hollow=row.hollow)
        if count and piles.numbered:
            yield ink.word(str(count), NUMBER, (x, base - 8 - piles.tall(count)), "middle")


def _median(row: Row, earlier: float | None, grid: Grid, base: float) -> Iterator[str]:
    """A tick under the base line, and an arrow from where it stood."""
    if row.median is None:
        return
    x = grid.x(row.median)
    yield tick(x, base)
    if earlier is not None and earlier != row.median:
        yield arrow(grid.x(earlier), x + (6 if earlier > row.median else -6), base + TICK / 2 + 1)


def tick(x: float, base: float) -> str:
    """The tick of a median, under a base line."""
    return ink.box((x - 3, base), (6, TICK), f'class="median" fill="{DARK}"')


def arrow(begin: float, end: float, y: float) -> str:
    """An arrow to the left or to the right, with a dot where it begins."""
    back = 12.0 if end < begin else -12.0
    a, b, c, h = (number(value) for value in (begin, end, end + back, y))
    return (
        f'<g class="moved"><circle cx="{a}" cy="{h}" r="5" fill="{DARK}"/>'
        f'<path d="M{a},{h} L{c},{h}" fill="none" stroke="{DARK}" stroke-width="3"{ROUND}/>'
        f'<path d="M{b},{h} l{number(back)},-7v14z" fill="{DARK}"/></g>'
    )


def _key(strip: Strip) -> Iterator[Draw]:
    """What the tick and the arrow are, in the caller's words."""
    signs = (
        (strip.middle, tick(MARGIN + SIGN, 0)),
        (strip.moved, arrow(MARGIN + 5, MARGIN + 2 * SIGN, TICK / 2)),
    )
    yield from (partial(_sign, text, sign) for text, sign in signs if text)


def _sign(text: str, sign: str, top: float) -> Piece:
    said = ink.paragraph(text, NOTE, MARGIN + INDENT, ROOM - INDENT)(top)
    return Piece((f'<g transform="translate(0 {number(top + 2)})">{sign}</g>', *said.ink), said.bottom)
