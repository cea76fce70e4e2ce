"""What becomes of messages, by what the platform says of them."""

import asyncio
import contextlib
import itertools
import time
from collections import Counter

import pytest

from bot.model.errors import StoreError
from bot.model.post import Done, Incoming
from bot.model.sending import Address, Claim, Kind, Limits, Outgoing, Rate
from bot.service import arrivals
from bot.service import sender as sending
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.queues import (
    MovedError,
    NotSentError,
    RefusedError,
    SlowDownError,
    UnreachableError,
    UnsureError,
)
from bot.service.sender import Sender, Way
from bot.store.inline import Inline
from bot.store.outbox import MOST_CRASHES
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

NONE = Limits()


class Says:
    """Answers every item with the messages given."""

    def __init__(self, *messages):
        self.messages = messages

    def __call__(self, work):
        return Done(send=self.messages)

    def sorry(self, item):
        return ()


class Platform:
    """Takes messages, or fails in the way and order it is told to; then it takes them."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.sent = []
        self.begun = asyncio.Event()

    async def send(self, message):
        self.begun.set()
        if self.failures:
            failure = self.failures.pop(0)
            if failure:
                raise failure
        self.sent.append((message.conversation, message.body.decode(), message.reference))
        return f"m{len(self.sent)}"


class Clock:
    """A time that passes when told to."""

    def __init__(self):
        self.at = 1_000_000

    def __call__(self):
        return self.at


@pytest.fixture
def store():
    with contextlib.closing(Store(Inline(SqliteFile(":memory:")))) as store:
        yield store


@pytest.fixture
def office(store):
    return Office(store, Clock(), "me", Counter())


numbers = itertools.count(1)


async def say(store, *messages, chat="a", group=False):
    """Put messages into the outbox of a chat, as the answer to an update."""
    item = Incoming("t", next(numbers), chat, chat, b"", 0, address=Address(chat, group))
    await store.receive([item])
    await store.answer(Says(*messages))


def way(platform, limits=NONE, **more):
    """A way out to a platform, with pseudonyms that can be read."""
    return Way(platform, limits, lambda place: f"chat at {place}", **more)


async def run(office, platform, rounds=8, limits=None, **more):
    """Send for some rounds, as the sender's task does."""
    sender = Sender(office, way(platform, limits or Limits(), **more), Bell(poll=0))
    for _ in range(rounds):
        await sender._send_some()
        if sender._under_way:
            await asyncio.wait(sender._under_way)
    return sender


def hello(text="hello", **more):
    return Outgoing(text.encode(), **more)


async def test_messages_of_a_chat_are_sent_in_order(office, store):
    await say(store, hello("1"), hello("2"))
    await say(store, hello("3"))
    platform = Platform()

    await run(office, platform)

    assert platform.sent == [("a", "1", ""), ("a", "2", ""), ("a", "3", "")]
    assert +office.counters == {Event.SENT: 3}


async def test_an_edit_names_the_message_of_its_slot(office, store):
    await say(store, hello("card", slot="card"), hello("newer", kind=Kind.EDIT, slot="card"))
    platform = Platform()

    await run(office, platform)

    assert platform.sent[1] == ("a", "newer", "m1")


async def test_what_was_not_sent_is_tried_again_later_and_later(office, store):
    await say(store, hello())
    platform = Platform(NotSentError(), NotSentError())

    await run(office, platform)
    assert platform.sent == []
    office.now.at += 1_000
    await run(office, platform)
    assert platform.sent == []
    office.now.at += 2_000
    await run(office, platform)

    assert len(platform.sent) == 1
    assert office.counters[Event.RETRIED] == 2


async def test_guidance_that_may_have_arrived_is_repeated_once(office, store):
    await say(store, hello("1"), hello("2"))
    platform = Platform(UnsureError(), UnsureError())

    for _ in range(3):
        await run(office, platform)
        office.now.at += 10_000

    assert platform.sent == [("a", "2", "")]
    assert office.counters[Event.UNSURE] == 2


async def test_a_nudge_that_may_have_arrived_is_not_repeated(office, store):
    await say(store, hello("1", kind=Kind.NUDGE), hello("2"))
    platform = Platform(UnsureError())

    await run(office, platform)

    assert platform.sent == [("a", "2", "")]


async def test_a_chat_that_cannot_be_reached_is_left_alone_until_it_writes(office, store):
    await say(store, hello("1"), hello("2"))
    platform = Platform(UnreachableError())

    await run(office, platform)
    assert platform.sent == []
    assert (await store.depth())["parked"] == 2
    await say(store, hello("3"))
    await run(office, platform)

    assert [text for _, text, _ in platform.sent] == ["1", "2", "3"]


class Group(Platform):
    """A group that is a supergroup by now: its old place only tells the new one."""

    async def send(self, message):
        self.begun.set()
        if message.address.place == "-1":
            raise MovedError("-100123")
        assert message.address == Address("-100123", group=True)
        return await super().send(message)


