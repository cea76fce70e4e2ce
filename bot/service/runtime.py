"""How does the bot live? Its tasks run side by side, each is started again if it fails, and all stop in good order.

What only a person can mend stops them all.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from bot.model.errors import StoreError, TangoError
from bot.service import journal
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office

STOP_WITHIN: Final = 8.0
"""Seconds until a task that has not stopped by itself is left; whoever stops us waits ten."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
"""Seconds before a task that failed is started again, doubled each time."""
CALM: Final = 60.0
"""A task that ran so many seconds without a failure starts afresh."""
STILL: Final = 45.0
"""A task that has not shown itself for so many seconds is not alive."""
PROBE: Final = 3.0
"""Seconds that the store may take to answer before this worker is not ready."""


class Task(Protocol):
    """Something that runs until its bell stops it."""

    def run(self) -> Awaitable[None]:
        """Run until told to stop."""


@dataclass(frozen=True, slots=True)
class Health:
    """`alive`: every task shows itself; if not, start this process again. `ready`: it can take in and answer now."""

    alive: bool
    ready: bool
    depth: Mapping[str, int]
    lag: float
    """Seconds that the oldest item has been waiting."""


class Runtime:
    """Runs tasks by their names, each with its bell, in the order in which they are to be stopped."""

    def __init__(self, office: Office, tasks: Mapping[str, tuple[Task, Bell]]) -> None:
        self._office = office
        self._tasks = tasks
        self._stopping = asyncio.Event()
        self._fatal: TangoError | None = None

    async def run(self) -> None:
        """Run until SIGTERM, SIGINT or `stop`, then let every task finish what it is at.

        Raises the TangoError of a task that cannot go on, once all have stopped.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        running = {
            name: asyncio.create_task(self._keep(name, task, bell), name=name)
            for name, (task, bell) in self._tasks.items()
        }
        journal.write("started")
        await self._stopping.wait()
        deadline = time.monotonic() + STOP_WITHIN
        for name, (_, bell) in self._tasks.items():
            bell.stop()
            await asyncio.wait({running[name]}, timeout=max(0.0, deadline - time.monotonic()))
        left = [name for name, task in running.items() if not task.done()]
        for name in left:
            running[name].cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)
        journal.write("stopped", left=", ".join(left))
        if self._fatal:
            raise self._fatal

    def stop(self) -> None:
        """Begin to stop."""
        self._stopping.set()

    async def health(self) -> Health:
        """How it is now."""
        alive = all(time.monotonic() - bell.beat < STILL for _, bell in self._tasks.values())
        try:
            async with asyncio.timeout(PROBE):
                depth = await self._office.queues.depth()
        except (StoreError, TimeoutError):
            return Health(alive, ready=False, depth={}, lag=0.0)
        oldest = depth.get("oldest", 0)
        lag = max(0.0, (self._office.now() - oldest) / 1000) if oldest else 0.0
        return Health(alive, ready=alive and not self._stopping.is_set(), depth=depth, lag=lag)

    async def _keep(self, name: str, task: Task, bell: Bell) -> None:
        """Run a task, and again after each failure, as long as the bell goes on."""
        pause = FIRST_PAUSE
        while bell.goes_on():
            begun = time.monotonic()
            try:
                await task.run()
            except StoreError as error:
                self._office.counters[Event.STORE_FAILED] += 1
                journal.warn("store failed", error, task=name)
            except TangoError as error:
                self._give_up(name, error)
                return
            except Exception as error:  # noqa: BLE001 - a task that fails must not take the others with it
                self._office.counters[Event.RESTARTED] += 1
                journal.warn("task failed", error, task=name)
            if time.monotonic() - begun > CALM:
                pause = FIRST_PAUSE
            await bell.pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _give_up(self, name: str, error: TangoError) -> None:
        """Stop everything for what no restart mends. What comes while all stop anyway is no reason for it."""
        journal.warn("task cannot go on", error, task=name)
        if not self._stopping.is_set():
            self._fatal = error
            self.stop()
