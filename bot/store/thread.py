"""How do many tasks share one SQLite file? Its own thread runs what waits, and commits it together."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, Final, NamedTuple

from bot.store.database import Database, P, R, Tx

TOGETHER: Final = 256
"""So many waiting operations are committed at once at most: one flush of the disk for all of them."""


class _Asked(NamedTuple):
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    run: Callable[[Tx], Any]


class OwnThread:
    """Runs operations in one thread of its own, in the order they came. It ends with the process: a daemon.

    Operations that wait together are committed together. Where one of them fails, each is run again alone, so that
    a failure is only its own.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="tango store", daemon=True)
        self._thread.start()

    async def __call__(
        self, operation: Callable[Concatenate[Tx, P], R], *values: P.args, **named: P.kwargs
    ) -> R:
        """What the operation gives, once it is on disk."""
        return await self._ask(lambda tx: operation(tx, *values, **named))

    async def purge(self) -> None:
        """Overwrite what was erased; waits until the operations before it are done."""
        await asyncio.to_thread(self._database.purge)

    def close(self) -> None:
        """Finish what was asked, then let go of the database."""
        self._asked.put(None)
        self._thread.join()
        self._database.close()

    async def _ask(self, run: Callable[[Tx], R]) -> R:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._asked.put(_Asked(loop, future, run))
        return await future

    def _work(self) -> None:
        while (first := self._asked.get()) is not None:
            batch = [first]
            last = False
            with suppress(queue.Empty):
                while len(batch) < TOGETHER and not last:
                    more = self._asked.get_nowait()
                    last = more is None
                    if more is not None:
                        batch.append(more)
            self._run(batch)
            if last:
                return

    def _run(self, batch: list[_Asked]) -> None:
        try:
            with self._database.transaction() as tx:
                given = [asked.run(tx) for asked in batch]
        except BaseException as error:  # noqa: BLE001 - whatever it is belongs to whoever asked
            if len(batch) > 1:
                for asked in batch:
                    self._run([asked])
            else:
                _tell(batch[0], error, failed=True)
        else:
            for asked, value in zip(batch, given, strict=True):
                _tell(asked, value, failed=False)


def _tell(asked: _Asked, value: Any, *, failed: bool) -> None:
    """Hand over what came of it; whoever has left meanwhile is not waited for."""

    def hand_over() -> None:
        if not asked.future.done():
            if failed:
                asked.future.set_exception(value)
            else:
                asked.future.set_result(value)

    with suppress(RuntimeError):  # the loop is closed
        asked.loop.call_soon_threadsafe(hand_over)
