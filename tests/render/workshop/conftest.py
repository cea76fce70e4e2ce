"""Workshops over the shipped dialogue, played event by event by the same room as the rules of showing."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

sys.path.insert(0, os.path.join(Path(__file__).parents[2], "workshop"))

from playing import Room

from bot.workshop import events as e
from bot.workshop.joint import joint
from bot.workshop.meeting import Meeting
from bot.workshop.people import VOTING, Role
from bot.workshop.state import Stage


@dataclass
class Gathering:
    """A workshop with its people: who sees the service from where, and what was noted of it."""

    room: Room
    dialogue: object
    knowledge: object

    def joins(self, name, role, answers):
        """Somebody joins and answers: options by question, one or several."""
        self.room.act(e.Join(), name)
        self.room.act(e.ChooseRole(role), name)
        self.votes(name, answers)

    def votes(self, name, answers):
        for question, options in answers.items():
            given = (options,) if isinstance(options, str) else options
            known = [option.id for option in self.dialogue.question(question).options]
            self.room.act(e.Vote(question, sum(1 << known.index(option) for option in given)), name)

    def goes_to(self, stage):
        while self.room.stage is not stage:
            self.room.act(e.Next())

    def meeting(self, name="Home visits", **more):
        """What is kept once the result was shown: worked out while all of it is there."""
        workshop = self.room.workshop
        quick = len(workshop.places) == len(self.dialogue.quick)
        found = joint(self.room.rules, self.knowledge, workshop, quick=quick)
        return Meeting(
            language="en", workshop=workshop, name=name, **{"day": "2026-03-25", "joint": found, **more}
        )

    def ended(self, meeting):
        """The same after the end: nothing of anybody is left."""
        self.room.act(e.End())
        return replace(meeting, workshop=self.room.workshop)


@pytest.fixture(scope="session")
def gather(rules, dialogue, knowledge):
    """A workshop that has opened its questions."""

    def gather(least=5, questions=()):
        room = Room(rules=rules, least=least, questions=questions)
        room.act(e.Open())
        return Gathering(room, dialogue, knowledge)

    return gather


USERS = {"say": "staff", "gap": "never", "role": "asked", "answer": "explain", "effect": "small",
         "join": "data", "change": "fit", "source": "staff"}  # fmt: skip
STAFF = {**USERS, "say": "agree", "role": "advise"}


def answers(base, at):
    """The base answers, with a few people who see it otherwise."""
    return {
        **base,
        "role": base["role"] if at % 3 else "none",
        "effect": "small" if at % 2 else "direction",
        "join": "data" if at % 4 else "loop",
    }


@pytest.fixture(scope="session")
def fourteen(gather):
    """Six users, five of the front line, two planners and a partner, talked over to the result."""

    def fourteen(*, late=0, end=False, **more):
        held = gather()
        seats = [*[Role.USERS] * 6, *[Role.FRONT_LINE] * 5, *[Role.PLANNERS] * 2, Role.PARTNERS]
        for at, role in enumerate(seats):
            held.joins(f"p{at}", role, answers(USERS if role is Role.USERS else STAFF, at))
        room = held.room
        room.act(e.Close())
        for at in range(late):
            held.joins(f"late{at}", Role.USERS, answers(USERS, at))
        room.act(e.Next())
        first = held.dialogue.questions[room.workshop.focus].id
        room.act(e.Hands(first, Role.USERS, (0, 2, *[0] * (len(held.dialogue.question(first).options) - 2))))
        room.act(e.Open())
        for at in (6, 7, 8, 9):
            held.votes(f"p{at}", {first: (held.dialogue.question(first).options[0].id)})
        room.act(e.Close())
        room.act(e.Share("users see the plan after it is signed"))
        held.goes_to(Stage.ACTIONS)
        room.act(e.Share("nobody has time"))
        room.act(e.Park("parking at the clinic"))
        room.act(e.Decide("Show the draft plan to six users before it is signed", "planning team", "30 June"))
        room.act(e.Decide("Ask again"))
        room.act(e.Next())
        meeting = held.meeting(**more)
        return held.ended(meeting) if end else meeting

    return fourteen


@pytest.fixture(scope="session")
def any_workshop(gather):
    """A workshop at random, to its result: few or many, of one mind or of many, with some late and some second rounds."""

    def any_workshop(seed):
        chance = random.Random(seed)
        held = gather(least=chance.choice((3, 5, 6)), questions=_asked(chance, gather))
        leans = _leans(chance, held)
        for at in range(chance.choice((2, 5, 9, 14, 25))):
            held.joins(f"p{at}", chance.choice(VOTING), _drawn(chance, held, leans))
        held.room.act(e.Close())
        for at in range(chance.choice((0, 0, 4, 7))):
            held.joins(f"late{at}", chance.choice(VOTING), _drawn(chance, held, leans))
        while held.room.stage is not Stage.ACTIONS:
            held.room.act(e.Next())
            if held.room.stage is Stage.TALKING and chance.random() < 0.7:
                _second(chance, held, leans)
        held.room.act(e.Next())
        return held, held.meeting()

    return any_workshop


def _asked(chance, gather):
    every = [one.id for one in gather().dialogue.questions[1:]]
    return chance.choice(((), tuple(every)))


def _leans(chance, held):
    """For each question a favourite answer, and how strong it is."""
    places = held.room.workshop.places
    questions = [held.dialogue.questions[place] for place in places]
    return {
        one.id: (chance.choice(one.options).id, chance.choice((0.97, 0.8, 0.3)), [o.id for o in one.options])
        for one in questions
    }


def _drawn(chance, held, leans):
    found = {}
    for question, (favourite, strength, every) in leans.items():
        if chance.random() < 0.95:
            found[question] = favourite if chance.random() < strength else chance.choice((*every, every))
    return found


def _second(chance, held, leans):
    held.room.act(e.Open())
    question = held.dialogue.questions[held.room.workshop.focus].id
    for name in list(held.room.workshop.people):
        if chance.random() < 0.5:
            held.votes(name, {question: chance.choice(leans[question][2])})
    held.room.act(e.Close())
