"""May this dialogue be used? Every property, over all conversations and all sheets of answers, with what was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import comb
from typing import Final

from bot.model.errors import Severity
from bot.model.knowledge import Kind, Knowledge
from bot.model.proof import Finding, Proof, Property
from bot.proof import advice, questions, results, tables
from bot.proof.case import Case
from bot.proof.facts import facts
from bot.proof.walks import counts
from bot.reasoning.compiler import WORK_CAP, TooManyStatesError
from bot.reasoning.rules import Rules


@dataclass(frozen=True, slots=True)
class Check:
    """One property: what would break it, and of how many things it is shown."""

    id: str
    says: str
    findings: Callable[[Case], Iterator[Finding]]
    count: Callable[[Case], int]


FIRST: Final = (
    Check(
        "questions-asked",
        "questions can be asked",
        questions.never_asked,
        lambda case: len(case.dialogue.questions),
    ),
    Check(
        "tables-total",
        "tables, with each of our readings held or set aside, fit all answers",
        tables.gaps,
        lambda case: len(case.variants) * len(tables.tables(case)),
    ),
)
"""Without these nothing else can be worked out."""

CHECKS: Final = (
    Check(
        "rows-used",
        "rows are used",
        tables.dead_rows,
        lambda case: sum(len(table.rows) for table in tables.tables(case)),
    ),
    Check(
        "rows-unique",
        "pairs of rows of tables that say `hit: unique` exclude each other",
        tables.overlaps,
        lambda case: sum(comb(len(table.rows), 2) for table in tables.tables(case) if table.unique),
    ),
    Check(
        "values-reached",
        "values of facts come out",
        tables.dead_values,
        lambda case: sum(len(fact.values) for fact in case.dialogue.facts),
    ),
    Check("results-reached", "results come out", results.unreached, lambda case: len(case.dialogue.results)),
    Check(
        "one-result",
        "conversations of the questions that decide have exactly one result each",
        results.not_one,
        lambda case: sum(counts(case.rules, case.rules.by_result, frozenset({0})).values()),
    ),
    Check(
        "sheets",
        'sheets of answers, "I don\'t know" included, have at least one result, and knowing more never adds one',
        results.ill_formed,
        results.sheets,
    ),
    Check(
        "order",
        "results stand in an order without a circle",
        results.circular,
        lambda case: len(case.dialogue.results),
    ),
    Check(
        "better-is-not-lower",
        "steps to a better answer never lower the result",
        results.lowered,
        lambda case: sum(len(results.steps(question)) for question in case.dialogue.questions),
    ),
    Check(
        "quick",
        "questions that can change the result are all in the quick length, and no others",
        questions.quick,
        lambda case: len(case.dialogue.quick),
    ),
    Check(
        "answers-differ",
        "options make a difference to something",
        questions.no_difference,
        lambda case: sum(len(question.options) for question in case.dialogue.questions),
    ),
    Check(
        "advice-shown",
        "barriers, enablers and notes can be shown",
        advice.never_shown,
        lambda case: len(case.advice),
    ),
    Check(
        "barriers-helped",
        "barriers are never shown without an enabler, in full or in quick length",
        advice.without_enabler,
        lambda case: len(case.knowledge.of(Kind.BARRIER)),
    ),
    Check(
        "claims-sourced",
        "claims have a grade and the source that it calls for",
        advice.unsourced,
        lambda case: sum(len(advice.claims(item)) for item in case.knowledge.items),
    ),
)


def prove(rules: Rules, knowledge: Knowledge) -> Proof:
    """Everything that was found and shown. What would need too many states is a finding, never a pass."""
    case = Case(rules, knowledge)
    try:
        first = _run(case, FIRST)
        if _broken(first):
            return first
        rest = _run(case, CHECKS)
        found = (*first.findings, *rest.findings)
        known = None if _broken(rest) else facts(case)
        return Proof(findings=found, shown=(*first.shown, *rest.shown), facts=known)
    except TooManyStatesError as error:
        return Proof(findings=(_not_proved(case, error),))


def _run(case: Case, checks: tuple[Check, ...]) -> Proof:
    found: list[Finding] = []
    shown: list[Property] = []
    for check in checks:
        findings = list(check.findings(case))
        found += findings
        if not findings:
            shown.append(Property(id=check.id, count=check.count(case), says=check.says))
    return Proof(findings=tuple(dict.fromkeys(found)), shown=tuple(shown))


def _broken(proof: Proof) -> bool:
    return any(finding.severity is Severity.ERROR for finding in proof.findings)


def _not_proved(case: Case, error: TooManyStatesError) -> Finding:
    """The proof stopped at the cap: say where, and what was still open there."""
    names = [question.id for question in case.dialogue.questions]
    waiting = ", ".join(f"`{names[place]}`" for place in error.waiting) or "no question"
    return Finding(
        code="not-proved",
        subject=("question", names[error.question]),
        message=(
            f"The rules are too tangled to be proved: at `{names[error.question]}` too many cases are open"
            f" (more than {WORK_CAP:,}). Still open there: {_rows(len(error.rows))}, and the `when` of {waiting}."
        ),
        mend="Let conditions read questions that stand near them, or work out a fact first and read that.",
    )


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"
