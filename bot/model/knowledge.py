"""What does Tango know? Items made of claims, each claim with its grade and its place in a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.conditions import ALWAYS, Condition
from bot.model.dialogue import Place
from bot.model.ids import Digest, ItemId, QuestionId, SourceId


class Kind(StrEnum):
    """The kinds of knowledge items."""

    BARRIER = "barrier"
    ENABLER = "enabler"
    MODE = "mode"
    RUNG = "rung"
    CONCEPT = "concept"
    LIMIT = "limit"
    EXAMPLE = "example"
    METHOD = "method"
    TERM = "term"
    READING = "reading"
    NOTE = "note"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One or two sentences that share one grade and one place."""

    say: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. `sections` maps a section's name (what, notice, cost ...) to its claims, in the order to show.

    `links` of a barrier are its enablers; of an enabler the barriers it helps with; of others, what to see next.
    """

    id: ItemId
    kind: Kind
    title: str
    sections: Mapping[str, tuple[Claim, ...]]
    when: Condition = ALWAYS
    only_if_unknown: bool = False
    links: tuple[ItemId, ...] = ()
    moves: tuple[QuestionId, ...] = ()
    action: str = ""
    lead: str = ""
    aka: tuple[str, ...] = ()
    stated_for: tuple[str, ...] = ()
    checklist: tuple[int, ...] = ()
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work in the bibliography. `complete` is false where the pre-print leaves its entry incomplete."""

    id: SourceId
    authors: str
    year: str
    title: str
    where: str
    complete: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the pre-print, as a range of its lines."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The whole knowledge base, in the order of its files."""

    digest: Digest
    items: tuple[Item, ...]
    sources: tuple[Source, ...]
    sections: tuple[Section, ...]

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """All items of a kind."""
        return tuple(item for item in self.items if item.kind is kind)

    def find(self, kind: Kind, name: str) -> Item | None:
        """The item of that kind and id, if there is one."""
        return next((item for item in self.items if item.kind is kind and item.id == name), None)
