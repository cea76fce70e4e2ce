"""Is a file a backup of ours, whole and not too new? It is read into memory, so that it stays as it is."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final
from urllib.parse import quote

from bot.model.errors import StoreError
from bot.store import migrations
from bot.store.sqlite import MEMORY, SqliteFile

FILES: Final = ("", "-wal", "-shm", "-journal")
"""The endings of the files that make up a SQLite database."""
SEAL: Final = "seal"
"""The table that only backups have: the checksum over all the rest."""


def read_backup(path: str) -> SqliteFile:
    """The backup in memory, brought to the newest schema. StoreError where it is missing, damaged, foreign or newer."""
    with _explained(path), closing(_connected(path)) as db:
        _examine(db, path)
        return SqliteFile(MEMORY, copy_of=db)


@contextmanager
def new_backup(path: str) -> Iterator[SqliteFile]:
    """A new file for a backup, which stands under its name only once it is whole. It is never written over another."""
    _reserve(path)
    written = ""
    try:
        handle, written = tempfile.mkstemp(
            prefix=f"{os.path.basename(path)}.", suffix=".part", dir=os.path.dirname(path) or "."
        )
        os.close(handle)
        with closing(SqliteFile(written)) as target:
            yield target
            target.seal()
        _seal(written)
        os.replace(written, path)
    except BaseException:
        os.unlink(path)
        remove(written)
        raise


def damaged_backup(path: str) -> StoreError:
    """What is said of a backup that is damaged."""
    return StoreError(f"{path} is damaged. Nothing was changed. Take an earlier backup.")


def remove(path: str) -> None:
    """Remove the files of a database that could not be filled."""
    for ending in FILES if path else ():
        with suppress(FileNotFoundError):
            os.unlink(path + ending)


def _reserve(path: str) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise StoreError(f"{path} is there already, and is left as it is. Name another file.") from error
    except OSError as error:
        raise StoreError(
            f"The backup cannot be written to {path}: {error.strerror}. Name another file."
        ) from error


def _connected(path: str) -> sqlite3.Connection:
    """The file, opened so that nothing is written; with its log, where somebody has copied that, too."""
    with open(path, "rb"):
        pass
    with_log = os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal") > 0
    mode = "mode=ro" if with_log else "mode=ro&immutable=1"
    return sqlite3.connect(f"file:{quote(os.path.abspath(path))}?{mode}", uri=True)


def _examine(db: sqlite3.Connection, path: str) -> None:
    """Raise StoreError for what cannot be restored."""
    (schema,) = db.execute("PRAGMA user_version").fetchone()
    there = _columns(db)
    sealed = there.pop(SEAL, None) is not None
    known = schema > len(migrations.MIGRATIONS) or there == _expected(schema)
    if "session" not in there or not known:
        raise StoreError(f"{path} is no backup of Tango. Nothing was changed. Name another file.")
    if schema > len(migrations.MIGRATIONS):
        raise StoreError(
            f"{path} was written by a newer Tango (schema {schema}). Nothing was changed. Install the newer Tango."
        )
    found = db.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)] or (sealed and db.execute(f"SELECT * FROM {SEAL}").fetchall() != [(_sum(db),)]):  # noqa: S608 - ours
        raise damaged_backup(path)


def _seal(path: str) -> None:
    """Write down the checksum over all that a backup holds."""
    with closing(sqlite3.connect(path)) as db:
        total = _sum(db)
        db.execute(f"CREATE TABLE {SEAL} (sum TEXT NOT NULL) STRICT")
        db.execute(f"INSERT INTO {SEAL} (sum) VALUES (?)", (total,))  # noqa: S608 - ours
        db.commit()


def _sum(db: sqlite3.Connection) -> str:
    """The checksum over every row of every table but the seal, and over what each table is."""
    total = hashlib.sha256()
    tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> ? ORDER BY name"
    for name, statement in db.execute(tables, (SEAL,)).fetchall():
        total.update(repr((name, statement)).encode())
        for row in db.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608 - the schema was examined
            total.update(repr(row).encode())
    return total.hexdigest()


def _columns(db: sqlite3.Connection) -> dict[str, list[str]]:
    tables = [
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    ]
    return {
        table: [name for _, name, *_ in db.execute(f'PRAGMA table_info("{table.replace(chr(34), "")}")')]
        for table in tables
    }


def _expected(schema: int) -> dict[str, list[str]]:
    """The tables and columns of a schema."""
    with closing(sqlite3.connect(MEMORY)) as db:
        for number in range(schema):
            for statement in migrations.statements(number, migrations.SQLITE):
                db.execute(statement)
        return _columns(db)


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith("SQLITE_NOTADB"):
            raise StoreError(
                f"{path} is no backup of Tango. Nothing was changed. Name another file."
            ) from error
        raise damaged_backup(path) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}. Name another file.") from error
