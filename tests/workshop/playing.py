"""Whole workshops at random, played event by event over a small dialogue, with the truth kept beside what was shown."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from random_dialogues import RESULTS, a_dialogue

from bot.model.conditions import ALWAYS, Answered
from bot.model.dialogue import Dialogue, VerdictRow
from bot.reasoning.rules import Rules
from bot.workshop import events as e
from bot.workshop.people import Role
from bot.workshop.rounds import step
from bot.workshop.state import Stage, open_workshop

GUARD, GUARDED, FREE = 1, 2, 3
EVERY = {GUARD: 3, GUARDED: 3, FREE: 7}
NAMES = {GUARD: "q1", GUARDED: "q2", FREE: "q3"}
ANSWERS = {GUARD: (1, 2, 3), GUARDED: (1, 2, 3), FREE: (1, 2, 4, 7)}
"""The answers that people give here, and that the attacker takes for possible: fewer would be a better informed attacker."""
SKIPS = 1
"""The answer to the first question after which the second is not asked."""


def small() -> Dialogue:
    """A scope, a question that lets the next one fall away, and a free ordered one. All three decide."""
    drawn = a_dialogue(0)
    scope, one, two, three = drawn.questions[:4]
    options = replace(one.options[0]), replace(one.options[1])
    third = (*options, replace(one.options[0], id="c", label="c", long="c"))
    questions = (
        scope,
        replace(one, id="q1", options=options, when=ALWAYS, steps=(), alike=(), decides=True),
        replace(two, id="q2", options=options, when=Answered("q1", ("b",)), steps=(), alike=(), decides=True),
        replace(three, id="q3", options=third, when=ALWAYS, steps=(0, 1, 2), alike=(), decides=True),
    )
    rows = (
        VerdictRow(id="R0", when=Answered("scope", ("policy",)), then="out-of-scope", because="b"),
        VerdictRow(id="R1", when=Answered("q2", ("b",)), then="r3", because="b"),
        VerdictRow(id="R2", when=Answered("q3", ("c",)), then="r2", because="b"),
        VerdictRow(id="R3", when=Answered("q1", ("a",)), then="r1", because="b"),
        VerdictRow(id="R4", when=ALWAYS, then="r0", because="b"),
    )
    return replace(
        drawn,
        questions=questions,
        quick=("q1", "q2", "q3"),
        facts=(),
        results=RESULTS,
        verdict=rows,
        aims=(),
        readings=(),
    )


RULES = Rules(small())


class Room:
    """A workshop to which events happen; keeps every reply, with the stage before it."""

    def __init__(self, rules=RULES, least=5, questions=()):
        self.rules = rules
        self.workshop = open_workshop(rules, "ana", least=least, questions=questions)
        self.replies, self.told, self.number = [], [], 0

    def act(self, act, actor="ana", at=None, name=None):
        self.number += 1
        event = e.Event(name or f"e{self.number}", self.number if at is None else at, actor, act)
        before = self.workshop.course.stage
        self.workshop, replies = (after := step(self.rules, self.workshop, event)).workshop, after.replies
        self.replies += [(before, reply) for reply in replies]
        self.told = [reply for reply in replies if isinstance(reply, e.Tell)]
        return [reply.line for reply in self.told]

    def person(self, name, role, sheet=()):
        self.act(e.Join(), name)
        self.act(e.ChooseRole(role), name)
        for place, mask in dict(sheet).items():
            self.act(e.Vote(NAMES[place], mask), name)

    @property
    def stage(self):
        return self.workshop.course.stage


@dataclass
class Truth:
    """What happened, kept apart from the program: roles, first answers, second answers of those who were counted."""

    room: Room
    roles: dict = field(default_factory=dict)
    first: dict = field(default_factory=dict)
    late: dict = field(default_factory=dict)
    second: dict = field(default_factory=dict)

    def is_finished(self, sheet):
        return GUARD in sheet and FREE in sheet and (sheet[GUARD] == SKIPS or GUARDED in sheet)

    def answered(self, people):
        """Those with a voice who answered something."""
        return {
            v: sheet
            for v, sheet in people.items()
            if sheet and self.roles.get(v) not in (None, Role.OBSERVER)
        }

    def counted(self, people, place):
        """For each of those who count at a question the answer; 0 where it does not apply."""
        found = {}
        for voter, sheet in self.answered(people).items():
            if place == FREE and FREE in sheet:
                found[voter] = sheet[FREE]
            elif place != FREE and self.is_finished(sheet):
                found[voter] = 0 if place == GUARDED and sheet[GUARD] == SKIPS else sheet[place]
        return found


def opinions(chance):
    """For each role and question a lean: nearly everybody, many, or nobody in particular."""
    return {
        (role, place): (chance.choice(answers), chance.choice((0.95, 0.95, 0.7, 0.3)))
        for role in (*Role,)
        for place, answers in ANSWERS.items()
    }


def an_answer(chance, lean, place):
    favourite, strength = lean
    return favourite if chance.random() < strength else chance.choice(ANSWERS[place])


def a_sheet(chance, leans, role):
    sheet = {place: an_answer(chance, leans[role, place], place) for place in ANSWERS}
    if sheet[GUARD] == SKIPS and chance.random() < 0.7:
        del sheet[GUARDED]
    if chance.random() < 0.15:
        sheet.pop(chance.choice((GUARD, FREE)), None)
    return sheet


def play(seed, least=5, most=6):
    """A whole workshop: people of every role, some unfinished, some leaving, some late, second rounds, the end."""
    chance = random.Random(seed)
    truth = Truth(Room(least=least))
    room, leans = truth.room, opinions(chance)
    room.act(e.Open())
    for role in Role:
        for at in range(chance.choice((0, 1, 2, 4, 5, most))):
            _joins(chance, truth, leans, f"{role}-{at}", role)
    room.act(e.Close())
    for at in range(chance.choice((0, 0, 1, 4, 5, 7))):
        _joins(chance, truth, leans, f"late-{at}", chance.choice((*Role,)))
    while room.stage is not Stage.ACTIONS:
        room.act(e.Next())
        if room.stage is Stage.TALKING and chance.random() < 0.8:
            _second(chance, truth, leans)
    room.act(e.Next())
    room.act(e.End())
    return truth


def _joins(chance, truth, leans, voter, role):
    sheet = a_sheet(chance, leans, role)
    truth.room.person(voter, role, sheet)
    if chance.random() < 0.1:
        truth.room.act(e.Leave(), voter)
    if role is not Role.OBSERVER:
        (truth.first if truth.room.stage is Stage.ANSWERING else truth.late)[voter] = sheet
        truth.roles[voter] = role


def _second(chance, truth, leans):
    """A second round; of the two questions that hang together only one gets it, so that worlds stay few."""
    room, place = truth.room, truth.room.workshop.focus
    if place != FREE and truth.second.keys() & {GUARD, GUARDED}:
        return
    room.act(e.Open())
    was = truth.counted(truth.first, place)
    now = dict(was)
    moving = chance.choice((0.1, 0.5, 0.9))
    for voter, answer in was.items():
        if answer and chance.random() < moving:
            now[voter] = an_answer(chance, leans[Role.USERS, place], place)
        room.act(e.Vote(NAMES[place], now[voter]), voter)
    room.act(e.Close())
    truth.second[place] = now
