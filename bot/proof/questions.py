"""Can every question be asked? And does each answer make a difference, and the quick length ask all that decides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from bot.model.dialogue import Question
from bot.model.errors import Severity
from bot.model.ids import OptionId
from bot.model.proof import Finding
from bot.proof.case import Case
from bot.reasoning.diagram import FAILS, Diagram


def never_asked(case: Case) -> Iterator[Finding]:
    """A question that no answers lead to."""
    for place, guard in case.rules.guards.items():
        if guard.reach(case.rules.askable) == FAILS:
            name = case.dialogue.questions[place].id
            yield Finding(
                code="never-asked",
                subject=("question", name, "when"),
                message=f"The question `{name}` can never be asked: no answers about a service in scope make its `when` true.",
                mend="Mend its `when`, or take the question away.",
            )


def quick(case: Case) -> Iterator[Finding]:
    """A question that decides and is not in the quick length, or the other way round, or stands there too early."""
    deciding = {case.dialogue.questions[place].id for place in _deciding(case)}
    for question in case.dialogue.questions[1:]:
        named = question.id in case.dialogue.quick
        if question.id in deciding:
            wrong = [] if named else [("`quick` does not name it", f"Add `{question.id}` to `quick`.")]
            wrong += [] if question.decides else [("it does not say so", "Add `decides: true`.")]
        else:
            wrong = [("`quick` names it", f"Take `{question.id}` out of `quick`.")] if named else []
            wrong += [("it says `decides: true`", "Take `decides` away.")] if question.decides else []
        can = "can" if question.id in deciding else "cannot"
        for told, mend in wrong:
            yield Finding(
                code="decides",
                subject=("question", question.id),
                message=f"The answer to `{question.id}` {can} change the result, but {told}.",
                mend=mend,
            )
    yield from _too_early(case)


def no_difference(case: Case) -> Iterator[Finding]:
    """Questions and options that make no difference to anything, unless `alike` says so: a warning."""
    seen = _differences(case)
    for place, question in enumerate(case.dialogue.questions):
        ends = [
            (seen[place][at], option.opens, option.id in question.note)
            for at, option in enumerate(question.options)
        ]
        if len(set(ends)) == 1:
            yield Finding(
                code="no-difference",
                subject=("question", question.id),
                message=f"No answer to `{question.id}` makes a difference to anything.",
                mend="Take the question away, or let a row, a barrier or a note read it.",
                severity=Severity.WARNING,
            )
        else:
            yield from _twins(question, ends)


def _twins(question: Question, ends: Sequence[Hashable]) -> Iterator[Finding]:
    """A warning for options that are alike unsaid, an error for those that `alike` names and that differ."""
    groups: dict[Hashable, list[OptionId]] = {}
    for option, end in zip(question.options, ends, strict=True):
        groups.setdefault(end, []).append(option.id)
    for same in groups.values():
        if len(same) > 1 and not any(said.issuperset(same) for said in question.alike):
            names = ", ".join(same)
            yield Finding(
                code="no-difference",
                subject=("question", question.id, "option", same[1]),
                message=f"These answers to `{question.id}` never lead to anything different: `{names}`.",
                mend=f"If all the words help people, write `alike: [[{names}]]`. If not, join them.",
                severity=Severity.WARNING,
            )
    for said in question.alike:
        differing = [same for same in groups.values() if said.intersection(same)]
        if len(differing) > 1:
            first, other = (next(name for name in same if name in said) for same in differing[:2])
            yield Finding(
                code="differ",
                subject=("question", question.id, "option", other),
                message=f"The answers `{first}` and `{other}` to `{question.id}` lead to something different, but `alike` names them.",
                mend="Take one of them out of `alike`.",
            )


def _deciding(case: Case) -> frozenset[int]:
    """The places of the questions, beside the scope, that can change the result under the readings held."""
    return frozenset(case.rules.by_result.asks) - {0}


def _too_early(case: Case) -> Iterator[Finding]:
    order = case.dialogue.order(quick=True)
    for at, place in enumerate(order):
        name = case.dialogue.questions[place].id
        for needed in sorted(
            case.rules.names(case.dialogue.questions[place].when) | case.rules.guard_reads[place]
        ):
            if name in case.dialogue.quick and needed not in order[:at]:
                other = case.dialogue.questions[needed].id
                yield Finding(
                    code="quick-order",
                    subject=("question", name),
                    message=f"In `quick`, `{name}` stands before `{other}`, which decides whether it is asked.",
                    mend=f"Put `{other}` before `{name}` in `quick`.",
                )


def _differences(case: Case) -> Mapping[int, list[Hashable]]:
    """For each place and option what follows from it, as a value that is equal only where all follows alike."""
    found: dict[int, list[list[int]]] = {
        place: [[] for _ in question.options] for place, question in enumerate(case.dialogue.questions)
    }
    for diagram in _seen(case):
        for question, children in zip(diagram.asks, diagram.children, strict=True):
            for at, child in enumerate(children):
                found[question][at].append(child)
    return {place: [tuple(option) for option in options] for place, options in found.items()}


def _seen(case: Case) -> Iterator[Diagram]:
    """Everything that answers can make a difference to."""
    yield from case.rules.guards.values()
    for rules in case.variants:
        yield rules.by_row
        yield from (diagram for _, diagram in rules.by_fact.values())
    for item in case.knowledge.items:
        yield case.rules.holds(item.when)
    for face in case.dialogue.faces:
        yield from (case.rules.holds(condition.when) for condition in face.conditions)
    for aim in case.dialogue.aims:
        yield case.rules.holds(aim.want)