async def test_a_chat_that_has_moved_gets_its_messages_at_its_new_place_at_once(office, store):
    await say(store, hello("1"), hello("2"), chat="-1", group=True)
    platform = Group()

    await run(office, platform)

    assert platform.sent == [("chat at -100123", "1", ""), ("chat at -100123", "2", "")]
    assert +office.counters == {Event.MOVED: 1, Event.SENT: 2}


async def test_a_move_that_cannot_be_written_down_is_followed_later(office, store, monkeypatch):
    monkeypatch.setattr(sending, "BREATH", 0)
    await say(store, hello(), chat="-1", group=True)
    settle, failures = store.settle, [StoreError("away")]

    async def fails(*given):
        if failures:
            raise failures.pop()
        await settle(*given)

    monkeypatch.setattr(store, "settle", fails)
    platform = Group()
    await run(office, platform)

    assert platform.sent == [("chat at -100123", "hello", "")]


async def test_a_move_that_a_crash_left_unwritten_is_told_again_by_the_platform(office, store):
    await say(store, hello(), chat="-1", group=True)
    claim = Claim(owner="crashes", now=office.now.at, lease=1, count=1, limits=Limits())
    assert (await store.claim(claim)).messages
    office.now.at += 2
    platform = Group()

    await run(office, platform)

    assert [text for _, text, _ in platform.sent] == ["hello"]


async def test_a_platform_that_sends_us_back_to_the_same_place_is_not_asked_at_once_again(office, store):
    await say(store, hello(), chat="-100123", group=True)
    platform = Platform(MovedError("-100123"))

    await run(office, platform)
    assert platform.sent == []
    office.now.at += 1_000
    await run(office, platform)

    assert platform.sent == [("chat at -100123", "hello", "")]


async def test_what_the_platform_will_not_take_is_set_aside_and_the_rest_go_on(office, store):
    await say(store, hello("1"), hello("2"))
    platform = Platform(RefusedError(reason="too long"))

    await run(office, platform)

    assert [text for _, text, _ in platform.sent] == ["2"]
    assert (await store.depth())["refused"] == 1


async def test_a_fault_of_the_channel_counts_as_refused(office, store):
    await say(store, hello("1"), hello("2"))
    platform = Platform(KeyError("secret"))

    await run(office, platform)

    assert [text for _, text, _ in platform.sent] == ["2"]
    assert office.counters[Event.REFUSED] == 1


LIMITS = Limits(everyone=Rate(30, 1_000), private=Rate(3, 1_000))


async def test_a_request_to_slow_down_holds_one_chat(office, store):
    await say(store, hello("1"), chat="a")
    platform = Platform(SlowDownError(5_000))
    await run(office, platform, limits=LIMITS)
    await say(store, hello("2"), chat="b")

    await run(office, platform, limits=LIMITS)
    assert platform.sent == [("b", "2", "")]
    office.now.at += 5_500
    await run(office, platform, limits=LIMITS)

    assert platform.sent[1:] == [("a", "1", "")]


async def test_a_second_request_to_slow_down_from_another_chat_holds_everybody(office, store):
    await say(store, hello("1"), chat="a")
    await say(store, hello("2"), chat="b")
    platform = Platform(SlowDownError(5_000), SlowDownError(5_000))
    await run(office, platform, limits=LIMITS)
    await say(store, hello("3"), chat="c")

    await run(office, platform, limits=LIMITS)
    assert platform.sent == []
    office.now.at += 5_500
    await run(office, platform, limits=LIMITS)
    office.now.at += 100
    await run(office, platform, limits=LIMITS)

    assert sorted(platform.sent) == [("a", "1", ""), ("b", "2", ""), ("c", "3", "")]


async def test_the_limits_of_the_platform_are_kept(office, store):
    await say(store, *(hello(str(number)) for number in range(9)))
    platform = Platform()

    await run(office, platform, limits=LIMITS)
    assert len(platform.sent) == 3
    office.now.at += 1_000
    await run(office, platform, limits=LIMITS)

    assert len(platform.sent) == 6


async def test_a_frozen_sender_sends_nothing_that_another_may_hold(office, store):
    await say(store, hello())
    platform = Platform()

    await run(office, platform, lease=0)

    assert platform.sent == []


async def test_a_fate_that_cannot_be_written_down_is_tried_again(office, store, monkeypatch):
    monkeypatch.setattr(sending, "BREATH", 0)
    await say(store, hello())
    settle, failures = store.settle, [StoreError("away"), StoreError("away")]

    async def fails(*given):
        if failures:
            raise failures.pop()
        await settle(*given)

    monkeypatch.setattr(store, "settle", fails)
    await run(office, Platform())

    assert (await store.depth())["outbox"] == 0
    assert office.counters[Event.STORE_FAILED] == 2


