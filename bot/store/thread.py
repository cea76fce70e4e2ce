"""How do many tasks share one SQLite file? Its own thread runs what waits, and commits it together."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Concatenate, Final, NamedTuple

from bot.model.errors import StoreError
from bot.store.database import Database, P, R, Tx

TOGETHER: Final = 256
"""So many waiting operations are committed at once at most: one flush of the disk for all of them."""


class _Asked(NamedTuple):
    """An operation that waits; without a transaction (`run` is None) it overwrites what was erased."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    run: Callable[[Tx], Any] | None


class OwnThread:
    """Runs operations in one thread of its own, in the order they came. It ends with the process: a daemon.

    Operations that wait together are committed together. Where one of them fails, each is run again alone, so that
    a failure is only its own.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._closed = False
        self._door = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="tango store", daemon=True)
        self._thread.start()

    async def __call__(
        self, operation: Callable[Concatenate[Tx, P], R], *values: P.args, **named: P.kwargs
    ) -> R:
        """What the operation gives, once it is on disk."""
        return await self._ask(lambda tx: operation(tx, *values, **named))

    async def purge(self) -> None:
        """Overwrite what was erased; waits until the operations before it are done."""
        await self._ask(None)

    def close(self) -> None:
        """Finish what was asked, then let go of the database."""
        with self._door:
            self._closed = True
            self._asked.put(None)
        self._thread.join()
        self._database.close()

    async def _ask(self, run: Callable[[Tx], R] | None) -> R:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        with self._door:  # else it could wait for ever behind the end
            if self._closed:
                raise StoreError("The store is closed. Start Tango again.")
            self._asked.put(_Asked(loop, future, run))
        return await future

    def _work(self) -> None:
        while (first := self._asked.get()) is not None:
            batch, last = self._together(first)
            operations = [asked for asked in batch if asked.run]
            if operations:
                self._run(operations)
            if not batch[-1].run:
                self._purge(batch[-1])
            if last:
                return

    def _together(self, first: _Asked) -> tuple[list[_Asked], bool]:
        """What waits now, up to an operation that is none of a transaction; and whether that is all there will be."""
        batch = [first]
        with suppress(queue.Empty):
            while len(batch) < TOGETHER and batch[-1].run:
                more = self._asked.get_nowait()
                if more is None:
                    return batch, True
                batch.append(more)
        return batch, False

    def _purge(self, asked: _Asked) -> None:
        try:
            self._database.purge()
        except BaseException as error:  # noqa: BLE001 - as below
            _tell(asked, error, failed=True)
        else:
            _tell(asked, None, failed=False)

    def _run(self, batch: list[_Asked]) -> None:
        try:
            with self._database.transaction() as tx:
                given = [asked.run(tx) for asked in batch if asked.run]
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
