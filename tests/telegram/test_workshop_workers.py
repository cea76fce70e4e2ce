"""Two workers on one PostgreSQL hold a workshop: whatever comes at once, each vote counts once."""

import asyncio

import psycopg
import pytest
import workshop_figures
import workshop_kept
from crowd import crowd
from test_checklist_process import SECRET, two_workers
from test_workshop_load import on_panel, votes_again

pytestmark = pytest.mark.thorough

TWELVE = {"users": 6, "front_line": 6}
WAITS = "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state < 2)"
ASIDE = "SELECT count(*) FROM inbox WHERE state > 1"


async def asks(url, query):
    async with await psycopg.AsyncConnection.connect(url) as connection:
        ((found,),) = await (await connection.execute(query)).fetchall()
    return found


async def quiet(api, url):
    await api.all_confirmed(within=30.0)
    async with asyncio.timeout(30):
        while await asks(url, WAITS):  # noqa: ASYNC110 - what waits is in other processes
            await asyncio.sleep(0.1)


async def test_twelve_who_press_at_once_are_counted_once_each(api, environment, database_url):
    environment(TANGO_SECRET=SECRET)
    await api.repeat(0.3)
    async with two_workers(api, database_url):
        workshop = await crowd(api, TWELVE)
        await workshop.begins()
        await workshop.gather()
        await workshop.steers("Open the questions")
        await workshop.answer_all()
        await quiet(api, database_url)
        first = workshop_kept.Book(database_url).sheets(workshop.members)
        answers = {one.person.name: dict(one.answers) for one in workshop.members}
        await workshop.steers("Close and show")
        await workshop.in_group("differently")
        await workshop.steers("Talk about the first")
        await workshop.steers("Second round")
        await asyncio.gather(*(votes_again(workshop, one, "Second round") for one in workshop.members))
        await quiet(api, database_url)
        await workshop.steers("Close and compare")
        while not await on_panel(workshop, "To the actions"):
            await workshop.steers("Next question")
        await quiet(api, database_url)
        second = workshop_kept.Book(database_url).sheets(workshop.members)
        aside = await asks(database_url, ASIDE)

    log = workshop_figures.Log(await api.calls())
    assert first == answers
    assert second == {one.person.name: one.answers | one.again for one in workshop.members}
    assert aside == 0
    assert log.twice(workshop.group.id) == []
