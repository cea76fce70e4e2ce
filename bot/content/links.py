"""Does content hang together? All its cross references at once, after the shapes of all files are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.content import links_dialogue, links_knowledge, links_texts
from bot.content.names import Names
from bot.content.node import Node
from bot.content.yaml import Document
from bot.model.errors import Fault


def check(documents: Mapping[str, Sequence[Document]], names: Names) -> list[Fault]:
    """The faults between all documents of the right shape."""
    files = {kind: [Node(one, one.data) for one in found] for kind, found in documents.items()}
    faults = [fault for file in files["dialogue"] for fault in links_dialogue.check(file, names)]
    faults += links_knowledge.check(files["knowledge"], names)
    terms = names.items.get("terms", ())
    for kind in ("dialogue", "knowledge", "messages"):
        for file in files[kind]:
            faults += links_texts.check(kind, file, terms)
    return faults
