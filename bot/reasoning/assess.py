"""What follows from these answers? Everything an assessment says, from one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model.ids import OUT_OF_SCOPE, FactId, ResultId, ValueId
from bot.model.knowledge import Knowledge
from bot.model.verdict import Plan, Sensitivity, Verdict
from bot.reasoning import advice, doubt
from bot.reasoning.advice import Helping
from bot.reasoning.changes import nearest
from bot.reasoning.diagram import FAILS, HOLDS
from bot.reasoning.doubt import Sheet, opened
from bot.reasoning.reasons import reasons
from bot.reasoning.rules import Rules


def assess(rules: Rules, knowledge: Knowledge, sheet: Sequence[int], *, quick: bool = False) -> Verdict:
    """The verdict on a sheet. With `quick`, items that hang on questions not asked are left out."""
    masks = opened(rules, sheet)
    if doubt.results(rules, masks) == (OUT_OF_SCOPE,):
        return _outside(rules, sheet, masks)
    asked = _asked(rules, sheet, masks) if quick else frozenset(range(len(masks)))
    why = reasons(rules, sheet)
    deciding = frozenset(rules.dialogue.index[reason.question] for reason in why)
    found = advice.barriers(rules, knowledge, masks, asked)
    barriers = advice.deciding_first(rules, knowledge, found, deciding)
    enablers = advice.in_step(advice.enablers(rules, knowledge, masks, asked, barriers), barriers)
    always, may = doubt.settling(rules, masks)
    return Verdict(
        results=doubt.results(rules, masks),
        rows=doubt.rows(rules, masks),
        facts=facts(rules, masks),
        conditions=conditions(rules, masks),
        reasons=why,
        plans=plans(rules, sheet, advice.helping(knowledge, enablers)),
        settles_always=always,
        settles_may=may,
        barriers=barriers,
        enablers=enablers,
        notes=advice.notes(rules, knowledge, masks, asked),
        set_aside=doubt.dropped(rules, sheet),
        readings=sensitive(rules, sheet),
    )


def _outside(rules: Rules, sheet: Sequence[int], masks: Sheet) -> Verdict:
    """Out of scope there is nothing to advise; the facts stay, for the part that any service has."""
    return Verdict(
        results=(OUT_OF_SCOPE,),
        rows=(),
        facts=facts(rules, masks),
        conditions=conditions(rules, masks),
        reasons=reasons(rules, sheet),
        plans=(),
        settles_always=(),
        settles_may=(),
        barriers=(),
        enablers=(),
        notes=(),
        set_aside=(),
        readings=(),
    )


def _asked(rules: Rules, sheet: Sequence[int], masks: Sheet) -> frozenset[int]:
    """What a quick assessment asks: the deciding questions that are answered or can still change the result."""
    matters = doubt.still_matters(rules, masks)
    deciding = {place for place, question in enumerate(rules.dialogue.questions) if question.decides}
    return frozenset(place for place in deciding if sheet[place] or place in matters) | {0}


def facts(rules: Rules, masks: Sheet) -> dict[FactId, tuple[ValueId, ...]]:
    """For each fact the values that some completion reaches, in the table's order."""
    found = {}
    for fact, (values, diagram) in rules.by_fact.items():
        reached = diagram.reach(masks)
        found[fact] = tuple(value for at, value in enumerate(values) if reached >> at & 1)
    return found


def conditions(rules: Rules, masks: Sheet) -> dict[str, tuple[bool, ...]]:
    """For each condition of the third mode whether it can be met and unmet: (True,), (False,) or both."""
    found = {}
    for face in rules.dialogue.faces:
        for condition in face.conditions:
            reached = rules.holds(condition.when).reach(masks)
            found[condition.id] = tuple(met for met, bit in ((True, HOLDS), (False, FAILS)) if reached & bit)
    return found


def plans(rules: Rules, sheet: Sequence[int], helping: Helping) -> tuple[Plan, ...]:
    """The nearest change towards each aim, with the enablers that help with each changed answer."""
    found = [nearest(rules, sheet, aim) for aim in rules.dialogue.aims]
    return tuple(
        replace(
            plan,
            changes=tuple(
                replace(change, enablers=helping.get(change.question, ())) for change in plan.changes
            ),
        )
        for plan in found
        if plan is not None
    )


def sensitive(rules: Rules, sheet: Sequence[int]) -> tuple[Sensitivity, ...]:
    """The readings of ours without which the possible results would be others."""
    held = _results_without(rules, sheet)
    found = []
    for reading in rules.dialogue.readings:
        if reading not in rules.without:
            without = _results_without(rules.setting_aside(reading), sheet)
            if without != held:
                found.append(Sensitivity(reading=reading, results=without))
    return tuple(found)


def _results_without(rules: Rules, sheet: Sequence[int]) -> tuple[ResultId, ...]:
    return doubt.results(rules, opened(rules, sheet))
