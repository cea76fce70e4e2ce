"""Which names does content define? Everything that another place may point at, so that a slip can be told and mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.content.node import Node
from bot.model.errors import Fault, Spot
from bot.model.hints import near


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one content folder, each kind in the order of its files."""

    questions: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[str, ...]]
    results: tuple[str, ...]
    aims: tuple[str, ...]
    modes: tuple[str, ...]
    items: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]


def names_of(plain: Mapping[str, Any]) -> Names:
    """The names in the data of a dialogue and its knowledge."""
    dialogue, knowledge = plain["dialogue"], plain["knowledge"]
    questions = (dialogue["scope"], *dialogue["questions"])
    modes = [found["mode"] for found in (*dialogue["results"], *dialogue.get("faces", ())) if "mode" in found]
    return Names(
        questions={question["id"]: _ids(question["options"]) for question in questions},
        facts={fact["id"]: _ids(fact["values"]) for fact in dialogue.get("facts", ())},
        results=_ids(dialogue["results"]),
        aims=_ids(dialogue.get("aims", ())),
        modes=tuple(dict.fromkeys(modes)),
        items={key: _ids(items) for key, items in knowledge.items() if key not in ("sources", "sections")},
        sources=_ids(knowledge.get("sources", ())),
    )


def unknown(node: Node, what: str, known: Sequence[str], of: str = "") -> Iterator[Fault]:
    """A fault if the name that stands here is not known (among those of `of`)."""
    if node.data not in known:
        message = f"{f'`{of}` has' if of else 'There is'} no {what} `{node.data}`."
        mend = near(node.data, known) or f"Mend the name, or write the {what}."
        yield node.fault(f"unknown-{what}", message, mend)


def twice(nodes: Iterable[Node], what: str, key: str = "id") -> Iterator[Fault]:
    """A fault for every name that is given again."""
    seen: dict[str, Spot] = {}
    for node in nodes:
        name = node.at(key)
        first = seen.setdefault(name.data, name.spot)
        if first != name.spot:
            message = f"The {what} `{name.data}` is there already ({first})."
            yield name.fault(f"{what.replace(' ', '-')}-twice", message, "Give one of the two another name.")


def _ids(items: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(item["id"] for item in items)
