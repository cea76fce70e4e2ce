"""How do several workers share one PostgreSQL? A pool of connections, row and advisory locks, and notifications."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Concatenate, Final

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.model.errors import StoreError, UnwritableError
from bot.model.keeping import Subject
from bot.store import migrations
from bot.store.database import P, R, Row, Tx
from bot.store.schema import TABLES

CHANNEL: Final = "tango"
PATIENCE: Final = 5.0
"""Seconds to wait for a connection."""
HANDS: Final = 4
"""Operations of one process that run at once."""
TRIES: Final = 5
"""So often an operation is begun that PostgreSQL has stopped because it and another waited for each other."""
LEAVE: Final = 1.5
"""Seconds that a stop waits for the server, beside the seconds that the tasks have."""
IDLE: Final = "15s"
"""PostgreSQL ends a transaction that does nothing for so long, and the wait for its locks: its worker is frozen or gone."""
TOPICS: Final = ("inbox", "outbox", "timer")
"""What may have become known while nobody listened."""
MIGRATING: Final = 7_301_190
"""The advisory lock of whoever brings the schema up to date."""
CONNECTION: Final[dict[str, Any]] = {
    "autocommit": True,
    "connect_timeout": int(PATIENCE),
    "client_encoding": "utf8",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Postgres:
    """A database that several processes share. `notify` is called with each topic that any of them makes known."""

    def __init__(self, url: str, notify: Callable[[str], None] | None = None) -> None:
        self._closing = threading.Event()
        self._at_work: set[psycopg.Connection] = set()
        with _explained():
            _migrate(url)
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=HANDS + 1,
            open=False,
            check=ConnectionPool.check_connection,
            reconnect_timeout=PATIENCE,
            kwargs=CONNECTION,
            configure=_configure,
        )
        try:
            with _explained():
                self._pool.open(wait=True, timeout=PATIENCE)
        except BaseException:
            self._pool.close()
            raise
        self._listener = None
        if notify:
            self._listener = threading.Thread(target=self._listen, args=(url, notify), daemon=True)
            self._listener.start()

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """A transaction: committed at its end, rolled back on an error."""
        with _explained(), self._pool.connection(timeout=PATIENCE) as connection:
            self._at_work.add(connection)
            try:
                with connection.transaction():
                    yield _Tx(connection)
            finally:
                self._at_work.discard(connection)

    @contextmanager
    def snapshot(self) -> Iterator[Tx]:
        """A transaction that only reads, and sees one state of everything while others write."""
        with self.transaction() as tx:
            tx.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield tx

    def cut(self) -> None:
        """Cut the connections at work: whoever waits for the server's answer is told that it is gone."""
        for connection in tuple(self._at_work):
            with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)

    def purge(self) -> None:
        """Take erased rows out of the tables. The server's own log and backups are the operator's to clear.

        A table that somebody else is at just now is passed by, since else each erasure would wait for all others.
        """
        tables = ", ".join(table.name for table in TABLES)
        with _explained(), self._pool.connection(timeout=PATIENCE) as connection:
            connection.execute(f"VACUUM (SKIP_LOCKED) {tables}".encode())

    def vacuum(self) -> None:
        """Take erased rows out of the tables, and their values out of what the planner has noted down.

        The planner keeps samples of every column. They are taken anew, save those of an empty table: it keeps its last
        ones, until a column is given its own type again.
        """
        self.purge()
        with _explained(), self._pool.connection(timeout=PATIENCE) as connection:
            connection.execute("ANALYZE")
            for table in TABLES:
                with connection.transaction():
                    connection.execute(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE".encode())
                    if not connection.execute(f"SELECT 1 FROM {table.name} LIMIT 1".encode()).fetchone():  # noqa: S608 - ours
                        connection.execute(_retyped(connection, table.name))
            connection.execute("VACUUM pg_catalog.pg_statistic")

    def traces(self, subject: Subject) -> list[str]:  # noqa: ARG002 - the files are the server's
        """None: nobody but the server may read its files."""
        return []

    def close(self) -> None:
        """Let go of every connection."""
        self._closing.set()
        if self._listener:
            self._listener.join()
        self._pool.close()

    def _listen(self, url: str, notify: Callable[[str], None]) -> None:
        """Pass on notifications; after a lost connection, another is tried as long as this lives.

        Each time that it begins to listen it makes every topic known: something may have come before.
        """
        while not self._closing.is_set():
            with suppress(psycopg.Error), psycopg.connect(url, **CONNECTION) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                for topic in TOPICS:
                    _make_known(notify, topic)
                while not self._closing.is_set():
                    for note in connection.notifies(timeout=0.2):
                        _make_known(notify, note.payload)
            self._closing.wait(0.2)


class Hands:
    """Runs operations in a few threads, each in a transaction of its own."""

    def __init__(self, database: Postgres) -> None:
        self._database = database
        self._closed = False
        self._threads = ThreadPoolExecutor(HANDS, thread_name_prefix="tango store")

    async def __call__(
        self, operation: Callable[Concatenate[Tx, P], R], *values: P.args, **named: P.kwargs
    ) -> R:
        """What the operation gives, once it is committed."""
        return await self._hand(lambda: self._run(lambda tx: operation(tx, *values, **named)))

    async def purge(self) -> None:
        """Take erased rows out of the tables."""
        await self._hand(self._database.purge)

    def close(self) -> None:
        """Finish what was asked, then let go of every connection. A server that does not answer is not waited for."""
        self._closed = True
        ending = threading.Thread(target=self._threads.shutdown, kwargs={"cancel_futures": True}, daemon=True)
        ending.start()
        ending.join(LEAVE)
        if ending.is_alive():
            self._database.cut()
            ending.join()
        self._database.close()

    async def _hand(self, run: Callable[[], R]) -> R:
        if self._closed:
            raise StoreError("The store is closed. Start Tango again.")
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def _run(self, operation: Callable[[Tx], R]) -> R:
        """What the operation gives; begun again where PostgreSQL has stopped it for another's sake."""
        left = TRIES
        while True:
            left -= 1
            try:
                with self._database.transaction() as tx:
                    return operation(tx)
            except _StoppedError:
                if not left:
                    raise


class _Tx:
    """A transaction of one connection."""

    skip_locked = " FOR UPDATE OF o SKIP LOCKED"

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        return self._connection.execute(_translated(sql), values).fetchall()

    def run(self, sql: str, *values: object) -> int:
        return self._connection.execute(_translated(sql), values).rowcount

    def many(self, sql: str, values: Iterable[Row]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), values)

    def stream(self, sql: str) -> Iterator[Row]:
        with self._connection.cursor(name="stream") as cursor:
            cursor.itersize = 1000
            yield from cursor.execute(sql.encode())

    def last_number(self, table: str) -> int:
        ((last, used),) = self.rows(f"SELECT last_value, is_called FROM {table}_id_seq")  # noqa: S608 - all ours
        return int(last) if used else 0

    def number_after(self, table: str, last: int) -> None:
        last = max(last, self.last_number(table))
        self.run("SELECT setval(pg_get_serial_sequence(?, 'id'), ?, ?)", table, max(last, 1), last > 0)

    def lock(self, name: str) -> bool:
        found = self.rows("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", name)
        return bool(found[0][0])

    def hold(self, name: str) -> None:
        self.rows("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name)

    def locked(self, names: Sequence[str], limit: int) -> list[str]:
        # One statement for all: a lock that is taken and not needed is let go at the end of the transaction, too.
        found = self.rows(LOCKED, list(names), limit)
        return [name for (name,) in found]

    def notify(self, topic: str) -> None:
        self.run("SELECT pg_notify(?, ?)", CHANNEL, topic)


def _retyped(connection: psycopg.Connection, table: str) -> bytes:
    """The statement that gives each column of text or bytes the type that it has."""
    types = connection.execute(
        "SELECT column_name, data_type, collation_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s AND data_type IN ('text', 'bytea')",
        (table,),
    ).fetchall()
    collations = {None: "", **{order: f' COLLATE "{order}"' for *_, order in types if order}}
    columns = [f"ALTER COLUMN {name} TYPE {kind}{collations[order]}" for name, kind, order in types]
    return f"ALTER TABLE {table} {', '.join(columns)}".encode()


LOCKED: Final = (
    "SELECT name FROM unnest(?::text[]) WITH ORDINALITY AS asked (name, place)"
    " WHERE pg_try_advisory_xact_lock(hashtextextended(name, 0)) LIMIT ?"
)
"""The rows are walked in their order, and no further than the limit: other workers find the rest free."""


@lru_cache(maxsize=256)
def _translated(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


class _StoppedError(StoreError):
    """PostgreSQL has stopped the transaction because it and another waited for each other. It may be begun again."""


def _configure(connection: psycopg.Connection) -> None:
    """Make a connection what the operations count on, whatever the server's own settings are."""
    connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE}'".encode())
    connection.execute(f"SET lock_timeout = '{IDLE}'".encode())


def _migrate(url: str) -> None:
    """Bring an older schema up to date, in one transaction: all of it, or nothing; one worker does it."""
    with _connect(url) as connection, connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (MIGRATING,))
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (number BIGINT NOT NULL)")
        found = connection.execute("SELECT number FROM schema_version").fetchone()
        schema, newest = found[0] if found else 0, len(migrations.MIGRATIONS)
        if schema > newest:
            raise StoreError(
                f"The database was written by a newer Tango (schema {schema}). "
                "Install the newer Tango, or name another database in TANGO_DATABASE."
            )
        for number in range(schema, newest):
            for statement in migrations.statements(number, migrations.POSTGRES):
                connection.execute(statement.encode())
        connection.execute("DELETE FROM schema_version")
        connection.execute("INSERT INTO schema_version VALUES (%s)", (newest,))


def _connect(url: str) -> psycopg.Connection:
    """A first connection. An address that is none is not told again: it may hold a password."""
    try:
        psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise StoreError(
            "The URL in TANGO_DATABASE cannot be read. Write it as postgresql://name:password@host/database,"
            " with %40 for an @ in the password."
        ) from None
    return psycopg.connect(url, **CONNECTION)


def _make_known(notify: Callable[[str], None], topic: str) -> None:
    with suppress(RuntimeError):  # its loop is closed
        notify(topic)


def _kind_of(error: Exception) -> type[StoreError]:
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return _StoppedError
    return UnwritableError if isinstance(error, psycopg.DataError | psycopg.IntegrityError) else StoreError


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, PoolTimeout) as error:
        told = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise _kind_of(error)(
            f"The database cannot be used: {told}. Nothing that was kept is lost."
            " See that PostgreSQL runs, and that TANGO_DATABASE names it."
        ) from error
