"""A running bot is watched over HTTP."""

import asyncio
import contextlib
import json
import sys
import time
import urllib.error
import urllib.request
from collections import Counter

import pytest

from bot.channels.http import Site, application
from bot.model.errors import TangoError
from bot.model.post import Incoming
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.runtime import STILL, Runtime
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.store.thread import OwnThread


@pytest.fixture
def store(tmp_path):
    with contextlib.closing(Store(OwnThread(SqliteFile(str(tmp_path / "tango.db"))))) as store:
        yield store


@pytest.fixture
async def bot(store):
    """A runtime that serves its own site, and where it listens."""
    office = Office(store, lambda: time.time_ns() // 1_000_000, "worker 1", Counter())
    bell = Bell(poll=0.05)
    tasks = {}
    runtime = Runtime(office, tasks)
    site = Site(application(runtime.health, office.counters), "127.0.0.1", 0, bell)
    tasks["site"] = (site, bell)
    running = asyncio.create_task(runtime.run())
    await asyncio.sleep(0)
    yield runtime, office, bell, site.port
    runtime.stop()
    await running


async def get(port, path):
    """The status and the text of a page."""

    def read():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    return await asyncio.to_thread(read)


async def test_a_bot_whose_tasks_all_show_themselves_is_alive(bot):
    *_, port = bot

    assert await get(port, "/health") == (200, '{"alive":true}')


async def test_a_bot_with_a_task_that_hangs_is_not_alive_and_not_ready(bot):
    runtime, _, _, port = bot
    hung = Bell()
    hung.beat -= STILL
    runtime._tasks["hung"] = (None, hung)

    assert await get(port, "/health") == (503, '{"alive":false}')
    assert (await get(port, "/ready"))[0] == 503
    del runtime._tasks["hung"]


async def test_a_ready_bot_says_how_much_waits_and_for_how_long(bot, store):
    *_, port = bot
    long_ago = time.time_ns() // 1_000_000 - 90_000
    await store.receive([Incoming("t", 1, "c", "p", b"hello", long_ago)])

    status, text = await get(port, "/ready")

    found = json.loads(text)
    assert status == 200
    assert 90 <= found.pop("lag_seconds") < 100
    assert found == {"ready": True, "inbox": 1, "set_aside": 0, "outbox": 0, "parked": 0, "refused": 0}


async def test_a_bot_without_its_store_is_alive_but_not_ready(bot, store):
    *_, port = bot
    await store._run(lambda tx: tx.run("DROP TABLE inbox"))

    assert await get(port, "/health") == (200, '{"alive":true}')
    assert await get(port, "/ready") == (503, '{"ready":false,"lag_seconds":0.0}')


async def test_metrics_are_shown_in_the_format_of_prometheus(bot):
    _, office, _, port = bot
    office.counters[Event.DUPLICATE] += 3

    status, text = await get(port, "/metrics")

    assert status == 200
    assert "tango_updates_duplicate_total 3.0\n" in text
    assert "tango_inbox 0.0\n" in text
    assert "tango_lag_seconds 0.0\n" in text
    assert all(f"tango_{event}_total" in text for event in Event)


async def test_without_the_extra_metrics_say_what_to_install(bot, monkeypatch):
    *_, port = bot
    monkeypatch.setitem(sys.modules, "prometheus_client", None)

    assert await get(port, "/metrics") == (501, "pip install 'tango-coproduction[metrics]'\n")


async def test_a_port_that_is_taken_is_said(bot):
    *_, port = bot

    with pytest.raises(TangoError) as caught:
        Site(None, "127.0.0.1", port, None)

    assert str(caught.value) == (
        f"Nothing can listen on 127.0.0.1:{port}: Address already in use. Choose another port in TANGO_HTTP."
    )
