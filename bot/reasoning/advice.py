"""Which items apply? A knowledge item is certain if its condition holds in all completions, possible if in some (rules 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from bot.model.conditions import All, AnyOf, Condition
from bot.model.ids import ItemId, QuestionId
from bot.model.knowledge import Item, Kind, Knowledge
from bot.model.verdict import Shown
from bot.reasoning.diagram import FAILS, HOLDS
from bot.reasoning.doubt import Sheet
from bot.reasoning.rules import Rules

Helping: TypeAlias = Mapping[QuestionId, tuple[ItemId, ...]]
"""For each question the enablers that help to change its answer."""


def barriers(rules: Rules, knowledge: Knowledge, masks: Sheet, asked: frozenset[int]) -> tuple[Shown, ...]:
    """The barriers that apply, certain ones first, each with its enablers. `asked` limits what they may hang on."""
    return _shown(rules, ((item, item.when, item.links) for item in knowledge.of(Kind.BARRIER)), masks, asked)


def enablers(
    rules: Rules, knowledge: Knowledge, masks: Sheet, asked: frozenset[int], shown: Sequence[Shown]
) -> tuple[Shown, ...]:
    """The enablers of the barriers shown, where their own condition holds, each with the barriers it is for."""
    when = {item.id: item.when for item in knowledge.of(Kind.BARRIER)}
    named = {barrier.item for barrier in shown}
    candidates = []
    for item in knowledge.of(Kind.ENABLER):
        serves = tuple(barrier for barrier in item.links if barrier in named)
        if serves:
            condition = All((item.when, AnyOf(tuple(when[barrier] for barrier in serves))))
            candidates.append((item, condition, serves))
    return _shown(rules, candidates, masks, asked)


def notes(rules: Rules, knowledge: Knowledge, masks: Sheet, asked: frozenset[int]) -> tuple[Shown, ...]:
    """The contradictions and cautions that apply (rules 7)."""
    nothing_known = all(
        masks[place] == question.every
        for place, question in enumerate(rules.dialogue.questions)
        if question.decides
    )
    listed = [
        (item, item.when, ()) for item in knowledge.of(Kind.NOTE) if nothing_known or not item.only_if_unknown
    ]
    return _shown(rules, listed, masks, asked)


def deciding_first(
    rules: Rules, knowledge: Knowledge, shown: Sequence[Shown], places: frozenset[int]
) -> tuple[Shown, ...]:
    """Barriers in the order to tell them: certain ones, and among these those that hang on the deciding answers."""
    when = {item.id: item.when for item in knowledge.of(Kind.BARRIER)}
    return tuple(sorted(shown, key=lambda one: (not one.certain, -len(rules.names(when[one.item]) & places))))


def in_step(enablers: Sequence[Shown], barriers: Sequence[Shown]) -> tuple[Shown, ...]:
    """Enablers in the order of the first barrier that each is for."""
    rank = {barrier.item: place for place, barrier in enumerate(barriers)}
    return tuple(
        sorted(enablers, key=lambda one: (not one.certain, min(rank[barrier] for barrier in one.links)))
    )


def helping(knowledge: Knowledge, shown: Sequence[Shown]) -> Helping:
    """For each question the enablers that help to change its answer: those that a barrier calls for, if there are any."""
    called = {enabler.item for enabler in shown}
    moving: dict[QuestionId, list[ItemId]] = {}
    for item in knowledge.of(Kind.ENABLER):
        for question in item.moves:
            moving.setdefault(question, []).append(item.id)
    return {
        question: tuple(item for item in items if item in called) or tuple(items)
        for question, items in moving.items()
    }


def _shown(
    rules: Rules,
    items: Iterable[tuple[Item, Condition, tuple[ItemId, ...]]],
    masks: Sheet,
    asked: frozenset[int],
) -> tuple[Shown, ...]:
    found = []
    for item, condition, links in items:
        if rules.reads(condition) <= asked:
            reached = rules.holds(condition).reach(masks)
            if reached != FAILS:
                found.append(Shown(item=item.id, certain=reached == HOLDS, links=links))
    return tuple(sorted(found, key=lambda shown: not shown.certain))
