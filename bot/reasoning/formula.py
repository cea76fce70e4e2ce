"""How is a condition rewritten when an answer comes in? Formulas over answers, interned so that equal ones are the same number.

A formula is a number: 0 is false, 1 is true. Negation is pushed down to the answers at once, so a formula never
holds a "not". Question `q` has one bit for each option and, last, one for "not asked".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

FALSE: Final = 0
TRUE: Final = 1

Node: TypeAlias = tuple[str, int, tuple[int, ...]]
"""("in", question, (mask,)), ("all", 0, parts), ("any", 0, parts) or ("count", least, parts)."""


class Formulas:
    """The pool in which formulas over questions of these widths (options + 1) are interned."""

    def __init__(self, widths: Sequence[int]) -> None:
        self._every = tuple((1 << width) - 1 for width in widths)
        self._nodes: list[Node] = [("any", 0, ()), ("all", 0, ())]
        self._numbers: dict[Node, int] = {node: number for number, node in enumerate(self._nodes)}
        self._questions: list[frozenset[int]] = [frozenset(), frozenset()]
        self._assigned: dict[tuple[int, int, int], int] = {}
        self._negated: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}

    def is_in(self, question: int, mask: int) -> int:
        """The question's value is in the mask."""
        mask &= self._every[question]
        if not mask:
            return FALSE
        return TRUE if mask == self._every[question] else self._intern(("in", question, (mask,)))

    def all_of(self, parts: Iterable[int]) -> int:
        """Every part holds."""
        return self._join(parts, "all")

    def any_of(self, parts: Iterable[int]) -> int:
        """At least one part holds."""
        return self._join(parts, "any")

    def at_least(self, least: int, parts: Iterable[int]) -> int:
        """At least so many parts hold."""
        open_parts = []
        for part in parts:
            if part == TRUE:
                least -= 1
            elif part != FALSE:
                open_parts.append(part)
        if least <= 0:
            return TRUE
        if least > len(open_parts):
            return FALSE
        if least == len(open_parts):
            return self.all_of(open_parts)
        if least == 1:
            return self.any_of(open_parts)
        return self._intern(("count", least, tuple(sorted(open_parts))))

    def negate(self, formula: int) -> int:
        """The formula that holds where this one does not."""
        known = self._negated.get(formula)
        if known is None:
            known = self._negated[formula] = self._negate(formula)
        return known

    def _negate(self, formula: int) -> int:
        kind, number, parts = self._nodes[formula]
        if kind == "in":
            return self.is_in(number, self._every[number] & ~parts[0])
        negated = [self.negate(part) for part in parts]
        if kind == "count":
            return self.at_least(len(parts) - number + 1, negated)
        return self.any_of(negated) if kind == "all" else self.all_of(negated)

    def questions(self, formula: int) -> frozenset[int]:
        """The questions that the formula still reads."""
        return self._questions[formula]

    def assign(self, formula: int, question: int, value: int) -> int:
        """What is left of the formula once the question has the value (a bit's place, not a mask)."""
        if question not in self._questions[formula]:
            return formula
        key = (formula, question, value)
        known = self._assigned.get(key)
        if known is None:
            known = self._assigned[key] = self._assign(formula, question, value)
        return known

    def _assign(self, formula: int, question: int, value: int) -> int:
        kind, number, parts = self._nodes[formula]
        if kind == "in":
            return parts[0] >> value & 1
        left = [self.assign(part, question, value) for part in parts]
        if kind == "count":
            return self.at_least(number, left)
        return self.all_of(left) if kind == "all" else self.any_of(left)

    def _join(self, parts: Iterable[int], kind: str) -> int:
        stop, skip = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
        masks: dict[int, int] = {}
        rest: set[int] = set()
        waiting = list(parts)
        while waiting:
            part = waiting.pop()
            node_kind, number, below = self._nodes[part]
            if part == stop:
                return stop
            if node_kind == kind:
                waiting.extend(below)
            elif node_kind == "in":
                held = masks.get(number, self._every[number] if kind == "all" else 0)
                masks[number] = held & below[0] if kind == "all" else held | below[0]
            else:
                rest.add(part)
        rest.update(self.is_in(question, mask) for question, mask in masks.items())
        rest.discard(skip)
        if stop in rest:
            return stop
        if len(rest) < 2:
            return rest.pop() if rest else skip
        return self._intern((kind, 0, tuple(sorted(rest))))

    def _intern(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            kind, question, parts = node
            below = [self._questions[part] for part in parts] if kind != "in" else [frozenset({question})]
            self._questions.append(frozenset().union(*below))
        return number
