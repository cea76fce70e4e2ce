"""What goes wrong around a worker: it goes on, tells no secrets, and loses nothing."""

import asyncio
import json
import os
import resource
import signal

import pytest
from databases import own_server
from platform_of_lines import Platform, end, start, until
from test_crashes import in_order, trails

pytestmark = pytest.mark.thorough


@pytest.fixture
async def platform():
    async with Platform().open() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """Where the workers keep everything."""
    return (
        str(tmp_path / "tango.db") if request.param == "sqlite" else request.getfixturevalue("database_url")
    )


async def finish(*workers):
    """Stop the workers; gives the lines of their journals."""
    lines = []
    for worker in workers:
        told, code = await end(worker)
        assert code == 0
        lines += [json.loads(line) for line in told.splitlines()]
    return lines


async def told(worker, error):
    """Wait until a worker writes into its journal that this error has happened."""
    while json.loads(await worker.stderr.readline()).get("error") != error:
        pass


async def test_a_worker_that_is_told_to_stop_finishes_what_it_is_at(url, platform):
    for number in range(200):
        platform.says(number % 20)
    worker = await start(url, platform)
    await until(lambda: platform.sent)

    lines = await finish(worker)

    assert lines[0]["event"] == "started"
    assert lines[-1] == {**lines[-1], "event": "stopped", "left": ""}
    second = await start(url, platform)
    await until(lambda: platform.answered)
    await finish(second)
    assert platform.repeats == 0
    found, _ = await trails(url)
    assert found == {chat: platform.of(chat) for chat in platform.chats}


async def test_an_item_that_cannot_be_answered_is_set_aside_and_the_rest_go_on(url, platform):
    platform.says("a")
    platform.says("a", "poison")
    platform.says("a")
    platform.says("b")
    worker = await start(url, platform)
    await until(lambda: platform.answered)

    lines = await finish(worker)

    assert platform.sent == {"a": ["re:1", "sorry:2", "re:3"], "b": ["re:4"]}
    (told,) = [line for line in lines if line["event"] == "item set aside"]
    assert told["reason"].startswith("ValueError in ")
    assert "poison" not in json.dumps(lines)


async def test_a_message_of_a_megabyte_is_taken_in_without_its_words(url, platform):
    platform.says("a", "x" * 120)
    worker = await start(url, platform)
    await until(lambda: platform.answered)

    await finish(worker)

    assert platform.sent == {"a": ["re:1"]}


async def test_updates_out_of_order_are_each_applied_once(url, platform):
    for number in (5, 3, 900, 1, 4):
        platform.says("a", number=number)
    worker = await start(url, platform)
    await until(lambda: platform.answered)
    platform.says("a", number=2)
    await until(lambda: platform.answered)

    await finish(worker)

    assert sorted(await applied(url, "a")) == [1, 2, 3, 4, 5, 900]
    assert platform.repeats == 0


async def applied(url, chat):
    """The numbers applied to a chat, in order."""
    from trail_worker import opened

    def read():
        async def kept():
            store = opened(url, lambda topic: None)
            found = await store.all(f"lines/{chat}")
            store.close()
            return [int(number) for one in found for number in one.state.split()]

        return asyncio.run(kept())

    return await asyncio.to_thread(read)


async def test_two_workers_given_the_same_updates_at_once_apply_each_once(database_url):
    async with Platform(twice=1.0, one_each=True).open() as platform:
        for number in range(300):
            platform.says(number % 30)
        workers = [await start(database_url, platform) for _ in range(2)]
        await until(lambda: platform.answered)
        await finish(*workers)

    found, _ = await trails(database_url)
    assert found == {chat: platform.of(chat) for chat in platform.chats}
    assert platform.repeats == 0


async def test_a_worker_frozen_while_it_sends_is_taken_over_and_repeats_nothing_else(database_url, platform):
    for number in range(100):
        platform.says(number % 20)
    platform.talks.clear()
    frozen = await start(database_url, platform, lease=1_000)
    await asyncio.wait_for(platform.polls.wait(), 30)
    await asyncio.sleep(0.5)
    frozen.send_signal(signal.SIGSTOP)
    platform.talks.set()
    second = await start(database_url, platform, lease=1_000)
    try:
        await until(lambda: platform.answered)
    finally:
        frozen.send_signal(signal.SIGCONT)
    await finish(frozen, second)

    assert platform.repeats <= 20
    for chat in platform.chats:
        assert in_order(platform.sent[chat]) == [f"re:{number}" for number in platform.of(chat)]


async def test_postgres_stopped_and_started_under_load_loses_nothing(platform):
    with own_server() as server, server.database() as url:
        for number in range(300):
            platform.says(number % 30)
        worker = await start(url, platform)
        await until(lambda: platform.sent)
        await asyncio.to_thread(server.stop)
        platform.says("late")
        await asyncio.wait_for(told(worker, "StoreError"), 60)
        await asyncio.to_thread(server.start)
        await until(lambda: platform.answered and not platform.waiting)
        await finish(worker)
        found, _ = await trails(url)

    assert found == {chat: platform.of(chat) for chat in platform.chats if chat != "late"}
    for chat in platform.chats:
        assert in_order(platform.sent[chat]) == [f"re:{number}" for number in platform.of(chat)]


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_jumps_an_hour_loses_nothing_and_stops_nothing(url, platform, hours):
    for number in range(60):
        platform.says(number % 20)
    first = await start(url, platform)
    await until(lambda: platform.sent)
    await finish(first)
    for number in range(60):
        platform.says(number % 20)

    second = await start(url, platform, CLOCK_OFFSET=str(hours * 3_600_000))
    await until(lambda: platform.answered)
    await finish(second)

    found, _ = await trails(url)
    assert found == {chat: platform.of(chat) for chat in platform.chats}
    assert platform.repeats == 0


async def test_a_full_disk_stops_the_taking_in_until_there_is_room(tmp_path, platform):
    """A limit on the size of files makes the writes of a running worker fail as on a full disk, and is lifted again."""
    path = str(tmp_path / "tango.db")
    platform.says("early")
    worker = await start(path, platform)
    await until(lambda: platform.answered)
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    for number in range(40):
        platform.says(number % 20)
    await asyncio.sleep(1)
    assert set(platform.sent) == {"early"}

    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await until(lambda: platform.answered and not platform.waiting)
    lines = await finish(worker)

    assert any(line.get("error") == "StoreError" for line in lines)
    found, _ = await trails(path)
    assert found == {chat: platform.of(chat) for chat in platform.chats if chat != "early"}


async def test_what_was_deleted_says_goodbye_and_leaves_nothing(url, platform):
    platform.says("a")
    platform.says("a", "gone")
    worker = await start(url, platform)
    await until(lambda: "goodbye" in platform.sent["a"])
    await finish(worker)

    assert platform.sent["a"][-1] == "goodbye"
    assert await applied(url, "a") == []


def test_a_process_that_never_closes_its_store_still_ends(tmp_path):
    """The store's own thread is a daemon: other libraries' threads are not, and hang their process."""
    import subprocess
    import sys

    program = (
        "import sys; from bot.store.sqlite import SqliteFile; from bot.store.thread import OwnThread;"
        "OwnThread(SqliteFile(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "a.db")], timeout=30, check=False)

    assert done.returncode == 0
    assert os.path.exists(tmp_path / "a.db")
