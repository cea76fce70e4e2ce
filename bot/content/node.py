"""Where does a piece of a content file stand? A value with its document and its path, so that every fault has a place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.content.yaml import Document, Path
from bot.model.errors import Fault, Spot


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document."""

    document: Document
    data: Any
    path: Path = ()

    @property
    def spot(self) -> Spot:
        """Where the value stands."""
        return self.document.spot(self.path)

    @property
    def key_spot(self) -> Spot:
        """Where its key stands."""
        return self.document.key_spot(self.path)

    def has(self, key: str) -> bool:
        """Whether the mapping has that key."""
        return key in self.data

    def at(self, key: str | int) -> Node:
        """The value of a key, or an item of a list."""
        return Node(self.document, self.data[key], (*self.path, key))

    def each(self, key: str) -> Iterator[Node]:
        """The items of a list that may be left out; one text counts as a list of one."""
        if self.has(key):
            yield from self.at(key).several()

    def several(self) -> Iterator[Node]:
        """The items of this list, or this one text."""
        return self.items() if isinstance(self.data, list) else iter((self,))

    def items(self) -> Iterator[Node]:
        """The items of this list."""
        return (self.at(place) for place in range(len(self.data)))

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The keys of this mapping, each with its value."""
        return ((key, self.at(key)) for key in self.data)

    def fault(self, code: str, message: str, mend: str = "", *, at_key: bool = False) -> Fault:
        """A fault at this value, or at its key."""
        return Fault(self.key_spot if at_key else self.spot, code, message, mend)
