"""Pictures read back: every text measured in the real font, every mark by its path; and random pictures to read."""

from __future__ import annotations

import re
import zlib
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

from drawn import LABELS
from fontTools.ttLib import TTFont
from hypothesis import strategies as st

from bot.render.pictures.marks import Mark
from bot.render.pictures.position import Axis, Change, Place, PositionMap, Regions
from bot.render.pictures.strip import Panel, Question, Row, Strip

SPACE = "{http://www.w3.org/2000/svg}"
FONT = Path(__file__).parents[1] / "bot" / "render" / "pictures" / "font"
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
ROUNDED = 0.2
STEP = re.compile(r"([Mhvlaz])([^Mhvlaz]*)")


@cache
def widths(name):
    """How wide the font sets each letter, in parts of its size."""
    font = TTFont(FONT / name)
    units = font["head"].unitsPerEm
    return {code: font["hmtx"][glyph][0] / units for code, glyph in font.getBestCmap().items()}


class Seen:
    """A picture, read back; boxes are left, top, right and bottom."""

    def __init__(self, source):
        self.source = source
        self.root = ET.fromstring(source)
        self.width, self.height = map(float, self.root.get("viewBox").split()[2:])
        self.texts = [(said(text), text_box(text)) for text in self.root.iter(f"{SPACE}text")]
        self.marks = self.classed("mark") + self.classed("hand")
        self.words = [text for text, _ in self.texts]

    def classed(self, name):
        return [path_box(path) for path in self.root.iter(f"{SPACE}path") if path.get("class") == name]

    def boxes(self, name):
        return [box for box in self.root.iter(f"{SPACE}rect") if box.get("class") == name]

    def outside(self):
        page = (0, 0, self.width, self.height)
        return [text for text, box in self.texts if not inside(box, page)]

    def overlapping(self):
        return [
            (one, other)
            for (one, box), (other, beside) in combinations(self.texts, 2)
            if overlap(box, beside)
        ]

    def covered(self):
        return [text for text, box in self.texts for mark in self.marks if overlap(box, mark)]

    def crossed(self):
        """The words and marks that the arrow of a map runs through, its own ends aside."""
        things = self.texts + [("mark", mark) for mark in self.marks]
        runs = [run for group in self.root.iter(f"{SPACE}g") for run in arrow_runs(group)]
        return [thing for thing, box in things for run in runs if overlap(box, run)]


def arrow_runs(group):
    if group.get("class") != "change":
        return []
    points = [tuple(map(float, point.split(","))) for point in group[0].get("d")[1:].split(" L")]
    return [
        (min(x, u) - 0.5, min(y, v) + 1, max(x, u) + 0.5, max(y, v) - 1)
        if x == u
        else (min(x, u), y - 0.5, max(x, u), y + 0.5)
        for (x, y), (u, v) in pairwise(points)
    ]


def said(text):
    return "".join(text.itertext())


