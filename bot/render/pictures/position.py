"""What does a position map show? Where a service stands, day to day and in planning, in four regions that have names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from bot.render.pictures.marks import Mark

FEWEST_LEVELS, MOST_ACROSS, MOST_UP = 2, 4, 7

Cell: TypeAlias = tuple[int, int]
"""A level of the axis to the right and one of the axis up, both counted from 0, the lowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An axis in words: `levels` from the lowest; the first `split` of them lie in the left or the lower regions."""

    name: str
    levels: tuple[str, ...]
    split: int

    def __post_init__(self) -> None:
        if not 0 < self.split < len(self.levels):
            raise ValueError("an axis has levels on both sides of its split")


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The names of the four regions. Lower left is a region like the others: co-production is always there."""

    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service stands for somebody. Several `cells`: it may be any of them; the label stands in the first."""

    label: str
    mark: Mark
    cells: tuple[Cell, ...]

    @property
    def open(self) -> bool:
        """Whether it may be one of several."""
        return len(self.cells) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The nearest change: an arrow from the first place in the cell `start` to the cell `end`, where `label` stands."""

    start: Cell
    end: Cell
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionMap:
    """Places under a finding; `alt` is the whole picture in words, `notes` are said at the foot.

    ValueError for a cell that is not there, for two places with one mark, or a change that starts where no place is.
    """

    title: str
    alt: str
    across: Axis
    up: Axis
    regions: Regions
    places: tuple[Place, ...]
    change: Change | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.across.levels) > MOST_ACROSS or len(self.up.levels) > MOST_UP:
            raise ValueError("so many levels cannot be drawn")
        if any(one.mark == other.mark for one, other in combinations(self.places, 2)):
            raise ValueError("two places have the same mark")
        taken = [cell for place in self.places for cell in place.cells]
        moved = [self.change.start, self.change.end] if self.change else []
        if any(cell not in self.cells for cell in (*taken, *moved)):
            raise ValueError("a place stands in a cell of the map")
        if self.change and (self.change.start not in taken or self.change.start == self.change.end):
            raise ValueError("a change leads from a place to another cell")

    @property
    def cells(self) -> frozenset[Cell]:
        """Every cell of the map."""
        return frozenset((x, y) for x in range(len(self.across.levels)) for y in range(len(self.up.levels)))


LOWER, UPPER = False, True
HALVES: Final = (UPPER, LOWER)
"""The two rows of regions, from the top."""
