"""What is to be done later is done once, in its order, by whoever is awake then."""

import asyncio
import contextlib

import pytest
from posts import Diary, answered, diary, rows, update

from bot.model.post import Done, Timer
from bot.store.postgres import Hands, Postgres
from bot.store.store import Store

HOUR = 3_600_000


async def arm(store, *timers, chat="ada", number=1):
    await store.receive([update(number, chat)])
    await store.answer(Diary(**{f"at_{number}": Done(arm=timers)}))


class Noting(Diary):
    """Writes down what the timers' items bring."""

    def __init__(self):
        super().__init__()
        self.bodies = []

    def __call__(self, work):
        self.bodies.append(work.item.body)
        return super().__call__(work)


async def rung(store):
    notes = Noting()
    await answered(store, notes)
    return notes.bodies


async def test_a_timer_rings_once_when_it_is_due(store):
    await arm(store, Timer("nudge", 100, b"what it needs"))

    assert await store.ring(99) == 100
    assert await rung(store) == []
    assert await store.ring(100) is None
    assert await rung(store) == [b"nudge\nwhat it needs"]
    assert await store.ring(200) is None
    assert await rung(store) == []


async def test_timers_ring_in_the_order_in_which_they_are_due(store):
    await arm(store, Timer("late", 300), Timer("early", 100), Timer("between", 200))

    await store.ring(300)

    assert await rung(store) == [b"early\n", b"between\n", b"late\n"]


async def test_a_timer_set_anew_rings_at_its_new_time_only(store):
    await arm(store, Timer("nudge", 100, b"old"))
    await arm(store, Timer("nudge", 200, b"new"), number=2)

    assert await store.ring(199) == 200
    await store.ring(200)

    assert await rung(store) == [b"nudge\nnew"]


async def test_a_timer_that_was_taken_back_does_not_ring(store):
    await arm(store, Timer("nudge", 100))
    await store.receive([update(2)])
    await store.answer(Diary(at_2=Done(disarm=("nudge",))))

    assert await store.ring(100) is None


async def test_the_same_name_in_another_conversation_is_another_timer(store):
    await arm(store, Timer("nudge", 100))
    await arm(store, Timer("nudge", 100), chat="ben", number=2)

    await store.ring(100)

    assert sorted(await rung(store)) == [b"nudge\n"] * 2


async def test_many_who_ring_at_once_ring_each_timer_once(store):
    await arm(store, *(Timer(f"t{number}", number) for number in range(20)))

    await asyncio.gather(*(store.ring(20) for _ in range(6)))

    assert len(await rung(store)) == 20


async def test_two_workers_that_ring_at_once_ring_each_timer_once(database_url):
    with contextlib.ExitStack() as stack:
        one, two = (
            stack.enter_context(contextlib.closing(Store(Hands(Postgres(database_url))))) for _ in range(2)
        )
        await arm(one, *(Timer(f"t{number}", number) for number in range(50)))

        await asyncio.gather(*(store.ring(50) for store in (one, two) for _ in range(3)))

        assert len(await rung(one)) == 50


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
async def test_a_clock_that_jumps_makes_no_timer_ring_twice_or_never(store, jump):
    start = 10 * HOUR
    await arm(store, Timer("before", start), Timer("after", start + 10))
    await store.ring(start)

    await store.ring(start + jump)
    await store.ring(start + HOUR)

    assert await rung(store) == [b"before\n", b"after\n"]


async def test_a_turn_is_one_workers_in_a_round(store):
    turns = await asyncio.gather(*(store.turn("retain", 1000, 60) for _ in range(5)))

    assert sorted(turns) == [False] * 4 + [True]
    assert not await store.turn("retain", 1059, 60)
    assert await store.turn("retain", 1060, 60)


async def test_turns_of_different_names_do_not_touch(store):
    assert await store.turn("retain", 1000, 60)

    assert await store.turn("menus", 1000, 60)


async def test_a_turn_comes_again_after_the_clock_was_set_back(store):
    await store.turn("retain", 10 * HOUR, 60)

    assert await store.turn("retain", 9 * HOUR, 60)


async def test_a_turn_is_no_timer_and_does_not_ring(store):
    await store.turn("retain", 1000, 60)

    assert await store.ring(HOUR) is None
    assert await rows(store, "SELECT * FROM inbox") == []
    assert await diary(store) == []
