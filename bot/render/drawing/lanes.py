"""In which lane does each line run up and down between two columns? So that few lines cross and none lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

NEAR: Final = 4.0
"""Two lines nearer than this look like one."""

CROSSED: Final = 1
COVERED: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """A line between two columns: the heights at which it touches the left and the right side."""

    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(self.left + self.right)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(self.left + self.right)

    @property
    def straight(self) -> bool:
        """It runs level, so that it needs no lane."""
        return self.bottom - self.top < 1


def lanes(strands: Sequence[Strand]) -> list[int]:
    """The lane of each strand, counted from the left; a straight one gets 0 and does not use it."""
    order = [at for at, strand in enumerate(strands) if not strand.straight]
    for _ in order:
        before = list(order)
        for at in range(len(order) - 1):
            one, other = strands[order[at]], strands[order[at + 1]]
            if _cost(other, one) < _cost(one, other):
                order[at : at + 2] = order[at + 1], order[at]
        if order == before:
            break
    found = [0] * len(strands)
    for place, at in enumerate(order):
        beside = [found[other] for other in order[:place] if _beside(strands[at], strands[other])]
        found[at] = max(beside, default=-1) + 1
    return found


def _cost(left: Strand, right: Strand) -> int:
    """What it costs if the one strand runs left of the other."""
    crossings = sum(right.top < y < right.bottom for y in left.right)
    crossings += sum(left.top < y < left.bottom for y in right.left)
    covered = sum(abs(y - other) < NEAR for y in left.right for other in right.left)
    return crossings * CROSSED + covered * COVERED


def _beside(one: Strand, other: Strand) -> bool:
    return one.top < other.bottom + NEAR and other.top < one.bottom + NEAR
