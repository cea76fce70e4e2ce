"""How does one box look? Its words laid out in columns, before it has a place on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.render.drawing.lettering import Type, wrap
from bot.render.drawing.picture import VERDICT, Asked, Rung, Table

PAD: Final = 10.0
LEADING: Final = 1.3
QUESTION_WIDTH: Final = 410.0
TABLE_WIDTH: Final = 380.0
VERDICT_WIDTH: Final = 420.0
RUNG_WIDTH: Final = 346.0
IDS: Final = 104.0
LONG_IDS: Final = 170.0
"""So much room have ids: those of results are long."""

HEAD: Final = Type(size=13, bold=True)
BODY: Final = Type(size=12)
VALUE: Final = Type(size=12, bold=True)
SMALL: Final = Type(size=10.5, fill="#56616c")
GUARD: Final = Type(size=11, fill="#6b4a00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A line of text: `y` is its base line."""

    x: float
    y: float
    text: str
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A coloured strip over the whole width of a box."""

    y: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A box with its words; all places are counted from its left upper corner."""

    key: str
    name: str
    width: float
    height: float
    words: tuple[Word, ...]
    bands: tuple[Band, ...] = ()
    stroke: str = "#4a5560"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A text in a column of a box, from `x` on and `room` wide."""

    x: float
    room: float
    text: str
    type: Type


def question_block(question: Asked, height: float) -> Block:
    """When it is asked, on a strip; then number and name; then the options with their ids. As high as asked, or more."""
    room = QUESTION_WIDTH - 2 * PAD
    only = [[Cell(x=PAD, room=room, text=f"only if {question.only}", type=GUARD)]] if question.only else []
    words, ends = lay(
        [
            *only,
            _pair(question.title, question.id, HEAD, QUESTION_WIDTH, IDS),
            *(_pair(label, name, BODY, QUESTION_WIDTH, IDS) for label, name in question.options),
        ]
    )
    bands = (Band(y=0, height=ends[0], fill="#fdf0cc"),) if only else ()
    return Block(
        key=question.key,
        name=question.title,
        width=QUESTION_WIDTH,
        height=max(ends[-1] + 4, height),
        words=words,
        bands=bands,
    )


def table_block(table: Table, height: float) -> Block:
    """Title and id on a strip, then the rows. As high as asked, or more."""
    last = table.key == VERDICT
    wide = VERDICT_WIDTH if last else TABLE_WIDTH
    words, ends = lay(
        [
            _pair(table.title, table.id, HEAD, wide, IDS),
            *(
                [
                    Cell(x=PAD, room=38, text=line.mark, type=SMALL),
                    Cell(x=PAD + 44 * last, room=wide - 150 - 44 * last, text=line.when, type=BODY),
                    Cell(x=wide - 136, room=14, text="\u2192", type=BODY),
                    Cell(x=wide - 116, room=108, text=line.then, type=VALUE),
                ]
                for line in table.lines
            ),
        ]
    )
    stripes = tuple(Band(y=top, height=end - top, fill="#f3f6f9") for top, end in list(pairwise(ends))[1::2])
    head = Band(y=0, height=ends[0], fill="#d9efdf" if last else "#dceafa")
    return Block(
        key=table.key,
        name=table.title,
        width=wide,
        height=max(ends[-1] + 4, height),
        words=words,
        bands=(head, *stripes),
        stroke="#2e6b43" if last else "#34618f",
    )


def rung_block(rung: Rung, height: float) -> Block:
    """Label and id. As high as asked, or more."""
    words, ends = lay([_pair(rung.title, rung.id, HEAD, RUNG_WIDTH, LONG_IDS)])
    return Block(
        key=rung.key,
        name=rung.title,
        width=RUNG_WIDTH,
        height=max(ends[-1] + 2, height),
        words=words,
        stroke="#2e6b43",
    )


def lay(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Word, ...], tuple[float, ...]]:
    """The words of rows under each other, and where each row ends."""
    words: list[Word] = []
    ends: list[float] = []
    top = 0.0
    for row in rows:
        end = top
        base = top + PAD / 5 + max(cell.type.size for cell in row)
        for cell in row:
            lines = wrap(cell.text, cell.type, cell.room)
            step = cell.type.size * LEADING
            words += [
                Word(x=cell.x, y=base + step * at, text=line, type=cell.type)
                for at, line in enumerate(lines)
                if line
            ]
            end = max(end, top + PAD / 2.5 + step * len(lines))
        ends.append(end)
        top = end
    return tuple(words), tuple(ends)


def _pair(text: str, name: str, kind: Type, wide: float, ids: float) -> list[Cell]:
    """A text and, small and to the right, the id under which it stands in YAML."""
    return [
        Cell(x=PAD, room=wide - ids - 2 * PAD, text=text, type=kind),
        Cell(x=wide - ids, room=ids - PAD, text=name, type=SMALL),
    ]
