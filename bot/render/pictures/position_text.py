"""What does a position map say without a picture? Its regions, what stands at which levels, and where the change leads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.render.pictures.lines import lay
from bot.render.pictures.position import Cell, PositionMap

INDENT: Final = "  "
ITEM: Final = "  - "


def position_text(shown: PositionMap, width: int) -> tuple[str, ...]:
    """The map as lines of at most `width` columns, 40 or more; every level of both axes is named once, low to high."""
    return tuple(_lines(shown, width))


def _lines(shown: PositionMap, width: int) -> Iterator[str]:
    yield from lay(shown.title, width)
    for axis in (shown.across, shown.up):
        yield ""
        yield from lay(f"{axis.name}: {' < '.join(axis.levels)}", width, hang=len(INDENT))
    for place in shown.places:
        yield ""
        yield from lay(place.label, width)
        for cell in place.cells:
            yield from lay(_cell(shown, cell), width, ITEM)
    if shown.change:
        yield ""
        yield from lay(f"-> {shown.change.label}", width, hang=len(ITEM))
        yield from lay(_cell(shown, shown.change.end), width, ITEM)
    for at, note in enumerate(shown.notes):
        yield from ([""] if at == 0 else [])
        yield from lay(note, width)


def _cell(shown: PositionMap, cell: Cell) -> str:
    """A cell in words: its region, its level across and its level up."""
    x, y = cell
    regions = shown.regions
    lower = (regions.lower_left, regions.lower_right)
    upper = (regions.upper_left, regions.upper_right)
    region = (upper if y >= shown.up.split else lower)[x >= shown.across.split]
    return f"{region} ({shown.across.levels[x]}; {shown.up.levels[y]})"
