"""Which database a name opens; tests/commands drives it through the program."""

import contextlib
import sys

import pytest

from bot.model.errors import StoreError
from bot.store.opening import open_database, open_shared, shown
from bot.store.postgres import Hands, Postgres
from bot.store.sqlite import SqliteFile
from bot.store.thread import OwnThread


def test_a_path_is_a_file(tmp_path):
    with contextlib.closing(open_database(str(tmp_path / "tango.db"))) as opened:
        assert isinstance(opened, SqliteFile)


def test_a_url_is_a_server(database_url):
    with contextlib.closing(open_database(database_url)) as opened:
        assert isinstance(opened, Postgres)


async def test_a_shared_file_has_its_own_thread_and_a_shared_server_its_hands(tmp_path, database_url):
    for name, kind in ((str(tmp_path / "tango.db"), OwnThread), (database_url, Hands)):
        with contextlib.closing(open_shared(name, lambda topic: None)) as opened:
            assert isinstance(opened, kind)


def test_a_shared_server_without_its_driver_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.store.postgres", None)

    with pytest.raises(StoreError, match=r"Install it with: pip install 'tango-coproduction.postgres.'"):
        open_shared("postgresql://db/tango", lambda topic: None)


def test_a_server_without_its_driver_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.store.postgres", None)

    with pytest.raises(StoreError) as caught:
        open_database("postgresql://db/tango")

    assert str(caught.value) == (
        "TANGO_DATABASE names a PostgreSQL, and its driver is missing."
        " Install it with: pip install 'tango-coproduction[postgres]'"
    )


@pytest.mark.parametrize(
    "url", ["postgresql://ann:pass@127.0.0.1:1/tango", "postgresql://ann:pa@ss:x@db/tango?no=1"]
)
def test_what_is_said_of_a_server_that_cannot_be_reached_has_no_password(url):
    with pytest.raises(StoreError) as caught:
        open_database(url)

    assert "pa" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/srv/tango.db", "/srv/tango.db"),
        ("postgresql://ann:secret@db:5432/tango?sslmode=require", "postgresql://db:5432/tango"),
        ("postgres:///tango?password=secret", "postgres:///tango"),
    ],
)
def test_what_may_be_printed_has_no_password(name, said):
    assert shown(name) == said


async def test_a_snapshot_does_not_see_what_is_written_meanwhile(tmp_path):
    name = str(tmp_path / "tango.db")

    assert seen(name) == ([], [], 1)


async def test_a_servers_snapshot_does_not_either(database_url):
    assert seen(database_url) == ([], [], 1)


def seen(name):
    """The consents before and after somebody writes one, and how many there are then."""
    asked = "SELECT person FROM consent"
    with contextlib.closing(open_database(name)) as reader, contextlib.closing(open_database(name)) as writer:
        with reader.snapshot() as old:
            before = old.rows(asked)
            with writer.transaction() as tx:
                tx.run("INSERT INTO consent (person, subject, given) VALUES ('ann', 's', '')")
            after = old.rows(asked)
        with reader.snapshot() as new:
            return before, after, len(new.rows(asked))
