"""The stores that every promise is tried on: a SQLite file, one in memory, and a real PostgreSQL."""

import contextlib

import pytest

from bot.store.inline import Inline
from bot.store.postgres import Hands, Postgres
from bot.store.schema import TABLES
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.store.thread import OwnThread


@pytest.fixture(scope="session")
def shared(server):
    """A PostgreSQL database that is emptied for each test: quicker than a new one."""
    with server.database() as url, contextlib.closing(Postgres(url)) as database:
        yield database


@contextlib.contextmanager
def opened(request, tmp_path):
    """A database of each engine, empty."""
    if request.param == "postgres":
        database = request.getfixturevalue("shared")
        with database.transaction() as tx:
            for table in TABLES:
                tx.run(f"DELETE FROM {table.name}")
        yield database
    else:
        path = ":memory:" if request.param == "memory" else str(tmp_path / "kept" / "tango.db")
        with contextlib.closing(SqliteFile(path)) as database:
            yield database


@pytest.fixture(params=["sqlite", "memory", "postgres"])
def database(request, tmp_path):
    """A database of each engine."""
    with opened(request, tmp_path) as database:
        yield database


class Kept:
    """A database that its runner does not close."""

    def __init__(self, database):
        self._database = database

    def __getattr__(self, name):
        return getattr(self._database, name)

    def close(self):
        pass


RUNNERS = {"sqlite": Inline, "memory": Inline, "thread": OwnThread, "postgres": Hands}


@pytest.fixture(params=RUNNERS)
def store(request, tmp_path):
    """A store over each engine, by the runner that a service has for it; over SQLite by that of a terminal, too."""
    with (
        opened(request, tmp_path) as database,
        contextlib.closing(Store(RUNNERS[request.param](Kept(database)))) as store,
    ):
        yield store
