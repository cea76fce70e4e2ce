"""Each update is taken in once, whoever brings it how often."""

import asyncio
import contextlib
from dataclasses import replace

import pytest
from posts import Diary, answered, claimed, diary, nameless, put, rows, say, sent, settled, update

from bot.model.keeping import Dates
from bot.model.post import Gone, Incoming, Item, Timer, Unreadable
from bot.model.sending import Address, Fate, Limits, Moved, Rate
from bot.store import inbox, states
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


SLOW = Limits(group=Rate(20, 60_000))
HALL = Address("-1", group=True)
SUPER = Moved("super", Address("-100123", group=True))


def group(number, chat="hall", address=HALL, **more):
    return replace(update(number, chat, person="ada's person", address=address), **more)


def moving(number, chat="hall"):
    return group(number, chat, news=SUPER)


async def furnish(store):
    """A group with something in every table: a session, a card, a message that waits, a timer, and a bucket."""
    await store.receive([group(1)])
    await store.answer(Diary(at_1=replace(say("card", slot="card"), arm=(Timer("nudge", 60_000),))))
    await settled(store, await claimed(store, limits=SLOW), reference="17")
    await store.receive([group(2)])
    await store.answer(Diary())
    await store.receive([group(3)])


async def kept(store):
    """All that stands in the tables of conversations, but not the seen numbers."""
    return {
        table: await rows(store, statement)
        for table, statement in {
            "session": "SELECT conversation, person, state FROM session ORDER BY conversation, id",
            "inbox": "SELECT conversation, update_id, body FROM inbox WHERE state <> 1 ORDER BY update_id",
            "outbox": "SELECT conversation, body, state FROM outbox ORDER BY id",
            "shown": "SELECT conversation, slot FROM shown",
            "timer": "SELECT conversation, name, due FROM timer ORDER BY name",
            "address": "SELECT conversation, person, place, shared, unreachable FROM address",
            "bucket": "SELECT name FROM bucket WHERE name <> '*'",
        }.items()
    }


AT_THE_NEW_PLACE = {
    "session": [("super", "ada's person", b"2")],
    "inbox": [("super", 3, b"words 3")],
    "outbox": [("super", b"hall 2", 0)],
    "shown": [],
    "timer": [("super", "nudge", 60_000)],
    "address": [("super", "", "-100123", 1, 0)],
    "bucket": [("super",)],
}


NOTHING = {table: [] for table in AT_THE_NEW_PLACE}


async def test_a_chat_that_moves_takes_everything_along(store):
    await furnish(store)

    assert await store.receive([moving(4)]) == 1

    assert await kept(store) == AT_THE_NEW_PLACE
    assert [message.address for message in await claimed(store)] == [SUPER.address]


async def test_the_number_of_a_move_is_seen_and_nothing_of_it_is_answered(store):
    await furnish(store)
    await answered(store)

    await store.receive([moving(4)])

    assert await answered(store) == []
    assert await rows(store, "SELECT * FROM inbox WHERE update_id = 4") == [
        ("telegram:1", 4, states.ANSWERED, 4, None, None, None, None, None)
    ]


@pytest.mark.parametrize("numbers", [(4, 4), (4, 5), (5, 4)])
async def test_a_move_that_is_told_twice_is_one_move(store, numbers):
    await furnish(store)

    for number in numbers:
        await store.receive([moving(number)])

    assert await kept(store) == AT_THE_NEW_PLACE


async def test_a_move_that_is_told_twice_at_once_is_one_move(store):
    await furnish(store)

    await asyncio.gather(*(store.receive([moving(number)]) for number in (4, 5, 4, 5)))

    assert await kept(store) == AT_THE_NEW_PLACE


@pytest.mark.parametrize("together", [True, False])
async def test_what_was_said_at_the_new_place_before_the_move_is_told_stays(store, together):
    await furnish(store)
    there, told = group(4, "super", SUPER.address), moving(5)

    for batch in [[told, there]] if together else [[there], [told]]:
        await store.receive(batch)

    waiting = [("super", 3, b"words 3"), ("super", 4, b"words 4")]
    assert await kept(store) == {**AT_THE_NEW_PLACE, "inbox": waiting}


