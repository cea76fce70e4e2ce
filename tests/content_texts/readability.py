"""How hard is a text to read? Flesch-Kincaid grade (English, in school years) and LIX, over a whole section.

Both count words and sentences. Flesch-Kincaid counts syllables, here by groups of vowels with a few rules for
silent letters, which is close enough over fifty words and more. LIX counts words of more than six letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

WORD: Final = re.compile(r"[^\W_{}]+(?:['\u2019][^\W_]+)*|\{\w+\}")
"""A word; parts of `co-production` count apart. A slot counts as one word."""

_END = re.compile(r"(?<=[.?!])[)\"']*\s+|\n+")
_SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouysxzcg]es$|^(?:some|there)(?=.)")
_HEARD = re.compile(r"[^aeiouy]les?$")
_APART = re.compile(
    r"(?<![ctsg])i(?:a|o(?!n))|(?<=[rl])ie(?=n)|(?<=[cu])ie(?=[nt])|e(?:o(?!p)|a(?=$|t[eio]))|iu|[ey]ing|ua(?=l)|uou"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text. A line's end ends one too."""
    return [found for found in _END.split(text) if WORD.search(found)]


def words(text: str) -> list[str]:
    """The words of a text; a hyphen does not part them, as people count."""
    return re.findall(r"[^\s\"\u201c\u201d()]*\w[^\s\"\u201c\u201d()]*", text)


def syllables(word: str) -> int:
    """About how many syllables a word has."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    heard = len(re.findall(r"[aeiouy]+", letters)) + len(_APART.findall(letters))
    return max(1, heard - len(_SILENT.findall(_HEARD.sub("l", letters))))


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of these texts together."""
    lines, found = _counted(texts)
    return 0.39 * len(found) / lines + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def lix(texts: Iterable[str]) -> float:
    """The LIX of these texts together."""
    lines, found = _counted(texts)
    return len(found) / lines + 100 * sum(len(word) > 6 for word in found) / len(found)


def _counted(texts: Iterable[str]) -> tuple[int, list[str]]:
    all_lines = [line for text in texts for line in sentences(text)]
    return len(all_lines), [word for line in all_lines for word in WORD.findall(line)]
