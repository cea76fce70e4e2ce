"""What does the runtime need from outside? Queues that survive a crash, a platform to send to, and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.model.keeping import Dates
from bot.model.post import Answer, Answered, Gone, Incoming, Unreadable
from bot.model.sending import Claim, Claimed, Outcome, Sending


class Queues(Protocol):
    """The inbox, the outbox and the timers. Each call is one transaction; StoreError where it cannot be done now."""

    async def receive(self, items: Sequence[Incoming]) -> int:
        """Take in updates; gives how many of them are new."""

    async def answer(self, answers: Answer, today: str) -> Answered:
        """Answer the oldest items; `today` (ISO 8601) counts what each person sends, empty counts nothing."""

    async def claim(self, asked: Claim) -> Claimed:
        """Hold messages for a sender."""

    async def settle(self, owner: str, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of messages that a sender holds."""

    async def slow_down(self, name: str, until: int) -> None:
        """Send nothing to a conversation ("*": to anybody) before a time in milliseconds since 1970."""

    async def ring(self, now: int) -> int | None:
        """Put the timers that are due into the inbox; gives when the next is due."""

    async def turn(self, name: str, now: int, every: int) -> bool:
        """Whether it is this worker's turn to do what one of them does `every` so many milliseconds."""

    async def retain(self, before: Dates) -> dict[str, int]:
        """Erase what is due; gives how many rows of each table went."""

    async def depth(self) -> Mapping[str, int]:
        """How much waits: inbox, oldest (milliseconds since 1970), set_aside, outbox, parked, refused."""


class Source(Protocol):
    """A platform that is asked for updates (long polling)."""

    async def poll(self) -> Sequence[Update]:
        """The next updates, perhaps none after some seconds. It gives them again until they are confirmed."""

    def confirm(self, updates: Sequence[Update]) -> None:
        """These are on disk here: the platform need not keep them."""


class Transport(Protocol):
    """A platform that messages are sent to."""

    async def send(self, message: Sending) -> str:
        """Send or edit a message; gives the platform's name for it. Raises a TransportError where that fails."""


class Now(Protocol):
    """The time of day."""

    def __call__(self) -> int:
        """Milliseconds since 1970, UTC."""


@dataclass(frozen=True, slots=True)
class MovedTo:
    """The chat of an update has become another, at this place."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a platform says happened, with the platform's own ids.

    `channel` is the platform and our account on it, as in `telegram:123456`; `number` is the platform's number of the
    update, `place` the chat (and topic), `person` who did it, empty where nobody did. Where there is `news`, nothing is to be
    answered; of a chat that has moved, `place` is the old one, whichever of the two says so.
    """

    channel: str
    number: int
    place: str
    person: str
    body: bytes
    group: bool = False
    news: MovedTo | Gone | Unreadable | None = None


class TransportError(Exception):
    """A message that was not sent, as far as we know. `after`: milliseconds to wait before the next try."""

    def __init__(self, after: int = 0, reason: str = "") -> None:
        super().__init__(reason)
        self.after = after
        self.reason = reason


class NotSentError(TransportError):
    """Surely not sent: the platform could not be reached, or it failed before it took the message."""


class SlowDownError(TransportError):
    """The platform wants us to wait; `everyone`: with all messages, not only in this conversation."""

    def __init__(self, after: int, *, everyone: bool = False) -> None:
        super().__init__(after)
        self.everyone = everyone


class UnsureError(TransportError):
    """Nobody knows: the answer did not come in time."""


class UnreachableError(TransportError):
    """The person blocked us, or the chat is gone."""


class MovedError(TransportError):
    """The chat has become another, at `place`; nothing was sent."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place


class RefusedError(TransportError):
    """The platform will never take this message."""
