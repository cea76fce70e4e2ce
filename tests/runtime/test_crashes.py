"""Workers are killed again and again, with a hundred items and more waiting: nothing is lost, doubled or mixed up."""

import asyncio
import contextlib
import os
import random
import sqlite3

import psycopg
import pytest
from platform_of_lines import Platform, end, start, until
from trail_worker import opened

pytestmark = pytest.mark.thorough

KILLS = int(os.environ.get("TANGO_TEST_KILLS", "50"))
CHATS = 40


def trails(url):
    """The numbers applied to each chat, as they stand in the store."""
    import asyncio

    async def read():
        store = opened(url, lambda topic: None)
        found = {}
        for chat in range(CHATS):
            for kept in await store.all(f"lines/{chat}"):
                found[str(chat)] = [int(number) for number in kept.state.split()]
        depth = await store.depth()
        store.close()
        return found, depth

    return asyncio.to_thread(asyncio.run, read())


def in_order(texts):
    """The messages without those that repeat the one just before."""
    return [text for text, before in zip(texts, [None, *texts], strict=False) if text != before]


def held(url, worker):
    """How many messages a worker had under way, as they stand in the store: at most one of a conversation."""
    query = f"SELECT count(*), count(DISTINCT conversation) FROM outbox WHERE owner = 'worker {worker.pid}'"
    connect = psycopg.connect if "://" in url else sqlite3.connect
    with contextlib.closing(connect(url)) as connection:
        messages, conversations = connection.execute(query).fetchone()
    assert messages == conversations
    return messages


async def kill_again_and_again(url, platform, workers):
    """Kill one of the workers at a random moment, start another, as often as wanted; then let them finish.

    Gives how many messages were under way at the kills, all together.
    """
    chance = random.Random(7)
    under_way = 0
    running = [await start(url, platform) for _ in range(workers)]
    for _ in range(KILLS):
        while len(platform.waiting) < 150:
            platform.says(chance.randrange(CHATS))
        platform.polls.clear()
        await asyncio.wait_for(platform.polls.wait(), 30)
        await asyncio.sleep(chance.uniform(0, 0.15))
        victim = running.pop(chance.randrange(len(running)))
        victim.kill()
        await victim.communicate()
        under_way += await asyncio.to_thread(held, url, victim)
        running.append(await start(url, platform))
    await until(lambda: platform.answered and not platform.waiting, 120)
    for worker in running:
        told, code = await end(worker)
        assert code == 0
        assert "Traceback" not in told
    return under_way


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, tmp_path):
    """Where the workers keep everything, and how many of them there are."""
    if request.param == "sqlite":
        return str(tmp_path / "tango.db"), 1
    return request.getfixturevalue("database_url"), 2


async def test_killed_fifty_times_every_update_is_applied_once_and_in_order(engine, record_property):
    url, workers = engine
    async with Platform(twice=0.1, one_each=workers > 1).open() as platform:
        under_way = await kill_again_and_again(url, platform, workers)

    found, depth = await trails(url)

    assert found == {chat: platform.of(chat) for chat in platform.chats}
    for chat in platform.chats:
        assert in_order(platform.sent[chat]) == [f"re:{number}" for number in platform.of(chat)]
    assert depth["inbox"] == depth["outbox"] == depth["set_aside"] == 0
    assert platform.repeats <= under_way
    told = f"{len(platform.updates)} updates, {under_way} messages under way, {platform.repeats} of them repeated"
    record_property("crashes", f"{workers} worker(s) killed {KILLS} times: {told}")
