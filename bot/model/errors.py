"""What can go wrong, and whose is it? Content faults belong to authors, the rest to whoever runs the command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.model.ids import OptionId, QuestionId


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a content file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Severity(StrEnum):
    """Whether content may be published with the fault."""

    ERROR = "error"
    WARNING = "warning"


Witness: TypeAlias = tuple[tuple[QuestionId, OptionId, str], ...]
"""A conversation that shows a fault: each question with its answer, by their ids, then both in people's words."""


def answers_lines(answers: Iterable[tuple[QuestionId, str, str]]) -> list[str]:
    """Questions, answers and their words as lines of an answers file."""
    told = [(f"{question}: {answer}", words) for question, answer, words in answers]
    width = max((len(answer) for answer, _ in told), default=0)
    return [f"    {answer:<{width}}  # {words}" for answer, words in told]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a content file: where, which kind, what was expected, how to mend it, and who would meet it.

    `witness` is a shortest conversation that shows the fault, None where there is nothing to show. Printed, it is an
    answers file: `tango assess --answers` takes it as it is.
    """

    spot: Spot
    code: str
    message: str
    mend: str
    severity: Severity = Severity.ERROR
    witness: Witness | None = field(default=None, compare=False)

    def __str__(self) -> str:
        told = f"{self.spot}: {self.severity} {self.code}: {self.message} {self.mend}".rstrip()
        if self.witness is None:
            return told
        if not self.witness:
            return f"{told}\n  Every conversation shows it."
        return "\n".join([told, "  A shortest conversation that shows it:", *answers_lines(self.witness)])


class TangoError(Exception):
    """Something a person can cause and mend; `exit_code` is the command line's (design 8)."""

    exit_code = 2


class ContentError(TangoError):
    """Content that is not valid: all its faults at once, sorted by place."""

    exit_code = 4

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class AnswerError(TangoError):
    """An answer that is not allowed: unknown question or option, or a value of the wrong type."""

    exit_code = 3


class MissingAnswerError(TangoError):
    """A question that applies has no answer, and nobody is there to ask."""

    exit_code = 2


class StoreError(TangoError):
    """The store on this machine cannot be read or written."""

    exit_code = 5


class PlatformError(TangoError):
    """A platform that messages come and go by cannot be used, and no waiting mends it."""

    exit_code = 5


class ConflictError(StoreError):
    """Somebody else has written what this was to overwrite."""


class UnwritableError(StoreError):
    """A value that the store will never take; the store itself is well."""


def place_of(error: BaseException) -> str:
    """The innermost place of our own code that an error passed, as module:line."""
    place, trace = "?", error.__traceback__
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        if module.startswith("bot.") or place == "?":
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
