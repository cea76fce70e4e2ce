"""Workshops in a group on the stand-in: people with roles and opinions, by buttons alone."""

from __future__ import annotations

import asyncio

from talks import newer

SERVICE = "home visits"
OPINIONS = {
    "users": {"role": 1, "answer": 0, "effect": 0, "change": 1, "source": 0, "join": 1, "say": 0, "gap": 0},
    "front_line": {
        "role": 3,
        "answer": 2,
        "effect": 1,
        "change": 2,
        "source": 2,
        "join": 2,
        "say": 2,
        "gap": 2,
    },
    "planners": {
        "role": 3,
        "answer": 2,
        "effect": 1,
        "change": 2,
        "source": 2,
        "join": 2,
        "say": 2,
        "gap": 1,
    },
    "partners": {
        "role": 2,
        "answer": 1,
        "effect": 1,
        "change": 2,
        "source": 2,
        "join": 2,
        "say": 1,
        "gap": 1,
    },
}
"""What people of a role mostly answer: the number of the option, from nought."""
AS = {
    "users": "I use the service",
    "front_line": "I work with users",
    "planners": "I plan or manage",
    "partners": "I am a partner",
}


class Workshop:
    """One workshop on the stand-in; `people` are pairs of a Person and a role."""

    def __init__(self, api, group, leader, people):
        self.api, self.group, self.leader, self.people = api, group, leader, people

    async def begins(self):
        """From /workshop to the notice."""
        await self.leader.says("/workshop@tango_test_bot", self.group)
        await self.leader.sees("leads it", chat=self.group)
        await self.enters(self.leader, "Lead this workshop")
        await self.leader.sees("What is the service called?")
        await self.leader.says(SERVICE)
        await self.steers("Show the notice in the group")
        await self.leader.sees("Nobody has joined yet.", chat=self.group)

    async def enters(self, person, label):
        """Press a button at the door, and follow the link that it is answered with."""
        toast = await person.presses(label, chat=self.group)
        await person.opens(toast.url)
        return toast

    async def steers(self, label):
        """Press a button of the leader's newest panel, and wait for the next one."""
        before = await self.button(self.leader, label)
        await self.leader.presses(label, m=before)
        return await newer(self.leader, before)

    async def button(self, person, label):
        """The newest message of a private chat that has such a button; a panel may just give way to the next."""
        fits = lambda m: any(label in name for row in m.buttons for name, _ in row)  # noqa: E731
        async with asyncio.timeout(60):
            while True:
                await self.api.wait_for(person.id, fits, 10)
                if found := next((m for m in reversed(await person.chat()) if fits(m)), None):
                    return found

    async def joins(self, person, role):
        await self.enters(person, "I join")
        await person.sees("From where do you see")
        await person.presses(AS[role])
        await person.sees("Saved:")

    async def gather(self):
        for person, role in self.people:
            await self.joins(person, role)

    async def answers(self, person, options, count=8):
        """Answer all questions by buttons: the number of an option for each question's text."""
        for _ in range(count):
            chat = await person.chat()
            m = next((m for m in reversed(chat) if m.buttons), None)
            if "You have answered all of it" in m.text:
                return
            label = next(name for row in m.buttons for name, _ in row if name.startswith(f"{options(m)} "))
            await person.presses(label, m=m)
            await newer(person, m)

    async def answer_all(self):
        await asyncio.gather(
            *(self.answers(person, self.opinion(at, role)) for at, (person, role) in enumerate(self.people))
        )

    def opinion(self, at, role):
        """What the person of that number answers: mostly what their role does."""

        def chosen(m):
            for number, (short, name) in enumerate(QUESTIONS.items()):
                if short in m.text:
                    wanted = OPINIONS[role][name] + ((at * 7 + number * 3) % 3 == 0)
                    return min(wanted, 2) + 1
            raise AssertionError(m.text)

        return chosen


QUESTIONS = {
    "who decides what happens for each person": "say",
    "compare what people expected": "gap",
    "What part do users": "role",
    "What do you promise": "answer",
    "What has changed because of them": "effect",
    "How does daily experience": "join",
    "What kind of change": "change",
    "Who drives the change": "source",
}
