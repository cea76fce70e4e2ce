"""What may a person know about their data? What is kept, until when, whom to ask, and how it goes. No words: values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.model.keeping import Kept
from bot.service.retention import DAY, SEEN_DAYS, milliseconds, moment


class What(StrEnum):
    """What is kept of a person."""

    SESSION = "session"
    MESSAGES = "messages"
    PLACE = "place"
    CONSENT = "consent"
    COUNT = "count"


class End(StrEnum):
    """What ends the keeping, besides the person's own wish."""

    DATE = "date"
    ANSWERED = "answered"
    NOTHING_LEFT = "nothing_left"


class Way(StrEnum):
    """How everything goes at once."""

    DELETE = "delete"
    FORGET = "forget"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that is kept; `date` (ISO 8601) is the day by which it goes at the latest, empty where none is set."""

    what: What
    end: End
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """The facts about the data of one conversation; `contact` is empty where the operator names nobody."""

    held: tuple[Held, ...]
    drafts_days: int
    results_days: int
    contact: str
    ways: tuple[Way, ...]


USAGE_DAYS: Final = 2
"""Days for which it is counted how much a person has sent."""


def privacy(kept: Kept | None, now: int, days: tuple[int, int], contact: str) -> Privacy:
    """The facts for the session that a person is in, if anything of it is kept.

    `now` is milliseconds since 1970, `days` for how many a draft and a result are kept. In a terminal (a session
    without a person) only the session is kept.
    """
    drafts, results = days
    on_platform = kept is None or bool(kept.person or kept.conversation)
    held = (
        *((_session(kept, results if kept.finished else drafts),) if kept else ()),
        *(_platform(now) if on_platform else ()),
    )
    ways = (Way.DELETE if on_platform else Way.FORGET, *((Way.ASK,) if contact else ()))
    return Privacy(held=held, drafts_days=drafts, results_days=results, contact=contact, ways=ways)


def _session(kept: Kept, days: int) -> Held:
    until = moment(milliseconds(kept.changed) + days * DAY)[:10]
    return Held(what=What.SESSION, end=End.DATE, date=until)


def _platform(now: int) -> tuple[Held, ...]:
    return (
        Held(what=What.MESSAGES, end=End.ANSWERED, date=moment(now + SEEN_DAYS * DAY)[:10]),
        Held(what=What.PLACE, end=End.NOTHING_LEFT),
        Held(what=What.CONSENT, end=End.NOTHING_LEFT),
        Held(what=What.COUNT, end=End.DATE, date=moment(now + USAGE_DAYS * DAY)[:10]),
    )
