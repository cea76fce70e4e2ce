"""In which files does a word still stand? Byte by byte, whatever a database says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from bot.model.keeping import Subject

CHUNK: Final = 1 << 20
OVERLAP: Final = 256
"""Longer than any word: what lies across two chunks is found in the second."""

TELLING: Final = 5
"""Digits of a number that is not everywhere by chance."""


def found(paths: Iterable[str], subject: Subject) -> list[str]:
    """The files in which somebody can be found by a session, a pseudonym or the platform's number.

    That number counts only where it is no part of a longer one, since a time or a count is one, too; a short one says
    nothing at all.
    """
    words = [re.escape(word.encode()) for word in (*subject.sessions, *subject.names)]
    places = [re.escape(place.encode()) for place in subject.places if len(place) >= TELLING]
    patterns = [*words, *(rb"(?<![0-9])" + place + rb"(?![0-9])" for place in places)]
    pattern = re.compile(b"|".join(patterns))
    return [path for path in paths if patterns and _has(path, pattern)]


def _has(path: str, pattern: re.Pattern[bytes]) -> bool:
    before = b""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            if pattern.search(before + chunk):
                return True
            before = chunk[-OVERLAP:]
    return False
