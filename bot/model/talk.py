"""What can happen to a conversation? Every event carries its own id, time and actor, so that replay is exact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.model.ids import QuestionId, ReadingId


class Hearing(StrEnum):
    """How surely a typed answer was understood."""

    EXACT = "exact"
    LIKELY = "likely"
    BETWEEN = "between"
    SEVERAL = "several"
    YES = "yes"
    NO = "no"
    ELSEWHERE = "elsewhere"
    NO_SUCH = "no_such"
    NONE_OF_THESE = "none_of_these"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_WORDS = "no_words"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a typed text may mean.

    `masks`: EXACT and LIKELY hold one; BETWEEN the two likeliest, best first; SEVERAL those that were named.
    `elsewhere`: for ELSEWHERE the question that the text answers.
    """

    how: Hearing
    masks: tuple[int, ...] = ()
    elsewhere: QuestionId | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """Open the conversation, or show again where it stands."""


@dataclass(frozen=True, slots=True)
class Said:
    """Free text, with what it may mean."""

    text: str
    heard: Heard


@dataclass(frozen=True, slots=True)
class Chose:
    """An answer by a button or a form: a mask of options. `on_table`: it counts only while its question is asked."""

    question: QuestionId
    mask: int
    on_table: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Come back to a question that was answered, or take one out of turn; or to a prompt, by its id."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class Back:
    """Undo the last answer. `asked`: only while that question or prompt is asked (empty: whatever is asked)."""

    asked: str = ""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave what is asked open: "I don't know" to a question. `asked` as in Back."""

    asked: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave what stands there already, and go on. `asked` as in Back."""

    asked: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop here and keep the draft."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase this conversation for good."""


class Topic(StrEnum):
    """What a person can ask without losing their place."""

    WHY = "why"
    TERM = "term"
    SO_FAR = "so_far"
    CHECK = "check"
    HELP = "help"
    RESULT = "result"
    REASONS = "reasons"
    BARRIERS = "barriers"
    ENABLERS = "enablers"
    NOT_SAID = "not_said"
    WISHES = "wishes"
    PLAN = "plan"
    REPORT = "report"
    QUESTION = "question"
    PRIVACY = "privacy"
    WHAT_IF = "what_if"
    LANGUAGE = "language"
    DATA = "data"
    SERVICES = "services"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to Tango. `about` is a term, an item, an aim or its number, a question, or the form of a report."""

    topic: Topic
    about: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Evidence in a person's own words for an answer that invites a note: `question`, or the latest such answer."""

    text: str
    question: QuestionId | None = None


@dataclass(frozen=True, slots=True)
class DayToDay:
    """Look at the day-to-day part alone, where the rest is out of scope."""


@dataclass(frozen=True, slots=True)
class Done:
    """Leave a list (the action plan) and see the result again."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Try another answer, or set readings aside, without losing the answer given."""

    question: QuestionId | None = None
    mask: int = 0
    without: ReadingId | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Change over to the newest version of the questions, with the answers that carry over."""


@dataclass(frozen=True, slots=True)
class Anew:
    """Begin with another service; what there is stays kept. `length`: quick or full (empty: as it was)."""

    length: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """Go on with another service that is kept, by the id of its session or its number in the list."""

    session: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in another language."""

    language: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of another conversation, or of another version of the questions."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A command that was recognised but not understood: which command, and what stood there."""

    command: str
    text: str


Act: TypeAlias = (
    Start
    | Said
    | Chose
    | Change
    | Back
    | Skip
    | Keep
    | Pause
    | Forget
    | Ask
    | Note
    | DayToDay
    | Done
    | WhatIf
    | Move
    | Anew
    | Open
    | Speak
    | Stale
    | Unreadable
)


@dataclass(frozen=True, slots=True)
class Event:
    """An act with its envelope. `id` is the caller's (a repeat is harmless), `at` is ISO 8601 in UTC, `actor` is pseudonymous."""

    id: str
    at: str
    actor: str
    act: Act
