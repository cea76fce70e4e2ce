"""What is kept of a conversation, and until when? Its bytes, with what a list of drafts needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored session. `changed` is ISO 8601 in UTC; `finished` once its result was shown.

    `conversation` and `person` are pseudonyms, empty in a terminal. `digest` names the content it was answered under.
    `version` counts the writes: 0 is not written yet; a write of another version than the stored one is refused.
    """

    id: str
    state: bytes
    finished: bool
    changed: str
    conversation: str = ""
    person: str = ""
    digest: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What was last changed before these is erased: ISO 8601 for sessions and days, else milliseconds since 1970.

    A result is kept if it was reported since.
    """

    drafts: str
    results: str
    seen: int
    day: str
    bucket: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody whose data are asked for: ids of sessions, pseudonyms of people and chats, and the platform's numbers."""

    sessions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
