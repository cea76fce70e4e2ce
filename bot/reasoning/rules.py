"""What do a dialogue's tables say? Conditions and tables as formulas and diagrams, each compiled when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar, assert_never

from bot.model.conditions import (
    All,
    Answered,
    AnyOf,
    AtLeast,
    Condition,
    FactIs,
    NoneOf,
    RungIs,
)
from bot.model.dialogue import Dialogue, Row, VerdictRow
from bot.model.ids import OUT_OF_SCOPE, FactId, QuestionId, ReadingId, ResultId, ValueId
from bot.reasoning.compiler import Compiler
from bot.reasoning.diagram import Diagram
from bot.reasoning.formula import TRUE, Formulas

Name = TypeVar("Name")

NOT_ASKED = ValueId("not_asked")
"""The value of a fact whose questions were not asked (rules 3)."""


class Rules:
    """One dialogue's rules, with some of our readings set aside (none by default).

    Rules that are `like` others share what these have compiled: a reading moves few tables.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        without: frozenset[ReadingId] = frozenset(),
        like: Rules | None = None,
    ) -> None:
        self.dialogue = dialogue
        self.without = without
        self._like = like
        self.formulas: Formulas = like.formulas if like else Formulas([width + 1 for width in self._widths])
        self._facts: dict[FactId, dict[ValueId, int]] = {}
        for fact in dialogue.facts:
            self._facts[fact.id] = self._values([row for row in fact.rows if self.counts(row)])
        self._verdict = [(self.formula(row.when), row) for row in dialogue.verdict if self.counts(row)]
        self._guards = tuple(enumerate(self.formula(question.when) for question in dialogue.questions))
        self.compiler: Compiler = (
            like.compiler if like else Compiler(self.formulas, self._widths, self._guards)
        )
        self._conditions: dict[Condition, Diagram] = {}
        self._asking: dict[frozenset[int], Diagram] = {}
        self._variants: dict[ReadingId, Rules] = {}

    @property
    def _widths(self) -> list[int]:
        return [len(question.options) for question in self.dialogue.questions]

    def setting_aside(self, reading: ReadingId) -> Rules:
        """The same rules without one more of our readings."""
        if reading not in self._variants:
            self._variants[reading] = Rules(self.dialogue, self.without | {reading}, like=self)
        return self._variants[reading]

    def formula(self, condition: Condition) -> int:
        """The condition as a formula over answers: facts and rungs are replaced by what they stand for."""
        match condition:
            case Answered(question=question, options=options):
                place = self.dialogue.index[question]
                return self.formulas.is_in(place, self.dialogue.mask(question, options))
            case FactIs(fact=fact, values=values):
                return self.formulas.any_of(self._facts[fact].get(value, 0) for value in values)
            case RungIs(results=results):
                return self.formulas.any_of(self._rungs.get(result, 0) for result in results)
            case All(of=parts):
                return self.formulas.all_of(map(self.formula, parts))
            case AnyOf(of=parts):
                return self.formulas.any_of(map(self.formula, parts))
            case NoneOf(of=parts):
                return self.formulas.negate(self.formulas.any_of(map(self.formula, parts)))
            case AtLeast(count=count, of=parts):
                return self.formulas.at_least(count, list(map(self.formula, parts)))
            case _:
                assert_never(condition)

    def holds(self, condition: Condition) -> Diagram:
        """The condition's diagram: outcome 0 where it fails, 1 where it holds."""
        if condition not in self._conditions:
            self._conditions[condition] = self.compiler.holds(self.formula(condition))
        return self._conditions[condition]

    def names(self, condition: Condition) -> frozenset[int]:
        """The places of the questions that the condition names, itself or by way of facts and rungs."""
        return self.formulas.questions(self.formula(condition))

    def reads(self, condition: Condition) -> frozenset[int]:
        """The places of the questions that the condition depends on, those that decide whether they are asked included."""
        return frozenset(self.holds(condition).asks)

    @cached_property
    def rows(self) -> tuple[VerdictRow, ...]:
        """The rows of the last table that count under the readings held."""
        return tuple(row for _, row in self._verdict)

    @cached_property
    def by_row(self) -> Diagram:
        """From answers to the row of T5, numbered as in `rows`."""
        return self.compiler.compile([(formula, at) for at, (formula, _) in enumerate(self._verdict)])

    @cached_property
    def by_result(self) -> Diagram:
        """From answers to the result, numbered as in the dialogue's `results`."""
        return self.compiler.compile(self._to_result)

    @cached_property
    def by_fact(self) -> dict[FactId, tuple[tuple[ValueId, ...], Diagram]]:
        """For each fact its values, the not-asked one last if it has none of its own, and its diagram."""
        found = {}
        for fact in self.dialogue.facts:
            values = [value.id for value in fact.values]
            if NOT_ASKED not in values:
                values.append(NOT_ASKED)
            table = [
                (self.formula(row.when), values.index(row.then)) for row in fact.rows if self.counts(row)
            ]
            table.append((TRUE, values.index(NOT_ASKED)))
            found[fact.id] = (tuple(values), self.compiler.compile(table))
        return found

    @cached_property
    def guard_reads(self) -> tuple[frozenset[int], ...]:
        """For each question the places of the questions that decide whether it is asked."""
        return tuple(self.reads(question.when) for question in self.dialogue.questions)

    @cached_property
    def guards(self) -> dict[int, Diagram]:
        """For each place that is not always asked the diagram of whether it is."""
        return {
            place: self.holds(question.when)
            for place, question in enumerate(self.dialogue.questions)
            if self._guards[place][1] != TRUE
        }

    @cached_property
    def guarding(self) -> frozenset[int]:
        """The places whose answer can let answers fall away: those that a guard reads, and those that have one."""
        return frozenset(self.guards).union(*self.guard_reads)

    @cached_property
    def every(self) -> tuple[int, ...]:
        """For each place the mask of all its options."""
        return tuple(question.every for question in self.dialogue.questions)

    @cached_property
    def unanswered(self) -> tuple[int, ...]:
        """For each place what no answer stands for: all its options, or the one that the question says."""
        return tuple(
            self.dialogue.mask(question.id, (question.given,)) if question.given else question.every
            for question in self.dialogue.questions
        )

    @cached_property
    def noted(self) -> tuple[int, ...]:
        """For each question the answers after which evidence may be noted."""
        return tuple(self.dialogue.mask(question.id, question.note) for question in self.dialogue.questions)

    @cached_property
    def outside(self) -> int:
        """The options of the scope question that alone put a service out of scope, as a mask."""
        out = sum(1 << at for at, result in enumerate(self.dialogue.results) if result.id == OUT_OF_SCOPE)
        scope, *others = self.every
        options = (1 << at for at in range(scope.bit_length()))
        return sum(option for option in options if self.by_result.reach((option, *others)) == out)

    @cached_property
    def unguarded(self) -> Compiler:
        """Builds diagrams in which every question stands by itself, and "not asked" is one more option of it."""
        if self._like:
            return self._like.unguarded
        widths = [width + 1 for width in self._widths]
        return Compiler(self.formulas, widths, [(place, TRUE) for place, _ in self._guards])

    @cached_property
    def in_scope(self) -> int:
        """The formula that holds where the scope answer alone does not end the assessment."""
        return self.formulas.is_in(0, ~self.outside)

    @cached_property
    def askable(self) -> tuple[int, ...]:
        """Everything open, but of the scope only the answers after which questions are asked: all, or those of a part."""
        scope, *others = self.dialogue.questions
        opening = sum(1 << at for at, option in enumerate(scope.options) if option.opens)
        return (scope.every & ~self.outside | opening, *(question.every for question in others))

    def closure(self, places: frozenset[int]) -> frozenset[int]:
        """These places, with those that decide whether they are asked."""
        found = set(places)
        for place in sorted(places, reverse=True):
            found |= self.closure(self.guard_reads[place])
        return frozenset(found)

    def asking(self, places: frozenset[int]) -> Diagram:
        """Every conversation over these questions and those that decide whether they are asked."""
        wanted = self.closure(places)
        if wanted not in self._asking:
            scope = self.in_scope if 0 in wanted else TRUE
            guards = [
                (place, self.formulas.all_of((guard, scope)) if place else guard)
                for place, guard in self._guards
            ]
            self._asking[wanted] = Compiler(self.formulas, self._widths, guards).asking(wanted)
        return self._asking[wanted]

    @cached_property
    def by_quick(self) -> Diagram:
        """From answers to the result, in the order in which the quick length asks."""
        guards = tuple(self._guards[place] for place in self.dialogue.order(quick=True))
        return Compiler(self.formulas, self._widths, guards).compile(self._to_result)

    def applies(self, question: QuestionId) -> Diagram:
        """The diagram of whether a question is asked."""
        return self.holds(self.dialogue.question(question).when)

    @cached_property
    def _to_result(self) -> list[tuple[int, int]]:
        places = {result.id: place for place, result in enumerate(self.dialogue.results)}
        return [(formula, places[row.then]) for formula, row in self._verdict]

    @cached_property
    def _rungs(self) -> dict[ResultId, int]:
        return self._first_hits([(formula, row.then) for formula, row in self._verdict])

    def _values(self, rows: Sequence[Row]) -> dict[ValueId, int]:
        return self._first_hits([(self.formula(row.when), row.then) for row in rows])

    def _first_hits(self, rows: Sequence[tuple[int, Name]]) -> dict[Name, int]:
        """For each outcome of a first-hit table the formula that says when it comes out."""
        hits: dict[Name, list[int]] = {}
        none_before = TRUE
        for formula, outcome in rows:
            hits.setdefault(outcome, []).append(self.formulas.all_of((formula, none_before)))
            none_before = self.formulas.all_of((none_before, self.formulas.negate(formula)))
        return {outcome: self.formulas.any_of(parts) for outcome, parts in hits.items()}

    def counts(self, row: Row | VerdictRow) -> bool:
        """Whether a row counts under the readings held."""
        return (row.holds is None or row.holds not in self.without) and (
            row.without is None or row.without in self.without
        )
