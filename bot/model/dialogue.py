"""What is a dialogue? Questions, total decision tables, and the aims a designer may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.model.conditions import ALWAYS, Condition
from bot.model.ids import (
    AimId,
    Digest,
    FactId,
    OptionId,
    QuestionId,
    ReadingId,
    ResultId,
    RowId,
    SourceId,
    ValueId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a statement comes from: its grade, whose claim it is, and lines of the pre-print."""

    grade: str
    by: tuple[SourceId, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer. `label` fits a button (34 characters); `long` is the full wording; `opens` a part to look at alone."""

    id: OptionId
    label: str
    long: str
    match: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    `steps` holds each option's place in the order, or None where it has none; `note` the options after which evidence
    may be noted; `alike` groups of options that differ in words only, so that people find their own.
    """

    id: QuestionId
    part: str
    short: str
    text: str
    why: str
    source: Place
    options: tuple[Option, ...]
    help: str = ""
    when: Condition = ALWAYS
    decides: bool = False
    note: tuple[OptionId, ...] = ()
    steps: tuple[int | None, ...] = ()
    alike: tuple[frozenset[OptionId], ...] = ()
    given: OptionId | None = None

    @property
    def every(self) -> int:
        """The mask of all options: what "I don't know" means."""
        return (1 << len(self.options)) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question whose answer is free text and never decides anything. `short` is its name in lists."""

    id: str
    short: str
    text: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a fact's table. It counts only while reading `holds` is held, or only while `without` is not."""

    when: Condition
    then: ValueId
    holds: ReadingId | None = None
    without: ReadingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a fact, with the words people see."""

    id: ValueId
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A total decision table from answers (and earlier facts) to one value.

    The first row that fits counts; where the table is `unique`, no two rows may fit the same answers.
    """

    id: FactId
    title: str
    values: tuple[Value, ...]
    rows: tuple[Row, ...]
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """A row of the last table, T5: from facts and answers to the result."""

    id: RowId
    when: Condition
    then: ResultId
    because: str
    holds: ReadingId | None = None
    without: ReadingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result, a short name for lists, its mode (None when out of scope) and the results right below it."""

    id: ResultId
    label: str
    mode: str | None
    above: tuple[ResultId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a designer may want, the condition that says it is reached, and other words that people type for it."""

    id: AimId
    title: str
    want: Condition
    reached: str
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCondition:
    """One condition of the third mode, shown as met, not met or open. Where it is unmet, `alone` says all there is to say."""

    id: str
    title: str
    when: Condition
    reading: ReadingId | None = None
    alone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of the three faces of every result: a mode with the facts or conditions that show it."""

    mode: str
    facts: tuple[FactId, ...] = ()
    conditions: tuple[FaceCondition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    """Which answers a plan may set, and how: by decision, only over time, or not ours to choose."""

    shown: frozenset[tuple[QuestionId, OptionId]]
    not_ours: frozenset[tuple[QuestionId, OptionId]]
    never: frozenset[tuple[QuestionId, OptionId]]


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """One dialogue, whole. `questions` starts with the scope question; a sheet has one mask for each.

    `unique` says that no two rows of `verdict` may fit the same answers.
    """

    id: str
    digest: Digest
    language: str
    title: str
    prompts: tuple[Prompt, ...]
    questions: tuple[Question, ...]
    quick: tuple[QuestionId, ...]
    facts: tuple[Fact, ...]
    results: tuple[Result, ...]
    verdict: tuple[VerdictRow, ...]
    unique: bool
    aims: tuple[Aim, ...]
    changeable: Changeable
    faces: tuple[Face, ...]
    readings: tuple[ReadingId, ...]

    @cached_property
    def index(self) -> Mapping[QuestionId, int]:
        """Each question's place in `questions`."""
        return {question.id: place for place, question in enumerate(self.questions)}

    def order(self, *, quick: bool) -> tuple[int, ...]:
        """Places in the order of their numbers: the scope is 0; a quick session counts its own questions first."""
        first = [self.index[name] for name in self.quick] if quick else []
        return (0, *first, *(place for place in range(1, len(self.questions)) if place not in first))

    def number(self, place: int, *, quick: bool) -> int:
        """The number by which people call the question at `place`."""
        return self.order(quick=quick).index(place)

    def question(self, name: QuestionId) -> Question:
        """The question of that id; KeyError if there is none."""
        return self.questions[self.index[name]]

    def mask(self, name: QuestionId, options: tuple[OptionId, ...]) -> int:
        """The mask of these options of a question."""
        return sum(1 << at for at, option in enumerate(self.question(name).options) if option.id in options)

    def options(self, place: int, mask: int) -> tuple[OptionId, ...]:
        """The options of the question at `place` that a mask holds."""
        return tuple(o.id for at, o in enumerate(self.questions[place].options) if mask >> at & 1)
