"""One small workshop for a test of what goes wrong, and what such a test asks of it."""

from __future__ import annotations

import pytest
from crowd import crowd
from processes import rows, until

from bot.service.workshop import gatherings

FEW = {"users": 3, "front_line": 2}


@pytest.fixture
def soon(monkeypatch):
    """How many there are is told soon."""
    monkeypatch.setattr(gatherings, "TELLS", 300)


@pytest.fixture
async def small(api, bot, soon):
    """Five people and whoever leads, and the notice in their group."""
    workshop = await crowd(api, FEW)
    await workshop.begins()
    return workshop


@pytest.fixture
async def asking(small):
    """All have joined, and the questions are open."""
    workshop = small
    await workshop.gather()
    await workshop.steers("Open the questions")
    for one in workshop.members:
        await one.sees(workshop.asks)
    return workshop


def name_of(file):
    ((name,),) = rows(file, "SELECT id FROM workshop")
    return name


async def own(person, group, thread=None):
    """Our messages in a group."""
    return [m for m in await person.chat(group) if m.own and not m.service and thread in {None, m.thread}]


async def quiet(api, file):
    """All that was said and pressed is answered, and nothing waits to be sent."""
    await api.all_confirmed()
    waits = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state < 2)"
    )
    await until(lambda: rows(file, waits) == [(0,)])
