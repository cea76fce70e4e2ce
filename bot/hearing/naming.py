"""Does a line name answers outright? By number, letter, place in the list, id, label or one of their phrases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.hearing.words import key, plain
from bot.model.dialogue import Option, Question

NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
LETTERS: Final = "abcdefgh"
"""No question has more answers, so a later letter is a word of its own."""

_LEAD: Final = (
    r"(?:(?:option|number|answer|choice|opt|ans|letter|item|no\.?(?=\s*\d)|nr\.?|num|#|it's|its|i'd say|id say|i think|i choose|i pick"
    r"|i'd go (?:for|with)|i'll go (?:for|with)|go with|the|um|er|erm|well|ok|okay|so|probs"
    r"|that's|that would be|definitely)[\s:,.]*+)*+"
)
_TAIL: Final = (
    r"[\s,.!]*+(?:please|pls|thanks|thank you|ta|i think|i'd say|for us|definitely|mate|cheers)?[\s,.!]*+"
)
_POINT: Final = re.compile(
    rf"[\s\"'(\[]*+{_LEAD}[\s\"'(\[]*+(?P<mark>\d+|[a-z]+)(?:st|nd|rd|th)?[\s\"')\].:;,!]*+"
    rf"(?P<one>(?:one|option|answer|choice))?{_TAIL}"
)
_WITH_LABEL: Final = re.compile(
    r"[(\[]?(?:option )?(?P<mark>\d+|[a-h])\s*[.):\]\-\u2013\u2014]+\s*(?P<label>\D.*)"
)
_JOINT: Final = re.compile(
    r"^(?:either|both|between|somewhere between|in between|a mix of|mix of|a mixture of|a bit of)\s+"
)
_SPLITS: Final = (
    re.compile(r"\s+or\s+|/|\s+vs\.?\s+"),
    re.compile(
        r"\s+and\s+|\s+or\s+|\s*[,;/&+\n]\s*(?:and\s+|or\s+)?|\s+plus\s+|\s+as well as\s+|(?<=\d)\s*-\s*(?=\d)"
    ),
    re.compile(r"(?<=\b\d)\s+(?=\d\b)"),
)


def pointed(line: str, count: int) -> int | None:
    """The place that a number, letter or "the second one" points at (perhaps none of the list's), or None."""
    match = _POINT.fullmatch(plain(line))
    if match is None:
        return None
    return _place(match["mark"], count, alone=match["one"] is None)


def mask_at(question: Question, place: int) -> int:
    """The mask of the answer at a place; the place after the last stands for "I don't know", any other for 0."""
    if place == len(question.options):
        return question.every
    return 1 << place if 0 <= place < len(question.options) else 0


def named(question: Question, line: str) -> tuple[int, ...]:
    """The masks of the options whose id, label, wording or phrase the line is; of all of them if they share it."""
    by_id = (at for at, option in enumerate(question.options) if option.id == plain(line))
    return tuple(1 << at for at in _names(question.options).get(key(line)) or by_id)


def numbered(question: Question, line: str) -> tuple[int, ...]:
    """The masks named by a number with a label behind it, as in "2. Agreed together"; two if they differ."""
    match = _WITH_LABEL.fullmatch(plain(line))
    if match is None:
        return ()
    place = _place(match["mark"], len(question.options), alone=True)
    behind = named(question, match["label"])
    if place is None or not 0 <= place < len(question.options) or not behind:
        return ()
    return tuple(dict.fromkeys((1 << place, *behind)))


def several(question: Question, line: str) -> tuple[int, ...]:
    """The masks of two or more answers that the line names one after the other; 0 stands for one outside the list."""
    whole = _JOINT.sub("", plain(line).strip(" .!()"))
    for split in _SPLITS:
        parts = [part for part in split.split(whole) if part.strip()]
        masks = [_one(question, part) for part in parts]
        if len(parts) > 1 and None not in masks:
            return tuple(dict.fromkeys(mask for mask in masks if mask is not None))
    return ()


def _one(question: Question, part: str) -> int | None:
    """The mask that a part of a line names, 0 for a number outside the list, None for nothing."""
    place = pointed(part, len(question.options))
    if place is not None:
        return mask_at(question, place)
    masks = named(question, part)
    return masks[0] if len(masks) == 1 else None


def _place(mark: str, count: int, *, alone: bool) -> int | None:
    if mark.isdecimal():
        return int(mark) - 1 if len(mark) < 10 else -1
    if mark == "last" or (not alone and mark == "bottom"):
        return count - 1
    if not alone and mark == "top":
        return 0
    words = next((words for words in (LETTERS, NUMBERS, ORDINALS) if mark in words), None)
    return words.index(mark) if words and (len(mark) == 1) is (words is LETTERS) else None


@lru_cache(maxsize=64)
def _names(options: tuple[Option, ...]) -> dict[str, tuple[int, ...]]:
    """Every key of a label, wording or phrase, with the places of the options it names; ids are no plain words."""
    table: dict[str, tuple[int, ...]] = {}
    for at, option in enumerate(options):
        for name in {key(name) for name in (option.label, option.long, *option.match)}:
            table[name] = (*table.get(name, ()), at)
    return table
