"""Which knowledge does valid content stand for? Items with their sections in a fixed order, and the works they cite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.content.decode import place
from bot.content.decode_conditions import condition
from bot.model.dialogue import Place
from bot.model.ids import Digest, ItemId, QuestionId, SourceId
from bot.model.knowledge import Claim, Item, Kind, Knowledge, Section, Source

Plain: TypeAlias = Mapping[str, Any]

KINDS: Final = {
    "barriers": Kind.BARRIER,
    "enablers": Kind.ENABLER,
    "modes": Kind.MODE,
    "rungs": Kind.RUNG,
    "concepts": Kind.CONCEPT,
    "limits": Kind.LIMIT,
    "examples": Kind.EXAMPLE,
    "methods": Kind.METHOD,
    "terms": Kind.TERM,
    "readings": Kind.READING,
    "notes": Kind.NOTE,
    "editorial": Kind.EDITORIAL,
}
SECTIONS: Final = {
    Kind.BARRIER: ("notice", "matters", "worse", "helps"),
    Kind.ENABLER: ("what", "first_step", "cost", "works", "avoid"),
    Kind.MODE: ("is", "aim", "logic", "level", "does", "does_not", "limits"),
    Kind.RUNG: ("says", "not_said"),
    Kind.CONCEPT: ("says",),
    Kind.LIMIT: ("says", "helps"),
    Kind.EXAMPLE: ("says",),
    Kind.METHOD: ("says", "ask", "first_step"),
    Kind.TERM: ("says",),
    Kind.READING: ("says", "why", "without"),
    Kind.NOTE: ("says",),
    Kind.EDITORIAL: ("says",),
}
_LINKS: Final = {Kind.BARRIER: "enablers", Kind.ENABLER: "for"}
_OURS: Final = Place(grade="project")


def knowledge(plain: Plain, digest: Digest) -> Knowledge:
    """The knowledge base: items by kind, each kind in the order of its files."""
    return Knowledge(
        digest=digest,
        items=tuple(_item(found, kind) for key, kind in KINDS.items() for found in plain.get(key, ())),
        sources=tuple(_source(found) for found in plain.get("sources", ())),
        sections=tuple(
            Section(title=found["title"], first=found["from"], last=found["to"])
            for found in plain.get("sections", ())
        ),
    )


def _item(plain: Plain, kind: Kind) -> Item:
    mode = plain.get("mode", "")
    return Item(
        id=ItemId(plain["id"]),
        kind=kind,
        title=plain["title"],
        sections={name: _claims(plain[name]) for name in SECTIONS[kind] if name in plain},
        when=condition(plain.get("when", {})),
        only_if_unknown=plain.get("only_if_unknown", False),
        links=tuple(map(ItemId, plain.get(_LINKS.get(kind, "see"), ()))),
        moves=tuple(map(QuestionId, plain.get("moves", ()))),
        action=plain.get("action", ""),
        lead=plain.get("lead", plain.get("illustrates", "")),
        aka=(plain["title"], *plain.get("aka", ())),
        stated_for=tuple(plain.get("stated_for", ())),
        checklist=tuple(plain.get("items", ())),
        mode="" if mode == "none" else mode,
    )


def _claims(plain: str | list[Plain]) -> tuple[Claim, ...]:
    if isinstance(plain, str):
        return (Claim(say=plain, place=_OURS),)
    return tuple(Claim(say=found["say"], place=place(found)) for found in plain)


def _source(plain: Plain) -> Source:
    return Source(
        id=SourceId(plain["id"]),
        authors=plain["authors"],
        year=str(plain["year"]),
        title=plain["title"],
        where=plain["where"],
        complete=plain["complete"],
        note=plain.get("note", ""),
    )
