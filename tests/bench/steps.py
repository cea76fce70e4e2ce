"""How many steps a second does the engine take? The whole questionnaire in full length, on one core, against two others.

A step of Tango: read the session from bytes, `step` (with the check for repeats, the trail, the answers that fall
away, and the replies to say), write the session to bytes. A step of the others: `rivals`. They keep the answers and
name the next question, no more. Every walk is checked to ask the same questions before anything is timed.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from time import process_time

from bot.content.library import open_library
from bot.engine.step import open_session, step
from bot.model.session import Length, Stage
from bot.model.talk import Chose, Event, Heard, Hearing, Said, Start
from bot.reasoning.rules import Rules
from bot.store.codec import Codec
from tests.bench.rivals import Answers, Transitions, Walk, Zen, ZenTable
from tests.bench.table import Numbers, interleaved, show

WALKS = 20
"""Conversations in one timed run, each with other answers."""


class Tango:
    """A conversation that is only ever kept as bytes between two steps."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._codec = Codec(rules.dialogue)
        self._ids = count()
        blank = open_session(rules.dialogue, "en", Length.FULL)
        for act in (Start(), Said("", Heard(Hearing.EMPTY)), Said("", Heard(Hearing.EMPTY))):
            blank = step(rules, blank, self._event(act)).session
        self._begun = self._codec.encode(blank)
        self._masks = {
            (question.id, option.id): 1 << at
            for question in rules.dialogue.questions
            for at, option in enumerate(question.options)
        }

    def walk(self, answers: Answers) -> list[str]:
        asked = []
        kept = self._begun
        session = self._codec.decode(kept)
        while session.stage is Stage.ASKING:
            question = self._rules.dialogue.questions[session.focus].id
            asked.append(question)
            after = step(
                self._rules, session, self._event(Chose(question, self._masks[question, answers[question]]))
            )
            session = self._codec.decode(self._codec.encode(after.session))
        return asked

    def _event(self, act) -> Event:
        return Event(f"e{next(self._ids)}", "2026-03-25T10:00:00Z", "me", act)


def answer_sheets(rules: Rules) -> list[Answers]:
    """Different answers for each walk, the same in every run. All but the scope turn through their options."""
    return [
        {
            q.id: q.options[(turn + at) % len(q.options) if at else 0].id
            for at, q in enumerate(rules.dialogue.questions)
        }
        for turn in range(WALKS)
    ]


def timed(walk: Walk, sheets: list[Answers]) -> Numbers:
    """Steps a second."""
    begun = process_time()
    steps = sum(len(walk(answers)) for answers in sheets)
    return (steps / (process_time() - begun),)


def run(runs: int) -> None:
    rules = Rules(open_library(os.environ.get("TANGO_CONTENT")).dialogue())
    sheets = answer_sheets(rules)
    walks: dict[str, Walk] = {
        "tango: codec + step": Tango(rules).walk,
        "zen-engine: expression": Zen(rules.dialogue).walk,
        "zen-engine: decision table": ZenTable(rules.dialogue).walk,
        "transitions": Transitions(rules.dialogue).walk,
    }
    for name, walk in walks.items():
        for answers in sheets:
            if walk(answers) != walks["tango: codec + step"](answers):
                sys.exit(f"{name} asks other questions than Tango")
    steps = sum(len(walks["transitions"](answers)) for answers in sheets)
    found = interleaved({name: lambda walk=walk: timed(walk, sheets) for name, walk in walks.items()}, runs)
    (tango,) = found["tango: codec + step"]
    lines = {
        name: (f"{speed / 1000:.1f} k/s", f"{1e6 / speed:.0f} us", f"{tango / speed:.2f}")
        for name, (speed,) in found.items()
    }
    title = f"2. Steps: {len(sheets)} walks of {steps / len(sheets):.1f} questions, {runs} interleaved runs, one core"
    show(title, ("engine (medians)", "steps", "a step", "Tango is x times as fast"), lines)
