"""What may stand in a knowledge file? Items made of claims, and the works they cite."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from bot.content.fields import Segment
from bot.content.shapes import (
    OPTIONAL,
    Claims,
    Condition,
    Id,
    Lines,
    Plain,
    Shape,
    Text,
    Title,
    Words,
    Year,
)

StatedFor: TypeAlias = list[
    Literal[
        "all-modes",
        "consumer",
        "participative",
        "enhanced",
        "public-administration",
        "services",
        "digital",
        "project",
    ]
]


class Item(Shape):
    """What every knowledge item has."""

    id: Id
    title: Title
    items: Lines = OPTIONAL
    additions: list[Id] = OPTIONAL
    stated_for: StatedFor = OPTIONAL


class Barrier(Item):
    """What may stand in the way, and which enablers help."""

    when: Condition
    notice: Claims
    matters: Claims
    worse: Claims
    helps: Claims
    enablers: list[Id]


class Enabler(Item):
    """What may help, with a first step and its cost."""

    when: Condition = OPTIONAL
    helps_with: list[Id] = Field(alias="for")
    moves: list[Id] = OPTIONAL
    what: Claims
    first_step: Claims
    action: Annotated[Text, Field(max_length=70)]
    cost: Claims
    works: Claims
    avoid: Claims


class Mode(Item):
    """A mode of co-production, and what must not be claimed for it."""

    is_: Claims = Field(alias="is")
    aim: Claims
    logic: Claims
    level: Claims
    does: Claims
    does_not: Claims
    limits: Claims


class Rung(Item):
    """How a result is said, and what it does not say."""

    lead: Text
    says: Claims
    not_said: Claims


class Concept(Item):
    """An idea of the paper."""

    says: Claims
    see: list[Id] = OPTIONAL


class Limit(Concept):
    """A limit that holds whatever the answers are."""

    helps: Claims


class Example(Item):
    """An example, and what it illustrates."""

    mode: Literal["consumer", "participative", "enhanced", "none"]
    illustrates: Text
    says: Claims


class Method(Item):
    """A way to find out whether it works."""

    says: Claims
    ask: Claims
    first_step: Claims


class Term(Concept):
    """A word of the glossary, and the other words people type for it."""

    aka: Words = OPTIONAL


class Reading(Item):
    """Where the paper leaves a point open: what we read, and what changes without it."""

    says: Claims
    why: Claims
    without: Text


class Note(Item):
    """A contradiction or a caution, shown with a result."""

    when: Condition
    only_if_unknown: bool = OPTIONAL
    says: Claims


class Editorial(Item):
    """What we had to decide about the source text itself."""

    says: Claims
    lines: Lines = OPTIONAL


class Source(Shape):
    """A work in the bibliography."""

    id: Id
    authors: Plain
    year: Year
    title: str
    where: str
    complete: bool
    note: Text = OPTIONAL


class Section(Shape):
    """A section of the pre-print, as a range of its lines."""

    title: Plain
    first: int = Field(alias="from", ge=1)
    last: int = Field(alias="to", ge=1)


class KnowledgeFile(Shape):
    """knowledge/**/*.yaml: what Tango knows. Any of the keys may stand in any file."""

    barriers: Annotated[list[Barrier], Segment("barrier")] = OPTIONAL
    enablers: Annotated[list[Enabler], Segment("enabler")] = OPTIONAL
    modes: Annotated[list[Mode], Segment("mode")] = OPTIONAL
    rungs: Annotated[list[Rung], Segment("rung")] = OPTIONAL
    concepts: Annotated[list[Concept], Segment("concept")] = OPTIONAL
    limits: Annotated[list[Limit], Segment("limit")] = OPTIONAL
    examples: Annotated[list[Example], Segment("example")] = OPTIONAL
    methods: Annotated[list[Method], Segment("method")] = OPTIONAL
    terms: Annotated[list[Term], Segment("term")] = OPTIONAL
    readings: Annotated[list[Reading], Segment("reading")] = OPTIONAL
    notes: Annotated[list[Note], Segment("note")] = OPTIONAL
    editorial: Annotated[list[Editorial], Segment("editorial")] = OPTIONAL
    sources: Annotated[list[Source], Segment("source")] = OPTIONAL
    sections: list[Section] = OPTIONAL
