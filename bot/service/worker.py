"""Who answers what came in? One task that takes the oldest items, as long as there are any, then waits for a bell."""

from __future__ import annotations

from collections.abc import Callable

from bot.model.post import Answer
from bot.service import journal
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office


class Worker:
    """Answers items. `today` gives the date to count by, empty where nobody counts."""

    def __init__(self, office: Office, answers: Answer, bell: Bell, today: Callable[[], str]) -> None:
        self._queues = office.queues
        self._counters = office.counters
        self._answers = answers
        self._bell = bell
        self._today = today

    async def run(self) -> None:
        """Answer until told to stop; the transaction at work is finished."""
        while self._bell.goes_on():
            if not await self.answer_some():
                await self._bell.wait()

    async def answer_some(self) -> int:
        """Answer what one transaction takes; gives how many items that were."""
        done = await self._queues.answer(self._answers, self._today())
        self._counters[Event.ANSWERED] += done.items
        for reason in done.set_aside:
            self._counters[Event.SET_ASIDE] += 1
            journal.write("item set aside", reason=reason)
        return done.items + len(done.set_aside)
