"""Can every result come out? And is there always one, which a better answer never lowers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod

from bot.model.dialogue import Dialogue, Question
from bot.model.proof import Answers, Finding
from bot.proof.case import Case
from bot.proof.walks import Path, counts, named, needed
from bot.proof.wording import variant
from bot.reasoning.diagram import Diagram
from bot.reasoning.rules import Rules


def unreached(case: Case) -> Iterator[Finding]:
    """A result that never comes out under the readings held."""
    reached = counts(case.rules, case.rules.by_result)
    for place, result in enumerate(case.dialogue.results):
        if place not in reached:
            yield Finding(
                code="dead-result",
                subject=("result", result.id),
                message=f"The result `{result.id}` never comes out.",
                mend="Add a row that leads to it, or take the result away.",
            )


def not_one(case: Case) -> Iterator[Finding]:
    """Conversations, counted by their questions alone, that are not each counted once among the results."""
    rules = case.rules
    places = frozenset(rules.by_result.asks) | {0}
    ended = sum(counts(rules, rules.by_result, places).values())
    held = sum(counts(rules, Diagram(-1, (), ()), places).values())
    if ended != held:
        yield Finding(
            code="not-one-result",
            subject=("verdict",),
            message=f"{held:,} conversations have {ended:,} results.",
            mend="Add a last row with `when: {}`.",
        )


def ill_formed(case: Case) -> Iterator[Finding]:
    """Where a sheet of answers, known or not, could be left without a result, or a narrower one could widen the range.

    Neither can happen where every node has a child for each option and asks an earlier question than its children:
    the results of a sheet are those of the paths that its options allow, and fewer options allow no new path.
    """
    diagram = case.rules.by_result
    for node, children in enumerate(diagram.children):
        place = diagram.asks[node]
        deeper = all(child < node and (child < 0 or diagram.asks[child] > place) for child in children)
        if len(children) != len(case.dialogue.questions[place].options) or not deeper:
            name = case.dialogue.questions[place].id
            yield Finding(
                code="no-result",
                subject=("question", name),
                message=f"At `{name}` the diagram of the rules is broken.",
                mend="This is a fault of Tango itself: please report it with this content.",
            )


def circular(case: Case) -> Iterator[Finding]:
    """A result that is above itself."""
    for high, low in sorted(pairs(case.dialogue)):
        if high == low:
            name = case.dialogue.results[high].id
            yield Finding(
                code="above-itself",
                subject=("result", name),
                message=f"The result `{name}` is above itself, by way of the results that its `above` names.",
                mend="Mend `above`, so that the order of the results has no circle.",
            )


def lowered(case: Case) -> Iterator[Finding]:
    """A better answer that lowers the result, in the order that `above` gives; each pair of answers is told once."""
    orders = [Order(rules) for rules in case.variants]
    for place, question in enumerate(case.dialogue.questions):
        for worse, better in steps(question):
            found = (_lowered(order, place, worse, better) for order in orders)
            yield from [finding for finding in found if finding][:1]


def _lowered(order: Order, place: int, worse: int, better: int) -> Finding | None:
    shown = order.lowered(place, worse, better)
    if shown is None:
        return None
    answers, before, after = shown
    question = order.rules.dialogue.questions[place]
    names = [question.options[at].id for at in (worse, better)]
    falls = f"with `{question.id}` from `{names[0]}` to `{names[1]}` it falls from `{before}` to `{after}`"
    return Finding(
        code="lowered",
        subject=("question", question.id),
        message=f"A better answer lowers the result{variant(order.rules)}: {falls}.",
        mend="Mend the rows that these answers fit, or the order of the options.",
        witness=answers,
    )


def steps(question: Question) -> list[tuple[int, int]]:
    """The pairs of options of which the second is the better one."""
    places = list(enumerate(question.steps))
    return [
        (at, other)
        for (at, low), (other, high) in product(places, places)
        if low is not None and high is not None and low < high
    ]


def sheets(case: Case) -> int:
    """How many sheets of answers there are: at each question any of its options, or any set of them."""
    return prod(question.every for question in case.dialogue.questions)


def pairs(dialogue: Dialogue) -> frozenset[tuple[int, int]]:
    """The places of results, the higher first, of which one is above the other, directly or by way of others."""
    at = {result.id: place for place, result in enumerate(dialogue.results)}
    found = {(at[result.id], at[name]) for result in dialogue.results for name in result.above}
    while more := {(high, low) for high, mid in found for other, low in found if mid == other} - found:
        found |= more
    return frozenset(found)


class Order:
    """Compares what follows from two answers, for all other answers alike."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._diagram: Diagram = rules.by_result
        self._known: dict[tuple[int, int], Path | None] = {}
        self._ends: dict[int, int] = {}
        self._ways_to: dict[int, Mapping[int, Path]] = {}

    def lowered(self, place: int, worse: int, better: int) -> tuple[Answers, str, str] | None:
        """Answers with which the better one lowers the result, and the results before and after; None where none do."""
        path = self.fall(place, worse, better)
        if path is None:
            return None
        before, after = (self._end(path, place, option) for option in (worse, better))
        answers = needed(self.rules, path, lambda sheet: self._falls(sheet, place, better, (before, after)))
        names = [self.rules.dialogue.results[end].id for end in (before, after)]
        return named(self.rules.dialogue, answers), names[0], names[1]

    def fall(self, place: int, worse: int, better: int) -> Path | None:
        """A shortest conversation whose result the better answer lowers, of those that ask only what matters to either."""
        found = []
        if place not in self._ways_to:
            self._ways_to[place] = self._ways(place)
        for node, way in self._ways_to[place].items():
            children = self._diagram.children[node]
            rest = self._fall(children[worse], children[better])
            if rest is not None:
                found.append((*way, (place, worse), *rest))
        return min(found, key=lambda answers: (len(answers), answers), default=None)

    def _falls(self, sheet: Sequence[int], place: int, better: int, ends: tuple[int, int]) -> bool:
        """Whether a sheet with the worse answer has the one result for certain, and with the better one the other."""
        improved = (*sheet[:place], 1 << better, *sheet[place + 1 :])
        return sheet[place].bit_count() == 1 and all(
            self._diagram.reach(one) == 1 << end for one, end in zip((sheet, improved), ends, strict=True)
        )

    def _ways(self, place: int) -> Mapping[int, Path]:
        """The nodes of a question, each with the shortest way to it."""
        ways: dict[int, Path] = {self._diagram.root: ()}
        for node in range(len(self._diagram.asks) - 1, -1, -1):
            if node in ways and self._diagram.asks[node] < place:
                for option, child in enumerate(self._diagram.children[node]):
                    way = (*ways[node], (self._diagram.asks[node], option))
                    if child >= 0 and (child not in ways or len(way) < len(ways[child])):
                        ways[child] = way
        return {node: way for node, way in ways.items() if self._asks(node) == place}

    def _fall(self, one: int, other: int) -> Path | None:
        """The fewest further answers after which the second end is below the first; None where there are none."""
        if one < 0 and other < 0:
            return () if (one, other) in self._falling else None
        if one == other or not self._may_fall(one, other):
            return None
        if (one, other) not in self._known:
            question = min(self._asks(node) for node in (one, other))
            found = []
            for option in range(len(self.rules.dialogue.questions[question].options)):
                rest = self._fall(self._after(one, question, option), self._after(other, question, option))
                if rest is not None:
                    found.append(((question, option), *rest))
            self._known[one, other] = min(found, key=len, default=None)
        return self._known[one, other]

    def _may_fall(self, one: int, other: int) -> bool:
        """Whether some end of the second is below some end of the first: if not, no answers need to be tried."""
        high, low = (self._diagram.reach_from(node, self.rules.every, self._ends) for node in (one, other))
        return any(high >> -1 - a & 1 and low >> -1 - b & 1 for a, b in self._falling)

    def _asks(self, node: int) -> int:
        return self._diagram.asks[node] if node >= 0 else len(self.rules.dialogue.questions)

    def _after(self, node: int, question: int, option: int) -> int:
        return self._diagram.children[node][option] if self._asks(node) == question else node

    def _end(self, path: Path, place: int, option: int) -> int:
        answers, node = {**dict(path), place: option}, self._diagram.root
        while node >= 0:
            node = self._diagram.children[node][answers[self._diagram.asks[node]]]
        return -1 - node

    @cached_property
    def _falling(self) -> frozenset[tuple[int, int]]:
        """The pairs of ends of which the second is below the first."""
        return frozenset((-1 - high, -1 - low) for high, low in pairs(self.rules.dialogue))
