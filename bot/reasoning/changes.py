"""What is the nearest change? For an aim, one edit of the sheet with the fewest changed answers (rules 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.model.dialogue import Aim
from bot.model.ids import OptionId, QuestionId
from bot.model.verdict import Change, ChangeKind, Plan
from bot.reasoning.diagram import HOLDS, Diagram
from bot.reasoning.doubt import Sheet, opened
from bot.reasoning.rules import Rules

Cost: TypeAlias = tuple[int, int, int, tuple[int, ...], tuple[int, ...]]
"""Changed answers, those that are not decided, steps along ordered options, then places and options: compared in this order.

Adding the same edit to two costs keeps their order, so the cheapest way to a set of nodes is all that needs keeping.
"""

WIDEST: Final = 2000
"""So many states are kept at a question, the cheapest ones. The shipped rules need three, and tangled dialogues of eighteen
questions some hundreds. Beyond it the way that is found leads to the aim, but need not be the nearest."""

FREE: Cost = (0, 0, 0, (), ())
MISSED, REACHED = -1, -2
"""The leaves of a condition's diagram: where it fails, outcome 0, and where it holds, outcome 1."""


@dataclass(frozen=True, slots=True)
class _Edit:
    place: int
    option: int
    kind: ChangeKind
    steps: int


def nearest(rules: Rules, sheet: Sequence[int], aim: Aim) -> Plan | None:
    """The plan for an aim: empty and `reached` where every completion has it already, None where no edit gets there."""
    masks = opened(rules, sheet)
    diagram = rules.holds(aim.want)
    if diagram.reach(masks) == HOLDS:
        return Plan(aim=aim.id, changes=(), reached=True)
    cost = _cheapest(rules, diagram, masks)
    if cost is None:
        return None
    pairs = zip(cost[3], cost[4], strict=True)
    return Plan(aim=aim.id, changes=tuple(_change(rules, masks, place, option) for place, option in pairs))


def _cheapest(rules: Rules, diagram: Diagram, masks: Sheet) -> Cost | None:
    """Walk the questions in order. A state is the set of nodes that completions may be at; an edit narrows it.

    Completions that have reached the aim need nothing more; where one has missed it, no later edit can help. What is
    dearer than answering one way through to the aim is left out.
    """
    bound = _straight(rules, diagram, masks)
    states: dict[frozenset[int], Cost] = {frozenset({diagram.root}): FREE}
    for place in sorted(set(diagram.asks)):
        reached: dict[frozenset[int], Cost] = {}
        for nodes, cost in states.items():
            _keep(reached, _advance(diagram, nodes, place, masks[place]), cost)
            if any(node >= 0 and diagram.asks[node] == place for node in nodes):
                for edit in _edits(rules, masks, place):
                    after = _advance(diagram, nodes, place, 1 << edit.option)
                    _keep(reached, after, _dearer(cost, edit))
        states = _cheapest_of(reached, bound)
    return states.get(frozenset(), bound)


def _cheapest_of(states: dict[frozenset[int], Cost], bound: Cost | None) -> dict[frozenset[int], Cost]:
    kept = {nodes: cost for nodes, cost in states.items() if bound is None or cost <= bound}
    if len(kept) <= WIDEST:
        return kept
    return dict(sorted(kept.items(), key=lambda state: state[1])[:WIDEST])


def _straight(rules: Rules, diagram: Diagram, masks: Sheet) -> Cost | None:
    """The cheapest way to the aim that answers every question on it; None where no allowed answers lead there."""
    best: dict[int, Cost] = {REACHED: FREE}
    for node, children in enumerate(diagram.children):
        place = diagram.asks[node]
        edits = {edit.option: edit for edit in _edits(rules, masks, place)}
        ways = []
        for option, child in enumerate(children):
            if child in best and masks[place] == 1 << option:
                ways.append(best[child])
            elif child in best and option in edits:
                ways.append(_before(edits[option], best[child]))
        if ways:
            best[node] = min(ways)
    return best.get(diagram.root)


def _before(edit: _Edit, rest: Cost) -> Cost:
    """The cost of an edit and, after it, of others at later questions."""
    count, undecided, steps, places, options = _dearer(FREE, edit)
    return (
        count + rest[0],
        undecided + rest[1],
        steps + rest[2],
        (*places, *rest[3]),
        (*options, *rest[4]),
    )


def _keep(states: dict[frozenset[int], Cost], nodes: frozenset[int], cost: Cost) -> None:
    if MISSED not in nodes and (nodes not in states or cost < states[nodes]):
        states[nodes] = cost


def _dearer(cost: Cost, edit: _Edit) -> Cost:
    count, undecided, steps, places, options = cost
    return (
        count + 1,
        undecided + (edit.kind is not ChangeKind.DECIDED),
        steps + edit.steps,
        (*places, edit.place),
        (*options, edit.option),
    )


def _advance(diagram: Diagram, nodes: frozenset[int], place: int, mask: int) -> frozenset[int]:
    after: set[int] = set()
    for node in nodes:
        if node >= 0 and diagram.asks[node] == place:
            after.update(child for option, child in enumerate(diagram.children[node]) if mask >> option & 1)
        else:
            after.add(node)
    after.discard(REACHED)
    return frozenset(after)


def _edits(rules: Rules, masks: Sheet, place: int) -> list[_Edit]:
    """The edits of one answer that a plan may propose: not the answer already given, and no option ruled out."""
    question = rules.dialogue.questions[place]
    return [
        _Edit(place, at, _kind(rules, question.id, option.id), _steps(question.steps, masks[place], at))
        for at, option in enumerate(question.options)
        if masks[place] != 1 << at and (question.id, option.id) not in rules.dialogue.changeable.never
    ]


def _kind(rules: Rules, question: QuestionId, option: OptionId) -> ChangeKind:
    changeable = rules.dialogue.changeable
    if (question, option) in changeable.not_ours:
        return ChangeKind.NOT_OURS
    return ChangeKind.SHOWN if (question, option) in changeable.shown else ChangeKind.DECIDED


def _steps(order: tuple[int | None, ...], mask: int, to: int) -> int:
    """Steps along ordered options, at least one; one where the options, or these two, have no order."""
    target = order[to] if order else None
    if target is None or mask == (1 << len(order)) - 1:
        return 1
    starts = [start for option, start in enumerate(order) if mask >> option & 1 and start is not None]
    return max(1, min((abs(target - start) for start in starts), default=1))


def _change(rules: Rules, masks: Sheet, place: int, option: int) -> Change:
    question = rules.dialogue.questions[place]
    is_open = masks[place] == question.every
    return Change(
        question=question.id,
        was=() if is_open else rules.dialogue.options(place, masks[place]),
        to=question.options[option].id,
        kind=_kind(rules, question.id, question.options[option].id),
    )
