"""A bell wakes a task, and stops it."""

import asyncio
import threading

import pytest

from bot.service.bells import Bell


async def test_a_bell_rung_in_another_thread_wakes_the_task():
    bell = Bell(poll=30)

    threading.Thread(target=bell.ring).start()

    await asyncio.wait_for(bell.wait(), 10)


async def test_a_bell_rung_before_is_not_lost():
    bell = Bell(poll=30)
    bell.ring()
    await asyncio.sleep(0)

    await asyncio.wait_for(bell.wait(), 10)


async def test_without_a_ring_the_task_looks_after_a_while():
    await asyncio.wait_for(Bell(poll=0.01).wait(), 10)
    await asyncio.wait_for(Bell(poll=30).wait(0.01), 10)
    await asyncio.wait_for(Bell(poll=30).wait(-5), 10)


async def test_a_stopped_bell_goes_on_no_more_and_waits_no_more():
    bell = Bell(poll=30)
    assert bell.goes_on()

    bell.stop()

    assert not bell.goes_on()
    await asyncio.wait_for(bell.pause(30), 10)
    assert await asyncio.wait_for(bell.unless_stopped(asyncio.sleep(30)), 10) is None


async def test_a_pause_ends_by_itself():
    await asyncio.wait_for(Bell().pause(0.01), 10)


async def test_work_that_is_done_before_a_stop_gives_what_it_has():
    bell = Bell()

    assert await bell.unless_stopped(asyncio.sleep(0, "done")) == "done"


async def test_work_that_fails_fails():
    async def fails():
        raise ValueError("lost")

    with pytest.raises(ValueError, match="lost"):
        await Bell().unless_stopped(fails())


def test_a_bell_that_is_rung_after_its_loop_ended_harms_nothing():
    async def made():
        return Bell()

    asyncio.run(made()).ring()
