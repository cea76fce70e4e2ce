"""Do texts point at what is there? Glossary links at terms, slots at plain names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.fields import readable
from bot.content.node import Node
from bot.content.schema import FILES
from bot.model import markup
from bot.model.errors import Fault
from bot.model.hints import near


def check(kind: str, file: Node, terms: Sequence[str]) -> Iterator[Fault]:
    """The faults in the texts of one file that people read."""
    for found in readable(FILES[kind], file.data):
        node = file
        for step in found.steps:
            node = node.at(step)
        if isinstance(node.data, str):
            yield from _links(node, terms)
            if kind == "messages":
                yield from _slots(node)


def _links(text: Node, terms: Sequence[str]) -> Iterator[Fault]:
    if markup.broken_link(text.data):
        message = "Found brackets that are no glossary link."
        yield text.fault("link", message, "Write `[[term]]` or `[[term|words]]`.")
    for term in markup.links(text.data):
        if term not in terms:
            yield text.fault("unknown-term", f"There is no term `{term}` in the glossary.", near(term, terms))


def _slots(text: Node) -> Iterator[Fault]:
    try:
        markup.slots(text.data)
    except ValueError as error:
        yield text.fault("slot", str(error), "Write `{name}` for a slot, and `{{` or `}}` for a brace.")
