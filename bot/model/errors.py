"""What can go wrong, and whose is it? Content faults belong to authors, the rest to whoever runs the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether content with such a fault may be used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a content file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault of a content file: where, which kind, what was expected, how to mend it."""

    spot: Spot
    code: str
    message: str
    mend: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.spot}: {self.severity} {self.code}: {self.message} {self.mend}".rstrip()


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
