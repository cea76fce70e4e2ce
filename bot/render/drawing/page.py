"""How does a picture fill its page? Questions to the left, facts in the middle, the verdict and the results to the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.render.drawing.blocks import BODY, Block, Cell, Word, lay, question_block, rung_block, table_block
from bot.render.drawing.columns import columns
from bot.render.drawing.ladder import Ladder, ladder
from bot.render.drawing.lettering import Type
from bot.render.drawing.picture import Picture
from bot.render.drawing.plan import Frame, Placed, Wire, room_for

MARGIN: Final = 24.0
HEAD_WIDTH: Final = 1100.0
BELOW_HEAD: Final = 14.0
INDENT: Final = 26.0
DROP: Final = 34.0

TITLE: Final = Type(size=22, bold=True)
LEGEND: Final = (
    "A full arrow leads from a question or a fact to each table that reads it, and from a result to the one right above it.",
    "A dashed arrow leads to a question that is asked only if the condition on its strip holds.",
    "In each table the first row that fits counts. (D4) marks a row that stands on our reading D4.",
    "Rows that count only without a reading are left out.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything with its place; boxes come in the order in which one reads them."""

    width: float
    height: float
    head: tuple[Word, ...]
    frames: tuple[Frame, ...]
    boxes: tuple[Placed, ...]
    wires: tuple[Wire, ...]


def page_of(picture: Picture) -> Page:
    """The page; the same picture gives the same page."""
    head, top = _head(picture.title)
    questions = _questions(picture, top)
    tables, wires = columns(questions.boxes, (questions.right, top), picture.reads, _levels(picture))
    verdict = tables[-1]
    results = _results(picture, verdict)
    right = max(questions.right, results.right, *(box.right for box in tables), MARGIN + HEAD_WIDTH)
    bottom = max(questions.bottom, results.bottom, *(box.bottom for box in tables))
    return Page(
        width=right + MARGIN,
        height=bottom + MARGIN,
        head=head,
        frames=(*questions.frames, *results.frames),
        boxes=(*questions.boxes, *tables, *results.boxes),
        wires=(*questions.wires, *wires, _outcome(verdict, results), *results.wires),
    )


def _head(title: str) -> tuple[tuple[Word, ...], float]:
    """The title and the legend, and where the rest begins."""
    rows = [(title, TITLE), *((line, BODY) for line in LEGEND)]
    words, ends = lay([[Cell(x=MARGIN, room=HEAD_WIDTH, text=text, type=kind)] for text, kind in rows])
    return words, ends[-1] + BELOW_HEAD


def _questions(picture: Picture, top: float) -> Ladder:
    ports = Counter(arrow.target for arrow in picture.guards)
    ports.update({arrow.source for arrow in picture.guards})
    groups = [
        (part, [question_block(question, room_for(ports[question.key])) for question in inside])
        for part, inside in picture.parts
    ]
    return ladder(groups, picture.guards, MARGIN, top, guard=True)


def _levels(picture: Picture) -> Sequence[Sequence[Block]]:
    """The boxes of the tables, by the columns they stand in; the verdict stands alone in the last."""
    ports = Counter(arrow.target for arrow in picture.reads)
    last = max((fact.level for fact in picture.facts), default=-1)
    facts = [
        [table_block(fact, room_for(ports[fact.key])) for fact in picture.facts if fact.level == level]
        for level in range(last + 1)
    ]
    return [*facts, [table_block(picture.verdict, room_for(ports[picture.verdict.key]))]]


def _results(picture: Picture, verdict: Placed) -> Ladder:
    ports = Counter(arrow.target for arrow in picture.above)
    ports.update({arrow.source for arrow in picture.above})
    blocks = [rung_block(rung, room_for(ports[rung.key])) for rung in picture.results]
    group = ("Results, the furthest first", blocks)
    return ladder([group], picture.above, verdict.x + INDENT, verdict.bottom + DROP, guard=False)


def _outcome(verdict: Placed, results: Ladder) -> Wire:
    """The line from the verdict down to the results."""
    frame = results.frames[0]
    end = (frame.x, frame.y + DROP)
    begin = (verdict.x + INDENT / 2, verdict.bottom)
    return Wire(source=verdict.block.key, runs=((begin, (begin[0], end[1]), end),), heads=(end,))