async def test_what_is_known_to_be_sent_is_written_down_however_long_the_store_is_away(
    office, store, monkeypatch
):
    monkeypatch.setattr(sending, "BREATH", 0.05)
    await say(store, hello())
    settle, failures = store.settle, [StoreError("away")] * 6

    async def fails(*given):
        if failures:
            raise failures.pop()
        await settle(*given)

    monkeypatch.setattr(store, "settle", fails)
    platform = Platform()
    await run(office, platform, lease=200)

    assert len(platform.sent) == 1
    assert (await store.depth())["outbox"] == 0


async def test_a_request_to_slow_down_that_cannot_be_written_down_is_not_forgotten(
    office, store, monkeypatch
):
    monkeypatch.setattr(sending, "BREATH", 0)
    await say(store, hello(kind=Kind.NUDGE))
    slow_down, failures = store.slow_down, [StoreError("away")]

    async def fails(*given):
        if failures:
            raise failures.pop()
        await slow_down(*given)

    monkeypatch.setattr(store, "slow_down", fails)
    platform = Platform(SlowDownError(5_000))
    await run(office, platform, limits=LIMITS)
    office.now.at += 5_500
    await run(office, platform, limits=LIMITS)

    assert [text for _, text, _ in platform.sent] == ["hello"]


async def test_a_clock_that_jumps_while_a_message_is_under_way_sends_it_once(office, store):
    await say(store, hello())
    let_go = asyncio.Event()

    class Slow(Platform):
        async def send(self, message):
            await let_go.wait()
            return await super().send(message)

    platform = Slow()
    sender = Sender(office, way(platform), Bell(poll=0))
    await sender._send_some()
    office.now.at += 3_600_000

    assert await sender._send_some() == sending.SOON
    let_go.set()
    await asyncio.wait(sender._under_way)

    assert len(platform.sent) == 1


async def test_a_message_that_its_senders_crash_of_is_set_aside_in_the_end(office, store):
    await say(store, hello("1"), hello("2"))
    for _ in range(MOST_CRASHES):
        claim = Claim(owner="crashes", now=office.now.at, lease=1, count=1, limits=Limits())
        assert (await store.claim(claim)).messages
        office.now.at += 2
    platform = Platform()

    await run(office, platform)

    assert [text for _, text, _ in platform.sent] == ["2"]
    assert (await store.depth())["refused"] == 1


async def test_no_more_are_under_way_than_there_are_hands(office, store, monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    for chat in "abc":
        await say(store, hello(), chat=chat)
    sender = Sender(office, way(Platform()), Bell(poll=0))

    await sender._send_some()
    assert len(sender._under_way) == 2
    assert await sender._send_some() is None

    await asyncio.wait(sender._under_way)


async def test_the_task_sends_until_it_is_told_to_stop_and_finishes_what_is_under_way(office, store):
    await say(store, hello())
    platform, bell = Platform(), Bell(poll=0.01)
    task = asyncio.create_task(Sender(office, way(platform), bell).run())
    await asyncio.wait_for(platform.begun.wait(), 10)

    bell.stop()
    await asyncio.wait_for(task, 10)

    assert (await store.depth())["outbox"] == 0


async def test_a_stop_waits_for_what_is_under_way(office, store):
    await say(store, hello())
    bell, let_go = Bell(poll=0.01), asyncio.Event()

    class Slow(Platform):
        async def send(self, message):
            self.begun.set()
            await let_go.wait()
            return await super().send(message)

    platform = Slow()
    task = asyncio.create_task(Sender(office, way(platform), bell).run())
    await asyncio.wait_for(platform.begun.wait(), 10)

    bell.stop()
    await asyncio.sleep(0.02)
    assert not task.done()
    let_go.set()
    await asyncio.wait_for(task, 10)

    assert len(platform.sent) == 1
    assert (await store.depth())["outbox"] == 0


class Slow(Platform):
    """Takes messages late, and all at once."""

    def __init__(self):
        super().__init__()
        self.opens = asyncio.Event()
        self.came = 0

    async def send(self, message):
        self.came += 1
        await self.opens.wait()
        return await super().send(message)


async def test_what_is_long_on_its_way_does_not_arrive_in_one_window_with_more_than_the_platform_takes(
    office, store, monkeypatch
):
    platform = Slow()
    for number in range(5):
        await say(store, hello(), chat=f"chat {number}")
    sender = Sender(office, way(platform, Limits(arriving=Rate(2, 1_000))), Bell(poll=0))

    await sender._send_some()
    await asyncio.sleep(0)
    assert (platform.came, await sender._send_some()) == (2, None)
    platform.opens.set()
    await asyncio.wait(sender._under_way)
    assert 0.9 < await sender._send_some() <= 1
    monkeypatch.setattr(arrivals.time, "monotonic", lambda now=time.monotonic: now() + 1)
    await sender._send_some()
    await asyncio.wait(sender._under_way)

    assert platform.came == 4
