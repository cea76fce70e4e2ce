"""Updates come in under pseudonyms, within bounds, and once."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import replace

import pytest

from bot.model.errors import StoreError
from bot.model.post import Done, Gone, Item, Unreadable
from bot.model.sending import Address, Moved
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.intake import LARGEST, Intake, Polling
from bot.service.office import Office
from bot.service.queues import MovedTo, Update
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store


class Names:
    """Pseudonyms that can be read; `secrets` are their endings, the newest first."""

    def __init__(self, *secrets):
        self.secrets = secrets

    def of(self, platform, place):
        return f"{platform}/{place}/{self.secrets[0]}"

    def former(self, platform, place):
        return tuple(f"{platform}/{place}/{secret}" for secret in self.secrets[1:])


class Sees:
    """Keeps every item it is asked to answer."""

    def __init__(self):
        self.works = []

    def __call__(self, work):
        self.works.append(work)
        return Done()

    def sorry(self, item):
        return ()


@pytest.fixture
def store():
    with contextlib.closing(Store(Inline(SqliteFile(":memory:")))) as store:
        yield store


@pytest.fixture
def office(store):
    return Office(store, lambda: 1_000, "me", Counter())


def update(number=1, place="12", person="34", body=b"hello", **more):
    return Update(channel="telegram:777", number=number, place=place, person=person, body=body, **more)


async def seen(store):
    """The items that wait, as a worker sees them."""
    sees = Sees()
    await store.answer(sees)
    return [work.item for work in sees.works]


async def test_an_update_is_taken_in_under_pseudonyms(office, store):
    await Intake(office, Names("new"), lambda update: True).take([update()])

    (item,) = await seen(store)

    assert (item.conversation, item.person) == ("telegram/12/new", "telegram/34/new")
    assert (item.channel, item.update, item.body, item.received, item.kind) == (
        "telegram:777",
        1,
        b"hello",
        1_000,
        Item.UPDATE,
    )


async def test_an_update_of_nobody_has_no_person(office, store):
    await Intake(office, Names("new", "old"), lambda update: True).take([update(person="")])

    (item,) = await seen(store)

    assert item.person == ""


async def test_what_is_too_long_is_taken_in_without_its_words(office, store):
    await Intake(office, Names("new"), lambda update: True).take([update(body=b"x" * (LARGEST + 1))])

    (item,) = await seen(store)

    assert (item.kind, item.body) == (Item.TOO_LONG, b"")


async def test_whoever_may_not_use_it_is_a_stranger(office, store):
    await Intake(office, Names("new"), lambda update: update.person == "99").take([update()])

    (item,) = await seen(store)

    assert item.kind == Item.STRANGER


async def test_duplicates_are_counted_and_change_nothing(office, store):
    intake = Intake(office, Names("new"), lambda update: True)
    await intake.take([update(1), update(2)])

    await intake.take([update(2), update(3)])

    assert len(await seen(store)) == 3
    assert office.counters == {Event.RECEIVED: 3, Event.DUPLICATE: 1}


class Hands:
    """Keeps what it is handed."""

    def __init__(self):
        self.items = []

    async def receive(self, items):
        self.items += items
        return len(items)


async def handed(*updates):
    """What comes of updates for the store, from somebody who may not use this Tango."""
    hands = Hands()
    await Intake(Office(hands, lambda: 1_000, "me"), Names("new", "old"), lambda update: False).take(updates)
    return hands.items


async def test_of_a_chat_that_moves_the_store_is_told_the_new_place_and_its_pseudonym():
    (item,) = await handed(update(place="-1", person="", group=True, news=MovedTo("-100123")))

    assert item.news == Moved("telegram/-100123/new", Address("-100123", group=True))
    assert (item.conversation, item.former) == ("telegram/-1/new", (("telegram/-1/old", ""),))


async def test_of_a_chat_that_is_gone_the_store_is_told_so():
    (item,) = await handed(update(news=Gone()))

    assert (item.conversation, item.news) == ("telegram/12/new", Gone())


async def test_what_is_no_known_update_is_counted_and_kept_as_a_number(office, store):
    unknown = Update(channel="telegram:777", number=1, place="", person="", body=b"", news=Unreadable())

    await Intake(office, Names("new", "old"), lambda update: False).take([unknown, update(2)])

    assert [item.update for item in await seen(store)] == [2]
    assert (await store.depth())["set_aside"] == 1
    assert office.counters[Event.QUARANTINED] == 1


class Platform:
    """Gives its updates until they are confirmed."""

    def __init__(self, *updates):
        self.updates = list(updates)
        self.quiet = asyncio.Event()

    async def poll(self):
        if not self.updates:
            self.quiet.set()
            await asyncio.sleep(30)
        return list(self.updates)

    def confirm(self, updates):
        self.updates = [one for one in self.updates if one not in updates]


async def test_polling_confirms_what_is_on_disk_and_stops_while_it_waits(office, store):
    platform, bell = Platform(update(1), update(2)), Bell()
    task = asyncio.create_task(Polling(platform, Intake(office, Names("n"), lambda update: True), bell).run())
    await asyncio.wait_for(platform.quiet.wait(), 10)

    bell.stop()
    await asyncio.wait_for(task, 10)

    assert len(await seen(store)) == 2


async def test_what_could_not_be_kept_is_not_confirmed(office, store):
    platform = Platform(update(1))
    await store._run(lambda tx: tx.run("DROP TABLE inbox"))

    with pytest.raises(StoreError):
        await Polling(platform, Intake(office, Names("n"), lambda update: True), Bell()).run()

    assert platform.updates == [update(1)]


async def test_a_group_that_may_not_use_this_tango_is_not_told_so(office, store):
    intake = Intake(office, Names("n"), lambda update: False)

    await intake.take([replace(update(1), group=True), update(2)])

    assert [item.update for item in await seen(store)] == [2]
