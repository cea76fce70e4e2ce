"""What does a dot strip say without a picture? Each block with its answers, how many gave each, and signs for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.render.pictures.lines import lay
from bot.render.pictures.marks import Mark
from bot.render.pictures.piles import largest
from bot.render.pictures.strip import Panel, Question, Row, Strip

SIGNS: Final = {Mark.CIRCLE: "o", Mark.TRIANGLE: "^", Mark.CROSS: "+", Mark.DIAMOND: "*"}
HAND: Final = "'"
"""A raised hand."""
INDENT: Final = "  "
MIDDLE: Final = " <"
"""Behind the answer in the middle of a block."""
SHARE: Final = 4
"""Signs may take a quarter of a line; where the most are more than that, the numbers must do."""


def strip_text(strip: Strip, width: int) -> tuple[str, ...]:
    """The picture as lines of at most `width` columns, 40 or more; plain text that can be read aloud."""
    return tuple(_lines(strip, width))


def _lines(strip: Strip, width: int) -> Iterator[str]:
    yield from lay(strip.title, width)
    for question in strip.questions:
        yield ""
        yield from lay(question.text, width)
        for panel in question.panels:
            yield from _panel(strip, question, panel, width)
    middle = [f"{MIDDLE.lstrip()} {strip.middle}"] if strip.middle else []
    yield from [""] * bool(middle or strip.notes)
    yield from (line for note in (*middle, *strip.notes) for line in lay(note, width))


def _panel(strip: Strip, question: Question, panel: Panel, width: int) -> Iterator[str]:
    if panel.label:
        yield ""
        yield from lay(panel.label, width)
    for row in panel.rows:
        yield ""
        yield from lay(row.label, width)
        if row.words:
            yield from lay(row.words, width, INDENT)
        else:
            yield from _row(strip, question, row, width)


def _row(strip: Strip, question: Question, row: Row, width: int) -> Iterator[str]:
    counts = (*row.counts, *row.aside)
    most = largest(strip)
    digits, signs = len(str(most)), most if most <= width // SHARE else 0
    sign = HAND if row.hollow else SIGNS[row.mark]
    for at, (count, label) in enumerate(zip(counts, (*question.options, *question.asides), strict=True)):
        people = f" {sign * count:<{signs}}" if signs else ""
        middle = MIDDLE if strip.middle and at in _middles(row) else ""
        yield from lay(f"{label}{middle}", width, f"{INDENT}{count:>{digits}}{people} ")


def _middles(row: Row) -> tuple[int, ...]:
    """The options at which the median stands: two where it lies between them."""
    if row.median is None:
        return ()
    low = int(row.median)
    return (low,) if low == row.median else (low, low + 1)
