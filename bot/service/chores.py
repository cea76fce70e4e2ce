"""What is done by the clock? Timers that are due become items; what is due to be erased is erased."""

from __future__ import annotations

from typing import Final

from bot.service import journal
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.retention import due

SECOND: Final = 1_000
HOUR: Final = 3_600 * SECOND


class Timers:
    """Rings the timers that are due."""

    def __init__(self, office: Office, bell: Bell) -> None:
        self._office = office
        self._bell = bell

    async def run(self) -> None:
        """Ring until told to stop."""
        while self._bell.goes_on():
            now = self._office.now()
            then = await self._office.queues.ring(now)
            await self._bell.wait(None if then is None else (then - now) / SECOND)


class Housekeeping:
    """Erases what is due, every hour, in one worker of them all. `days`: how long drafts and results are kept."""

    def __init__(self, office: Office, bell: Bell, days: tuple[int, int]) -> None:
        self._office = office
        self._bell = bell
        self._days = days

    async def run(self) -> None:
        """Look every few seconds whether it is time, until told to stop."""
        while self._bell.goes_on():
            await self.clean()
            await self._bell.wait()

    async def clean(self) -> None:
        """Erase what is due, if it is this worker's turn."""
        now = self._office.now()
        if await self._office.queues.turn("retain", now, HOUR):
            gone = await self._office.queues.retain(due(now, *self._days))
            self._office.counters[Event.ERASED] += sum(gone.values())
            journal.write("erased what was due", **gone)
