"""The stores that every promise is tried on: a SQLite file, one in memory, and a real PostgreSQL."""

import contextlib

import pytest

from bot.store.inline import Inline
from bot.store.postgres import Postgres
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

ENGINES = ("sqlite", "memory", "postgres")


@pytest.fixture(params=ENGINES)
def database(request, tmp_path):
    """A database of each engine."""
    match request.param:
        case "sqlite":
            opened = SqliteFile(str(tmp_path / "kept" / "tango.db"))
        case "memory":
            opened = SqliteFile(":memory:")
        case "postgres":
            opened = Postgres(request.getfixturevalue("database_url"))
    with contextlib.closing(opened):
        yield opened


@pytest.fixture
def store(database):
    """A store over each engine."""
    return Store(Inline(database))
