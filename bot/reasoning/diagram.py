"""What can still come out? A reduced multi-valued decision diagram over the questions.

A node asks one question and has one child for each option; a question that does not apply on a path has no node
there. Equal nodes are one node, so a walk visits each kind of remaining doubt once. The outcome of a path is the
place of the first row that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ANY = -1
"""The mask that holds every option of any question."""

FAILS, HOLDS = 1 << 0, 1 << 1
"""What a condition's diagram reaches: it fails in every completion, holds in every one, or (both bits) in some."""


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
