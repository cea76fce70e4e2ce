"""How is a picture drawn as SVG? One page of plain SVG 1.1 in ASCII, readable in print, on dark and on light screens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.render.drawing.blocks import HEAD, Word
from bot.render.drawing.lettering import clean
from bot.render.drawing.page import LEGEND, Page, page_of
from bot.render.drawing.picture import Picture
from bot.render.drawing.plan import Frame, Placed, Wire
from bot.render.drawing.xml import escaped, number

INKS: Final = ("#1f6f8b", "#b3541e", "#5b4b9a", "#2e7d32", "#a3275f", "#6b5b1f", "#0b5cad", "#7a3b3b")
"""Colours for lines, in turn, so that two that cross can be told apart."""

GUARD: Final = "#8a6100"
FACES: Final = "Verdana,'DejaVu Sans',sans-serif"
PRINT: Final = "@media print{svg{width:100%;height:auto}}"


def svg(picture: Picture) -> str:
    """The whole file; the same picture gives the same text."""
    return "".join(f"{line}\n" for line in _lines(page_of(picture), picture.title))


def _lines(page: Page, title: str) -> Iterator[str]:
    size = f'width="{number(page.width)}" height="{number(page.height)}"'
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" {size} '
        f'viewBox="0 0 {number(page.width)} {number(page.height)}" aria-labelledby="title desc" font-family="{FACES}">'
    )
    yield f'<title id="title">{escaped(title)}</title>'
    yield f'<desc id="desc">{escaped(" ".join(LEGEND))}</desc>'
    yield f"<style>{PRINT}</style>"
    yield f'<rect {size} fill="#ffffff"/>'
    yield from _words("head", page.head)
    yield from (line for frame in page.frames for line in _frame(frame))
    yield from _wires(page)
    yield from (line for box in page.boxes for line in _box(box))
    yield "</svg>"


def _words(name: str, words: Iterable[Word]) -> Iterator[str]:
    yield f'<g id="{name}">'
    yield from (_word(word, 0, 0) for word in words)
    yield "</g>"


def _frame(frame: Frame) -> Iterator[str]:
    place = f'x="{number(frame.x)}" y="{number(frame.y)}"'
    size = f'width="{number(frame.width)}" height="{number(frame.height)}"'
    yield '<g class="frame">'
    yield f'<rect {place} {size} fill="#f4f6f8" stroke="#c5ccd3"/>'
    yield _word(Word(x=frame.indent, y=20, text=clean(frame.title), type=HEAD), frame.x, frame.y)
    yield "</g>"


def _wires(page: Page) -> Iterator[str]:
    names = {box.block.key: box.block.name for box in page.boxes}
    yield '<g fill="none" stroke-width="1.4">'
    for at, wire in enumerate(page.wires):
        yield from _wire(wire, GUARD if wire.guard else INKS[at % len(INKS)], names[wire.source])
    yield "</g>"


def _wire(wire: Wire, ink: str, name: str) -> Iterator[str]:
    dashes = ' stroke-dasharray="6 3"' if wire.guard else ""
    runs = " ".join("M" + " L".join(f"{number(x)},{number(y)}" for x, y in run) for run in wire.runs)
    heads = " ".join(f"M{number(x)},{number(y)} l-8,-4 v8 z" for x, y in wire.heads)
    yield f'<g class="wire" stroke="{ink}"><title>{escaped(name)}</title>'
    yield f'<path d="{runs}"{dashes}/>'
    yield f'<path d="{heads}" fill="{ink}" stroke="none"/></g>'


def _box(box: Placed) -> Iterator[str]:
    block = box.block
    place = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(block.width)}" height="{number(block.height)}"'
    yield f'<g id="{block.key}" class="box">'
    yield f'<rect {place} fill="#ffffff"/>'
    for band in block.bands:
        yield (
            f'<rect x="{number(box.x)}" y="{number(box.y + band.y)}" width="{number(block.width)}" '
            f'height="{number(band.height)}" fill="{band.fill}"/>'
        )
    yield f'<rect {place} fill="none" stroke="{block.stroke}"/>'
    yield from (_word(word, box.x, box.y) for word in block.words)
    yield "</g>"


def _word(word: Word, x: float, y: float) -> str:
    kind = word.type
    weight = ' font-weight="bold"' if kind.bold else ""
    return (
        f'<text x="{number(x + word.x)}" y="{number(y + word.y)}" font-size="{number(kind.size)}"{weight} '
        f'fill="{kind.fill}">{escaped(word.text)}</text>'
    )
