"""Where do conversations rest on one machine? In one SQLite file; every answer is on disk before the next question."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.model.errors import StoreError
from bot.model.keeping import Kept

MIGRATIONS: Final = (
    """
    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        state BLOB NOT NULL,
        finished INTEGER NOT NULL,
        changed TEXT NOT NULL
    ) STRICT
    """,
)
"""Migration n brings a store from schema n to schema n + 1."""


class SqliteStore:
    """Conversations in a SQLite file that only its owner can read. Erased rows are overwritten (secure_delete)."""

    def __init__(self, path: str) -> None:
        self._path = path
        with self._explained():
            os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute("PRAGMA busy_timeout=5000")
            self._migrate()

    async def load(self, name: str) -> Kept | None:
        """The conversation of that id, if there is one."""
        rows = self._rows("WHERE id = ?", name.encode(errors="replace").decode())
        return rows[0] if rows else None

    async def latest(self, *, finished: bool) -> Kept | None:
        """The conversation last changed, among the finished or the unfinished ones."""
        rows = self._rows("WHERE finished = ? ORDER BY changed DESC, rowid DESC LIMIT 1", int(finished))
        return rows[0] if rows else None

    async def all(self) -> list[Kept]:
        """Every conversation, the last changed first."""
        return self._rows("ORDER BY changed DESC, rowid DESC")

    async def save(self, kept: Kept) -> None:
        """Write a conversation; it is on disk when this returns."""
        with self._explained():
            self._db.execute(
                "INSERT INTO session (id, state, finished, changed) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET state = excluded.state, finished = excluded.finished, changed = excluded.changed",
                (kept.id, kept.state, int(kept.finished), kept.changed),
            )

    async def erase(self, name: str) -> None:
        """Remove a conversation for good, from the log of the database too."""
        with self._explained():
            self._db.execute("DELETE FROM session WHERE id = ?", (name,))
            (busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(
                f"The session is erased, but its old pages are still in {self._path}-wal, because another Tango"
                " reads the file. Close it, and erase again."
            )

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _rows(self, where: str, *values: object) -> list[Kept]:
        with self._explained():
            found = self._db.execute(f"SELECT id, state, finished, changed FROM session {where}", values)  # noqa: S608 - `where` is ours
            return [Kept(name, state, bool(finished), changed) for name, state, finished, changed in found]

    def _migrate(self) -> None:
        (schema,) = self._db.execute("PRAGMA user_version").fetchone()
        if schema > len(MIGRATIONS):
            raise StoreError(
                f"The drafts in {self._path} were written by a newer Tango (schema {schema}). "
                "Install the newer Tango, or name another file in TANGO_DATABASE."
            )
        for number in range(schema, len(MIGRATIONS)):
            self._db.execute("BEGIN IMMEDIATE")
            if self._db.execute("PRAGMA user_version").fetchone()[0] == number:
                self._db.execute(MIGRATIONS[number])
                self._db.execute(f"PRAGMA user_version = {number + 1}")
            self._db.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"Your draft cannot be kept in {self._path}: {error}. "
                "Set TANGO_DATABASE to a file that you may write."
            ) from error
