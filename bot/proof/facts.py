"""What does a dialogue mean, in numbers? Counts, lengths and digests that any change of meaning moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.model.conditions import Condition
from bot.model.ids import RowId
from bot.model.proof import Facts, Meaning
from bot.proof import advice
from bot.proof.case import Case
from bot.proof.walks import counts, digest, lengths, starts
from bot.reasoning.diagram import Diagram
from bot.reasoning.rules import Rules


def facts(case: Case) -> Facts:
    """The facts of a dialogue that is proved."""
    rules, dialogue = case.rules, case.dialogue
    everything = rules.asking(frozenset(range(len(dialogue.questions))))
    results = [result.id for result in dialogue.results]
    by_result = counts(rules, rules.by_result, frozenset({0}))
    return Facts(
        dialogue=dialogue.id,
        conversations=sum(
            counts(rules, Diagram(-1, (), ()), frozenset(range(len(dialogue.questions)))).values()
        ),
        full=lengths(everything, starts(rules, everything)),
        quick=lengths(rules.by_quick, starts(rules, rules.by_quick)),
        deciding=tuple(dialogue.questions[place].id for place in sorted(set(rules.by_result.asks) - {0})),
        results={name: by_result.get(at, 0) for at, name in enumerate(results)},
        rows=_rows(rules),
        tables=_tables(case),
        without={
            reading: _rows_meaning(without)
            for reading, without in zip(dialogue.readings, case.variants[1:], strict=True)
        },
        conditions={name: _holds(rules, diagram) for name, diagram in _conditions(case)},
    )


def _rows(rules: Rules) -> Mapping[RowId, int]:
    found = counts(rules, rules.by_row, frozenset({0}))
    return {row.id: found.get(at, 0) for at, row in enumerate(rules.rows)}


def _tables(case: Case) -> dict[str, Meaning]:
    """Each fact under the readings held, then as it is without each reading that moves it; the last table's rows."""
    found: dict[str, Meaning] = {}
    for fact in case.dialogue.facts:
        for rules in case.variants:
            values, diagram = rules.by_fact[fact.id]
            meaning = _meaning(rules, diagram, values)
            if not rules.without or meaning != found[fact.id]:
                found[" without ".join((fact.id, *rules.without))] = meaning
    return {**found, "result": _rows_meaning(case.rules)}


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


def _rows_meaning(rules: Rules) -> Meaning:
    """The last table: counts by row; the digest tells results apart, too."""
    ends = digest(rules.dialogue, rules.by_row, [f"{row.id} {row.then}" for row in rules.rows])
    return replace(_meaning(rules, rules.by_row, [row.id for row in rules.rows]), digest=ends)


def _meaning(rules: Rules, diagram: Diagram, outcomes: Sequence[str]) -> Meaning:
    found = counts(rules, diagram)
    named = {name: found[at] for at, name in enumerate(outcomes) if at in found}
    return Meaning(counts=named, digest=digest(rules.dialogue, diagram, outcomes))
