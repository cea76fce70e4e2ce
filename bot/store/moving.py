"""How does everything get from one database to another? One state of it, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Final, TypeAlias

from bot.model.errors import StoreError
from bot.settings import is_server
from bot.store.backups import damaged_backup, new_backup, read_backup, remove
from bot.store.database import Database, Row, Tx
from bot.store.opening import open_database, open_existing, shown
from bot.store.schema import NUMBERED, TABLES, Table
from bot.store.soundness import Digesting, damaged

IN_USE: Final = (
    "session",
    "workshop",
    "seat",
    "inbox",
    "outbox",
    "shown",
    "address",
    "consent",
    "usage",
    "timer WHERE conversation <> ''",
)
"""Where a row says that somebody has used a database; the rest comes of starting Tango on it."""


Whole: TypeAlias = Callable[[Table, Row], None]
"""Raises StoreError where a row is damaged."""


def backup(database: str, path: str, digest: Digesting) -> dict[str, int]:
    """Write everything to a new SQLite file; gives how many rows of each table there are."""
    with closing(open_existing(database)) as source, new_backup(path) as target:
        return copy(source, target, path, _checking(digest, lambda what: _damaged(database, what)))


def restore(path: str, database: str, digest: Digesting) -> dict[str, int]:
    """Bring everything back from a backup."""
    with closing(read_backup(path)) as source, _empty(database) as target:
        return copy(source, target, shown(database), _checking(digest, lambda _: damaged_backup(path)))


def move(database: str, to: str, digest: Digesting) -> dict[str, int]:
    """Bring everything to another database; the old one stays as it is."""
    if database == to or (not is_server(to) and os.path.realpath(database) == os.path.realpath(to)):
        raise StoreError("That is the database in TANGO_DATABASE. Name another file or URL to move to.")
    with closing(open_existing(database)) as source, _empty(to) as target:
        return copy(source, target, shown(to), _checking(digest, lambda what: _damaged(database, what)))


def copy(source: Database, target: Database, name: str, whole: Whole) -> dict[str, int]:
    """Copy every row of one database to another, which is called `name`, in one transaction on each side.

    Raises StoreError where somebody has used the target, or a row is not `whole`; the target then stays as it was.
    """
    with source.snapshot() as old, target.transaction() as new:
        if any(new.rows(f"SELECT 1 FROM {table} LIMIT 1") for table in IN_USE):  # noqa: S608 - all ours
            raise StoreError(
                f"There are sessions or messages in {name}, and they are left as they are."
                " Name an empty database, or move that one away."
            )
        counts = {table.name: _copied(old, new, table, whole) for table in TABLES}
        for table in NUMBERED:
            new.number_after(table.name, old.last_number(table.name))
    return counts


def _copied(old: Tx, new: Tx, table: Table, whole: Whole) -> int:
    columns = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    new.run(f"DELETE FROM {table.name}")  # noqa: S608 - all ours
    new.many(
        f"INSERT INTO {table.name} ({columns}) VALUES ({marks})",  # noqa: S608
        _read(old.stream(f"SELECT {columns} FROM {table.name}"), table, whole),  # noqa: S608
    )
    before, after = (int(tx.rows(f"SELECT count(*) FROM {table.name}")[0][0]) for tx in (old, new))  # noqa: S608
    if before != after:
        raise StoreError(
            f"Of {before} rows of {table.name}, {after} arrived, so nothing was kept of them. Try again"
            " when nothing else writes there."
        )
    return after


def _read(rows: Iterable[Row], table: Table, whole: Whole) -> Iterator[Row]:
    for row in rows:
        whole(table, row)
        yield row


def _checking(digest: Digesting, told: Callable[[str], StoreError]) -> Whole:
    """A check of every row, which raises what is `told` of the damaged one."""

    def whole(table: Table, row: Row) -> None:
        names = [column.name for column in table.columns]
        if what := damaged(table.name, dict(zip(names, row, strict=True)), digest):
            raise told(what)

    return whole


def _damaged(database: str, what: str) -> StoreError:
    its = "sessions (see: tango sessions)"
    if what.startswith("workshop"):
        its = "group (as in: tango data erase telegram:-100123)"
    return StoreError(
        f"In {shown(database)}, {what} is damaged. Nothing was copied. Erase its {its},"
        " or bring back a backup: tango data restore FILE"
    )


@contextmanager
def _empty(database: str) -> Iterator[Database]:
    """A database to fill; a file that was not there before is removed again if that fails."""
    new = not is_server(database) and not os.path.exists(database)
    try:
        with closing(open_database(database)) as opened:
            yield opened
    except BaseException:
        if new:
            remove(database)
        raise
