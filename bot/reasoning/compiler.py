"""How does a first-hit table become a diagram? What is left undecided after an answer is the state, so equal rests meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from bot.model.errors import TangoError
from bot.reasoning.diagram import Diagram
from bot.reasoning.formula import FALSE, TRUE, Formulas

WORK_CAP: Final = 3_000_000
"""So many formulas the states of all tables together may carry: some seconds, some hundred megabytes.

More is refused, never guessed.
"""

Pairs: TypeAlias = tuple[tuple[int, int], ...]
"""Formulas with what they stand for: rows with their outcome, or questions with their guard."""


class TooManyStatesError(TangoError):
    """A table whose states would need more than the cap: it cannot be compiled, so it cannot be proved.

    `question` is the place where it stopped, `waiting` the places whose guard is open there, `rows` the outcomes open there.
    """

    exit_code = 4

    def __init__(self, question: int, waiting: tuple[int, ...], rows: tuple[int, ...]) -> None:
        self.question = question
        self.waiting = waiting
        self.rows = rows
        super().__init__(f"The rules leave too many cases open at question {question}.")


class Compiler:
    """Builds diagrams over the questions of one dialogue.

    `options` has the number of options of each question, `guards` the questions in the order to ask them, each with
    the formula that says when it is asked. A guard reads earlier questions only.
    """

    def __init__(self, formulas: Formulas, options: Sequence[int], guards: Sequence[tuple[int, int]]) -> None:
        self._formulas = formulas
        self._options = options
        self._guards = tuple(guards)
        self._known: dict[Pairs, Diagram] = {}
        self._spent = 0

    def compile(self, rows: Sequence[tuple[int, int]]) -> Diagram:
        """The diagram of a first-hit table: pairs of a formula and its outcome. The last formula must be true."""
        table = tuple(rows)
        if table not in self._known:
            build = _Build(self._formulas, self._options, spent=self._spent)
            self._known[table] = build.run(table, self._guards)
            self._spent = build.spent
        return self._known[table]

    def holds(self, formula: int) -> Diagram:
        """The diagram of one condition: outcome 0 where it fails, 1 where it holds."""
        return self.compile([(formula, 1), (TRUE, 0)])

    def asking(self, questions: frozenset[int]) -> Diagram:
        """Every conversation over these questions: a node for each that is asked, and a single outcome.

        Unlike in other diagrams a node stands even where its options lead to the same place. The questions that
        decide whether one is asked must be among them.
        """
        return _Build(self._formulas, self._options, kept=questions).run(((TRUE, 0),), self._guards)


class _Build:
    """One compilation; questions in `kept` have a node wherever they are asked. `spent` is the work done so far."""

    def __init__(
        self,
        formulas: Formulas,
        options: Sequence[int],
        *,
        kept: frozenset[int] = frozenset(),
        spent: int = 0,
    ) -> None:
        self._formulas = formulas
        self._options = options
        self._kept = kept
        self._asks: list[int] = []
        self._children: list[tuple[int, ...]] = []
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self.spent = spent
        self._states: dict[tuple[Pairs, Pairs], int] = {}

    def run(self, rows: Pairs, guards: Pairs) -> Diagram:
        root = self._node(_live_rows(rows), guards)
        return Diagram(root, tuple(self._asks), tuple(self._children))

    def _node(self, rows: Pairs, guards: Pairs) -> int:
        if rows[0][0] == TRUE and not self._kept:
            return -1 - rows[0][1]
        guards = self._needed(rows, guards)
        if not guards:
            return -1 - rows[0][1]
        known = self._states.get((rows, guards))
        if known is None:
            question, guard = guards[0]
            self._count(question, rows, guards)
            if guard == FALSE:
                known = self._after((rows, guards), question, self._options[question])
            else:
                values = range(self._options[question])
                known = self._intern(
                    question, tuple([self._after((rows, guards), question, v) for v in values])
                )
            self._states[rows, guards] = known
        return known

    def _count(self, question: int, rows: Pairs, guards: Pairs) -> None:
        self.spent += len(rows) + len(guards)
        if self.spent > WORK_CAP:
            waiting = tuple(place for place, guard in guards if guard not in (FALSE, TRUE))
            raise TooManyStatesError(question, waiting, tuple(outcome for _, outcome in rows))

    def _after(self, state: tuple[Pairs, Pairs], question: int, value: int) -> int:
        rows, guards = state
        assign = self._formulas.assign
        left = _live_rows(tuple([(assign(formula, question, value), outcome) for formula, outcome in rows]))
        return self._node(left, tuple([(q, assign(g, question, value)) for q, g in guards if q != question]))

    def _needed(self, rows: Pairs, guards: Pairs) -> Pairs:
        """Only the questions that the rows read, that are kept, or that decide whether such a question is asked."""
        read = set(self._kept).union(*[self._formulas.questions(formula) for formula, _ in rows])
        kept = []
        for question, guard in reversed(guards):
            if question in read:
                kept.append((question, guard))
                read |= self._formulas.questions(guard)
        return tuple(reversed(kept))

    def _intern(self, question: int, children: tuple[int, ...]) -> int:
        if len(set(children)) == 1 and question not in self._kept:
            return children[0]
        number = self._numbers.get((question, children))
        if number is None:
            number = self._numbers[question, children] = len(self._asks)
            self._asks.append(question)
            self._children.append(children)
        return number


def _live_rows(rows: Pairs) -> Pairs:
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