async def test_a_session_of_the_new_place_and_that_of_the_old_one_are_both_kept(store):
    await furnish(store)
    await store.receive([group(4, "super", SUPER.address)])
    await answered(store)
    await sent(store)

    await store.receive([moving(5)])

    sessions = await rows(store, "SELECT conversation, state FROM session ORDER BY id")
    assert sessions == [("super", b"2 3"), ("super", b"4")]


async def test_whoever_wrote_at_the_old_place_just_before_is_answered_at_the_new_one(store):
    await store.receive([moving(2), group(1)])

    await answered(store)

    assert [message.address for message in await claimed(store)] == [SUPER.address]


async def test_a_move_of_a_chat_that_nobody_knows_leaves_its_number_alone(store):
    await store.receive([moving(1)])

    assert await kept(store) == NOTHING


async def test_a_move_brings_back_what_was_parked(store):
    await furnish(store)
    await settled(store, await claimed(store), Fate.UNREACHABLE)

    await store.receive([moving(4)])

    assert (await kept(store))["outbox"] == AT_THE_NEW_PLACE["outbox"]


async def test_a_move_that_is_told_late_does_not_bring_back_a_chat_that_is_gone_since(store):
    await furnish(store)
    await store.receive([moving(4)])
    await store.receive([group(5, "super", SUPER.address, news=Gone())])

    await store.receive([moving(6)])

    assert (await store.depth())["parked"] == 1


async def test_a_move_after_the_secret_was_renewed_takes_everything_along(store):
    await furnish(store)
    former = (("hall", "ada's person"),)

    await store.receive([replace(moving(4), conversation="hall now", former=former)])

    assert (await kept(store))["address"] == AT_THE_NEW_PLACE["address"]


async def test_a_chat_that_is_gone_is_left_alone_until_somebody_writes_there_again(store):
    await put(store, "one", "two")

    assert await store.receive([replace(update(2), news=Gone())]) == 1

    assert (await store.depth())["parked"] == 2
    assert await answered(store) == []
    await store.receive([update(3)])
    assert await sent(store) == ["one", "two"]


async def test_an_answer_to_a_chat_that_is_gone_is_parked(store):
    await store.receive([update(1), replace(update(2), news=Gone())])
    await answered(store)

    assert await sent(store) == []
    assert (await store.depth())["parked"] == 1


async def test_a_chat_that_is_back_in_the_same_batch_is_not_gone(store):
    await put(store, "one")

    await store.receive([update(3), replace(update(2), news=Gone())])

    assert await sent(store) == ["one"]


async def test_that_a_chat_that_nobody_knows_is_gone_leaves_its_number_alone(store):
    assert await store.receive([replace(update(1), news=Gone())]) == 1

    assert await kept(store) == NOTHING
    assert await store.receive([replace(update(1), news=Gone())]) == 0


async def test_what_is_no_known_update_is_set_aside_by_its_number_and_the_rest_go_on(store):
    broken = Incoming("telegram:1", 1, "", "", b"", 1, news=Unreadable())

    assert await store.receive([broken, update(2)]) == 2
    assert await store.receive([broken]) == 0

    assert await answered(store) == [1]
    assert (await store.depth())["set_aside"] == 1
    assert await rows(store, "SELECT * FROM inbox WHERE update_id = 1") == [
        ("telegram:1", 1, states.SET_ASIDE, 1, None, None, None, None, inbox.UNREADABLE)
    ]


async def test_what_was_set_aside_at_the_door_is_erased_with_the_seen_numbers(store):
    await store.receive([Incoming("telegram:1", 1, "", "", b"", 1, news=Unreadable())])

    gone = await store.retain(Dates(drafts="", results="", ended="", seen=2, day="", bucket=0))

    assert gone["inbox"] == 1
    assert (await store.depth())["set_aside"] == 0
