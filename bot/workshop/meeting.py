"""What surrounds a workshop? Its service, its language, what was there before - and what may be shown to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.workshop.joint import Joint
from bot.workshop.showing import Seen
from bot.workshop.state import Workshop


class GroupBoard(StrEnum):
    """What a group is shown. Those of one name take each other's place."""

    DOOR = "door"
    LED = "led"
    TAKEN = "taken"
    HANDING = "handing"
    QUIET = "quiet"
    NOTICE = "notice"
    OPENED = "opened"
    GAPS = "gaps"
    TALK = "talk"
    FOURS = "fours"
    TIME_UP = "time_up"
    SECOND = "second"
    SHIFT = "shift"
    SHARED = "shared"
    PARKED = "parked"
    ACTIONS = "actions"
    RESULT = "result"
    THEN = "then"
    REPORT = "report"
    PAUSED = "paused"
    RESUMED = "resumed"
    MORE_TIME = "more_time"
    UNDONE = "undone"
    HANDS = "hands"
    ENDED = "ended"
    SAID_AND_DID = "said_and_did"


class LeaderBoard(StrEnum):
    """What a facilitator is shown in private."""

    NAME = "name"
    LEAST = "least"
    PANEL = "panel"
    QUESTIONS = "questions"
    POINT = "point"
    PARK = "park"
    ACTION = "action"
    OWNER = "owner"
    DUE = "due"
    HANDS = "hands"
    LINK = "link"
    PREPARED = "prepared"
    WEEKS = "weeks"
    SURE = "sure"
    NEEDS_TIME = "needs_time"


class Status(StrEnum):
    """How an action went, in its owner's word."""

    DONE = "done"
    STARTED = "started"
    STUCK = "stuck"
    DROPPED = "dropped"


WEEKS: Final = (0, 2, 6, 12)
"""Weeks after which owners are asked how it went, as a workshop may choose; 0 is never."""


class SeatBoard(StrEnum):
    """What somebody who takes part is shown in private."""

    ROLE = "role"
    ROLE_LATE = "role_late"
    WAIT = "wait"
    WATCH = "watch"
    CLOSED = "closed"
    ANSWERED = "answered"
    KEEP = "keep"
    OWN = "own"
    KEPT = "kept"
    NOTHING = "nothing"
    LEFT = "left"
    ERASED = "erased"
    HELP = "help"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the group saw of the same service the last time, and on which day (ISO 8601)."""

    day: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A workshop with what its people are told.

    `starter` is a name under its key of whoever asked for it (empty: an anonymous administrator), kept until somebody leads it.
    `noticed`: the notice is in the group. `handing`: whoever claims it next leads it, too. `steered` is when somebody last led, in seconds since 1970. `tallied`: a timer
    will tell how many have finished. `joint` is the result once it was shown, `day` when it began (ISO 8601).
    `fours` is when two pairs come together, in seconds since 1970 (0: they have, or there are none).
    `weeks` after the end owners who agreed are asked how it `went`, by the number of the action, from 0.
    """

    language: str
    workshop: Workshop
    name: str = ""
    starter: str = ""
    noticed: bool = False
    handing: bool = False
    steered: int = 0
    tallied: bool = False
    joint: Joint | None = None
    day: str = ""
    earlier: Earlier | None = None
    fours: int = 0
    weeks: int = 6
    went: Mapping[int, Status] = field(default_factory=dict)
