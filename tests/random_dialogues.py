"""Small dialogues at random, with planted faults: gaps, shadowed rows, dead options, answers that lower the result."""

from __future__ import annotations

import random
from dataclasses import replace

from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs
from bot.model.dialogue import (
    Aim,
    Changeable,
    Dialogue,
    Fact,
    Option,
    Place,
    Question,
    Result,
    Row,
    Value,
    VerdictRow,
)
from bot.model.knowledge import Item, Kind, Knowledge

PROJECT = Place(grade="project")
READINGS = ("D1", "D2")
RESULTS = (
    Result(id="r0", label="r0", mode="m"),
    Result(id="r1", label="r1", mode="m"),
    Result(id="r2", label="r2", mode="m", above=("r0", "r1")),
    Result(id="r3", label="r3", mode="m", above=("r2",)),
    Result(id="out-of-scope", label="out", mode=None),
)


def a_dialogue(seed, *, size=4, tidy=False, **shape):
    """A dialogue of the seed with so many questions beside the scope.

    `options` and `rows` are the most there are, `reach` is how far back conditions look; `tidy` leaves out what would
    be refused.
    """
    return _Draft(random.Random(seed), tidy=tidy, **shape).dialogue(size)


def some_knowledge(seed, dialogue, count=3):
    """So many barriers, enablers and notes with conditions over the dialogue."""
    draft = _Draft(random.Random(seed))
    draft.questions, draft.facts = list(dialogue.questions), list(dialogue.facts)
    enablers = [f"e{at}" for at in range(count)]
    items = [
        Item(
            id=f"b{at}",
            kind=Kind.BARRIER,
            title="b",
            sections={},
            when=draft.condition(rungs=True),
            links=tuple(enablers[at:]),
        )
        for at in range(count)
    ]
    items += [
        Item(
            id=name,
            kind=Kind.ENABLER,
            title="e",
            sections={},
            when=draft.maybe(0.6),
            links=tuple(f"b{place}" for place in range(at + 1)),
        )
        for at, name in enumerate(enablers)
    ]
    items += [
        Item(id=f"n{at}", kind=Kind.NOTE, title="n", sections={}, when=draft.condition(rungs=True))
        for at in range(count)
    ]
    return Knowledge(digest="x", items=tuple(items), sources=(), sections=())


