"""What does a step answer? Replies as data; words and layout come later, once for every channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.model.house import Privacy
from bot.model.ids import ReadingId, ResultId
from bot.model.session import Doubt, Session
from bot.model.talk import Topic
from bot.model.verdict import Given


class Line(StrEnum):
    """The short messages; each value is the key of its words in the messages file."""

    WELCOME = "welcome"
    ANEW = "anew"
    WELCOME_BACK = "welcome_back"
    PREVIOUS_VERSION = "previous_version"
    YOU_SAID = "you_said"
    KEPT = "kept"
    NOTE_HINT = "note_hint"
    NOTED = "noted"
    NOTED_ANEW = "noted_anew"
    NOTE_WHICH = "note_which"
    NOTE_NOWHERE = "note_nowhere"
    NOTE_EMPTY = "note_empty"
    NOTHING_BEFORE = "nothing_before"
    NOT_APPLICABLE = "not_applicable"
    UNCLEAR_1 = "unclear_1"
    UNCLEAR_2 = "unclear_2"
    UNCLEAR_3 = "unclear_3"
    OFFER_SKIP = "offer_skip"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NO_SUCH = "no_such"
    NONE_OF_THESE = "none_of_these"
    ELSEWHERE = "elsewhere"
    STALE = "stale"
    NOT_YET = "not_yet"
    PAUSED = "paused"
    PAUSED_RESULT = "paused_result"
    PAUSED_EMPTY = "paused_empty"
    FORGOTTEN = "forgotten"
    CLOSED = "closed"
    UNREADABLE = "unreadable"
    CHECK_UNCLEAR = "check_unclear"
    RESULT_UNCLEAR = "result_unclear"
    PLAN_UNCLEAR = "plan_unclear"
    PLAN_SAVED = "plan_saved"
    NOTHING_TO_SKIP = "nothing_to_skip"
    STRANGER = "stranger"
    DAILY_LIMIT = "daily_limit"
    SORRY = "sorry"
    LOST_SESSION = "lost_session"
    NEWEST = "newest"
    NEWER_RESULT = "newer_result"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    NO_WORDS = "no_words"
    LOST_BUTTON = "lost_button"
    REPORT_FORMS = "report_forms"
    IN_A_GROUP = "in_a_group"
    WORKSHOP_NOT_A_MEMBER = "workshop_not_a_member"


@dataclass(frozen=True, slots=True)
class Tell:
    """A short message. `place` and `mask` name a question and an answer of it; `text` and `given` are words."""

    line: Line
    place: int | None = None
    mask: int = 0
    text: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Put the question on the table."""

    place: int


@dataclass(frozen=True, slots=True)
class AskPrompt:
    """Put a free-text prompt on the table."""

    place: int


@dataclass(frozen=True, slots=True)
class AskDoubt:
    """Ask what was meant: one candidate to confirm, or several to choose from."""

    doubt: Doubt
    text: str


@dataclass(frozen=True, slots=True)
class FellAway:
    """Answers that no longer count after a change."""

    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class CameBack:
    """Answers that count again after a change."""

    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Questions that are passed over because they do not apply."""

    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Show:
    """A page that somebody asked for. `about` is a term, an item, an aim or a number."""

    topic: Topic
    about: str = ""


@dataclass(frozen=True, slots=True)
class ShowWhatIf:
    """What the result would be with another sheet, or without some of our readings."""

    sheet: tuple[int, ...]
    without: ReadingId | None
    place: int | None
    mask: int


@dataclass(frozen=True, slots=True)
class PickAction:
    """Show the first steps to choose from, with what is in the plan already."""


@dataclass(frozen=True, slots=True)
class AskAction:
    """Ask who does the action that the session is at or, once that was asked, by when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """What changing over to a newer version means for a session.

    `carried` counts the answers that go along, of which `reworded` are the places of those to questions that have other
    words or answers now. `fresh` are the places of the questions that are new to it, and `gone` the answers that fall
    away, as the older version names them. `before` and `after` are the results still possible.
    """

    carried: int
    reworded: tuple[int, ...]
    fresh: tuple[int, ...]
    gone: tuple[Given, ...]
    before: tuple[ResultId, ...]
    after: tuple[ResultId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMove:
    """What changing over would mean, or what it has changed (`done`). `gone` and `before` are in the older version's words."""

    moving: Moving
    gone: tuple[str, ...]
    before: str
    done: bool


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """What is kept of this person, until when, and whom to ask."""

    facts: Privacy


@dataclass(frozen=True, slots=True)
class ShowAnswered:
    """How a question reads that has been answered; `doubt`: how what was asked back about it does."""

    place: int
    mask: int
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class ShowTapped:
    """Which answer was tapped, whatever comes of it."""

    place: int
    mask: int


@dataclass(frozen=True, slots=True)
class ShowServices:
    """The services of a conversation to choose from, the last changed first: the id of each session, and its name."""

    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShowNamed:
    """How a free-text prompt reads that has been answered, or left out."""

    place: int


@dataclass(frozen=True, slots=True)
class ShowLanguages:
    """The languages to choose from, each as its code and its own name."""

    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Erase:
    """Everything kept of this conversation must be erased."""


Reply: TypeAlias = (
    Tell
    | AskQuestion
    | AskPrompt
    | AskDoubt
    | FellAway
    | CameBack
    | LeftOut
    | Show
    | ShowWhatIf
    | PickAction
    | AskAction
    | ShowMove
    | ShowPrivacy
    | ShowLanguages
    | ShowAnswered
    | ShowNamed
    | ShowTapped
    | ShowServices
    | Erase
)


@dataclass(frozen=True, slots=True)
class Step:
    """The conversation after an event, and what to say. No reply means that the event was a repeat."""

    session: Session
    replies: tuple[Reply, ...]
