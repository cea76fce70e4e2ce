"""What goes wrong under load? The bot's process is killed again and again, and Telegram fails in every way it can."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import sys
import time
from dataclasses import dataclass

from designers import ROOT

FAILURES = {
    "sendMessage": ("429", "500", "timeout", "late", "reset"),
    "editMessageText": ("429", "500", "timeout", "late", "reset"),
    "answerCallbackQuery": ("500", "timeout", "late", "reset"),
    "getUpdates": ("429", "500", "reset"),
}
"""What may meet which call. A question for updates that is never answered would only be waited for."""


@dataclass(frozen=True)
class Kill:
    """A kill, when (seconds since 1970), and the chats of which a message was under way then."""

    at: float
    under_way: frozenset


class Process:
    """The bot's own process on its own file, started again after each kill."""

    def __init__(self, environment, folder):
        self.database = environment["TANGO_DATABASE"]
        self.kills = []
        self.written = []
        self._environment = {**os.environ, **environ_of(environment)}
        self._folder = folder
        self._running = None

    async def start(self):
        path = self._folder / f"bot-{len(self.written)}.log"
        self.written.append(path)
        with path.open("wb") as log:
            self._running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "telegram"),
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    async def kill(self):
        """Kill it, see what was under way, and start it again."""
        assert self._running.returncode is None, self.written[-1].read_text()
        at = time.time()
        self._running.kill()
        await self._running.wait()
        held = await asyncio.to_thread(self._rows, UNDER_WAY)
        self.kills.append(Kill(at, frozenset(int(place) for (place,) in held)))
        await self.start()

    async def end(self):
        """Stop it in good order; gives its exit code."""
        self._running.terminate()
        return await self._running.wait()

    async def quiet(self, within):
        """Wait until nothing waits in its inbox or its outbox."""
        async with asyncio.timeout(within):
            while await asyncio.to_thread(self._rows, WAITING) != [(0,)]:  # noqa: ASYNC110 - what waits is in another process
                await asyncio.sleep(0.5)

    def _rows(self, query):
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'outbox'").fetchall():
                return []  # it was killed before it had made its tables
            return connection.execute(query).fetchall()


UNDER_WAY = "SELECT a.place FROM outbox o JOIN address a ON a.conversation = o.conversation WHERE o.state = 1"
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state < 2)"
)


def environ_of(environment):
    """The environment of the process; what it writes is not to wait in a buffer."""
    return {**environment, "PYTHONUNBUFFERED": "1", "TANGO_DAILY_LIMIT": "0"}


async def killed(process, chance, times, seconds):
    """Kill it so often, at random moments of that time."""
    begun = time.monotonic()
    for moment in sorted(chance.uniform(0, seconds) for _ in range(times)):
        await asyncio.sleep(max(0.0, begun + moment - time.monotonic()))
        await process.kill()


async def failing(telegram, chance, times, seconds):
    """Let so many calls fail, one at a time, at random moments of that time."""
    begun = time.monotonic()
    for moment in sorted(chance.uniform(0, seconds) for _ in range(times)):
        await asyncio.sleep(max(0.0, begun + moment - time.monotonic()))
        method = chance.choice(list(FAILURES))
        await telegram.fault(method, chance.choice(FAILURES[method]), retry_after=chance.choice((1, 1, 2)))
