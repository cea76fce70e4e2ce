"""What may stand in a dialogue file? Questions, decision tables, aims and faces."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field

from bot.content.fields import Segment
from bot.content.shapes import (
    OPTIONAL,
    Choice,
    Condition,
    Id,
    Label,
    Names,
    Order,
    Place,
    Shape,
    ShortSentences,
    Text,
    Title,
    Words,
)

MOST_QUESTIONS: Final = 100
MOST_OPTIONS: Final = 26
MOST_ROWS: Final = 200
MOST_FACTS: Final = 50
"""More than these nobody reads, and no proof should have to."""


class Option(Shape):
    """One answer. The label fits a button."""

    id: Id
    label: Label
    long: Text = OPTIONAL
    match: Words = OPTIONAL
    unless: Words = Field(alias="not", default_factory=list)
    opens: Text = OPTIONAL


class Asked(Shape):
    """What every question has. `alike` groups options that differ in words only, so that people find their own."""

    id: Id
    part: Text
    short: Label = OPTIONAL
    text: ShortSentences
    help: Text = OPTIONAL
    why: Annotated[Text, Field(max_length=200)]
    source: Place
    options: Annotated[list[Option], Field(max_length=MOST_OPTIONS), Segment("option")]
    note: Names = OPTIONAL
    decides: bool = OPTIONAL
    ordered: Order = OPTIONAL
    alike: list[Names] = OPTIONAL


class Scope(Asked):
    """The first question: is the service in scope? `given` counts where it has no answer."""

    given: Id


class Question(Asked):
    """A question, and when it is asked."""

    short: Label
    when: Condition = OPTIONAL


class Prompt(Shape):
    """A question whose answer is free text. `short` is its name in lists; the id, where it has none."""

    id: Id
    short: Label = OPTIONAL
    text: Text
    help: Text = OPTIONAL


class Value(Shape):
    """One value of a fact."""

    id: Id
    label: Label


class Row(Shape):
    """A row of a fact's table."""

    when: Condition
    then: Id
    holds: Id = OPTIONAL
    without: Id = OPTIONAL


class VerdictRow(Row):
    """A row of the last table."""

    id: Id
    because: Text


Hit: TypeAlias = Literal["first", "unique"]
"""How rows are read: the first that fits counts (the default), or exactly one may fit."""


class Fact(Shape):
    """A decision table from answers to one value. Rows are read from the top; with `hit: unique` only one may fit."""

    id: Id
    title: Title
    hit: Hit = OPTIONAL
    values: Annotated[list[Value], Field(min_length=1, max_length=MOST_OPTIONS), Segment("value")]
    rows: Annotated[list[Row], Field(min_length=1, max_length=MOST_ROWS)]


class Result(Shape):
    """A result, its mode, and the results right below it."""

    id: Id
    label: Label
    mode: Id = OPTIONAL
    above: Names = OPTIONAL


class Aim(Shape):
    """What a designer may want. `match`: other words that people type for it once they have a result."""

    id: Id
    title: Title
    match: Words = OPTIONAL
    want: Condition
    reached: Text


class Changes(Shape):
    """Which answers a plan may set, and how."""

    decided: list[Choice] = OPTIONAL
    shown: list[Choice] = OPTIONAL
    not_ours: list[Choice] = OPTIONAL
    never: list[Choice] = OPTIONAL


class FaceCondition(Shape):
    """One condition of a face, shown as met, not met or open."""

    id: Id
    title: Title
    when: Condition
    reading: Id = OPTIONAL
    alone: Text = OPTIONAL


class Face(Shape):
    """One of the faces of every result."""

    mode: Id
    facts: Names = OPTIONAL
    conditions: Annotated[list[FaceCondition], Segment("condition")] = OPTIONAL


class DialogueFile(Shape):
    """dialogues/*.yaml: questions, decision tables, aims and faces."""

    tango: Literal[1]
    dialogue: Id
    language: Id
    title: Text
    prompts: Annotated[list[Prompt], Segment("prompt")] = OPTIONAL
    scope: Annotated[Scope, Segment("question")]
    questions: Annotated[list[Question], Field(min_length=1, max_length=MOST_QUESTIONS), Segment("question")]
    quick: Names
    facts: Annotated[list[Fact], Field(max_length=MOST_FACTS), Segment("fact")] = OPTIONAL
    results: Annotated[list[Result], Field(min_length=1, max_length=MOST_OPTIONS), Segment("result")]
    hit: Hit = OPTIONAL
    verdict: Annotated[list[VerdictRow], Field(min_length=1, max_length=MOST_ROWS), Segment("verdict")]
    aims: Annotated[list[Aim], Segment("aim")] = OPTIONAL
    changes: Changes = OPTIONAL
    faces: Annotated[list[Face], Segment("face", "mode")] = OPTIONAL
