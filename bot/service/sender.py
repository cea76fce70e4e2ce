"""Who sends what was said? One task that holds messages under a lease, sends them side by side, and writes down how it went."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.model.errors import StoreError
from bot.model.sending import EVERYONE, Address, Claim, Claimed, Fate, Limits, Moved, Outcome, Sending
from bot.service import journal
from bot.service.arrivals import Arrivals
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.queues import (
    MovedError,
    NotSentError,
    RefusedError,
    SlowDownError,
    Transport,
    TransportError,
    UnreachableError,
    UnsureError,
)

LEASE: Final = 60_000
"""Milliseconds that a sender may take for a message; then another may take it over."""
AT_ONCE: Final = 32
"""Messages under way at once."""
FIRST_WAIT, LONGEST_WAIT = 1_000, 300_000
"""Milliseconds to wait after the first failure, doubled after each, and the most."""
AGAIN_SOON: Final = 60.0
"""Seconds in which a request to slow down in a second chat means all messages."""

SOON: Final = 0.02
"""Seconds between two looks at least, where a message seems due that this sender has under way already."""
BREATH: Final = 0.5
"""Seconds before a fate that could not be written down is tried again."""

FATES: Final = {
    NotSentError: (Fate.LATER, Event.RETRIED),
    SlowDownError: (Fate.LATER, Event.SLOWED),
    MovedError: (Fate.LATER, Event.MOVED),
    UnsureError: (Fate.UNSURE, Event.UNSURE),
    UnreachableError: (Fate.UNREACHABLE, Event.PARKED),
    RefusedError: (Fate.REFUSED, Event.REFUSED),
}


@dataclass(frozen=True, slots=True)
class Way:
    """The way out to a platform: `pseudonym` gives that of a place there, `lease` is in milliseconds."""

    transport: Transport
    limits: Limits
    pseudonym: Callable[[str], str]
    lease: int = LEASE


class Sender:
    """Sends messages within a platform's limits."""

    def __init__(self, office: Office, way: Way, bell: Bell) -> None:
        self._queues = office.queues
        self._now = office.now
        self._owner = office.owner
        self._counters = office.counters
        self._way = way
        self._bell = bell
        self._under_way: dict[asyncio.Task[None], int] = {}
        self._slowed = ("", -AGAIN_SOON)
        self._arrivals = Arrivals(way.limits.arriving)

    async def run(self) -> None:
        """Send until told to stop, then wait for what is under way."""
        try:
            while self._bell.goes_on():
                await self._bell.wait(await self._send_some())
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way)

    async def _send_some(self) -> float | None:
        """Begin to send what may be sent now; gives the seconds until there may be more."""
        free = self._arrivals.room(len(self._under_way), AT_ONCE - len(self._under_way))
        if free <= 0:
            return self._arrivals.wait()
        held = time.monotonic()
        claimed = await self._queues.claim(
            Claim(
                owner=self._owner,
                now=self._now(),
                lease=self._way.lease,
                count=free,
                limits=self._way.limits,
                busy=frozenset(self._under_way.values()),
            )
        )
        self._count(claimed)
        for message in claimed.messages:
            task = asyncio.create_task(self._deliver(message, held))
            self._under_way[task] = message.id
            task.add_done_callback(self._over)
        if claimed.messages or claimed.dropped:
            return 0
        return None if claimed.next is None else max(SOON, (claimed.next - self._now()) / 1000)

    def _over(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._arrivals.ended()
        self._bell.ring()

    def _count(self, claimed: Claimed) -> None:
        self._counters.update({Event.DROPPED: claimed.dropped, Event.REPEATED: claimed.repeated})

    async def _deliver(self, message: Sending, held: float) -> None:
        """Send a message and write down its fate, however long the store is away: what is known must not be lost."""
        outcome = await self._try(message, held)
        while outcome:
            try:
                await self._write_down(outcome)
            except StoreError as error:
                self._counters[Event.STORE_FAILED] += 1
                journal.warn("fate not written down yet", error)
                await asyncio.sleep(BREATH)
            else:
                return

    async def _write_down(self, outcome: Outcome) -> None:
        if outcome.waits:
            await self._queues.slow_down(outcome.waits, outcome.due)
        await self._queues.settle(self._owner, [outcome])

    async def _try(self, message: Sending, held: float) -> Outcome | None:
        if not self._mine(held):
            return None
        try:
            reference = await self._way.transport.send(message)
        except TransportError as error:
            return self._failed(message, error)
        except Exception as error:  # noqa: BLE001 - a fault of the channel: it must neither loop nor stop the rest
            journal.warn("message refused", error)
            return self._failed(message, RefusedError(reason=type(error).__name__))
        self._counters[Event.SENT] += 1
        return Outcome(message, Fate.SENT, reference=reference, due=self._now())

    def _mine(self, held: float) -> bool:
        """Whether no other sender can hold it yet: not so after this process was frozen."""
        return (time.monotonic() - held) * 1000 < self._way.lease / 2

    def _failed(self, message: Sending, error: TransportError) -> Outcome:
        fate, event = FATES[type(error)]
        self._counters[event] += 1
        now = self._now()
        wait = error.after or min(FIRST_WAIT * 2 ** min(message.attempts, 10), LONGEST_WAIT)
        waits = self._who_waits(message, error) if isinstance(error, SlowDownError) else ""
        kept = now if fate in (Fate.UNREACHABLE, Fate.REFUSED) else now + wait
        outcome = Outcome(message, fate, due=kept, reason=error.reason, waits=waits)
        return self._followed(outcome, error.place) if isinstance(error, MovedError) else outcome

    def _followed(self, outcome: Outcome, place: str) -> Outcome:
        """Go after a chat that has moved, at once; but not to where it was looked for already."""
        address = outcome.message.address
        moved = Moved(self._way.pseudonym(place), Address(place, address.group))
        return replace(outcome, moved=moved, due=outcome.due if place == address.place else self._now())

    def _who_waits(self, message: Sending, error: SlowDownError) -> str:
        """The chat waits; all chats do if the platform says so, or asks the same of another chat soon."""
        chat, when = self._slowed
        self._slowed = (message.conversation, time.monotonic())
        another = chat != message.conversation and time.monotonic() - when < AGAIN_SOON
        return EVERYONE if error.everyone or another else message.conversation
