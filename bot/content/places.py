"""Where does a question, a row or an item stand? The spot of everything that a proof may speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from bot.content.decode_knowledge import KINDS
from bot.content.node import Node
from bot.content.yaml import Document
from bot.model.errors import Spot

Row: TypeAlias = tuple[str, int, int]
Placed: TypeAlias = tuple[tuple[str, ...], Spot]


def spots(documents: Mapping[str, Sequence[Document]]) -> dict[str, Row]:
    """The file, line and column of every subject, by its steps joined with "/"."""
    files = {kind: [Node(one, one.data) for one in found] for kind, found in documents.items()}
    placed = [
        *(pair for file in files["dialogue"] for pair in _dialogue(file)),
        *(pair for file in files["knowledge"] for pair in _knowledge(file)),
        *(pair for file in files["messages"] for pair in _messages(file)),
    ]
    return {"/".join(subject): (spot.file, spot.line, spot.column) for subject, spot in placed}


def _dialogue(file: Node) -> Iterator[Placed]:
    yield ("dialogue",), file.spot
    for question in (file.at("scope"), *file.each("questions")):
        yield from _item("question", question, ("options", "option"))
        if question.has("when"):
            yield ("question", question.data["id"], "when"), question.at("when").key_spot
    for fact in file.each("facts"):
        yield from _item("fact", fact, ("values", "value"))
        for number, row in enumerate(fact.each("rows"), start=1):
            yield ("fact", fact.data["id"], "row", str(number)), row.spot
    yield ("verdict",), file.at("verdict").key_spot
    for kind, key in (("verdict", "verdict"), ("result", "results"), ("aim", "aims")):
        for one in file.each(key):
            yield from _item(kind, one)


def _item(kind: str, item: Node, inner: tuple[str, str] | None = None) -> Iterator[Placed]:
    name = item.data["id"]
    yield (kind, name), item.spot
    if inner:
        key, called = inner
        for one in item.each(key):
            yield (kind, name, called, one.data["id"]), one.spot


def _knowledge(file: Node) -> Iterator[Placed]:
    for key, kind in KINDS.items():
        for item in file.each(key):
            yield from _item(kind, item)


def _messages(file: Node) -> Iterator[Placed]:
    for key, text in file.at("messages").entries() if file.has("messages") else ():
        yield ("message", key), text.key_spot
