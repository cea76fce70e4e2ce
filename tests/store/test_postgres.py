"""One PostgreSQL under a running store: refused, stopped, started, listened to, and let go of."""

import asyncio
import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pytest
from databases import own_server
from posts import Diary, answered, diary, sent, update

from bot.model.errors import StoreError
from bot.store import postgres
from bot.store.postgres import Hands, Postgres
from bot.store.store import Store

TOPICS = ["inbox", "outbox", "timer"]
UNUSABLE = (
    r"^The database cannot be used: .+\. Nothing that was kept is lost\. See that PostgreSQL runs, and that "
)


@pytest.fixture(scope="module")
def own():
    """A server that only these tests have."""
    with own_server() as server:
        yield server


def heard(notes, count):
    return sorted(notes.get(timeout=20) for _ in range(count))


async def test_a_store_works_again_after_its_server_was_stopped_and_started(own, monkeypatch):
    monkeypatch.setattr(postgres, "PATIENCE", 0.3)
    notes = queue.SimpleQueue()
    with own.database() as url, contextlib.closing(Store(Hands(Postgres(url, notes.put)))) as store:
        assert heard(notes, 3) == TOPICS  # it listens now
        await store.receive([update(1)])
        assert heard(notes, 1) == ["inbox"]

        own.stop()
        with pytest.raises(StoreError, match=UNUSABLE):
            await store.receive([update(2)])
        with pytest.raises(StoreError, match=UNUSABLE):
            await store.receive([update(2)])
        own.start()

        assert heard(notes, 3) == TOPICS
        await store.receive([update(2)])
        await answered(store)
        assert await diary(store) == [1, 2]
        assert await sent(store) == ["ada 1", "ada 2"]
        assert "outbox" in heard(notes, 2)


async def test_a_connection_that_ends_in_a_transaction_is_told_and_leaves_nothing(database_url):
    with contextlib.closing(Store(Hands(Postgres(database_url)))) as store:

        def end(tx):
            tx.run("INSERT INTO bucket VALUES ('x', 1, 1)")
            tx.run("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(StoreError, match=UNUSABLE):
            await store._run(end)

        assert await store._run(lambda tx: tx.rows("SELECT * FROM bucket")) == []


def test_a_server_that_does_not_run_is_told_at_once(tmp_path):
    with pytest.raises(StoreError, match=UNUSABLE):
        Postgres(f"postgresql://?host={tmp_path}&dbname=tango")


@pytest.mark.parametrize("url", ["postgresql//me:secret@host/db", "postgres://me:sec%zzret@host/db"])
def test_an_address_that_is_none_is_not_told_with_its_password(url):
    with pytest.raises(StoreError) as caught:
        Postgres(url)

    assert str(caught.value) == (
        "The URL in TANGO_DATABASE cannot be read. Write it as postgresql://name:password@host/database,"
        " with %40 for an @ in the password."
    )
    assert caught.value.__cause__ is None


def test_a_pool_that_cannot_be_filled_leaves_nothing_open(database_url, monkeypatch):
    before = set(threading.enumerate())
    monkeypatch.setattr(postgres, "PATIENCE", 0.3)
    monkeypatch.setattr(postgres, "IDLE", "no time")

    with pytest.raises(StoreError, match=UNUSABLE):
        Postgres(database_url)

    assert set(threading.enumerate()) == before


def test_what_one_worker_makes_known_another_hears_once_it_is_committed(database_url):
    notes = queue.SimpleQueue()
    with (
        contextlib.closing(Postgres(database_url, notes.put)),
        contextlib.closing(Postgres(database_url)) as other,
    ):
        assert heard(notes, 3) == TOPICS
        with contextlib.suppress(ValueError), other.transaction() as tx:
            tx.notify("rolled back")
            raise ValueError
        with other.transaction() as tx:
            tx.notify("inbox")

        assert heard(notes, 1) == ["inbox"]


def test_a_listener_whose_loop_has_ended_goes_on(database_url):
    told = queue.SimpleQueue()

    def refuse(topic):
        told.put(topic)
        raise RuntimeError("Event loop is closed")

    with contextlib.closing(Postgres(database_url, refuse)):
        assert heard(told, 3) == TOPICS


def test_the_operations_do_not_depend_on_the_servers_own_settings(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")

    with contextlib.closing(Postgres(database_url)) as database, database.transaction() as tx:
        assert tx.rows("SHOW transaction_isolation") == [("read committed",)]
        assert tx.rows("SHOW idle_in_transaction_session_timeout") == [("15s",)]


def test_erasures_do_not_wait_for_each_other(database_url):
    with contextlib.closing(Postgres(database_url)) as database, psycopg.connect(database_url) as other:
        other.execute("LOCK TABLE session IN SHARE UPDATE EXCLUSIVE MODE")

        database.purge()


async def test_an_erased_session_is_taken_out_of_its_table(database_url):
    with contextlib.closing(Store(Hands(Postgres(database_url)))) as store:
        await store.receive([update(1)])
        await answered(store)

        await store.erase("diary of ada")

        assert await store.all("ada") == []


async def test_after_the_end_nothing_is_taken_in(database_url):
    store = Store(Hands(Postgres(database_url)))
    store.close()

    with pytest.raises(StoreError) as caught:
        await store.receive([update(1)])

    assert str(caught.value) == "The store is closed. Start Tango again."


async def test_what_was_asked_before_the_end_is_done_before_the_end(database_url):
    store = Store(Hands(Postgres(database_url)))
    last = asyncio.create_task(store.receive([update(1)]))
    await asyncio.sleep(0)

    store.close()

    assert await last == 1


def test_no_thread_and_no_connection_stays_after_the_end(database_url):
    before = set(threading.enumerate())
    store = Store(Hands(Postgres(database_url, lambda _: None)))
    asyncio.run(answered(store, Diary()))

    store.close()

    assert set(threading.enumerate()) == before
    assert connections(database_url, until=0) == 0


def connections(url, until):
    """How many others are connected; the server takes a moment to see that one has gone."""
    statement = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(100):
            (count,) = connection.execute(statement, (connection.info.dbname,)).fetchone()
            if count == until:
                break
            time.sleep(0.02)
    return count


FORGETS = """
import asyncio, sys
from bot.store.postgres import Hands, Postgres
run = Hands(Postgres(sys.argv[1], lambda topic: None))
print(asyncio.run(run(lambda tx: tx.rows("SELECT 7"))))
"""


def test_a_process_that_forgets_to_close_its_store_still_ends(database_url):
    done = subprocess.run(
        [sys.executable, "-c", FORGETS, database_url], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout == "[(7,)]\n"


async def test_a_server_that_does_not_answer_is_not_waited_for_at_a_stop(database_url):
    """Its process is stopped in the middle of a statement, as by a machine that hangs."""
    hands = Hands(Postgres(database_url))
    stopped = []

    def hangs(tx):
        ((pid,),) = tx.rows("SELECT pg_backend_pid()")
        os.kill(pid, signal.SIGSTOP)
        stopped.append(pid)
        tx.rows("SELECT 1")

    waiting = asyncio.ensure_future(hands(hangs))
    async with asyncio.timeout(10):
        while not stopped:  # noqa: ASYNC110 - the other thread has no bell
            await asyncio.sleep(0.01)
    try:
        async with asyncio.timeout(10):
            await asyncio.to_thread(hands.close)
            with pytest.raises(StoreError):
                await waiting
    finally:
        os.kill(stopped[0], signal.SIGCONT)
