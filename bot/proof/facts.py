"""What does a dialogue mean, in numbers? Counts, lengths and digests that any change of meaning moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.model.conditions import Condition
from bot.model.ids import FactId
from bot.model.proof import Facts, Meaning
from bot.proof import advice
from bot.proof.case import Case
from bot.proof.settings import settings
from bot.proof.walks import counts, digest, lengths, starts
from bot.reasoning.diagram import Diagram
from bot.reasoning.rules import Rules

NOTHING: Final = Diagram(-1, (), ())
"""The diagram of what needs no answer."""


def facts(case: Case) -> Facts:
    """The facts of a dialogue that is proved."""
    rules, dialogue = case.rules, case.dialogue
    all_places = frozenset(range(len(dialogue.questions)))
    everything = rules.asking(all_places)
    by_result = counts(rules, rules.by_result, frozenset({0}))
    by_row = counts(rules, rules.by_row, frozenset({0}))
    return Facts(
        dialogue=dialogue.id,
        conversations=sum(counts(rules, NOTHING, all_places).values()),
        full=lengths(everything, starts(rules, everything)),
        quick=lengths(rules.by_quick, starts(rules, rules.by_quick)),
        deciding=tuple(dialogue.questions[place].id for place in sorted(set(rules.by_result.asks) - {0})),
        results={result.id: by_result.get(at, 0) for at, result in enumerate(dialogue.results)},
        rows={row.id: by_row.get(at, 0) for at, row in enumerate(rules.rows)},
        meanings={**_tables(case), **{name: _holds(rules, diagram) for name, diagram in _conditions(case)}},
        settings=settings(dialogue, case.knowledge),
    )


def _tables(case: Case) -> dict[str, Meaning]:
    """Each table under the readings held, then as it is without each reading that moves it."""
    found: dict[str, Meaning] = {}
    tables: list[tuple[str, Callable[[Rules], Meaning]]] = [
        *((f"fact {fact.id}", partial(_fact, fact=fact.id)) for fact in case.dialogue.facts),
        ("verdict", _verdict),
    ]
    for name, meaning_of in tables:
        for rules in case.variants:
            meaning = meaning_of(rules)
            if not rules.without or meaning != found[name]:
                found[" without ".join((name, *rules.without))] = meaning
    return found


def _fact(rules: Rules, fact: FactId) -> Meaning:
    values, diagram = rules.by_fact[fact]
    return _meaning(rules, diagram, values)


def _verdict(rules: Rules) -> Meaning:
    """The last table: counts by row; the digest tells results apart, too."""
    ends = digest(rules.dialogue, rules.by_row, [f"{row.id} {row.then}" for row in rules.rows])
    return replace(_meaning(rules, rules.by_row, [row.id for row in rules.rows]), digest=ends)


def _conditions(case: Case) -> list[tuple[str, Diagram]]:
    """Everything else that depends on answers: guards, faces, aims, and what advice is shown."""
    rules = case.rules
    conditions: list[tuple[str, Condition]] = [
        *((f"question {q.id}", q.when) for q in case.dialogue.questions if rules.reads(q.when)),
        *((f"face {one.id}", one.when) for face in case.dialogue.faces for one in face.conditions),
        *((f"aim {aim.id}", aim.want) for aim in case.dialogue.aims),
    ]
    shown = [(f"{item.kind} {item.id}", advice.shown(case, item)) for item in case.advice]
    return [*((name, rules.holds(condition)) for name, condition in conditions), *shown]


def _holds(rules: Rules, diagram: Diagram) -> Meaning:
    meaning = _meaning(rules, diagram, ("not", "so"))
    return Meaning(
        counts={"in": meaning.counts.get("so", 0), "of": sum(meaning.counts.values())}, digest=meaning.digest
    )


def _meaning(rules: Rules, diagram: Diagram, outcomes: Sequence[str]) -> Meaning:
    found = counts(rules, diagram)
    named = {name: found[at] for at, name in enumerate(outcomes) if at in found}
    return Meaning(counts=named, digest=digest(rules.dialogue, diagram, outcomes))
