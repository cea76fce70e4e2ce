"""Is another bot at work on this SQLite file? Two of them would send everything twice, so the second is told."""

from __future__ import annotations

import os
import sqlite3

from bot.model.errors import StoreError


class Sole:
    """Holds the right to work on a file, until it is let go or the process ends, however it ends.

    It is a lock on a file of its own beside the store: commands may still read and write the store meanwhile.
    Raises StoreError where another process holds it.
    """

    def __init__(self, path: str) -> None:
        lock = f"{path}.worker"
        try:
            os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
            os.close(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(
                f"{lock} cannot be made: {error.strerror}. Set TANGO_DATABASE to a file in a folder that you may write."
            ) from error
        self._lock = sqlite3.connect(lock, isolation_level=None, timeout=0)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._lock.close()
            raise StoreError(
                f"Another bot is at work on {path}. Stop it first."
                " To share the work among several, use PostgreSQL: set TANGO_DATABASE to its URL."
            ) from error

    def close(self) -> None:
        """Let go of it."""
        self._lock.close()
