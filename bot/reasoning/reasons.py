"""Why this result? A smallest set of given answers that alone fixes it (rules 6)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from bot.model.verdict import Given
from bot.reasoning.diagram import Diagram
from bot.reasoning.doubt import Sheet, given, opened
from bot.reasoning.rules import Rules


def reasons(rules: Rules, sheet: Sequence[int]) -> tuple[Given, ...]:
    """The smallest set, the earliest in question order, that fixes the row, else the result, else the possible results."""
    masks = opened(rules, sheet)
    diagram = rules.by_row if rules.by_row.reach(masks).bit_count() == 1 else rules.by_result
    return tuple(given(rules, place, masks[place]) for place in _smallest(rules, diagram, masks))


def _smallest(rules: Rules, diagram: Diagram, masks: Sheet) -> tuple[int, ...]:
    nothing = opened(rules, (0,) * len(masks))
    target = diagram.reach(masks)
    told = [place for place in sorted(set(diagram.asks)) if masks[place] != nothing[place]]
    subsets = (places for size in range(len(told) + 1) for places in combinations(told, size))
    return next(places for places in subsets if diagram.reach(_only(nothing, masks, places)) == target)


def _only(nothing: Sheet, masks: Sheet, places: tuple[int, ...]) -> list[int]:
    alone = list(nothing)
    for place in places:
        alone[place] = masks[place]
    return alone
