"""Can all advice be shown? No barrier without an enabler, and no claim that does not say whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.conditions import All, AnyOf, Condition
from bot.model.knowledge import Claim, Item, Kind
from bot.model.proof import Finding
from bot.proof.case import Case
from bot.proof.walks import counts, witness
from bot.proof.wording import many
from bot.reasoning.diagram import FAILS, HOLDS, Diagram


def never_shown(case: Case) -> Iterator[Finding]:
    """A barrier, an enabler or a note that no conversation shows."""
    for item in case.advice:
        if not counts(case.rules, shown(case, item)).get(1):
            yield Finding(
                code="never-shown",
                subject=(item.kind, item.id),
                message=f"The {item.kind} `{item.id}` can never be shown: no answers about a service in scope make its `when` true.",
                mend="Mend its `when`, or take it away.",
            )


def without_enabler(case: Case) -> Iterator[Finding]:
    """A barrier that some conversation shows without an enabler, in the full length or in the quick one.

    An open scope counts: what is out of scope is shown as possible then. The quick length leaves out what hangs on
    questions that it does not ask, so an enabler is sure to be there only where its own `when` reads nothing that the
    barrier does not read: all else is not proved.
    """
    enablers = {item.id: item.when for item in case.knowledge.of(Kind.ENABLER)}
    for barrier in case.knowledge.of(Kind.BARRIER):
        helping = [enablers[name] for name in barrier.links]
        read = case.rules.reads(barrier.when)
        sure = [when for when in helping if case.rules.reads(when) <= read]
        alone, unsure = (_alone(case, barrier.when, whens) for whens in (helping, sure))
        holds = case.rules.compiler.holds
        if holds(alone).reach(case.rules.every) != FAILS:
            found = counts(case.rules, _in_scope(case, alone))
            often = (
                f" in {many(found[1], sum(found.values()))}" if found.get(1) else " where the scope is open"
            )
            yield _helpless(case, barrier, holds(alone), f"is shown without any enabler{often}.")
        elif holds(unsure).reach(case.rules.every) != FAILS:
            told = "may be shown without any enabler in the quick length, which asks not all that their `when` reads."
            yield _helpless(case, barrier, holds(unsure), told)


def unsourced(case: Case) -> Iterator[Finding]:
    """A claim without a grade, or without the place or the source that its grade calls for."""
    known = {source.id for source in case.knowledge.sources}
    for item in case.knowledge.items:
        for claim in claims(item):
            place = claim.place
            needs = {"authors": place.lines, "reported": place.lines and place.by, "project": True}
            if not needs.get(place.grade) or not known.issuperset(place.by):
                yield Finding(
                    code="unsourced",
                    subject=(item.kind, item.id),
                    message=f"A claim of `{item.id}` does not say whose it is: “{claim.say}”",
                    mend="Give it a grade, and the source and lines that the grade calls for.",
                )


def shown(case: Case, item: Item) -> Diagram:
    """When an item is shown: an enabler only beside a barrier that it is for; nothing out of scope."""
    condition: Condition = item.when
    if item.kind is Kind.ENABLER:
        barriers = {barrier.id: barrier.when for barrier in case.knowledge.of(Kind.BARRIER)}
        condition = All((item.when, AnyOf(tuple(barriers[name] for name in item.links))))
    return _in_scope(case, case.rules.formula(condition))


def claims(item: Item) -> tuple[Claim, ...]:
    """All claims of an item."""
    return tuple(claim for section in item.sections.values() for claim in section)


def _helpless(case: Case, barrier: Item, alone: Diagram, told: str) -> Finding:
    return Finding(
        code="without-enabler",
        subject=(barrier.kind, barrier.id),
        message=f"The barrier `{barrier.id}` {told}",
        mend="Widen the `when` of one of its enablers, or name another enabler.",
        witness=witness(case.rules, alone, HOLDS),
    )


def _alone(case: Case, barrier: Condition, enablers: Sequence[Condition]) -> int:
    """The formula that holds where the barrier applies and none of these enablers does."""
    formulas = case.rules.formulas
    helped = formulas.any_of([case.rules.formula(when) for when in enablers])
    return formulas.all_of((case.rules.formula(barrier), formulas.negate(helped)))


def _in_scope(case: Case, formula: int) -> Diagram:
    """Where the formula hangs on the scope, only what it says of a service in scope counts."""
    found = case.rules.compiler.holds(formula)
    if 0 in found.asks:
        found = case.rules.compiler.holds(case.rules.formulas.all_of((formula, case.rules.in_scope)))
    return found
