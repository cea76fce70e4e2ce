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


def found(paths: Iterable[str], subject: Subject) -> list[str]:
    """The files in which somebody can be found by a session, a pseudonym or the platform's number.

    That number counts only where it is no part of a longer one, since a time or a count is one, too.
    """
    words = [re.escape(word.encode()) for word in (*subject.sessions, *subject.names)]
    numbers = [rb"(?<![0-9])" + re.escape(place.encode()) + rb"(?![0-9])" for place in subject.places]
    pattern = re.compile(b"|".join([*words, *numbers]))
    return [path for path in paths if _has(path, pattern)]


def _has(path: str, pattern: re.Pattern[bytes]) -> bool:
    before = b""
    with suppress(FileNotFoundError), open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            if pattern.search(before + chunk):
                return True
            before = chunk[-OVERLAP:]
    return False
