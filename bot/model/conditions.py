"""When does a row, a question or an item apply? Closed data, so that a condition can be proved and never runs as code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.model.ids import FactId, OptionId, QuestionId, ResultId, ValueId


@dataclass(frozen=True, slots=True)
class Answered:
    """The question was asked and its answer is one of these options."""

    question: QuestionId
    options: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True)
class FactIs:
    """The fact has one of these values."""

    fact: FactId
    values: tuple[ValueId, ...]


@dataclass(frozen=True, slots=True)
class RungIs:
    """The result is one of these (knowledge and aims only)."""

    results: tuple[ResultId, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no part, always."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No part holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` parts hold."""

    count: int
    of: tuple[Condition, ...]


Condition: TypeAlias = Answered | FactIs | RungIs | All | AnyOf | NoneOf | AtLeast

ALWAYS: Final = All(())
