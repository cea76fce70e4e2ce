"""A crowd in a workshop: each member has a role and opinions, and keeps what they pressed and how it was answered."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field

from played_workshop import AS, OPINIONS, Workshop

from bot.assemble.parts import Parts
from tests.botapi import sights

WITHIN = 12.0
"""Seconds in which something comes on however busy a machine."""
DONT_KNOW = "I don't know"


@dataclass(frozen=True)
class Pressed:
    """A press in a workshop: the chat and label, when it was (seconds since 1970), and the toast that it brought."""

    chat: int
    label: str
    at: float
    toast: object
    told: str = ""
    """What the toast must say; empty where it need not say anything."""


@dataclass
class Member:
    """A person with a role; `answers` is the number of the option (None: "I don't know") by question, as last pressed."""

    person: object
    role: str
    answers: dict = field(default_factory=dict)
    again: dict = field(default_factory=dict)
    pressed: list = field(default_factory=list)
    waits: bool = True
    """Whether a toast is waited for: of a bot that is killed none may ever come."""

    def shown(self, fits):
        """The newest message of the private chat that fits; None if there is none yet."""
        found = self.person.telegram.shown(self.person.id)
        return next((m for m in sorted(found, key=lambda m: -m.id) if fits(m)), None)

    async def sees(self, fits, within=WITHIN):
        """Wait for a message of the private chat that fits."""
        found = self.shown(fits) or await self.person.telegram.wait_for(self.person.id, fits, within)
        assert found, await self.person.transcript()
        return found

    async def presses(self, label, *, m=None, chat=None, told=""):
        """Press a button, and keep how it was answered."""
        at = time.time()
        if not self.waits:
            await taps(self.person, m, label)
            return None
        toast = await self.person.presses(label, m=m, chat=chat, within=WITHIN)
        self.pressed.append(Pressed(chat.id if chat else self.person.id, label, at, toast, told))
        return toast

    async def let_in(self, label, group):
        """The link that a press at the door is answered with; who is not answered presses again."""
        if self.waits:
            return (await self.presses(label, chat=group)).url
        while True:
            with suppress(AssertionError):
                return (await self.person.presses(label, chat=group, within=2.0)).url


class Crowd(Workshop):
    """A workshop of many, who do things side by side. `chance` says who answers what, and when."""

    def __init__(self, api, group, leader, members, seed=1):
        super().__init__(api, group, leader, [(one.person, one.role) for one in members])
        self.members = members
        self.chance = random.Random(seed)
        self.questions = Parts(chat=True).editions.current("en").rules.dialogue.questions

    async def gather(self, pause=0.0):
        """All join, each after a pause of their own."""
        await asyncio.gather(*(self.comes(one, self.chance.uniform(0, pause)) for one in self.members))

    async def comes(self, member, pause=0.0):
        await asyncio.sleep(pause)
        await member.person.opens(await member.let_in("I join", self.group))
        asked = await member.sees(lambda m: "From where do you see" in m.text and m.buttons)
        await member.presses(AS[member.role], m=asked)
        await member.sees(lambda m: "Saved:" in m.text)

    async def answer_all(self, pause=0.0):
        await asyncio.gather(*(self.answers_all(one, pause) for one in self.members))

    async def answers_all(self, member, pause=0.0):
        """Answer one question after the other until there is no more."""
        m = await member.sees(self.asks)
        while not self.is_done(m):
            await asyncio.sleep(self.chance.uniform(pause / 2, pause))
            await self.answers_one(member, m)
            m = await member.sees(
                lambda new, old=m: new.id > old.id and (self.asks(new) or self.is_done(new))
            )

    async def answers_one(self, member, m, *, again=False, option=...):
        """Press an answer of a question."""
        question = self.question(m)
        option = self.opinion(member, question) if option is ... else option
        (member.again if again else member.answers)[question.id] = option
        if option is None:
            label = told = DONT_KNOW
        else:
            told = question.options[option].label
            label = f"{option + 1} {told}"
        await member.presses(label, m=m, told=told)

    def opinion(self, member, question):
        """Mostly what their role thinks; some see it otherwise, and some do not know."""
        if self.chance.random() < 0.05:
            return None
        most = len(question.options) - 1
        own = OPINIONS[member.role].get(question.id, 0)
        return min(most, own + (self.chance.random() < 0.3))

    def question(self, m):
        """The question of the dialogue that a message asks; None if it is none."""
        return next((one for one in self.questions if one.text in m.text), None)

    def asks(self, m):
        return bool(m.own and m.buttons and self.question(m) and "from where" not in m.text.lower())

    @staticmethod
    def is_done(m):
        return bool(m.own and m.buttons and "You have answered all of it" in m.text)

    async def in_group(self, text, within=WITHIN):
        """Wait until the group reads so."""
        found = await self.api.wait_for(self.group.id, lambda m: text in m.reads, within)
        assert found, await self.leader.transcript(self.group)
        return found


async def taps(person, m, label):
    """Press a button, and wait for nothing."""
    ((_, data, _),) = sights.buttons_named(m, label)
    await person.telegram.do("presses", person=person.id, chat=m.chat, message=m.id, data=data)


async def crowd(api, sizes, *, kind="supergroup", admin=True, others=(), **more):
    """A group with a leader and so many people of each role, and us; gives the Crowd. `others` are only in the group."""
    first = await api.person("Ana", language="en")
    members = [
        Member(await api.person(f"{role} {at}", language="en"), role)
        for role, size in sizes.items()
        for at in range(size)
    ]
    inside = [first, *(one.person for one in members), *others]
    group = await api.group("Team", inside, kind=kind, admins=[first], **more)
    await api.add_bot(group, first, admin=admin)
    await first.sees("", chat=group)
    return Crowd(api, group, first, members)
