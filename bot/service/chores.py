"""What is done by the clock? Timers that are due become items; what is due to be erased is erased."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from bot.model.keeping import Dates
from bot.service import journal
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office

SECOND: Final = 1_000
HOUR: Final = 3_600 * SECOND
DAY: Final = 24 * HOUR
SEEN_DAYS: Final = 8
"""Telegram keeps an update for a day, and starts a new number after a week of silence."""
USAGE_DAYS: Final = 2


@dataclass(frozen=True, slots=True)
class Retention:
    """Days that drafts are kept after their last change, and results after the last change or report."""

    drafts: int = 30
    results: int = 30

    def before(self, now: int) -> Dates:
        """What is erased at a time (milliseconds since 1970)."""
        return Dates(
            drafts=_moment(now - self.drafts * DAY),
            results=_moment(now - self.results * DAY),
            seen=now - SEEN_DAYS * DAY,
            day=_moment(now - USAGE_DAYS * DAY)[:10],
            bucket=now - HOUR,
        )


class Timers:
    """Rings the timers that are due."""

    def __init__(self, office: Office, bell: Bell) -> None:
        self._office = office
        self._bell = bell

    async def run(self) -> None:
        """Ring until told to stop."""
        while self._bell.goes_on():
            now = self._office.now()
            due = await self._office.queues.ring(now)
            await self._bell.wait(None if due is None else (due - now) / SECOND)


class Housekeeping:
    """Erases what is due, every hour, in one worker of them all."""

    def __init__(self, office: Office, bell: Bell, retention: Retention) -> None:
        self._office = office
        self._bell = bell
        self._retention = retention

    async def run(self) -> None:
        """Look every few seconds whether it is time, until told to stop."""
        while self._bell.goes_on():
            await self.clean()
            await self._bell.wait()

    async def clean(self) -> None:
        """Erase what is due, if it is this worker's turn."""
        now = self._office.now()
        if await self._office.queues.turn("retain", now, HOUR):
            gone = await self._office.queues.retain(self._retention.before(now))
            self._office.counters[Event.ERASED] += sum(gone.values())
            journal.write("erased what was due", **gone)


def _moment(milliseconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(milliseconds / SECOND))
