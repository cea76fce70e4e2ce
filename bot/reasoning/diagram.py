"""What can still come out? A reduced multi-valued decision diagram, compiled once from a first-hit table.

A node asks one question and has one child for each option; a question that does not apply on a path has no node
there. Equal nodes are one node, so a walk visits each kind of remaining doubt once. The outcome of a path is the
place of the first row that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.errors import TangoError
from bot.reasoning.formula import FALSE, TRUE, Formulas

ANY = -1
"""The mask that holds every option of any question."""

FAILS, HOLDS = 1 << 0, 1 << 1
"""What a condition's diagram reaches: it fails in every completion, holds in every one, or (both bits) in some."""

STATE_CAP = 200_000
"""A dialogue that needs more states is refused: a table that cannot be compiled cannot be proved."""


class TooManyStatesError(TangoError):
    """A table that would need more states than the cap; `question` is the place where it stopped."""

    exit_code = 4

    def __init__(self, question: int) -> None:
        self.question = question
        super().__init__(f"The rules need more than {STATE_CAP:,} states at question {question}.")


@dataclass(frozen=True, slots=True)
class Diagram:
    """Nodes are numbered; a negative number is an outcome: -1 is row 0, -2 row 1, and so on.

    `asks[n]` is the question of node n, `children[n]` its children by option. Children have smaller numbers.
    """

    root: int
    asks: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]

    def reach(self, sheet: Sequence[int]) -> int:
        """The outcomes that some completion of the sheet reaches, as a mask of rows; 0 in the sheet is any answer."""
        return self.reach_from(self.root, sheet, {})

    def reach_from(self, node: int, sheet: Sequence[int], known: dict[int, int]) -> int:
        """The same from a node; `known` is the walk's memory and is filled."""
        if node < 0:
            return 1 << -1 - node
        found = known.get(node)
        if found is None:
            found = 0
            mask = sheet[self.asks[node]] or ANY
            for option, child in enumerate(self.children[node]):
                if mask >> option & 1:
                    found |= 1 << -1 - child if child < 0 else self.reach_from(child, sheet, known)
            known[node] = found
        return found

    def live(self, sheet: Sequence[int]) -> frozenset[int]:
        """The questions that can still make a difference to the outcome, given the sheet.

        The diagram is reduced again with the sheet's options only: a question is left where two of its options
        differ for some completion of the others.
        """
        reduced: dict[int, int] = {}
        numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._reduce(self.root, sheet, reduced, numbers)
        return frozenset(question for question, _ in numbers)

    def _reduce(
        self,
        node: int,
        sheet: Sequence[int],
        reduced: dict[int, int],
        numbers: dict[tuple[int, tuple[int, ...]], int],
    ) -> int:
        if node < 0:
            return node
        if node not in reduced:
            mask = sheet[self.asks[node]]
            children = tuple(
                self._reduce(child, sheet, reduced, numbers)
                for option, child in enumerate(self.children[node])
                if mask >> option & 1
            )
            if len(set(children)) == 1:
                reduced[node] = children[0]
            else:
                reduced[node] = numbers.setdefault((self.asks[node], children), len(numbers))
        return reduced[node]


class Compiler:
    """Builds diagrams over the questions of one dialogue; `guards[q]` says when question q is asked."""

    def __init__(self, formulas: Formulas, options: Sequence[int], guards: Sequence[int]) -> None:
        self._formulas = formulas
        self._options = options
        self._guards = guards

    def compile(self, rows: Sequence[tuple[int, int]]) -> Diagram:
        """The diagram of a first-hit table: pairs of a formula and its outcome. The last formula must be true."""
        return _Build(self._formulas, self._options, self._guards).run(tuple(rows))

    def holds(self, formula: int) -> Diagram:
        """The diagram of one condition: outcome 0 where it fails, 1 where it holds."""
        return self.compile([(formula, 1), (TRUE, 0)])


class _Build:
    def __init__(self, formulas: Formulas, options: Sequence[int], guards: Sequence[int]) -> None:
        self._formulas = formulas
        self._options = options
        self._guards = guards
        self._asks: list[int] = []
        self._children: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._begun = 0
        self._states: dict[tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]], int] = {}

    def run(self, rows: tuple[tuple[int, int], ...]) -> Diagram:
        root = self._node(_live_rows(rows), tuple(enumerate(self._guards)))
        return Diagram(root, tuple(self._asks), tuple(self._children))

    def _node(self, rows: tuple[tuple[int, int], ...], guards: tuple[tuple[int, int], ...]) -> int:
        if rows[0][0] == TRUE:
            return -1 - rows[0][1]
        guards = self._needed(rows, guards)
        state = (rows, guards)
        known = self._states.get(state)
        if known is None:
            question, guard = guards[0]
            self._begun += 1
            if self._begun > STATE_CAP:
                raise TooManyStatesError(question)
            if guard == FALSE:
                known = self._after(state, question, self._options[question])
            else:
                children = (self._after(state, question, value) for value in range(self._options[question]))
                known = self._intern(question, tuple(children))
            self._states[state] = known
        return known

    def _after(
        self,
        state: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]],
        question: int,
        value: int,
    ) -> int:
        rows, guards = state
        assign = self._formulas.assign
        left = _live_rows(tuple((assign(formula, question, value), outcome) for formula, outcome in rows))
        open_guards = tuple((q, assign(guard, question, value)) for q, guard in guards if q != question)
        return self._node(left, open_guards)

    def _needed(
        self, rows: tuple[tuple[int, int], ...], guards: tuple[tuple[int, int], ...]
    ) -> tuple[tuple[int, int], ...]:
        """Only the questions that the rows read, or that decide whether such a question is asked."""
        read = set().union(*(self._formulas.questions(formula) for formula, _ in rows))
        kept = []
        for question, guard in reversed(guards):
            if question in read:
                kept.append((question, guard))
                read |= self._formulas.questions(guard)
        return tuple(reversed(kept))

    def _intern(self, question: int, children: tuple[int, ...]) -> int:
        if len(set(children)) == 1:
            return children[0]
        number = self._numbers.get((question, children))
        if number is None:
            number = self._numbers[question, children] = len(self._asks)
            self._asks.append(question)
            self._children.append(children)
        return number


def _live_rows(rows: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Drop rows that cannot hold, rows behind one that always holds, and rows that would change nothing."""
    kept: list[tuple[int, int]] = []
    for formula, outcome in rows:
        if formula != FALSE:
            kept.append((formula, outcome))
        if formula == TRUE:
            break
    while len(kept) > 1 and kept[-2][1] == kept[-1][1]:
        del kept[-2]
    return tuple(kept)
