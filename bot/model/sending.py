"""What goes out to a platform, and what becomes of it? Values that survive a crash as rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FORMER: Final = "was/"
"""Before the name of a slot: the message that stood there before the last one."""
EVERYONE: Final = "*"
"""The name of the limit that holds for all conversations together."""


class Kind(StrEnum):
    """What a message is for; it decides what happens when nobody knows whether it arrived.

    An edit repeats freely. Guidance repeats once after a time-out, and after each crash, for a crash must not lose it;
    but not for ever. A nudge is dropped.
    """

    EDIT = "edit"
    GUIDANCE = "guidance"
    NUDGE = "nudge"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation is reached on its platform, in the platform's own words; `group` has limits of its own."""

    place: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation goes on under another pseudonym, because its platform has given it another place."""

    conversation: str
    address: Address


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One rendered message, as bytes that its channel understands.

    `slot` names the message, so that a later edit finds it; with FORMER before it, the one that stood there before: where
    none did, the edit comes to nothing. `to` is the conversation, empty for the one that is answered.
    """

    body: bytes
    kind: Kind = Kind.GUIDANCE
    slot: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that this sender holds until `lease` (milliseconds since 1970).

    `reference` is the platform's name of the message in the same slot, for an edit.
    """

    id: int
    conversation: str
    address: Address
    body: bytes
    kind: Kind
    slot: str
    reference: str
    attempts: int
    lease: int


class Fate(StrEnum):
    """What became of a message that was to be sent."""

    SENT = "sent"
    LATER = "later"
    UNSURE = "unsure"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of one message: the platform's name for it once sent, when to try again, or why it was refused.

    `due` of one that was sent is when that was known: from then on its conversation's limit counts.

    `waits` is the limit under which nothing is sent before it is due, because the platform has asked for that. `moved`
    is where the conversation goes on, because the platform has said so.
    """

    message: Sending
    fate: Fate
    reference: str = ""
    due: int = 0
    reason: str = ""
    waits: str = ""
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `burst` at once, and `burst` again in `window` milliseconds."""

    burst: int
    window: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows: to all chats together, to a private chat, and to a group. None is no limit.

    `arriving` is what it takes in any window, however late each message comes; the others say when messages leave.
    """

    everyone: Rate | None = None
    private: Rate | None = None
    group: Rate | None = None
    arriving: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a sender asks for: at most `count` messages, held for `lease` milliseconds from `now`.

    `busy` are the messages that it has under way, whatever a clock that jumped says of their leases.
    """

    owner: str
    now: int
    lease: int
    count: int
    limits: Limits
    busy: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Claimed:
    """The messages that a sender now holds.

    `next` is when another may be due (None: nothing waits), `dropped` how many were given up because nobody knows
    whether they arrived, `repeated` how many of these were taken over from a sender that crashed.
    """

    messages: list[Sending]
    next: int | None
    dropped: int
    repeated: int
