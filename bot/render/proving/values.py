"""What must be tried at the places that a chain looks at? Every combination of the values that can make a difference.

A list has 0, 1 and 3 entries, and as many as its brackets name. All entries are alike where no two are ever looked at
together; else each is tried with each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod
from typing import Final

from bot.render.proving.resolving import ENTRY, Read
from bot.render.shapes import Count, Listed, Part, Shape, Text, Word

LENGTHS: Final = (0, 1, 3)
COUNTS: Final = (0, 1, 3)
SOME_TEXT: Final = "text"
UNREAD: Final = None
"""What stands where nobody looks."""


@dataclass(slots=True)
class Looks:
    """All looks at one place, and at the places below it."""

    tried: set[str | int] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    below: dict[str, Looks] = field(default_factory=dict)


def looks_of(reads: Iterable[Read]) -> Looks:
    """The looks as a tree along the steps."""
    root = Looks()
    for read in reads:
        looks = root
        for step in read.steps:
            looks = looks.below.setdefault(step, Looks())
        looks.tried.update(read.tried)
        looks.lengths.update(read.lengths)
        looks.ways.update({read.way} - {""})
    return root


def views(fields: Mapping[str, Shape], looks: Looks) -> Iterator[dict[str, object]]:
    """Every view that makes a difference; names that nobody looks at are left out."""
    names = list(looks.below)
    options = [_values(fields[name], looks.below[name]) for name in names]
    return (dict(zip(names, values, strict=True)) for values in product(*options))


def number_of_views(fields: Mapping[str, Shape], looks: Looks) -> int:
    """How many views there are, without making them."""
    return prod(_number(fields[name], below) for name, below in looks.below.items())


def names_of(looks: Looks, text: str = "") -> Iterator[str]:
    """The places at which something is looked at, as a template would write them."""
    for step, below in looks.below.items():
        here = text if step == ENTRY else f"{text}.{step}".lstrip(".")
        yield from names_of(below, here) if below.below else (here,)


def _values(shape: Shape, looks: Looks) -> list[object]:
    match shape:
        case Listed(of=entry):
            unread: list[object] = [UNREAD]
            entries = _values(entry, looks.below[ENTRY]) if ENTRY in looks.below else unread
            return list(chain.from_iterable(_lists(entries, length, looks) for length in _lengths(looks)))
        case Part(fields=fields, absent=absent):
            # An empty dict would count as nothing in a template, and no part of a view is empty.
            parts = ({"": None} | view for view in views(fields, looks))
            return [None, *parts] if absent else list(parts)
        case _:
            return list(_plain(shape, looks))


def _lists(entries: list[object], length: int, looks: Looks) -> Iterable[list[object]]:
    if len(looks.ways) > 1:
        return map(list, product(entries, repeat=length))
    return ([entry] * length for entry in entries) if length else ([],)


def _lengths(looks: Looks) -> list[int]:
    return sorted({*LENGTHS, *looks.lengths})


def _plain(shape: Shape, looks: Looks) -> Iterable[object]:
    match shape:
        case Text():
            return sorted({"", SOME_TEXT, *map(str, looks.tried)})
        case Count():
            return sorted({*COUNTS, *map(int, looks.tried)})
        case Word(words=words):
            return words
        case _:
            return (False, True)


def _number(shape: Shape, looks: Looks) -> int:
    match shape:
        case Listed(of=entry):
            entries = _number(entry, looks.below[ENTRY]) if ENTRY in looks.below else 1
            lengths = _lengths(looks)
            if len(looks.ways) > 1:
                return sum(entries**length for length in lengths)
            return 1 + entries * (len(lengths) - 1)
        case Part(fields=fields, absent=absent):
            return number_of_views(fields, looks) + absent
        case _:
            return len(list(_plain(shape, looks)))
