"""What is on the page, and where? Frames, boxes and lines with their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.render.drawing.blocks import Block
from bot.render.drawing.picture import Arrow

PORT: Final = 10.0
"""From one line to the next at the side of a box."""

FIRST_PORT: Final = 13.0

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box with its place."""

    block: Block
    x: float
    y: float

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.x + self.block.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.block.height

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.block.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A titled field behind boxes; the title begins `indent` from its left."""

    title: str
    indent: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """All lines from one box: runs of points, the places of the arrow heads among them, and whether it is dashed."""

    source: str
    runs: tuple[tuple[Point, ...], ...]
    heads: tuple[Point, ...]
    guard: bool = False


def nets(arrows: Iterable[Arrow]) -> Mapping[str, Sequence[str]]:
    """The targets of each source, in the order of the arrows."""
    found: dict[str, list[str]] = {}
    for arrow in arrows:
        found.setdefault(arrow.source, []).append(arrow.target)
    return found


def room_for(ports: int) -> float:
    """How high a box must be for so many lines at one side."""
    return 2 * FIRST_PORT + PORT * max(0, ports - 1)