def text_box(text):
    x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
    face = widths(FACES[text.get("font-weight") == "bold"])
    wide = size * sum(face.get(ord(letter), 0.6) for letter in said(text))
    left = x - wide * {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
    return left, y - size * 0.93, left + wide, y + size * 0.24


def rect_box(rect):
    x, y, wide, tall = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + tall


def path_box(path):
    """The box of a mark's path, with half of its line."""
    x = y = 0
    points = []
    for step, numbers in STEP.findall(path.get("d")):
        values = [float(number) for number in re.split(r"[ ,]+", numbers.strip()) if number]
        match step:
            case "M":
                x, y = values
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case "l":
                x, y = x + values[0], y + values[1]
            case "a":
                points += [(x + values[5] / 2, y - values[0]), (x + values[5] / 2, y + values[0])]
                x += values[5]
        points.append((x, y))
    line = float(path.get("stroke-width", 0)) / 2
    xs, ys = zip(*points, strict=True)
    return min(xs) - line, min(ys) - line, max(xs) + line, max(ys) + line


def inside(small, large):
    return (
        large[0] <= small[0] + ROUNDED
        and large[1] <= small[1] + ROUNDED
        and small[2] <= large[2] + ROUNDED
        and small[3] <= large[3] + ROUNDED
    )


def overlap(one, other):
    return (
        one[0] + ROUNDED < other[2]
        and other[0] + ROUNDED < one[2]
        and one[1] + ROUNDED < other[3]
        and other[1] + ROUNDED < one[3]
    )


def pixels(png):
    """The lines of a PNG of eight bits a channel, each pixel as red, green, blue and how solid it is."""
    wide, tall = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert png[24:26] == b"\x08\x06"
    data, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, before, lines = zlib.decompress(data), bytes(4 * wide), []
    for start in range(0, len(raw), 4 * wide + 1):
        line = bytearray(raw[start + 1 : start + 1 + 4 * wide])
        for place in range(len(line)):
            left, over, corner = (
                line[place - 4] if place > 3 else 0,
                before[place],
                before[place - 4] if place > 3 else 0,
            )
            line[place] = (line[place] + predicted(raw[start], left, over, corner)) % 256
        lines.append([tuple(line[place : place + 4]) for place in range(0, 4 * wide, 4)])
        before = bytes(line)
    assert len(lines) == tall
    return lines


def predicted(kind, left, over, corner):
    paeth = min((left, over, corner), key=lambda one: abs(left + over - corner - one))
    return (0, left, over, (left + over) // 2, paeth)[kind]


@st.composite
def strips(draw, label=LABELS):
    """A strip of one to three questions with any words, one or two rounds, and rows of all kinds."""
    return Strip(
        title=draw(label),
        alt=draw(label),
        questions=tuple(draw(st.lists(questions(label), min_size=1, max_size=3))),
        middle=draw(st.one_of(st.just(""), label)),
        moved=draw(st.one_of(st.just(""), label)),
        notes=tuple(draw(st.lists(label, max_size=2))),
    )


@st.composite
def questions(draw, label):
    options = tuple(draw(st.lists(label, min_size=2, max_size=8)))
    asides = tuple(draw(st.lists(label, max_size=2)))
    ordered = draw(st.booleans())

    def row(mark, hollow):
        if draw(st.integers(0, 4)) == 0:
            return Row(label=draw(label), mark=mark, words=draw(label) or "-")
        median = st.none() | st.integers(0, 2 * len(options) - 2).map(lambda twice: twice / 2)
        return Row(
            label=draw(label),
            mark=mark,
            counts=tuple(draw(st.integers(0, 9)) for _ in options),
            aside=tuple(draw(st.integers(0, 40)) for _ in asides),
            median=draw(median) if ordered else None,
            hollow=hollow,
        )

    def panel():
        kinds = draw(st.lists(st.tuples(st.sampled_from(Mark), st.booleans()), max_size=5, unique=True))
        return Panel(rows=tuple(row(*kind) for kind in kinds), label=draw(st.one_of(st.just(""), label)))

    return Question(
        text=draw(label),
        options=options,
        asides=asides,
        ordered=ordered,
        panels=tuple(panel() for _ in range(draw(st.integers(1, 2)))),
    )


@st.composite
def maps(draw, label=LABELS):
    """A map of any size with any words, up to four places, and perhaps a change from one of them."""

    def axis(most):
        levels = tuple(draw(st.lists(label, min_size=2, max_size=most)))
        return Axis(name=draw(label), levels=levels, split=draw(st.integers(1, len(levels) - 1)))

    across, up = axis(4), axis(7)
    cells = st.tuples(st.integers(0, len(across.levels) - 1), st.integers(0, len(up.levels) - 1))
    taken = st.lists(cells, min_size=1, max_size=5, unique=True)
    marks = draw(st.lists(st.sampled_from(Mark), min_size=1, unique=True))
    places = tuple(Place(label=draw(label), mark=mark, cells=tuple(draw(taken))) for mark in marks)
    start = draw(st.sampled_from([cell for place in places for cell in place.cells]))
    end = draw(cells.filter(lambda cell: cell != start))
    return PositionMap(
        title=draw(label),
        alt=draw(label),
        across=across,
        up=up,
        regions=Regions(**{name: draw(label) for name in Regions.__dataclass_fields__}),
        places=places,
        change=draw(st.none() | st.just(Change(start=start, end=end, label=draw(label)))),
        notes=tuple(draw(st.lists(label, max_size=2))),
    )
