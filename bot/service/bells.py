"""How does a task learn that there is something to do? A bell rings; a look every second catches what was not heard."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

POLL: Final = 1.0
"""Seconds between looks without a bell: another worker's bell may be lost with its connection."""


class Bell:
    """Wakes one task, and stops it. It may be rung from any thread, as often as one likes."""

    def __init__(self, poll: float = POLL) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()
        self._stop = asyncio.Event()
        self._poll = poll
        self.beat = time.monotonic()

    def goes_on(self) -> bool:
        """Whether to do another round. Asking shows that the task is alive (`beat`, in monotonic seconds)."""
        self.beat = time.monotonic()
        return not self._stop.is_set()

    def ring(self) -> None:
        """There may be something to do."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._rung.set)

    def stop(self) -> None:
        """Finish what is at work, and begin nothing new."""
        self._stop.set()
        self._rung.set()

    async def wait(self, seconds: float | None = None) -> None:
        """Until it rings, or so many seconds (the time between looks at most) have gone by."""
        limit = self._poll if seconds is None else max(0.0, min(seconds, self._poll))
        try:
            async with asyncio.timeout(limit):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()

    async def pause(self, seconds: float) -> None:
        """So many seconds, or until told to stop."""
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return

    async def unless_stopped(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """What the work gives; None, with the work cancelled, when told to stop before."""
        task, stop = asyncio.ensure_future(work), asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
                return None
            return task.result()
        finally:
            stop.cancel()
            task.cancel()
