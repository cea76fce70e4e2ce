"""What is worth talking about? Where people are furthest apart and it could change the result, the widest gap first.

All of it is worked out from what is shown, so that the agenda gives nothing away. A disagreement *could change the result*
where two of the answers shown to the question lead to different results, while every other question is answered as
somebody answered it (as far as that is shown; a question that is not shown could be anything).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from bot.model.dialogue import Question
from bot.reasoning.doubt import opened, still_matters
from bot.reasoning.rules import Rules
from bot.workshop import tally
from bot.workshop.people import HandCount
from bot.workshop.showing import Seen, box, weights
from bot.workshop.tally import Counts

TO_TALK_ABOUT: Final = 3
FEWEST_FOR_BLOCKS: Final = 10
"""With fewer people there is no gap between blocks to speak of: the spread counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far apart people are at a question: 0 is not at all, 1 as far as can be.

    `apart` is what counts first: the distance of medians along an order, else the share that would have to change for two
    blocks to be alike; `unlike` is that share always. `between` blocks, or inside the group.
    """

    place: int
    apart: Fraction
    unlike: Fraction
    between: bool


def agenda(
    rules: Rules, shown: Sequence[Seen], people: int, hands: Sequence[HandCount] = ()
) -> tuple[Gap, ...]:
    """At most three questions: those with the widest gap that could change the result, equal ones in their own order."""
    matter = matters(rules, shown, hands)
    questions = rules.dialogue.questions
    found = [gap(questions[seen.place], seen, people) for seen in shown if seen.place in matter]
    wide = [one for one in found if one.apart or one.unlike]
    return tuple(sorted(wide, key=lambda one: (-one.apart, -one.unlike, one.place))[:TO_TALK_ABOUT])


def matters(rules: Rules, shown: Sequence[Seen], hands: Sequence[HandCount] = ()) -> frozenset[int]:
    """The places where the answers shown could change the result."""
    return still_matters(rules, opened(rules, box(rules, shown, hands)))


def gap(question: Question, seen: Seen, people: int) -> Gap:
    """How far the blocks are apart; where they are alike, or with one block or few people, how far people are inside."""
    told = [weights(part.picture) for part in seen.parts if weights(part.picture)]
    if len(told) > 1 and people >= FEWEST_FOR_BLOCKS:
        apart, unlike = max(_between(question, one, other) for one, other in combinations(told, 2))
        if apart or unlike:
            return Gap(place=seen.place, apart=apart, unlike=unlike, between=True)
    together = tally.count(mask for counts in told for mask, times in counts for _ in range(times))
    apart = spread(question, together) if together else Fraction(0)
    return Gap(place=seen.place, apart=apart, unlike=apart, between=False)


def _between(question: Question, one: Counts, other: Counts) -> tuple[Fraction, Fraction]:
    unlike = variation(one, other)
    first = tally.median(tally.by_step(question, one))
    second = tally.median(tally.by_step(question, other))
    if first is None or second is None or len(tally.steps(question)) < 2:
        return unlike, unlike
    return abs(first - second) / (len(tally.steps(question)) - 1), unlike


def variation(one: Counts, other: Counts) -> Fraction:
    """The total variation distance of two groups' answers."""
    first, second = dict(one), dict(other)
    return (
        sum(
            (
                abs(
                    Fraction(first.get(mask, 0), tally.size(one))
                    - Fraction(second.get(mask, 0), tally.size(other))
                )
                for mask in first.keys() | second.keys()
            ),
            Fraction(0),
        )
        / 2
    )


def spread(question: Question, counts: Counts) -> Fraction:
    """How far a group is from being of one mind: by agreement along an order, else what the commonest answer leaves."""
    agreed = tally.agreement(tally.by_step(question, counts))
    if agreed is not None:
        return (1 - agreed) / 2
    return 1 - Fraction(tally.commonest(counts)[1], tally.size(counts))