class _Draft:
    def __init__(self, chance, *, options=3, rows=4, reach=99, tidy=False):
        self.chance, self.options, self.rows, self.reach, self.tidy = chance, options, rows, reach, tidy
        self.questions: list[Question] = []
        self.facts: list[Fact] = []

    def dialogue(self, size):
        options = ("service", "policy", "private") if self.chance.random() < 0.3 else ("service", "policy")
        self.questions = [self._question("scope", options, given="service")]
        for at in range(1, size + 1):
            names = tuple("abcdefg"[: self.chance.randint(2, self.options)])
            self.questions.append(self._question(f"q{at}", names, when=self.maybe(0.35)))
        for at in range(self.chance.randint(1, 3)):
            self.facts.append(self._fact(f"f{at}"))
        quick = [q.id for q in self.questions[1:] if q.decides]
        return Dialogue(
            id="random",
            digest="x",
            language="en",
            title="random",
            prompts=(),
            questions=tuple(self.questions),
            quick=tuple(quick),
            facts=tuple(self.facts),
            results=RESULTS,
            verdict=self._verdict(),
            unique=False,
            aims=(Aim(id="up", title="up", want=RungIs(("r2", "r3")), reached="reached"),),
            changeable=self._changeable(),
            faces=(),
            readings=READINGS,
        )

    def maybe(self, often):
        return self.condition() if self.chance.random() < often else ALWAYS

    def condition(self, depth=2, *, rungs=False):
        """A condition over the questions (and facts) there are; without any, it always holds."""
        kind = self.chance.random()
        if depth == 0 or kind < 0.6:
            return self._atom(rungs=rungs)
        parts = tuple(self.condition(depth - 1, rungs=rungs) for _ in range(self.chance.randint(1, 3)))
        if kind < 0.72:
            return AnyOf(parts)
        if kind < 0.84:
            return All(parts)
        return NoneOf(parts) if kind < 0.92 else AtLeast(self.chance.randint(1, len(parts)), parts)

    def _atom(self, *, rungs):
        kind = self.chance.random()
        if rungs and kind < 0.25:
            return RungIs(self._some([result.id for result in RESULTS]))
        if self.facts and kind < 0.45:
            fact = self.chance.choice(self.facts)
            return FactIs(fact.id, self._some([value.id for value in fact.values]))
        near = self.questions[1:][-self.reach :]
        if not near or kind > 0.96:
            return Answered("scope", self._some([option.id for option in self.questions[0].options]))
        question = self.chance.choice(near)
        return Answered(question.id, self._some([option.id for option in question.options]))

    def _some(self, names):
        return tuple(sorted(self.chance.sample(names, self.chance.randint(1, max(1, len(names) - 1)))))

    def _question(self, name, options, when=ALWAYS, given=None):
        ordered = given is None and self.chance.random() < 0.5
        alike = [frozenset(options[:2])] if self.chance.random() < 0.1 else []
        return Question(
            id=name,
            part="p",
            short=name,
            text=name,
            why="w",
            source=PROJECT,
            options=tuple(
                Option(id=one, label=one, long=one, opens="p" if one == "private" else "") for one in options
            ),
            when=when,
            decides=given is None and self.chance.random() < 0.8,
            given=given,
            steps=tuple(range(len(options))) if ordered else (),
            alike=tuple(alike),
        )

    def _fact(self, name):
        values = tuple(Value(id=f"v{at}", label="v") for at in range(self.chance.randint(2, 3)))
        rows = [
            Row(when=self.condition(), then=self.chance.choice(values).id, **self._reading())
            for _ in range(self.chance.randint(1, self.rows))
        ]
        if self.tidy or self.chance.random() < 0.7:
            rows.append(Row(when=ALWAYS, then=values[0].id))
        unique = not self.tidy and self.chance.random() < 0.2
        return Fact(id=name, title=name, values=values, rows=tuple(rows), unique=unique)

    def _verdict(self):
        out = VerdictRow(
            id="R0", when=Answered("scope", ("policy", "private")), then="out-of-scope", because="b"
        )
        rows = [
            VerdictRow(
                id=f"R{at}",
                when=self.condition(),
                then=self.chance.choice(RESULTS[:4]).id,
                because="b",
                **self._reading(),
            )
            for at in range(1, self.chance.randint(2, self.rows) + 1)
        ]
        last = VerdictRow(id="last", when=ALWAYS, then=self.chance.choice(RESULTS[:4]).id, because="b")
        return (*([out] if self.tidy or self.chance.random() < 0.9 else []), *rows, last)

    def _reading(self):
        key, reading = self.chance.choice(("holds", "without")), self.chance.choice(READINGS)
        return {key: reading} if self.chance.random() < 0.15 else {}

    def _changeable(self):
        pairs = [(question.id, option.id) for question in self.questions for option in question.options]
        three = [frozenset(self.chance.sample(pairs, min(3, len(pairs)))) for _ in range(3)]
        return Changeable(shown=three[0], not_ours=three[1] - three[0], never=three[2])


def another_version(seed, dialogue):
    """The dialogue with some edits: other rows, other guards, an option less, a question more. And which it then has."""
    chance = random.Random(seed)
    draft = _Draft(chance)
    draft.questions = list(dialogue.questions)
    questions, verdict = list(dialogue.questions), list(dialogue.verdict)
    at = chance.randrange(1, len(questions))
    edit = chance.choice(("row", "guard", "option", "question", "nothing"))
    if edit == "row":
        row, draft.facts = chance.randrange(len(verdict) - 1), list(dialogue.facts)
        verdict[row] = replace(verdict[row], when=draft.condition())
    elif edit == "guard":
        draft.questions = questions[:at]
        questions[at] = replace(questions[at], when=draft.maybe(0.7))
    elif edit == "option":
        questions[at] = replace(
            questions[at], options=questions[at].options[1:], steps=questions[at].steps[1:]
        )
    elif edit == "question":
        questions.append(draft._question("extra", ("a", "b"), when=draft.maybe(0.5)))
        verdict.insert(1, replace(verdict[-1], id="more", when=Answered("extra", ("a",)), then="r3"))
    return replace(dialogue, questions=tuple(questions), verdict=tuple(verdict))
