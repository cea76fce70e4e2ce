"""The tasks of a bot live side by side, and stop in good order."""

import asyncio
import contextlib
import io
import json
import logging
import os
import signal
from collections import Counter

import pytest

from bot.model.errors import StoreError, TangoError
from bot.model.keeping import Kept
from bot.model.post import Done, Incoming, Timer
from bot.service import runtime as living
from bot.service.bells import Bell
from bot.service.chores import HOUR, Housekeeping, Timers
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.retention import due
from bot.service.runtime import Runtime
from bot.service.worker import Worker
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

NOW = 1_790_000_000_000


@pytest.fixture
def store():
    with contextlib.closing(Store(Inline(SqliteFile(":memory:")))) as store:
        yield store


@pytest.fixture
def office(store):
    return Office(store, lambda: NOW, "me", Counter())


@pytest.fixture
def journal():
    """What was written down, as objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(living.journal._Lines())
    logger = logging.getLogger("tango")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


class Task:
    """Fails as often as it is told to, then runs until stopped."""

    def __init__(self, bell, *failures, stubborn=False):
        self.bell = bell
        self.failures = list(failures)
        self.stubborn = stubborn
        self.runs = asyncio.Event()
        self.ended = False

    async def run(self):
        if self.failures:
            raise self.failures.pop(0)
        self.runs.set()
        while self.stubborn or self.bell.goes_on():
            await self.bell.pause(0.01)
            await asyncio.sleep(0.001)
        self.ended = True


async def test_a_task_that_fails_is_started_again_and_the_others_do_not_notice(office, journal, monkeypatch):
    monkeypatch.setattr(living, "FIRST_PAUSE", 0.001)
    one, two = Bell(), Bell()
    failing, calm = Task(one, StoreError("gone"), ValueError("secret")), Task(two)
    runtime = Runtime(office, {"failing": (failing, one), "calm": (calm, two)})
    running = asyncio.create_task(runtime.run())
    await asyncio.wait_for(failing.runs.wait(), 10)

    runtime.stop()
    await asyncio.wait_for(running, 10)

    assert failing.ended
    assert calm.ended
    assert office.counters == {Event.STORE_FAILED: 1, Event.RESTARTED: 1}
    assert [line["event"] for line in journal()] == ["started", "store failed", "task failed", "stopped"]
    assert "secret" not in json.dumps(journal())


async def test_a_task_that_was_calm_for_long_is_started_again_at_once(office, monkeypatch):
    monkeypatch.setattr(living, "CALM", -1.0)
    monkeypatch.setattr(living, "FIRST_PAUSE", 0.001)
    bell = Bell()
    task = Task(bell, *(ValueError() for _ in range(12)))
    runtime = Runtime(office, {"failing": (task, bell)})
    running = asyncio.create_task(runtime.run())

    await asyncio.wait_for(task.runs.wait(), 5)

    runtime.stop()
    await running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_in_good_order(office, number):
    bell = Bell()
    task = Task(bell)
    running = asyncio.create_task(Runtime(office, {"task": (task, bell)}).run())
    await asyncio.wait_for(task.runs.wait(), 10)

    os.kill(os.getpid(), number)
    await asyncio.wait_for(running, 10)

    assert task.ended


async def test_a_task_that_will_not_stop_is_left_and_named(office, journal, monkeypatch):
    monkeypatch.setattr(living, "STOP_WITHIN", 0.05)
    bell = Bell()
    task = Task(bell, stubborn=True)
    runtime = Runtime(office, {"stubborn": (task, bell)})
    running = asyncio.create_task(runtime.run())
    await asyncio.wait_for(task.runs.wait(), 10)

    runtime.stop()
    await asyncio.wait_for(running, 10)

    assert journal()[-1]["left"] == "stubborn"


async def test_a_task_that_only_a_person_can_mend_stops_all_in_good_order_and_says_why(office, journal):
    one, two = Bell(), Bell()
    calm, refused = Task(one), Task(two, TangoError("The token is refused."))
    runtime = Runtime(office, {"calm": (calm, one), "refused": (refused, two)})

    with pytest.raises(TangoError, match=r"^The token is refused\.$"):
        await asyncio.wait_for(runtime.run(), 10)

    assert calm.ended
    assert not refused.runs.is_set()
    assert office.counters == {}
    assert [line["event"] for line in journal()] == ["started", "task cannot go on", "stopped"]
    assert not (await runtime.health()).ready


async def test_the_first_of_two_that_only_a_person_can_mend_is_told(office):
    bells = Bell(), Bell()
    tasks = [Task(bell, TangoError(words)) for bell, words in zip(bells, ("first", "second"), strict=True)]
    runtime = Runtime(office, dict(zip("ab", zip(tasks, bells, strict=True), strict=True)))

    with pytest.raises(TangoError, match=r"^first$"):
        await asyncio.wait_for(runtime.run(), 10)


async def test_what_a_task_raises_when_all_stop_anyway_is_no_failure(office):
    class Last(Task):
        async def run(self):
            await super().run()
            raise TangoError("another process polls with this token")

    bell = Bell()
    task = Last(bell)
    runtime = Runtime(office, {"task": (task, bell)})
    running = asyncio.create_task(runtime.run())
    await asyncio.wait_for(task.runs.wait(), 10)

    runtime.stop()
    await asyncio.wait_for(running, 10)

    assert task.ended


async def test_the_oldest_item_tells_the_lag(office, store):
    runtime = Runtime(office, {})
    assert (await runtime.health()).lag == 0
    await store.receive([Incoming("t", 1, "c", "p", b"", NOW - 5_000)])

    health = await runtime.health()

    assert (health.alive, health.ready, health.lag) == (True, True, 5.0)


async def test_a_bot_that_is_stopping_is_not_ready(office):
    runtime = Runtime(office, {})
    runtime.stop()

    assert not (await runtime.health()).ready


class Later:
    """Sets a timer for an update, and keeps what a timer says."""

    def __init__(self, due):
        self.due = due
        self.rung = []

    def __call__(self, work):
        if work.item.kind == "timer":
            self.rung.append((work.item.conversation, work.item.body))
            return Done()
        return Done(arm=(Timer("nudge", self.due, b"body"),))

    def sorry(self, item):
        return ()


async def test_a_timer_that_is_due_is_answered_once(office, store):
    later = Later(NOW)
    await store.receive([Incoming("t", 1, "c", "p", b"", NOW)])
    bell = Bell(poll=0.01)
    worker = Worker(office, later, bell, lambda: "")
    await worker.answer_some()
    task = asyncio.create_task(Timers(office, bell).run())
    await asyncio.sleep(0.1)
    bell.stop()
    await task

    while await worker.answer_some():
        pass

    assert later.rung == [("c", b"nudge\nbody")]


async def test_a_timer_that_is_not_due_waits(office, store):
    later = Later(NOW + 60_000)
    await store.receive([Incoming("t", 1, "c", "p", b"", NOW)])
    bell = Bell(poll=0.01)
    await Worker(office, later, bell, lambda: "").answer_some()
    task = asyncio.create_task(Timers(office, bell).run())
    await asyncio.sleep(0.05)
    bell.stop()
    await task

    assert await store.ring(NOW + 59_999) == NOW + 60_000


def kept(name, changed, *, finished):
    return Kept(name, b"1|", finished=finished, changed=changed)


async def test_drafts_and_results_are_erased_when_their_days_are_over(office, store):
    before = due(NOW, 30, 60)
    young = "9999-01-01T00:00:00.000Z"
    for name, changed, finished in (
        ("old draft", "2026-08-01T00:00:00.000Z", False),
        ("at the border", before.drafts, False),
        ("young draft", young, False),
        ("old result", "2026-06-01T00:00:00.000Z", True),
        ("younger result", "2026-08-01T00:00:00.000Z", True),
    ):
        await store.save(kept(name, changed, finished=finished))

    bell = Bell(poll=0.01)
    task = asyncio.create_task(Housekeeping(office, bell, (30, 60)).run())
    await asyncio.sleep(0.05)
    bell.stop()
    await task

    assert {one.id for one in await store.all()} == {"at the border", "young draft", "younger result"}
    assert office.counters[Event.ERASED] == 2


async def test_what_is_due_is_erased_once_an_hour_by_one_worker(store, office):
    await Housekeeping(office, Bell(), (30, 30)).clean()
    await store.save(kept("old", "2020-01-01T00:00:00.000Z", finished=False))

    await Housekeeping(office, Bell(), (30, 30)).clean()
    assert len(await store.all()) == 1
    later = Office(store, lambda: NOW + HOUR, "other", Counter())
    await Housekeeping(later, Bell(), (30, 30)).clean()

    assert await store.all() == []


class Poison:
    """Cannot answer an update of 2."""

    def __call__(self, work):
        if work.item.update == 2:
            raise ValueError("secret")
        return Done()

    def sorry(self, item):
        return ()


async def test_the_worker_answers_until_it_is_told_to_stop_and_counts(office, store, journal):
    await store.receive([Incoming("t", number, f"c{number}", "p", b"", NOW) for number in (1, 2, 3)])
    bell = Bell(poll=0.01)
    task = asyncio.create_task(Worker(office, Poison(), bell, lambda: "2026-03-25").run())
    async with asyncio.timeout(10):
        while (await store.depth())["inbox"]:  # noqa: ASYNC110 - the queues have no bell for what is done
            await asyncio.sleep(0.01)

    bell.stop()
    await asyncio.wait_for(task, 10)

    assert office.counters == {Event.ANSWERED: 2, Event.SET_ASIDE: 1}
    assert journal()[-1]["reason"].startswith("ValueError in ")
    assert "secret" not in json.dumps(journal())
