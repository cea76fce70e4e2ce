"""What is proved of a dialogue, and what is not? Findings by their subject, and what a dialogue means in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from bot.model.errors import Severity
from bot.model.ids import OptionId, QuestionId, ResultId, RowId

Subject: TypeAlias = tuple[str, ...]
"""What a finding is about: ("question", id), ("question", id, "option", id), ("fact", id, "row", "1"), ("verdict", id) ..."""

Answers: TypeAlias = tuple[tuple[QuestionId, OptionId], ...]
"""Some questions with one answer each, in the order in which they are asked."""

Counts: TypeAlias = Mapping[str, int]
"""How many conversations end so, by the name of the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold. `witness` is a shortest conversation that shows it, None where none can.

    `near` names the other places that have a part in it.
    """

    code: str
    subject: Subject
    message: str
    mend: str
    witness: Answers | None = None
    severity: Severity = Severity.ERROR
    near: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """Something that holds for all conversations, and of how many things it was shown."""

    id: str
    count: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """How many questions are asked, the scope not counted; `mean` takes each answer to a question as equally likely."""

    shortest: int
    longest: int
    mean: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What one table or condition means: its ends with their counts, and the digest of its reduced diagram."""

    counts: Counts
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a dialogue means, in numbers: any change of meaning changes them.

    Counts are over the questions that the table or condition depends on, so that a question elsewhere moves nothing.
    `meanings` holds the tables, each also without every reading that moves it, and the conditions; `settings` all else
    that decides what people see: orders, modes, plans.
    """

    dialogue: str
    conversations: int
    full: Lengths
    quick: Lengths
    deciding: tuple[QuestionId, ...]
    results: Mapping[ResultId, int]
    rows: Mapping[RowId, int]
    meanings: Mapping[str, Meaning]
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found, what was shown, and what the dialogue means (None where it could not be worked out)."""

    findings: tuple[Finding, ...]
    shown: tuple[Property, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Conversations that end otherwise in another version: from which result to which, None where they cannot be held.

    `example` is a shortest one: what it leaves out makes no difference. `common` holds the questions that all of them
    answer by only some of the options, with these options.
    """

    before: ResultId | None
    after: ResultId | None
    count: int
    example: Answers
    common: tuple[tuple[QuestionId, tuple[OptionId, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What sets two versions of a dialogue apart.

    `conversations` counts those of the questions that decide in either version; `gone` and `new` name questions, and
    options as `question: option`; `meanings` holds what the tables and conditions meant before and mean now, and
    `settings` what else was settled before and is now.
    """

    conversations: int
    shifts: tuple[Shift, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    meanings: Mapping[str, tuple[Meaning | None, Meaning | None]]
    settings: Mapping[str, tuple[str, str]]
