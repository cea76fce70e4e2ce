"""What is a picture made of? Lines of text, rules, boxes and marks, under each other on a white page 1200 pixels wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.render.drawing.lettering import Type
from bot.render.drawing.xml import escaped, number
from bot.render.pictures.face import FAMILY, clean, wrap

WIDTH: Final = 1200.0
MARGIN: Final = 40.0
ROOM: Final = WIDTH - 2 * MARGIN
LEADING: Final = 1.3
ASCENT: Final = 1.0

DARK, SOFT, RULE, FAINT, TINT = "#1c2329", "#4a5560", "#77828c", "#dfe4e8", "#eef1f4"
"""Ink for words, for lesser words, for lines that bear meaning, for guides, and for the ground of words."""
TITLE: Final = Type(size=32, bold=True, fill=DARK)
HEAD: Final = Type(size=23, bold=True, fill=DARK)
BODY: Final = Type(size=20, fill=DARK)
NOTE: Final = Type(size=18, fill=SOFT)

Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something drawn, and where it ends."""

    ink: tuple[str, ...]
    bottom: float


Draw: TypeAlias = Callable[[float], Piece]
"""Draws something from a height on."""


def stack(draws: Iterable[Draw], top: float) -> Piece:
    """All of them under each other."""
    ink: list[str] = []
    for draw in draws:
        piece = draw(top)
        ink += piece.ink
        top = piece.bottom
    return Piece(tuple(ink), top)


def gap(height: float) -> Draw:
    """Nothing, so many pixels high."""
    return lambda top: Piece((), top + height)


def paragraph(text: str, kind: Type, x: float, room: float) -> Draw:
    """The text from `x` on, in lines of at most `room`; nothing where there is no text."""
    lines = wrap(text, kind, room) if clean(text) else ()
    return lambda top: Piece(tuple(block(lines, kind, (x, top))), top + high(lines, kind))


def block(
    lines: Sequence[str], kind: Type, place: tuple[float, float], anchor: Anchor = "start"
) -> Iterator[str]:
    """Lines under each other; `place` is where the first is anchored, and the top of it."""
    x, top = place
    for at, line in enumerate(lines):
        yield word(line, kind, (x, top + kind.size * (ASCENT + LEADING * at)), anchor)


def high(lines: Sequence[str], kind: Type) -> float:
    """How high so many lines are."""
    return len(lines) * kind.size * LEADING


def word(text: str, kind: Type, place: tuple[float, float], anchor: Anchor = "start") -> str:
    """A line of text; `place` is on its base line. One from right to left is read so, in the same room."""
    x, y = place
    weight = ' font-weight="bold"' if kind.bold else ""
    held = "" if anchor == "start" else f' text-anchor="{anchor}"'
    turned = ' unicode-bidi="plaintext"' if _leftward(text) else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(kind.size)}"{weight}{held}{turned} '
        f'fill="{kind.fill}">{escaped(text)}</text>'
    )


def _leftward(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


def rule(begin: tuple[float, float], end: tuple[float, float], ink: str, look: str = "") -> str:
    """A line of two pixels; `look` are more attributes."""
    (x, y), (to_x, to_y) = begin, end
    return (
        f'<path d="M{number(x)},{number(y)} L{number(to_x)},{number(to_y)}" fill="none" stroke="{ink}" '
        f'stroke-width="2"{look}/>'
    )


def box(corner: tuple[float, float], size: tuple[float, float], look: str) -> str:
    """A box; `look` are its other attributes."""
    x, y, wide, tall = map(number, (*corner, *size))
    return f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" {look}/>'


def page(title: str, alt: str, piece: Piece) -> str:
    """The whole file, on white ground of its own; `alt` is the picture in words."""
    wide, tall = number(WIDTH), number(piece.bottom + MARGIN)
    size = f'width="{wide}" height="{tall}"'
    root = f'xmlns="http://www.w3.org/2000/svg" version="1.1" {size} viewBox="0 0 {wide} {tall}" role="img"'
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg {root} aria-labelledby="title desc" font-family="{FAMILY}">',
        f'<title id="title">{escaped(clean(title))}</title>',
        f'<desc id="desc">{escaped(clean(alt))}</desc>',
        f'<rect {size} fill="#ffffff"/>',
        *piece.ink,
        "</svg>",
    )
    return "".join(f"{line}\n" for line in lines)
