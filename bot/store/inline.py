"""How do operations run in a terminal? At once, without an event loop: nothing else is waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate

from bot.store.database import Database, P, R, Tx


class Inline:
    """Runs each operation in its own transaction; its coroutines never give way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(
        self, operation: Callable[Concatenate[Tx, P], R], *values: P.args, **named: P.kwargs
    ) -> R:
        """What the operation gives, once it is on disk."""
        with self._database.transaction() as tx:
            return operation(tx, *values, **named)

    async def purge(self) -> None:
        """Overwrite what was erased."""
        self._database.purge()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
