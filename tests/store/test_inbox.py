"""Each update is taken in once, whoever brings it how often."""

import asyncio
import contextlib
from dataclasses import replace

from posts import Diary, answered, claimed, diary, nameless, put, rows, sent, settled, update

from bot.model.post import Item
from bot.model.sending import Address, Fate
from bot.store import states
from bot.store.postgres import Hands, Postgres
from bot.store.store import Store


async def test_an_update_that_comes_twice_is_taken_in_once(store):
    assert await store.receive([update(5)]) == 1

    assert await store.receive([update(5)]) == 0
    assert await answered(store) == [1]


async def test_an_update_that_comes_twice_in_one_batch_is_taken_in_once(store):
    assert await store.receive([update(5), update(5)]) == 1


async def test_an_update_that_comes_again_after_it_was_answered_changes_nothing(store):
    await store.receive([update(5)])
    await answered(store)

    assert await store.receive([update(5)]) == 0
    assert await answered(store) == []
    assert await diary(store) == [5]


async def test_a_lower_number_is_new_after_a_higher_one(store):
    """After a week without updates a platform starts again at any number."""
    await store.receive([update(900)])
    await answered(store)

    assert await store.receive([update(7)]) == 1
    await answered(store)
    assert await diary(store) == [900, 7]


async def test_the_same_number_of_another_account_is_another_update(store):
    await store.receive([update(5)])

    assert await store.receive([replace(update(5), channel="telegram:2")]) == 1


async def test_many_who_bring_the_same_updates_at_once_take_in_each_once(store):
    updates = [update(number, f"chat {number % 3}") for number in range(20)]

    new = await asyncio.gather(*(store.receive(updates[n:] + updates[:n]) for n in range(8)))

    assert sum(new) == 20


async def test_several_connections_that_bring_the_same_updates_at_once_take_in_each_once(database_url):
    updates = [update(number, f"chat {number % 3}") for number in range(20)]
    with contextlib.ExitStack() as stack:
        stores = [
            stack.enter_context(contextlib.closing(Store(Hands(Postgres(database_url))))) for _ in range(3)
        ]

        new = await asyncio.gather(*(store.receive(updates) for store in stores for _ in range(3)))

    assert sum(new) == 20


async def test_of_an_answered_update_only_the_number_stays(store):
    await store.receive([update(5)])
    await answered(store)

    assert await rows(store, "SELECT * FROM inbox") == [
        ("telegram:1", 5, states.ANSWERED, 5, None, None, None, None, None)
    ]


async def test_nothing_is_taken_in_from_an_empty_batch(store):
    assert await store.receive([]) == 0
    assert await answered(store) == []


async def test_what_an_item_is_arrives_with_it(store):
    await store.receive([replace(update(5), kind=Item.STRANGER)])
    kinds = []

    class Noting(Diary):
        def __call__(self, work):
            kinds.append(work.item)
            return super().__call__(work)

    await answered(store, Noting())

    assert kinds == [replace(nameless(update(5)), kind=Item.STRANGER)]


async def test_a_chat_that_has_moved_is_answered_at_its_new_place(store):
    await store.receive([update(1)])
    await store.receive([replace(update(2), address=Address("new place"))])

    await answered(store)

    assert (await claimed(store))[0].address == Address("new place")


async def test_a_group_is_reached_as_a_group_and_is_nobodys_private_chat(store):
    await store.receive([replace(update(1), address=Address("hall", group=True))])
    await answered(store)

    assert (await claimed(store))[0].address == Address("hall", group=True)
    assert await rows(store, "SELECT person FROM address") == [("",)]


async def test_an_update_without_an_address_is_answered_where_its_conversation_is_known(store):
    await store.receive([nameless(update(2)), update(1)])

    await answered(store)

    assert await sent(store) == ["ada 1", "ada 2"]


async def test_a_new_update_brings_back_what_was_parked_for_an_unreachable_chat(store):
    await put(store, "one", "two")
    await settled(store, await claimed(store), Fate.UNREACHABLE)

    await store.receive([update(2)])

    assert (await store.depth())["parked"] == 0
    assert await sent(store) == ["one", "two"]


async def test_a_conversation_goes_on_under_the_pseudonym_of_a_new_secret(store):
    await put(store, "one", chat="old", number=1)
    former = (("old", "old's person"),)

    await store.receive([replace(update(2, "new"), former=former)])

    assert [message.conversation for message in await claimed(store)] == ["new"]
