"""What do many voices come to? The results that their answers reach, where all agree, and what would settle the rest.

The group is never averaged. Its answers as shown make one sheet of sets, and the verdict on it is the joint one: an item that is
certain there is raised whichever of the answers one takes, so every sheet raises it; one that is possible only some
do. How many *sheets* reach each result joins answers across questions, which pictures of single questions do not; it is told
only where every question that it hangs on is shown in full for one and the same people (see `showing`, rule 4), else not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.ids import ResultId
from bot.model.knowledge import Knowledge
from bot.model.verdict import Verdict
from bot.reasoning import doubt
from bot.reasoning.assess import assess
from bot.reasoning.doubt import Sheet
from bot.reasoning.rules import Rules
from bot.workshop import tally
from bot.workshop.showing import Dots, NearlyAll, Seen, box, weights
from bot.workshop.state import Workshop, counted_sheets, with_late


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How many sheets reach a result, for certain or possibly."""

    result: ResultId
    certain: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """All that may be said of the group. `agreed`, `differ` and `unseen` are places; `sheets` is None where it may not be told.

    `people` is how many sheets are counted there.
    """

    verdict: Verdict
    agreed: tuple[int, ...]
    differ: tuple[int, ...]
    unseen: tuple[int, ...]
    sheets: tuple[Reached, ...] | None
    people: int = 0


def joint(rules: Rules, knowledge: Knowledge, workshop: Workshop, *, quick: bool) -> Joint:
    """The joint verdict on the last picture of each question, late joiners included. How many sheets reach a result is gone after the end."""
    shown, sheets = with_late(workshop), counted_sheets(workshop)
    masks = box(rules, shown, workshop.course.hands)
    agreed = tuple(seen.place for seen in shown if of_one_mind(seen))
    unseen = tuple(seen.place for seen in shown if not said(seen))
    return Joint(
        verdict=assess(rules, knowledge, masks, quick=quick),
        agreed=agreed,
        differ=tuple(seen.place for seen in shown if seen.place not in (*agreed, *unseen)),
        unseen=unseen,
        sheets=reached(rules, sheets) if countable(rules, workshop.last_seen, len(sheets)) else None,
        people=len(sheets),
    )


def said(seen: Seen) -> bool:
    """Whether anything is said of what people answered to a question."""
    return any(weights(part.picture) for part in seen.parts)


def of_one_mind(seen: Seen) -> bool:
    """Whether all or nearly all of every block gave the same answer."""
    answers = {part.picture.answer if isinstance(part.picture, NearlyAll) else None for part in seen.parts}
    return len(answers) == 1 and None not in answers


def countable(rules: Rules, shown: Sequence[Seen], people: int) -> bool:
    """Whether it may be told how many sheets reach each result."""
    asked = set(rules.by_result.asks)
    decides = [seen for seen in shown if seen.place in asked]
    return bool(decides) and all(_in_full(seen, people) for seen in decides)


def _in_full(seen: Seen, people: int) -> bool:
    counts = [part.picture.counts for part in seen.parts if isinstance(part.picture, Dots)]
    return len(counts) == len(seen.parts) and sum(map(tally.size, counts)) == people


def reached(rules: Rules, sheets: Sequence[Sheet]) -> tuple[Reached, ...]:
    """How many sheets reach each result; results that none reaches are left out."""
    found = [doubt.results(rules, doubt.opened(rules, sheet)) for sheet in sheets]
    possible = Counter(result for results in found for result in results)
    certain = Counter(results[0] for results in found if len(results) == 1)
    return tuple(
        Reached(result=result.id, certain=certain[result.id], possible=possible[result.id])
        for result in rules.dialogue.results
        if possible[result.id]
    )
