"""Does the knowledge hang together? Items point at items that are there, barriers and enablers at each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.content import links_conditions as conditions
from bot.content.links_claims import check as claim
from bot.content.links_conditions import Reach
from bot.content.names import Names, twice, unknown
from bot.content.node import Node
from bot.model.errors import Fault

_APART: Final = ("sources", "sections")


def check(files: Sequence[Node], names: Names) -> Iterator[Fault]:
    """The faults of all knowledge files."""
    for key in (*names.items, "sources"):
        yield from twice(_all(files, key), key.removesuffix("s"))
    for file in files:
        for key in file.data:
            if key not in _APART:
                for item in file.each(key):
                    yield from _item(item, names)
        for source in file.each("sources"):
            yield from _source(source)
        for section in file.each("sections"):
            yield from _section(section)
    yield from _both_ways(files)


def _all(files: Sequence[Node], key: str) -> Iterator[Node]:
    return (item for file in files for item in file.each(key))


def _item(item: Node, names: Names) -> Iterator[Fault]:
    if item.has("when"):
        reach = Reach(questions=list(names.questions), facts=list(names.facts), rungs=True)
        yield from conditions.check(item.at("when"), names, reach)
    for question in item.each("moves"):
        yield from unknown(question, "question", list(names.questions))
    everything = [name for ids in names.items.values() for name in ids]
    for other in item.each("see"):
        yield from unknown(other, "item", everything)
    for _, section in item.entries():
        if isinstance(section.data, list):
            for found in section.items():
                if isinstance(found.data, dict):
                    yield from claim(found, names)


def _both_ways(files: Sequence[Node]) -> Iterator[Fault]:
    barriers, enablers = list(_all(files, "barriers")), list(_all(files, "enablers"))
    yield from _without_enabler(barriers)
    yield from _one_way(barriers, "enablers", "enabler", "for", enablers)
    yield from _one_way(enablers, "for", "barrier", "enablers", barriers)


def _without_enabler(barriers: Sequence[Node]) -> Iterator[Fault]:
    for barrier in barriers:
        if not barrier.data["enablers"]:
            message = f"The barrier `{barrier.data['id']}` has no enabler."
            yield barrier.at("enablers").fault("no-enabler", message, "Name at least one under `enablers`.")


def _one_way(
    items: Sequence[Node], key: str, what: str, back: str, others: Sequence[Node]
) -> Iterator[Fault]:
    """A fault for each link whose other end is missing or does not link back."""
    ends = {other.data["id"]: other.data[back] for other in others}
    for item in items:
        for link in item.each(key):
            yield from unknown(link, what, list(ends))
            if link.data in ends and item.data["id"] not in ends[link.data]:
                message = f"The {what} `{link.data}` does not name `{item.data['id']}` in its `{back}`."
                yield link.fault("one-way", message, "Name both in each other, or in neither.")


def _source(source: Node) -> Iterator[Fault]:
    if source.data["complete"]:
        for key in ("title", "where"):
            if not source.data[key].strip():
                message = f"A complete source needs its `{key}`."
                yield source.at(key).fault("source", message, "Add it, or write `complete: false`.")


def _section(section: Node) -> Iterator[Fault]:
    if section.data["from"] > section.data["to"]:
        yield section.at("to").fault("section", "The section ends before it starts.", "Mend `from` or `to`.")
