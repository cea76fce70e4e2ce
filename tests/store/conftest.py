"""The stores that every promise is tried on: a SQLite file, one in memory, and a real PostgreSQL."""

import contextlib

import pytest
from databases import postgres_server

from bot.store.inline import Inline
from bot.store.postgres import Hands, Postgres
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.store.thread import OwnThread

ENGINES = {"sqlite": Inline, "memory": Inline, "postgres": Inline}
RUNNERS = {"sqlite": Inline, "memory": Inline, "thread": OwnThread, "postgres": Hands}


@pytest.fixture(scope="session")
def server():
    """A real PostgreSQL: the one that TANGO_TEST_POSTGRES_URL names, else one from the package index."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def database_url(server):
    """A new, empty database."""
    with server.database() as url:
        yield url


def opened(request, tmp_path):
    match request.param:
        case "memory":
            return SqliteFile(":memory:")
        case "postgres":
            return Postgres(request.getfixturevalue("database_url"))
        case _:
            return SqliteFile(str(tmp_path / "kept" / "tango.db"))


@pytest.fixture(params=ENGINES)
def database(request, tmp_path):
    """A database of each engine."""
    with contextlib.closing(opened(request, tmp_path)) as database:
        yield database


@pytest.fixture(params=RUNNERS)
def store(request, tmp_path):
    """A store over each engine, by the runner that a service has for it; over SQLite by that of a terminal, too."""
    with contextlib.closing(Store(RUNNERS[request.param](opened(request, tmp_path)))) as store:
        yield store
