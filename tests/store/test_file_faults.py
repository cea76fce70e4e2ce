"""What the disk does to a SQLite file: a clear message, and what was kept before is still there."""

import asyncio
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from bot.model.errors import StoreError
from bot.model.keeping import Kept
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

CHANGED = "2026-03-25T10:00:00Z"
PAGE = 4096
DAMAGED = (
    "database disk image is malformed."
    " The file is damaged. Move it away, then bring back a backup: tango data restore FILE"
)
NO_DATABASE = "file is not a database. The file is left as it is. Name another in TANGO_DATABASE, or bring back a backup of it."
MOUNT = 'cp -a "$2" "$2.before"; mount -t tmpfs -o "size=$1,mode=700" tmpfs "$2"; cp -a "$2.before/." "$2/";'


def kept(name, size=2000):
    return Kept(name, b"x" * size, finished=False, changed=CHANGED)


async def filled(path, sessions=60):
    """A store with sessions in it, closed again."""
    with contextlib.closing(Store(Inline(SqliteFile(path)))) as store:
        for number in range(sessions):
            await store.save(kept(f"n{number:02}"))


async def all_read(path):
    """Read every session, one by one and together; gives what the store complains of."""
    complaints = []
    try:
        with contextlib.closing(Store(Inline(SqliteFile(path)))) as store:
            for number in range(60):
                await store.load(f"n{number:02}")
            await store.all()
    except StoreError as error:
        complaints.append(str(error))
    return complaints


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "tango.db")


def overwritten(path, first, last, what=None):
    with open(path, "r+b") as file:
        file.seek(first)
        file.write(what or b"\xa5" * (last - first))


async def test_a_file_that_is_damaged_in_its_middle_is_told_with_what_to_do_and_left_as_it_is(path):
    await filled(path)
    size = len(contents(path))
    overwritten(path, size // 3, 2 * size // 3)
    before = contents(path)

    complaints = await all_read(path)

    assert complaints == [f"{path} cannot be used: {DAMAGED}"]
    assert contents(path) == before


def test_damage_that_sqlite_tells_in_damaged_words_is_told_in_ours(path):
    with contextlib.closing(SqliteFile(path)) as file:
        file.vacuum()
    text = contents(path)
    name, statement = text.index(b"tablebucketbucket"), text.index(b"CREATE TABLE bucket")
    overwritten(path, name + 5, name + 17, b"\xff" * 12)
    overwritten(path, statement + 13, statement + 19, b"\xff\xfe\xfd)(,")

    with pytest.raises(StoreError) as caught:
        SqliteFile(path)

    assert "The file is damaged." in str(caught.value)


async def test_a_file_that_was_cut_off_is_told_with_what_to_do(path):
    await filled(path)
    os.truncate(path, len(contents(path)) // 2 // PAGE * PAGE)

    complaints = await all_read(path)

    assert complaints == [f"{path} cannot be used: {DAMAGED}"]


async def test_a_file_whose_head_is_damaged_is_no_database_and_stays_as_it_is(path):
    await filled(path)
    overwritten(path, 0, 16)
    before = contents(path)

    complaints = await all_read(path)

    assert complaints == [f"{path} cannot be used: {NO_DATABASE}"]
    assert contents(path) == before


def test_an_empty_file_becomes_a_store(path):
    pathlib.Path(path).touch()

    with contextlib.closing(SqliteFile(path)) as database, database.transaction() as tx:
        assert tx.rows("SELECT * FROM session") == []


def test_a_file_that_another_program_holds_while_it_is_opened_first_is_told(path, monkeypatch):
    monkeypatch.setattr("bot.store.sqlite.PATIENCE", 1)
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreError, match="Another program has been writing it for long"):
            SqliteFile(path)


def test_a_file_that_another_program_opens_first_at_the_same_moment_is_waited_for(path, monkeypatch):
    """SQLite then says at once that the file is locked, however long it is told to wait."""
    connect = sqlite3.connect
    with contextlib.closing(connect(path)) as other:

        class Connection(sqlite3.Connection):
            def execute(self, statement, *values):
                if "journal_mode" in statement and not other.in_transaction:
                    super().execute("PRAGMA busy_timeout = 0")
                    other.execute("BEGIN EXCLUSIVE")
                elif "journal_mode" in statement:
                    other.rollback()
                return super().execute(statement, *values)

        monkeypatch.setattr(
            sqlite3, "connect", lambda *given, **named: connect(*given, **named, factory=Connection)
        )
        SqliteFile(path).close()

    assert pathlib.Path(path).stat().st_size > 0


def test_a_transaction_that_sqlite_has_ended_itself_is_told_as_what_ended_it(path):
    with contextlib.closing(SqliteFile(path)) as database:
        with pytest.raises(StoreError, match="database or disk is full"):
            end_with(database, full())

        with database.transaction() as tx:
            assert tx.rows("SELECT * FROM session") == []


def end_with(database, error):
    """A transaction that SQLite rolls back of its own accord, as it may when the disk is full."""
    with database.transaction() as tx:
        tx.run("ROLLBACK")
        raise error


def full():
    """The error of a disk that is full."""
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA max_page_count = 1")
        try:
            db.execute("CREATE TABLE t (x)")
        except sqlite3.Error as error:
            return error
    raise AssertionError


@pytest.mark.parametrize("place", range(0, 40 * PAGE, PAGE + 97))
async def test_single_bytes_that_flip_never_end_in_anything_but_a_message_of_ours(path, place):
    await filled(path, sessions=30)
    flipped = bytes(byte ^ 0xFF for byte in contents(path)[place : place + 8])
    overwritten(path, place, place + 8, flipped)

    complaints = await all_read(path)

    assert [one for one in complaints if not one.startswith(f"{path} cannot be used: ")] == []


def contents(path):
    with open(path, "rb") as file:
        return file.read()


WRITES = textwrap.dedent("""
    import sys
    from bot.model.errors import StoreError
    from bot.model.keeping import Kept
    from bot.store.inline import Inline
    from bot.store.sqlite import SqliteFile
    from bot.store.store import Store

    def now(coroutine):
        try:
            coroutine.send(None)
        except StopIteration as done:
            return done.value

    saved = 0
    try:
        store = Store(Inline(SqliteFile(sys.argv[1])))
        for number in range(int(sys.argv[2])):
            now(store.save(Kept(f"more{number}", b"y" * 20000, False, "2026-03-26T10:00:00Z")))
            saved += 1
    except StoreError as error:
        print(saved, error)
        if saved:
            print(len(now(store.all())), "are there")
""")

ROOT = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("unshare"),
    reason="only root on Linux can mount a file system of its own",
)


