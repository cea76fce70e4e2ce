"""How do words fit a terminal? Lines of at most so many columns, hanging under their first word, without any sign that steers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.render.pictures.face import clean

WIDE: Final = ("W", "F")
SILENT: Final = ("Mn", "Me", "Cf")


def lay(text: str, width: int, lead: str = "", hang: int | None = None) -> Iterator[str]:
    """The text behind `lead`, in lines of at most `width` columns; all but the first begin with `hang` blanks.

    A word that does not fit a line is cut. The lead is shorter than the line; no text gives the lead alone.
    """
    start, blanks = lead, " " * (columns(lead) if hang is None else hang)
    line, bare = start, True
    for word in clean(text).split():
        for part in _cut(word, width - max(columns(start), len(blanks))):
            glue = "" if bare else " "
            if columns(line) + len(glue) + columns(part) > width:
                yield line.rstrip()
                line, glue = blanks, ""
            line, bare = line + glue + part, False
    yield line.rstrip()


def columns(text: str) -> int:
    """How many columns a terminal needs for the text."""
    return sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in SILENT:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in WIDE else 1


def _cut(word: str, width: int) -> Iterator[str]:
    part = ""
    for letter in word:
        if part and columns(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part
