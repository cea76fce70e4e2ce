"""Many tasks share one SQLite file through a thread of its own."""

import asyncio
import contextlib
import subprocess
import sys
import threading

import pytest

from bot.model.errors import StoreError
from bot.model.keeping import Kept
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.store.thread import TOGETHER, OwnThread

CHANGED = "2026-03-25T10:00:00Z"


def kept(name):
    return Kept(name, b"", finished=False, changed=CHANGED)


@pytest.fixture
def run(tmp_path):
    with contextlib.closing(OwnThread(SqliteFile(str(tmp_path / "tango.db")))) as run:
        yield run


def boom(tx):
    tx.run("DELETE FROM session")
    raise ValueError("mine")


def hold(tx, begun, go_on):
    begun.set()
    go_on.wait(20)


async def together(run, *operations):
    """Run operations that wait together, behind one that holds them up until all of them wait."""
    begun, go_on = threading.Event(), threading.Event()
    first = asyncio.create_task(run(hold, begun, go_on))
    await asyncio.to_thread(begun.wait, 20)
    rest = [asyncio.ensure_future(operation) for operation in operations]
    await asyncio.sleep(0)
    go_on.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_operations_run_in_the_order_in_which_they_came(run):
    done = []

    await together(run, *(run(lambda _, n=n: done.append(n)) for n in range(2 * TOGETHER)))

    assert done == list(range(2 * TOGETHER))


async def test_a_failure_among_operations_that_wait_together_is_only_its_own(run):
    store = Store(run)

    one, failed, two = await together(run, store.save(kept("a")), run(boom), store.save(kept("b")))

    assert (one.version, str(failed), two.version) == (1, "mine", 1)
    assert {session.id for session in await store.all()} == {"a", "b"}


async def test_a_purge_comes_after_the_operations_before_it_and_before_those_after(run):
    store = Store(run)

    given = await together(run, store.save(kept("a")), run.purge(), store.save(kept("b")), run.purge())

    assert [one for one in given if isinstance(one, Exception)] == []
    assert len(await store.all()) == 2


async def test_a_purge_that_fails_tells_whoever_asked(run, tmp_path):
    store = Store(run)
    await store.save(kept("a"))
    await run(lambda tx: tx._db.execute("PRAGMA busy_timeout=1") and None)
    reader = await asyncio.to_thread(SqliteFile, str(tmp_path / "tango.db"))
    with contextlib.closing(reader):
        reader._db.execute("BEGIN")
        reader._db.execute("SELECT * FROM session").fetchall()

        with pytest.raises(StoreError, match="another Tango"):
            await store.erase("a")


async def test_what_was_asked_before_the_end_is_done_before_the_end(tmp_path):
    path = str(tmp_path / "tango.db")
    run = OwnThread(SqliteFile(path))
    begun, go_on = threading.Event(), threading.Event()
    first = asyncio.create_task(run(hold, begun, go_on))
    await asyncio.to_thread(begun.wait, 20)
    last = asyncio.create_task(Store(run).save(kept("a")))
    await asyncio.sleep(0)

    go_on.set()
    run.close()

    await first
    assert (await last).version == 1


async def test_after_the_end_nothing_is_taken_in_and_nobody_waits_for_ever(tmp_path):
    run = OwnThread(SqliteFile(str(tmp_path / "tango.db")))
    run.close()

    with pytest.raises(StoreError) as caught:
        await Store(run).save(kept("a"))

    assert str(caught.value) == "The store is closed. Start Tango again."
    run.close()


async def test_whoever_has_left_meanwhile_is_not_waited_for(run):
    begun, go_on = threading.Event(), threading.Event()
    first = asyncio.create_task(run(hold, begun, go_on))
    await asyncio.to_thread(begun.wait, 20)

    first.cancel()
    go_on.set()

    with pytest.raises(asyncio.CancelledError):
        await first
    assert await run(lambda _: "next") == "next"


def test_an_answer_to_a_loop_that_has_ended_hurts_nobody(tmp_path):
    run = OwnThread(SqliteFile(str(tmp_path / "tango.db")))
    begun, go_on = threading.Event(), threading.Event()

    async def leave():
        asyncio.get_running_loop().call_later(0, lambda: None)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(run(hold, begun, go_on), 0.01)

    asyncio.run(leave())
    go_on.set()

    assert asyncio.run(run(lambda _: "next")) == "next"
    run.close()


async def test_what_is_committed_stays_though_nobody_can_be_told(tmp_path):
    """A loop that was closed cannot be woken; the operations must not run a second time for it."""
    done = []

    def refuse(_):
        raise RuntimeError("Event loop is closed")

    def note(tx):
        done.append(1)
        tx.notify("inbox")

    with contextlib.closing(OwnThread(SqliteFile(str(tmp_path / "tango.db"), refuse))) as run:
        await run(note)

    assert done == [1]


async def test_topics_are_told_once_they_are_committed_and_not_after_a_failure(tmp_path):
    heard = []

    def fail(tx):
        tx.notify("outbox")
        raise ValueError

    with contextlib.closing(OwnThread(SqliteFile(str(tmp_path / "tango.db"), heard.append))) as run:
        with pytest.raises(ValueError, match=r"^$"):
            await run(fail)
        await run(lambda tx: tx.notify("inbox"))

    assert heard == ["inbox"]


def test_no_thread_stays_after_the_end(tmp_path):
    before = set(threading.enumerate())

    OwnThread(SqliteFile(str(tmp_path / "tango.db"))).close()

    assert set(threading.enumerate()) == before


FORGETS = """
import asyncio, sys
from bot.store.sqlite import SqliteFile
from bot.store.thread import OwnThread
run = OwnThread(SqliteFile(sys.argv[1]))
print(asyncio.run(run(lambda tx: tx.rows("SELECT 7"))))
"""


def test_a_process_that_forgets_to_close_its_store_still_ends(tmp_path):
    """The thread is a daemon: a library whose thread is none has left processes hanging."""
    done = subprocess.run(
        [sys.executable, "-c", FORGETS, str(tmp_path / "tango.db")],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("[(7,)]\n", "")
