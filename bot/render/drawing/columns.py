"""How do tables stand beside the questions? In columns, each right of what it reads, with room for the lines that pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Final

from bot.render.drawing.blocks import Block
from bot.render.drawing.lanes import Strand, lanes
from bot.render.drawing.picture import Arrow
from bot.render.drawing.plan import FIRST_PORT, PORT, Placed, Point, Wire, nets
from bot.render.drawing.settling import settle

LANE: Final = 9.0
BEFORE: Final = 16.0
AFTER: Final = 24.0
AROUND_BOX: Final = 16.0
AROUND_LINE: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of boxes, the lines on their way past it, and the runs of lines that led to both, by their sources."""

    boxes: tuple[Placed, ...]
    passing: Mapping[str, Point]
    runs: Mapping[str, Sequence[tuple[Point, ...]]]
    heads: Mapping[str, Sequence[Point]]
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A box or a passing line that seeks its height in a column."""

    key: str
    wish: float
    half: float
    around: float


def columns(
    first: Sequence[Placed], corner: Point, arrows: Iterable[Arrow], levels: Sequence[Sequence[Block]]
) -> tuple[tuple[Placed, ...], tuple[Wire, ...]]:
    """The boxes of all levels and the lines to them, right of and below the corner; `first` are the boxes to the left."""
    targets = nets(arrows)
    right, top = corner
    ends = _exits(first, targets)
    found: list[Column] = []
    for at, blocks in enumerate(levels):
        later = {block.key for level in levels[at + 1 :] for block in level}
        column = _column(
            blocks, {source: (targets[source], ends[source]) for source in ends}, later, (right, top)
        )
        right = column.right
        ends = {**column.passing, **_exits(column.boxes, targets)}
        found.append(column)
    wires = tuple(
        Wire(
            source=source,
            runs=tuple(run for column in found for run in column.runs.get(source, ())),
            heads=tuple(head for column in found for head in column.heads.get(source, ())),
        )
        for source in targets
    )
    return tuple(box for column in found for box in column.boxes), wires


def _exits(boxes: Iterable[Placed], targets: Mapping[str, Sequence[str]]) -> dict[str, Point]:
    return {box.block.key: (box.right, box.middle) for box in boxes if box.block.key in targets}


Open = Mapping[str, tuple[Sequence[str], Point]]
"""The lines that are not yet at all their targets: these, and how far each has come."""


def _column(blocks: Sequence[Block], lines: Open, later: set[str], corner: Point) -> Column:
    right, top = corner
    past = [source for source, (targets, _) in lines.items() if later & set(targets)]
    heights = _heights(blocks, lines, past, top)
    tops = {block.key: heights[f"box {block.key}"] - block.height / 2 for block in blocks}
    entries = {block.key: _entries(block, tops[block.key], lines) for block in blocks}
    goals = {source: [at[source] for at in entries.values() if source in at] for source in lines}
    through = {source: heights[f"line {source}"] for source in past}
    strands = [
        Strand(left=(end[1],), right=(*goals[source], *([through[source]] if source in through else [])))
        for source, (_, end) in lines.items()
    ]
    ways = lanes(strands)
    x = right + BEFORE + LANE * (max(ways, default=0) + 1) + AFTER
    far = x + max((block.width for block in blocks), default=0)
    return Column(
        boxes=tuple(Placed(block=block, x=x, y=tops[block.key]) for block in blocks),
        passing={source: (far, height) for source, height in through.items()},
        runs={
            source: [
                (end, (lane, end[1]), (lane, goal), (far if goal == through.get(source) else x, goal))
                for goal in strand.right
            ]
            for (source, (_, end)), strand, lane in zip(
                lines.items(), strands, (right + BEFORE + LANE * way for way in ways), strict=True
            )
        },
        heads={source: [(x, goal) for goal in heights] for source, heights in goals.items()},
        right=far,
    )


def _heights(blocks: Sequence[Block], lines: Open, past: Sequence[str], top: float) -> dict[str, float]:
    """The middle of each box and the height of each passing line."""
    slots = [
        Slot(key=f"box {block.key}", wish=_wish(block, lines, top), half=block.height / 2, around=AROUND_BOX)
        for block in blocks
    ]
    slots += [
        Slot(key=f"line {source}", wish=lines[source][1][1], half=0, around=AROUND_LINE) for source in past
    ]
    slots.sort(key=lambda slot: slot.wish)
    gaps = [a.half + a.around + b.half + b.around for a, b in pairwise(slots)]
    settled = settle([slot.wish for slot in slots], gaps, top + (slots[0].half if slots else 0))
    return {slot.key: height for slot, height in zip(slots, settled, strict=True)}


def _wish(block: Block, lines: Open, top: float) -> float:
    """A box would like to stand right of what it reads."""
    return fmean([end[1] for targets, end in lines.values() if block.key in targets] or [top])


def _entries(block: Block, top: float, lines: Open) -> dict[str, float]:
    """The heights at which lines come in, by their sources: in the order in which they arrive, so that none cross."""
    coming = sorted((end[1], source) for source, (targets, end) in lines.items() if block.key in targets)
    heights = settle(
        [height for height, _ in coming],
        [PORT] * (len(coming) - 1),
        top + FIRST_PORT,
        top + block.height - FIRST_PORT,
    )
    return {source: height for (_, source), height in zip(coming, heights, strict=True)}
