"""How wide is a text in the font that we ship? Read from the font itself, so that no number stands in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from struct import iter_unpack, unpack_from
from typing import Final

from bot.render.drawing import lettering
from bot.render.drawing.lettering import Type

FAMILY: Final = "'DejaVu Sans',Verdana,sans-serif"
"""Ours where there is only ours; elsewhere a face of the same widths."""
REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
JOINED: Final = 1.2
"""So much wider than alone an Arabic letter may be at the end of a word."""
ARABIC: Final = range(0x600, 0x700)
EMPTY: Final = 0xFFFF
STEERING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: a label could reach beyond itself with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A font's widths: `advances` by code point, in parts of `units`."""

    units: int
    advances: Mapping[int, int]

    def width(self, letter: str) -> float:
        """The room of a letter, in parts of the size of the type; a careful guess for one that the font lacks."""
        advance = self.advances.get(ord(letter))
        if advance is None:
            return lettering.width(letter, Type(size=1))
        return advance / self.units * (JOINED if ord(letter) in ARABIC else 1)


def clean(text: str) -> str:
    """The text in one line, without signs that no file may hold or that turn its direction."""
    return lettering.clean(STEERING.sub("", text))


def width(text: str, kind: Type) -> float:
    """The room that a line takes, in pixels; never less than the shipped font needs."""
    face = _face(BOLD if kind.bold else REGULAR)
    return sum(map(face.width, text)) * kind.size


def wrap(text: str, kind: Type, room: float) -> tuple[str, ...]:
    """The text in lines of at most `room` pixels; a word that does not fit a line is cut."""
    return lettering.wrap(clean(text), kind, room, width)


def balanced(text: str, kind: Type, room: float) -> tuple[str, ...]:
    """As `wrap`, in as many lines, but of about the same length: no word is left alone in the last one."""
    lines = wrap(text, kind, room)
    while len(lines) > 1:
        room = max(width(line, kind) for line in lines) - 1
        tighter = wrap(text, kind, room)
        if len(tighter) > len(lines) or not whole(text, kind, room):
            return lines
        lines = tighter
    return lines


def whole(text: str, kind: Type, room: float) -> bool:
    """Whether every word fits a line of `room` pixels."""
    return all(width(word, kind) <= room for word in clean(text).split(" "))


@cache
def _face(name: str) -> Face:
    return read((files("bot.render.pictures") / "font" / name).read_bytes())


def read(data: bytes) -> Face:
    """The widths in a TrueType font whose letters stand in a table of the fourth format, as ours do."""
    tables = {tag: start for tag, start, _ in _tables(data)}
    (units,) = unpack_from(">H", data, tables[b"head"] + 18)
    (measured,) = unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = [wide for (wide,) in iter_unpack(">Hxx", data[tables[b"hmtx"] :][: measured * 4])]
    letters = _letters(data, tables[b"cmap"])
    return Face(units=units, advances={letter: widths[min(glyph, measured - 1)] for letter, glyph in letters})


def _tables(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Each table by its tag, with where it starts and how long it is."""
    (count,) = unpack_from(">H", data, 4)
    return iter_unpack(">4s4xII", data[12:][: count * 16])


def _letters(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Each code point with the number of its glyph."""
    (offset,) = unpack_from(">I", data, start + 8)
    table = start + offset
    (twice,) = unpack_from(">H", data, table + 6)
    half = twice // 2
    lasts, firsts, shifts, places = (
        unpack_from(f">{half}H", data, table + at) for at in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    for at, (first, last, shift, place) in enumerate(zip(firsts, lasts, shifts, places, strict=True)):
        base = table + 16 + 3 * twice + 2 * at + place
        for letter in range(first, last + 1):
            glyph = unpack_from(">H", data, base + 2 * (letter - first))[0] if place else letter
            if glyph and letter != EMPTY:
                yield letter, (glyph + shift) % (EMPTY + 1)
