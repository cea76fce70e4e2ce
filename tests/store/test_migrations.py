"""A store of every earlier version becomes one of the newest, with all that is in it; or it stays as it was."""

import contextlib
import sqlite3
import subprocess
import sys
from hashlib import sha256

import psycopg
import pytest

from bot.model.errors import StoreError
from bot.model.session import Length, Session, Stage
from bot.store import migrations
from bot.store.codec import Codec
from bot.store.postgres import Postgres
from bot.store.sqlite import SqliteFile

NEWEST = len(migrations.MIGRATIONS)


class Sqlite:
    """A file of an earlier version."""

    def __init__(self, where):
        self.where = where

    def at(self, version, *rows):
        with contextlib.closing(sqlite3.connect(self.where)) as db:
            for number in range(version):
                for statement in migrations.statements(number, migrations.SQLITE):
                    db.execute(statement)
            for row in rows:
                db.execute("INSERT INTO session VALUES (?, ?, ?, ?)", row)
            db.execute(f"PRAGMA user_version = {version}")
            db.commit()

    def read(self, statement):
        with contextlib.closing(sqlite3.connect(self.where)) as db:
            return db.execute(statement).fetchall()

    def write(self, statement):
        with contextlib.closing(sqlite3.connect(self.where)) as db:
            db.execute(statement.replace("''", "x''"))
            db.commit()

    def version(self):
        return self.read("PRAGMA user_version")[0][0]

    def open(self):
        return SqliteFile(self.where)


class Pg:
    """A database of an earlier version."""

    def __init__(self, where):
        self.where = where

    def at(self, version, *rows):
        with psycopg.connect(self.where) as db:
            for number in range(min(version, NEWEST)):
                for statement in migrations.statements(number, migrations.POSTGRES):
                    db.execute(statement)
            db.cursor().executemany("INSERT INTO session VALUES (%s, %s, %s, %s)", rows)
            db.execute("CREATE TABLE schema_version (number BIGINT NOT NULL)")
            db.execute("INSERT INTO schema_version VALUES (%s)", (version,))

    def read(self, statement):
        with psycopg.connect(self.where) as db:
            return db.execute(statement).fetchall()

    def write(self, statement):
        with psycopg.connect(self.where) as db:
            db.execute(statement)

    def version(self):
        return self.read("SELECT number FROM schema_version")[0][0]

    def open(self):
        return Postgres(self.where)


@pytest.fixture(params=["sqlite", "postgres"])
def old(request, tmp_path):
    if request.param == "sqlite":
        return Sqlite(str(tmp_path / "tango.db"))
    return Pg(request.getfixturevalue("database_url"))


@pytest.fixture
def session(dialogue):
    """A draft as bytes, as they have been written since the first version."""
    nothing = (0,) * len(dialogue.questions)
    draft = Session(
        dialogue=dialogue.digest,
        language="en",
        length=Length.QUICK,
        stage=Stage.ASKING,
        sheet=nothing,
        focus=0,
        trail=(),
    )
    return Codec(dialogue).encode(draft)


def opened_and_closed(old):
    with contextlib.closing(old.open()):
        pass


def test_an_empty_store_gets_the_newest_schema(old):
    opened_and_closed(old)

    assert old.version() == NEWEST
    assert old.read("SELECT count(*) FROM outbox") == [(0,)]


def test_a_store_of_the_newest_schema_is_opened_as_it_is(old):
    opened_and_closed(old)

    opened_and_closed(old)

    assert old.version() == NEWEST


def test_sessions_of_the_first_version_stay_and_know_the_content_they_were_answered_under(
    old, session, dialogue
):
    old.at(1, ("a", session, 0, "2026-01-01T00:00:00Z"), ("b", session + b"\n{}", 1, "2026-01-02T00:00:00Z"))

    opened_and_closed(old)

    kept = old.read(
        "SELECT id, state, finished, changed, conversation, person, digest, version FROM session ORDER BY id"
    )
    assert [(row[0], bytes(row[1]), *row[2:]) for row in kept] == [
        ("a", session, 0, "2026-01-01T00:00:00Z", "", "", dialogue.digest, 1),
        ("b", session + b"\n{}", 1, "2026-01-02T00:00:00Z", "", "", dialogue.digest, 1),
    ]


RUNTIME_ROWS = (
    "INSERT INTO session VALUES ('a', '', 1, '2026', 'ada', 'p', 'sha256:abc', 3, '2027')",
    "INSERT INTO inbox VALUES ('telegram:1', 7, 0, 5, 'update', 'ada', 'p', '', NULL)",
    "INSERT INTO address VALUES ('ada', 'p', '1', 0, 0)",
)


def test_all_of_the_second_version_stays_and_workshops_can_be_held(old):
    old.at(2)
    for statement in RUNTIME_ROWS:
        old.write(statement)

    opened_and_closed(old)

    assert old.version() == NEWEST
    assert [row[4:] for row in old.read("SELECT * FROM session")] == [("ada", "p", "sha256:abc", 3, "2027")]
    assert old.read("SELECT update_id, state, conversation FROM inbox") == [(7, 0, "ada")]
    assert old.read("SELECT place FROM address") == [("1",)]
    assert [old.read(f"SELECT count(*) FROM {table}") for table in ("workshop", "seat")] == [[(0,)], [(0,)]]


def test_the_steps_that_were_released_are_as_they_were():
    """A store that has taken them never takes them again."""
    taken = [sha256(repr(step).encode()).hexdigest()[:12] for step in migrations.MIGRATIONS]

    assert taken[:2] == ["db844e5fbeaa", "13d2f0ecf089"]


def test_the_first_version_without_sessions_gets_the_newest_schema(old):
    old.at(1)

    opened_and_closed(old)

    assert old.version() == NEWEST


def test_a_newer_schema_is_refused_and_left_as_it_was(old, session):
    old.at(1, ("a", session, 0, "2026-01-01T00:00:00Z"))
    newer(old)

    with pytest.raises(
        StoreError, match=rf"(were|was) written by a newer Tango \(schema {NEWEST + 1}\)\. Install the"
    ):
        old.open()

    assert old.version() == NEWEST + 1
    assert [bytes(state) for (state,) in old.read("SELECT state FROM session")] == [session]


def newer(old):
    match old:
        case Sqlite():
            old.read(f"PRAGMA user_version = {NEWEST + 1}")
        case Pg():
            with psycopg.connect(old.where) as db:
                db.execute("UPDATE schema_version SET number = %s", (NEWEST + 1,))


def test_a_migration_that_fails_in_the_middle_leaves_the_old_schema_with_its_data(old, session, monkeypatch):
    old.at(1, ("a", session, 0, "2026-01-01T00:00:00Z"))
    broken = ("CREATE TABLE extra (x {integer} NOT NULL)", "INSERT INTO nowhere VALUES (1)")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))

    with pytest.raises(StoreError, match="nowhere"):
        old.open()

    assert old.version() == 1
    assert [(row[0], bytes(row[1]), *row[2:]) for row in old.read("SELECT * FROM session")] == [
        ("a", session, 0, "2026-01-01T00:00:00Z")
    ]


def test_an_old_store_is_brought_up_to_date_after_a_migration_has_failed(old, session, monkeypatch):
    old.at(1, ("a", session, 0, "2026-01-01T00:00:00Z"))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ("INSERT INTO nowhere VALUES (1)",)))
        with pytest.raises(StoreError):
            old.open()

    opened_and_closed(old)

    assert old.version() == NEWEST


def make_old(old, version):
    """A store of that version; version 0 is none at all."""
    if version:
        old.at(version)


OPENER = """
import sys
from bot.store.postgres import Postgres
from bot.store.sqlite import SqliteFile
kind = Postgres if sys.argv[1].startswith(("postgres", "host", "user", "dbname")) else SqliteFile
print("ready", flush=True)
sys.stdin.readline()
kind(sys.argv[1]).close()
"""


def opened_at_once(where, processes):
    """Open the store in several processes at once; gives what they complain about."""
    with contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", OPENER, where],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _ in range(processes)
        ]
        for process in started:
            process.stdout.readline()
        for process in started:
            process.stdin.write("go\n")
            process.stdin.flush()
        return [complaint for process in started if (complaint := process.communicate(timeout=60)[1])]


@pytest.mark.parametrize("version", [0, 1, 2])
def test_processes_that_open_an_old_store_at_once_bring_it_up_to_date_once(old, version):
    make_old(old, version)

    assert opened_at_once(old.where, processes=3) == []
    assert old.version() == NEWEST
