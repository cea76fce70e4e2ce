"""How is a person drawn? A shape with its own colour, full where somebody answered, hollow where a hand was raised."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, assert_never


class Mark(StrEnum):
    """The shape of a block of people, or of a place on a map. Each has one colour, so that neither ever stands alone."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    CROSS = "cross"
    DIAMOND = "diamond"


INKS: Final = {
    Mark.CIRCLE: "#12436D",
    Mark.TRIANGLE: "#F46A25",
    Mark.CROSS: "#28A197",
    Mark.DIAMOND: "#801650",
}
"""At least 3:1 on white. The first three are far apart for everybody, navy and plum only by their shapes."""

RIM: Final = 0.22
"""The line of a hollow mark, in parts of its radius."""
ARM: Final = 0.4
"""Half of the breadth of a cross's arm. A square would look like a circle where it is small."""


def mark(kind: Mark, place: tuple[float, float], radius: float, *, hollow: bool = False) -> str:
    """The mark as SVG, around `place` (x, y in pixels) and never further from it than `radius`."""
    ink = INKS[kind]
    if hollow:
        line = radius * RIM
        path = _path(kind, place, radius - line * _reach(kind) / 2)
        return f'<path class="hand" d="{path}" fill="#ffffff" stroke="{ink}" stroke-width="{line:.1f}"/>'
    return f'<path class="mark" d="{_path(kind, place, radius)}" fill="{ink}"/>'


def _reach(kind: Mark) -> float:
    """How far a line reaches out at a corner, in parts of its width: twice half of it at sixty degrees."""
    match kind:
        case Mark.CIRCLE | Mark.CROSS:
            return 1
        case Mark.DIAMOND:
            return 2**0.5
        case Mark.TRIANGLE:
            return 2
        case _:
            assert_never(kind)


def _path(kind: Mark, place: tuple[float, float], radius: float) -> str:
    x, y = place
    match kind:
        case Mark.CIRCLE:
            r = radius * 0.94
            arc = f"a{r:.2f},{r:.2f} 0 1,0 "
            return f"M{x - r:.2f},{y:.2f} {arc}{2 * r:.2f},0 {arc}{-2 * r:.2f},0 z"
        case Mark.CROSS:
            r = radius * 0.92
            a, b = r * ARM, r * (1 - ARM)
            right = f"h{2 * a:.2f} v{b:.2f} h{b:.2f} v{2 * a:.2f} h{-b:.2f} v{b:.2f}"
            left = f"h{-2 * a:.2f} v{-b:.2f} h{-b:.2f} v{-2 * a:.2f} h{b:.2f} z"
            return f"M{x - a:.2f},{y - r:.2f} {right} {left}"
        case Mark.TRIANGLE:
            return f"M{x:.2f},{y - radius:.2f} l{radius:.2f},{radius * 1.8:.2f} h{-2 * radius:.2f} z"
        case Mark.DIAMOND:
            r = radius
            return f"M{x:.2f},{y - r:.2f} l{r:.2f},{r:.2f} l{-r:.2f},{r:.2f} l{-r:.2f},{-r:.2f} z"
        case _:
            assert_never(kind)
