"""What can happen in a workshop, and what comes of it? Events with their envelope, and replies as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.model.ids import QuestionId
from bot.workshop.people import Role, VoterId
from bot.workshop.showing import Seen, Shift


@dataclass(frozen=True, slots=True)
class Join:
    """Take part, after reading the notice. Coming back is joining again."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Take no more part. Answers given stay until the end, or go with the person, as far as nothing was shown of them yet."""

    erase: bool = False


@dataclass(frozen=True, slots=True)
class ChooseRole:
    """Say from where one sees the service."""

    role: Role


@dataclass(frozen=True, slots=True)
class Vote:
    """An answer: a mask of options. It can be changed until the question is closed."""

    question: QuestionId
    mask: int


@dataclass(frozen=True, slots=True)
class AskTime:
    """Ask for more time, in private."""


@dataclass(frozen=True, slots=True)
class Open:
    """Begin: the answering, or a second round on the question talked about."""


@dataclass(frozen=True, slots=True)
class Close:
    """Close what is open, and show it."""


@dataclass(frozen=True, slots=True)
class Next:
    """Go on: to the next question, to the actions, to the result."""


@dataclass(frozen=True, slots=True)
class TalkAbout:
    """Talk about a question of the facilitator's choice, of those that were shown."""

    question: QuestionId


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the question talked about, and its second round if one is open."""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Two minutes more."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the timer."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Let it run again."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last step back, if it showed nothing."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Answers of people without a phone: how many raised a hand for each option and, last, for "I don't know"."""

    question: QuestionId
    role: Role
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Park:
    """Keep a point for later, in the facilitator's words."""

    point: str


@dataclass(frozen=True, slots=True)
class Share:
    """A point that holds for all sides, about the question talked about or about the whole."""

    point: str


@dataclass(frozen=True, slots=True)
class Decide:
    """An action: what, by whom (a role or a name), and by when, in the group's own words."""

    what: str
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Assign:
    """Who does the last action, or by when; an empty word leaves that as it is."""

    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Let somebody else facilitate, too. Who hands over may then step down by handing to nobody."""

    to: VoterId | None


@dataclass(frozen=True, slots=True)
class End:
    """End for good: the key is destroyed, and ballots with it."""


Voice: TypeAlias = Join | Leave | ChooseRole | Vote | AskTime
"""What a participant may do."""

Steer: TypeAlias = (
    Open
    | Close
    | Next
    | TalkAbout
    | Skip
    | MoreTime
    | Pause
    | Resume
    | Undo
    | Hands
    | Park
    | Share
    | Decide
    | Assign
    | HandOver
    | End
)
"""What only a facilitator may do."""

Act: TypeAlias = Voice | Steer


@dataclass(frozen=True, slots=True)
class Event:
    """An act with its envelope. `id` is the caller's (a repeat is harmless), `at` is seconds since 1970 in UTC."""

    id: str
    at: int
    actor: VoterId
    act: Act


class Line(StrEnum):
    """What is said to whoever acted, besides what is shown to the group."""

    JOINED = "joined"
    JOINED_LATE = "joined_late"
    LEFT = "left"
    ROLE_SAVED = "role_saved"
    ROLE_STAYS = "role_stays"
    SAVED = "saved"
    SAVED_AGAIN = "saved_again"
    TIME_ASKED = "time_asked"
    NOT_JOINED = "not_joined"
    ROLE_FIRST = "role_first"
    OBSERVERS_WATCH = "observers_watch"
    NOT_OPEN = "not_open"
    NO_SUCH_ANSWER = "no_such_answer"
    NOT_COUNTED = "not_counted"
    FACILITATORS_ONLY = "facilitators_only"
    NOT_NOW = "not_now"
    OPENED = "opened"
    CLOSED = "closed"
    TOO_FEW = "too_few"
    TALK = "talk"
    ONCE_AGAIN_ONLY = "once_again_only"
    ACTIONS = "actions"
    RESULT = "result"
    MORE_TIME = "more_time"
    PAUSED = "paused"
    RESUMED = "resumed"
    UNDONE = "undone"
    NOTHING_TO_UNDO = "nothing_to_undo"
    HANDS_COUNTED = "hands_counted"
    PARKED = "parked"
    SHARED = "shared"
    DECIDED = "decided"
    NO_ACTION_YET = "no_action_yet"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    HANDED_OVER = "handed_over"
    STEPPED_DOWN = "stepped_down"
    SOMEBODY_MUST_STEER = "somebody_must_steer"
    ENDED = "ended"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Tell:
    """Say a line; `place` is the question it is about."""

    line: Line
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show the group what it answered, all at once."""

    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class RevealAgain:
    """Show the second round of one question, and how blocks moved."""

    seen: Seen
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class DestroyKey:
    """Destroy the key, and every ballot that is kept."""


Reply: TypeAlias = Tell | Reveal | RevealAgain | DestroyKey
