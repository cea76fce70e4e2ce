"""How do boxes stand under each other in frames, with lines among them? The lines run in a gutter to their left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.render.drawing.blocks import Block
from bot.render.drawing.lanes import Strand, lanes
from bot.render.drawing.picture import Arrow
from bot.render.drawing.plan import FIRST_PORT, PORT, Frame, Placed, Wire, nets

EDGE: Final = 12.0
APART: Final = 12.0
HEADING: Final = 20.0

Group = tuple[str, Sequence[Block]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Frames from `x` to `right` and down to `bottom`, with the boxes and lines in them."""

    frames: tuple[Frame, ...]
    boxes: tuple[Placed, ...]
    wires: tuple[Wire, ...]
    right: float
    bottom: float


def ladder(groups: Sequence[Group], arrows: Sequence[Arrow], x: float, y: float, *, guard: bool) -> Ladder:
    """The groups from the top down, each in its frame; the arrows join boxes of any of them."""
    tops, fields, bottom = _stack(groups, y)
    strands = _strands(arrows, tops)
    ways = lanes([strand for _, strand in strands])
    left = x + EDGE + PORT * (max(ways, default=0) + 1) + 8
    blocks = [block for _, inside in groups for block in inside]
    right = left + max(block.width for block in blocks) + EDGE
    return Ladder(
        frames=tuple(
            Frame(title=title, indent=left - x, x=x, y=top, width=right - x, height=end - top)
            for (title, _), (top, end) in zip(groups, fields, strict=True)
        ),
        boxes=tuple(Placed(block=block, x=left, y=tops[block.key]) for block in blocks),
        wires=tuple(
            _wire(source, strand, (x + EDGE + PORT * way, left), guard=guard)
            for (source, strand), way in zip(strands, ways, strict=True)
        ),
        right=right,
        bottom=bottom,
    )


def _stack(groups: Sequence[Group], y: float) -> tuple[dict[str, float], list[tuple[float, float]], float]:
    """Where each box begins, from where to where each frame goes, and where the last one ends."""
    tops: dict[str, float] = {}
    fields: list[tuple[float, float]] = []
    at = y
    for _, blocks in groups:
        begin = at
        at += HEADING + APART
        for block in blocks:
            tops[block.key] = at
            at += block.height + APART
        fields.append((begin, at))
        at += APART
    return tops, fields, fields[-1][1]


def _strands(arrows: Sequence[Arrow], tops: dict[str, float]) -> list[tuple[str, Strand]]:
    """A strand for each source: its own height first, then those of its targets. What comes in stands above what goes out."""
    taken = dict.fromkeys(tops, 0)
    entries: dict[str, list[float]] = {}
    for source, targets in nets(arrows).items():
        for target in targets:
            entries.setdefault(source, []).append(tops[target] + FIRST_PORT + PORT * taken[target])
            taken[target] += 1
    return [
        (source, Strand(left=(), right=(tops[source] + FIRST_PORT + PORT * taken[source], *heights)))
        for source, heights in entries.items()
    ]


def _wire(source: str, strand: Strand, between: tuple[float, float], *, guard: bool) -> Wire:
    lane, side = between
    begin, *ends = strand.right
    return Wire(
        source=source,
        runs=tuple(((side, begin), (lane, begin), (lane, end), (side, end)) for end in ends),
        heads=tuple((side, end) for end in ends),
        guard=guard,
    )
