"""What comes into a conversation by a platform, and what does it lead to? Values that survive a crash as rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol, TypeAlias

from bot.model.keeping import Gathered, Kept, Seat
from bot.model.sending import Address, Moved, Outgoing

TIMER: Final = "~timer"
"""The channel of an item that a timer has put into the inbox; it sorts behind those of platforms."""


class Item(StrEnum):
    """What an item of the inbox is."""

    UPDATE = "update"
    TOO_LONG = "too_long"
    STRANGER = "stranger"
    TIMER = "timer"
    PASSED = "passed"
    GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Gone:
    """A conversation is not reached any more: we were blocked or removed, or may not write there."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What came is no update that is known. Only its number is."""


News: TypeAlias = Moved | Gone | Unreadable
"""What is no words of anybody, and so is taken in without an answer."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update of a platform. `update` is the platform's number for it, `received` in milliseconds since 1970 (UTC).

    `channel` names the platform and its account; `conversation` and `person` are pseudonyms, and `former` the pairs of
    them under earlier secrets. `address` is None where it is known already. A channel's own bytes are in `body`; in what was
    passed on, the conversation that it comes from stands before them on a line of its own. Where there is `news`, nothing
    is to be answered.
    """

    channel: str
    update: int
    conversation: str
    person: str
    body: bytes
    received: int
    kind: Item = Item.UPDATE
    address: Address | None = None
    former: tuple[tuple[str, str], ...] = ()
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to do later in a conversation; `due` in milliseconds since 1970. One of a name in a conversation.

    `to` is the conversation, empty for the one that is answered.
    """

    name: str
    due: int
    body: bytes = b""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """What an item of one conversation hands on to another, to be answered there in that one's order.

    `goodbye`: it says that somebody has erased all there is, and so nothing takes it back.
    """

    conversation: str
    body: bytes
    goodbye: bool = False


class Meetings(Protocol):
    """The workshops that an item may be about. What it finds is as it stands inside the transaction."""

    def held(self) -> Sequence[Gathered]:
        """Those of the item's own conversation, the last begun first."""

    def named(self, name: str) -> Gathered | None:
        """The one of that id."""

    def seats(self, name: str) -> Sequence[Seat]:
        """Who sits in the one of that id, in the order in which they came."""

    def mine(self) -> Sequence[Seat]:
        """Where the item's person sits, in workshops that go on, the one they came to last at the end."""


class NoMeetings:
    """Where there are no workshops."""

    def held(self) -> Sequence[Gathered]:
        """None."""
        return ()

    def named(self, _: str) -> Gathered | None:
        """None."""
        return None

    def seats(self, _: str) -> Sequence[Seat]:
        """None."""
        return ()

    def mine(self) -> Sequence[Seat]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Work:
    """An item with what its answer needs.

    `kept` is the session that the conversation is about, and `today` how many items its person has sent today. When
    asked, `sessions` gives all sessions of the conversation, `files` those of a version of the content by its digest
    (None where they are not kept), and `rows` every row about the item's person and conversation, by table; in a group
    that is the group's too.
    """

    item: Incoming
    kept: Kept | None
    today: int
    sessions: Callable[[], list[Kept]]
    files: Callable[[str], Mapping[str, bytes] | None]
    rows: Callable[[], Mapping[str, Sequence[Mapping[str, Any]]]]
    meetings: Meetings = field(default_factory=NoMeetings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an item leads to: applied whole or not at all.

    `keep` is a session to write, perhaps of another conversation, `pin` the files of the content that it and `gather` are
    under, `erase` the ids of sessions to remove, `consent` is what the person agreed to. `forget` removes all there is of the
    conversation and its person, also what was passed on from there before and waits. `passed` is handed on to other
    conversations, `gather` is a workshop to write, `rise` the ids of seats to remove, and then `sit` are seats to write:
    somebody else's than the item's person's only where it is still there.
    """

    keep: Kept | None = None
    pin: Mapping[str, bytes] | None = None
    erase: tuple[str, ...] = ()
    forget: bool = False
    send: tuple[Outgoing, ...] = ()
    arm: tuple[Timer, ...] = ()
    disarm: tuple[str, ...] = ()
    consent: str = ""
    passed: tuple[Passed, ...] = ()
    gather: Gathered | None = None
    sit: tuple[Seat, ...] = ()
    rise: tuple[str, ...] = ()


class Answer(Protocol):
    """What an item leads to. It only calculates: it may be asked again after a crash."""

    def __call__(self, work: Work) -> Done:
        """What to keep, erase and send."""

    def sorry(self, item: Incoming) -> tuple[Outgoing, ...]:
        """What to say where that failed."""


@dataclass(slots=True)
class Answered:
    """What one transaction has answered: how many items, why others were set aside, and which chats were forgotten.

    `destroyed` says that a workshop has ended: what was kept of single people is gone, and is to be overwritten.
    """

    items: int = 0
    set_aside: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    destroyed: bool = False
