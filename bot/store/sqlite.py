"""How does one SQLite file keep everything? Each transaction is on the disk before it is called done."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Final

from bot.model.errors import StoreError, UnwritableError
from bot.model.keeping import Subject
from bot.store import migrations
from bot.store.database import Row
from bot.store.traces import found

PATIENCE: Final = 5000
"""Milliseconds to wait for another program that writes."""

CACHE: Final = 32_000
"""Kilobytes of pages to keep in memory at most."""

MEMORY: Final = ":memory:"
"""The path of a store that is gone with its process."""

REMEDIES: Final = {
    "SQLITE_FULL": "The disk is full. What was kept before is safe. Make room on it, and go on.",
    "SQLITE_IOERR": (
        "The disk may be full or failing. What was kept before is safe. Make room on it, or go on on another disk."
    ),
    "SQLITE_CORRUPT": "The file is damaged. Move it away, then bring back a backup: tango data restore FILE",
    "SQLITE_NOTADB": "The file is left as it is. Name another in TANGO_DATABASE, or bring back a backup of it.",
    "SQLITE_READONLY": "The file is left as it was. Let Tango write it, or name another in TANGO_DATABASE.",
    "SQLITE_BUSY": "Another program has been writing it for long. Try again when that is done.",
}
"""What to do, by what SQLite says."""


class SqliteFile:
    """One file that only its owner can read. Erased rows are overwritten (secure_delete).

    `notify` is called with each topic of a transaction once it is committed. In memory, `copy_of` fills it with what
    another connection reads, before it gets the newest schema.
    """

    def __init__(
        self,
        path: str,
        notify: Callable[[str], None] | None = None,
        copy_of: sqlite3.Connection | None = None,
    ) -> None:
        self.path = path
        self._notify = notify
        with self._explained(), ExitStack() as undo:
            if path != MEMORY:
                os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(
                path, timeout=PATIENCE / 1000, isolation_level=None, check_same_thread=False
            )
            undo.callback(self._db.close)
            self._write_ahead()
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute(f"PRAGMA cache_size=-{CACHE}")
            if copy_of:
                copy_of.backup(self._db)
            self._migrate()
            self._db.execute(
                "DROP TABLE IF EXISTS seal"
            )  # of a backup that is used as a database: it changes now
            undo.pop_all()
        self._tx = _Tx(self._db)

    @contextmanager
    def transaction(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[_Tx]:
        """A transaction: committed and on the disk at its end, rolled back on an error."""
        with self._explained():
            self._db.execute(begin)
            try:
                yield self._tx
                self._db.execute("COMMIT")
            except BaseException:
                self._tx.topics.clear()
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        while self._tx.topics:
            topic = self._tx.topics.pop()
            if self._notify:
                with suppress(RuntimeError):  # its loop is closed: what is committed stays so
                    self._notify(topic)

    def snapshot(self) -> AbstractContextManager[_Tx]:
        """A transaction that only reads; others can write meanwhile, and it does not see that."""
        return self.transaction("BEGIN")

    def purge(self) -> None:
        """Overwrite what was erased: in the file by secure_delete, here in the log that goes before it.

        Raises StoreError where another program holds old pages.
        """
        with self._explained():
            (busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(
                f"It is erased, but its old pages are still in {self.path}-wal, because another Tango"
                " reads the file. Close it, and erase again."
            )

    def vacuum(self) -> None:
        """Write the file anew without free pages, then empty its log."""
        with self._explained():
            self._db.execute("VACUUM")
        self.purge()

    def seal(self) -> None:
        """Make the file whole without a log, so that it can be copied and read as it is."""
        self.purge()
        with self._explained():
            self._db.execute("PRAGMA journal_mode=DELETE")

    def traces(self, subject: Subject) -> list[str]:
        """The files in which somebody can still be found, byte by byte."""
        files = [] if self.path == MEMORY else [self.path, f"{self.path}-wal", f"{self.path}-shm"]
        with self._explained():
            return found(files, subject)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _write_ahead(self) -> None:
        """Write changes to a log first. SQLite does not wait for another program that does this just now: we do."""
        end = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > end:
                    raise
            else:
                return
            time.sleep(0.01)

    def _migrate(self) -> None:
        """Bring an older schema up to date, in one transaction: all of it, or nothing."""
        newest = len(migrations.MIGRATIONS)
        if self._schema() == newest:
            return
        self._db.execute("BEGIN IMMEDIATE")
        for number in range(self._schema(), newest):  # again: another program may have done it meanwhile
            for statement in migrations.statements(number, migrations.SQLITE):
                self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {newest}")
        self._db.execute("COMMIT")

    def _schema(self) -> int:
        (schema,) = self._db.execute("PRAGMA user_version").fetchone()
        if schema > len(migrations.MIGRATIONS):
            raise StoreError(
                f"The drafts in {self.path} were written by a newer Tango (schema {schema}). "
                "Install the newer Tango, or name another file in TANGO_DATABASE."
            )
        return int(schema)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            if isinstance(error, UnicodeDecodeError):  # SQLite itself tells of damage in the damaged words
                name = "SQLITE_CORRUPT"
            remedy = next(
                (told for kind, told in REMEDIES.items() if name.startswith(kind)),
                "Set TANGO_DATABASE to a file that you may write.",
            )
            unwritable = isinstance(
                error, sqlite3.DataError | sqlite3.IntegrityError | sqlite3.InterfaceError
            )
            kind = UnwritableError if unwritable else StoreError
            raise kind(f"{self.path} cannot be used: {error}. {remedy}") from error


class _Tx:
    """The transaction of the one connection."""

    skip_locked = ""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.topics: set[str] = set()

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self._db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: object) -> int:
        return self._db.execute(sql, values).rowcount

    def many(self, sql: str, values: Iterable[Row]) -> None:
        self._db.executemany(sql, values)

    def stream(self, sql: str) -> Iterator[Row]:
        return self._db.execute(sql)

    def last_number(self, table: str) -> int:
        found = self.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        return int(found[0][0]) if found else 0

    def number_after(self, table: str, last: int) -> None:
        last = max(last, self.last_number(table))
        self.run("DELETE FROM sqlite_sequence WHERE name = ?", table)
        self.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, last)

    def lock(self, name: str) -> bool:  # noqa: ARG002 - there is one process, and one transaction at a time
        return True

    def hold(self, name: str) -> None:
        """There is one transaction at a time."""

    def locked(self, names: Sequence[str], limit: int) -> list[str]:
        return list(names[:limit])

    def notify(self, topic: str) -> None:
        self.topics.add(topic)
