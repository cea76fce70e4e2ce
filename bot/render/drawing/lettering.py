"""How much room do words take? A careful guess without fonts: never less than a common sans-serif needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

ROOM: Final = {
    **dict.fromkeys("il'|", 0.34),
    **dict.fromkeys(" ,.:;I!jf", 0.41),
    **dict.fromkeys('()[]-/\\tr"`_', 0.51),
    **dict.fromkeys("mwMWQO@%&#+=<>~^", 1.0),
    **dict.fromkeys("?*$0123456789{}acegksvxyz", 0.66),
    **dict.fromkeys("bdhnopqu", 0.66),
    **dict.fromkeys("ABCDEFGHJKLNPRSTUVXYZ", 0.8),
}
"""Widths of letters in parts of the size of the type, those of DejaVu Sans or more: other faces are narrower."""

BOLD: Final = 1.16
NEAR: Final = 1.3
FAR: Final = 1.7
WIDEST: Final = 6.0
FAR_BEGINS: Final = "\u0900"
"""Greek, Cyrillic, Hebrew and Arabic stand before it, wider scripts and pictures after it."""

UNPRINTED: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How letters look."""

    size: float
    bold: bool = False
    fill: str = "#1c2329"


def clean(text: str) -> str:
    """The text in one line; what no file of text may hold is replaced by a sign that says so."""
    return UNPRINTED.sub("\ufffd", " ".join(text.split()))


def width(text: str, kind: Type) -> float:
    """The room that the text takes in one line, or a little less than that."""
    return sum(map(_room, text)) * kind.size * (BOLD if kind.bold else 1)


def _room(letter: str) -> float:
    """An accented letter takes the room of its letter, a ligature that of its parts."""
    parts = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
    return min(WIDEST, sum(ROOM.get(part, NEAR if part < FAR_BEGINS else FAR) for part in parts))


Measure: TypeAlias = Callable[[str, Type], float]
"""How wide a text is in one line."""


def wrap(text: str, kind: Type, room: float, measure: Measure = width) -> tuple[str, ...]:
    """The text in lines that fit the room; a word that does not fit a line is cut."""
    lines: list[str] = []
    for word in clean(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if measure(joined, kind) <= room:
            lines[-1:] = [joined]
        else:
            lines.extend(_cut(word, kind, room, measure))
    return tuple(lines)


def _cut(word: str, kind: Type, room: float, measure: Measure) -> Iterator[str]:
    """The word in pieces that fit."""
    piece = ""
    for letter in word:
        if piece and measure(piece + letter, kind) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece
