import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest

from bot.model.errors import StoreError
from bot.model.keeping import Kept
from bot.model.post import Done, Incoming
from bot.model.sending import Address, Claim, Fate, Limits, Outcome, Outgoing
from bot.store.inline import Inline
from bot.store.migrations import MIGRATIONS
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

DRAFT = Kept("a1", b"1|draft", finished=False, changed="2026-03-25T10:00:00Z")
RESULT = Kept("b2", b"1|result", finished=True, changed="2026-03-25T11:00:00Z")


def opened(path):
    return Store(Inline(SqliteFile(path)))


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "kept" / "tango.db")


@pytest.fixture
def store(path):
    with contextlib.closing(opened(path)) as store:
        yield store


async def test_erased_words_are_in_none_of_the_files(store, path):
    name, secret = "the-id-nobody-may-find", b"the-words-nobody-may-find"
    long = await store.save(Kept(name, b"1|" + secret * 400, finished=False, changed=DRAFT.changed))
    await store.save(replace(long, state=b"1|" + secret))
    await store.save(RESULT)
    assert secret in bytes_of(path)

    await store.erase(name)

    assert secret not in bytes_of(path)
    assert name.encode() not in bytes_of(path)


async def test_erased_words_are_gone_while_a_second_program_has_the_file_open(store, path):
    secret = b"the-words-nobody-may-find"
    await store.save(Kept("a1", secret, finished=False, changed=DRAFT.changed))

    with contextlib.closing(opened(path)) as second:
        await second.load("a1")
        await store.erase("a1")

        assert secret not in bytes_of(path)


async def test_two_connections_see_each_others_saves(store, path):
    with contextlib.closing(opened(path)) as second:
        await store.save(DRAFT)
        await second.save(RESULT)

        assert [one.id for one in await store.all()] == ["b2", "a1"]
        assert await second.all() == await store.all()


async def test_what_was_saved_is_there_when_the_file_is_opened_again(path):
    with contextlib.closing(opened(path)) as store:
        await store.save(DRAFT)

    with contextlib.closing(opened(path)) as again:
        assert (await again.load("a1")).state == DRAFT.state


async def test_only_the_owner_can_read_the_files(store, path):
    await store.save(DRAFT)

    modes = {os.stat(path + ending).st_mode & 0o777 for ending in ("", "-wal", "-shm")}

    assert modes == {0o600}
    assert os.stat(os.path.dirname(path)).st_mode & 0o777 == 0o700


async def test_a_bare_file_name_is_a_file_in_this_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with contextlib.closing(opened("here.db")) as store:
        await store.save(DRAFT)

    assert (tmp_path / "here.db").is_file()


def test_a_store_of_a_newer_schema_is_refused_with_what_to_do(path, store):
    newer = len(MIGRATIONS) + 1
    run(path, f"PRAGMA user_version = {newer}")

    with pytest.raises(StoreError) as caught:
        SqliteFile(path)

    assert str(caught.value) == (
        f"The drafts in {path} were written by a newer Tango (schema {newer}). "
        "Install the newer Tango, or name another file in TANGO_DATABASE."
    )


def test_a_migration_that_somebody_else_made_meanwhile_is_not_made_twice(path, store, monkeypatch):
    run(path, "PRAGMA user_version = 0")
    monkeypatch.setattr(sqlite3, "connect", meanwhile(path, sqlite3.connect))

    with contextlib.closing(opened(path)) as second:
        assert second._run._database._db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreError) as caught:
        SqliteFile(str(tmp_path))

    assert str(caught.value) == (
        f"{tmp_path} cannot be used: [Errno 21] Is a directory: '{tmp_path}'. "
        "Set TANGO_DATABASE to a file that you may write."
    )


def test_a_path_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("x")
    path = str(tmp_path / "file" / "tango.db")

    with pytest.raises(StoreError) as caught:
        SqliteFile(path)

    assert str(caught.value).startswith(f"{path} cannot be used: ")
    assert str(caught.value).endswith(" Set TANGO_DATABASE to a file that you may write.")


def test_a_file_that_is_no_database_stays_as_it_is(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 100)

    with pytest.raises(StoreError) as caught:
        SqliteFile(str(path))

    assert str(caught.value) == (
        f"{path} cannot be used: file is not a database. "
        "The file is left as it is. Name another in TANGO_DATABASE, or bring back a backup of it."
    )
    assert path.read_text() == "Dear reader, " * 100


async def test_a_store_whose_table_is_gone_says_so(store, path):
    run(path, "DROP TABLE session")

    with pytest.raises(StoreError, match="no such table: session"):
        await store.save(DRAFT)


WRITER = textwrap.dedent("""
    import sys
    from bot.model.keeping import Kept
    from bot.store.inline import Inline
    from bot.store.sqlite import SqliteFile
    from bot.store.store import Store

    store = Store(Inline(SqliteFile(sys.argv[1])))
    number = 0
    while True:
        number += 1
        save = store.save(Kept(f"n{number}", b"x" * 2000, False, "2026-03-25T10:00:00Z"))
        try:
            save.send(None)
        except StopIteration:
            print(number, flush=True)
""")


async def test_every_acknowledged_save_survives_a_kill(path):
    acknowledged = kill_after(path, acknowledgements=60)

    with contextlib.closing(opened(path)) as store:
        kept = {one.id for one in await store.all()}

    assert kept >= {f"n{number}" for number in range(1, acknowledged + 1)}
    assert len(kept) <= acknowledged + 1


def kill_after(path, acknowledgements):
    """Kill a writing process with SIGKILL in its course; gives the last save that it had acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True) as writer:
        last = 0
        while last < acknowledgements:
            last = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
    return int(rest[-1]) if rest else last


def bytes_of(path):
    """All that is on the disk: the database, its log and its index."""
    found = b""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError), open(path + ending, "rb") as file:
            found += file.read()
    return found


def run(path, statement):
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


def meanwhile(path, connect):
    """A connection before whose first lock another program brings the store to the newest schema."""

    class Connection(sqlite3.Connection):
        def execute(self, statement, *values):
            if statement == "BEGIN IMMEDIATE":
                with contextlib.closing(connect(path)) as other:
                    other.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            return super().execute(statement, *values)

    return lambda *given, **named: connect(*given, **named, factory=Connection)


async def test_pages_that_another_reader_holds_are_not_called_erased(tmp_path):
    path = str(tmp_path / "tango.db")
    store = opened(path)
    await store.save(Kept("one", b"secret", finished=False, changed="2026-03-25T10:00:00Z"))
    store._run._database._db.execute("PRAGMA busy_timeout=1")
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM session").fetchall()

    with pytest.raises(StoreError, match="another Tango"):
        await store.erase("one")

    reader.close()
    store.close()


async def test_after_the_goodbye_is_sent_no_byte_of_a_chat_is_left_while_the_store_stays_open(store, path):
    place, name = "5512345678", "the-pseudonym-nobody-may-find"
    item = Incoming("t", 1, name, name, b"the words", 1, address=Address(place))
    await store.receive([item])
    await store.answer(Goodbye())
    held = await store.claim(Claim(owner="me", now=1, lease=9, count=9, limits=Limits()))
    assert place.encode() in bytes_of(path)

    await store.settle("me", [Outcome(held.messages[0], Fate.SENT, reference="17")])

    assert place.encode() not in bytes_of(path)
    assert name.encode() not in bytes_of(path)
    assert b"farewell" not in bytes_of(path)


class Goodbye:
    """Forgets whoever writes, and says so."""

    def __call__(self, work):
        return Done(forget=True, send=(Outgoing(b"farewell"),))

    def sorry(self, item):
        return ()