def in_a_small_disk(folder, *values, size="600k", then=""):
    """Write in a process whose `folder` is a file system of that size; gives what it says."""
    script = f'{MOUNT} {then} shift 2; "$@"'
    done = subprocess.run(
        [
            "unshare",
            "-m",
            "sh",
            "-ec",
            script,
            "sh",
            size,
            str(folder),
            sys.executable,
            "-c",
            WRITES,
            *values,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@ROOT
async def test_a_full_disk_is_told_and_what_was_kept_before_is_still_there(tmp_path):
    folder = tmp_path / "disk"
    path = str(folder / "tango.db")
    await filled(path, sessions=3)

    told, there = in_a_small_disk(folder, path, "100").splitlines()

    saved, _, message = told.partition(" ")
    assert message == (
        f"{path} cannot be used: database or disk is full."
        " The disk is full. What was kept before is safe. Make room on it, and go on."
    )
    assert there == f"{3 + int(saved)} are there"
    assert int(saved) > 0


@ROOT
async def test_a_read_only_file_system_is_told_and_the_file_is_left_as_it_was(tmp_path):
    folder = tmp_path / "disk"
    path = str(folder / "tango.db")
    await filled(path, sessions=3)

    told = in_a_small_disk(folder, path, "1", then='mount -o remount,ro "$2";')

    assert told == (
        f"0 {path} cannot be used: [Errno 30] Read-only file system: '{path}'."
        " Set TANGO_DATABASE to a file that you may write.\n"
    )


LIMITED = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"


async def test_a_file_that_may_not_grow_is_told_and_what_was_kept_before_is_still_there(path):
    """Without root: the process may write no file beyond a size."""
    await filled(path, sessions=3)
    limit = f"{LIMITED}resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"

    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", limit + WRITES, path, "100"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    told, there = done.stdout.splitlines()
    saved = int(told.split()[0])
    assert f" {path} cannot be used: " in told
    assert told.endswith(
        " The disk may be full or failing. What was kept before is safe. Make room on it, or go on on another disk."
    )
    assert there == f"{3 + saved} are there"
    with contextlib.closing(Store(Inline(SqliteFile(path)))) as store:
        assert len(await store.all()) == 3 + saved


async def test_a_file_that_another_program_writes_for_long_is_told(path, monkeypatch):
    monkeypatch.setattr("bot.store.sqlite.PATIENCE", 1)
    with (
        contextlib.closing(Store(Inline(SqliteFile(path)))) as store,
        contextlib.closing(sqlite3.connect(path)) as db,
    ):
        db.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreError) as caught:
            await store.save(kept("a"))

    assert str(caught.value) == (
        f"{path} cannot be used: database is locked."
        " Another program has been writing it for long. Try again when that is done."
    )


def test_a_store_that_cannot_be_opened_leaves_no_file_open(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreError):
        SqliteFile(path)

    assert [name for name in open_files() if name.startswith(path)] == []


def open_files():
    """The files that this process has open."""
    names = []
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):
            names.append(os.readlink(f"/proc/self/fd/{number}"))
    return names
