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
class Gathered:
    """A stored workshop. `key` is what voters are named by; it is empty once the workshop has ended.

    `conversation` is the pseudonym of its group (and topic), `changed` ISO 8601 in UTC. `digest` names the content it is
    held under. `version` counts the writes, as of a session.
    """

    id: str
    conversation: str
    state: bytes
    key: bytes
    digest: str
    changed: str
    ended: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody's place in a workshop, until it ends: where they are reached in private, and what they were asked last.

    `workshop` is its id, `person` and `conversation` are pseudonyms. `asked` is empty where nothing is asked of them.
    """

    id: str
    workshop: str
    person: str
    conversation: str
    asked: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What was last changed before these is erased: ISO 8601 for sessions and days, else milliseconds since 1970.

    A result is kept if it was reported since. A workshop that goes on has the days of drafts; one that has ended goes by `ended`.
    """

    drafts: str
    results: str
    ended: str
    seen: int
    day: str
    bucket: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody whose data are asked for: ids of sessions, pseudonyms of people and chats, and the platform's numbers."""

    sessions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
