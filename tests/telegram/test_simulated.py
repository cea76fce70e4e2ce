"""A whole workshop is played twice, by the same people: in memory, and on the stand-in with a whole bot. Both read alike."""

import asyncio
import re
import sqlite3
from contextlib import closing

import pytest
from bots import running
from scribe import settled

from bot.assemble import worker
from bot.assemble.parts import Parts, drive
from bot.assemble.rehearsal import rehearsal
from bot.channels.rehearsal import BEGIN
from bot.service.bells import Bell
from bot.service.workshop.casting import company
from bot.service.workshop.simulation import Lines, Sight, Simulation

COUNT, SEED = 14, 3
LINK = re.compile(r"https://\S+")


class StandInPlace:
    """Where people press and type: the stand-in, with a clock that stands still unless time is let go by."""

    def __init__(self, api, file):
        self.api, self.file = api, file
        self.now = BEGIN
        self.people, self.group = {}, None

    async def fills(self, names, leader):
        """Bring everybody into a group, and the bot."""
        for name in names:
            self.people[name] = await self.api.person(name, language="en")
        leads = self.people[leader]
        others = list(self.people.values())
        self.group = await self.api.group("Team", others, kind="supergroup", admins=[leads])
        await self.api.add_bot(self.group, leads, admin=True)
        await self._settles()

    async def calls(self, person):
        self.now += 1
        await self.people[person].says("/workshop@tango_test_bot", self.group)
        await self._settles()

    async def says(self, person, text):
        self.now += 1
        await self.people[person].says(text)
        await self._settles()

    async def presses(self, person, label):
        self.now += 1
        who = self.people[person]
        mine, ours = await who.chat(), await who.chat(self.group)
        m, name = next(found(mine, label), None) or next(found(ours, label))
        toast = await who.presses(name, m=m, chat=None if m in mine else self.group)
        if m in ours:
            await who.opens(toast.url)
        await self._settles()

    async def follows(self, person, owner):
        self.now += 1
        _, name = next(found(await self.people[owner].chat(self.group), "I join"))
        toast = await self.people[owner].presses(name, chat=self.group)
        await self.people[person].opens(toast.url)
        await self._settles()

    async def looks(self, person):
        shown = [m for m in await self.people[person].chat() if m.buttons]
        return Sight(shown[-1].text, tuple(shown[-1].labels)) if shown else None

    async def passes(self, seconds):
        end = self.now + int(seconds * 1000)
        while (due := self._due()) is not None and due <= end:
            self.now = max(self.now, due)
            while self._due() == due:  # noqa: ASYNC110 - a database tells nobody when it has rung
                await asyncio.sleep(0.01)
            await self._settles()
        self.now = end

    def _due(self):
        with closing(sqlite3.connect(self.file)) as kept:
            return kept.execute("SELECT min(due) FROM timer").fetchone()[0]

    async def _settles(self):
        await settled(self.api, self.file)


def found(chat, label):
    """The buttons whose label begins so, those of the newest message first."""
    for m in reversed(chat):
        for name in m.labels:
            if name.startswith(label):
                yield m, name


def words(texts):
    """What is read, one message after the other, without links, headings, blank lines and marks of pictures."""
    for text in texts:
        lines = [line.removeprefix("# ") for line in LINK.sub("", text).split("\n")]
        yield "\n".join(line for line in lines if line)


def rehearsed(place, chat):
    told = []
    for message in place.reads(chat):
        told += [message.text, *["[picture]"] * bool(message.picture)]
    return list(words(told))


def shown(chat):
    told = []
    for m in chat:
        if m.own:
            told += [*[m.text] * bool(m.text), *["[picture]"] * m.is_picture]
    return list(words(told))


@pytest.fixture
async def place(api, environment, file, monkeypatch):
    place = StandInPlace(api, file)
    monkeypatch.setattr(worker, "_now", lambda: place.now)
    monkeypatch.setattr(worker, "Bell", lambda: Bell(0.02))
    async with running():
        yield place


async def test_a_workshop_reads_on_the_platform_as_in_memory(place):
    parts = Parts(chat=True)
    dialogue, lines = parts.rules.dialogue, Lines(parts.speaker.words.say)
    people = company(dialogue, COUNT, SEED)
    with rehearsal(parts, SEED) as memory:
        drive(Simulation(memory, dialogue, people, lines).plays())
    names = [people.leader, people.watcher, *(one.name for one in people.players)]

    await place.fills(names, people.leader)
    await Simulation(place, dialogue, people, lines).plays()

    group = shown(await place.people[people.leader].chat(place.group))
    assert group[1:] == rehearsed(memory, memory.group)  # without its greeting
    for name in names:
        assert shown(await place.people[name].chat()) == rehearsed(memory, name)
