"""The picture as SVG: parsed again, and every text and box measured."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from drawn import LABELS, NASTY, dialogues, reworded
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.drawing.lettering import Type, width
from bot.render.drawing.picture import picture_of
from bot.render.drawing.svg import svg

SPACE = "{http://www.w3.org/2000/svg}"
ROUNDED = 0.11


class Drawn:
    """A drawing, read back."""

    def __init__(self, dialogue):
        self.source = svg(picture_of(dialogue))
        self.root = ET.fromstring(self.source)
        self.width, self.height = map(float, self.root.get("viewBox").split()[2:])
        self.boxes = self.root.findall(f".//{SPACE}g[@class='box']")
        self.frames = self.root.findall(f".//{SPACE}g[@class='frame']")
        self.wires = self.root.findall(f".//{SPACE}g[@class='wire']")

    def outside(self):
        """The texts that are not wholly inside their box."""
        return [
            "".join(text.itertext())
            for box in self.boxes
            for text in box.findall(f"{SPACE}text")
            if not inside(extent(text), area(box))
        ]

    def overlapping(self):
        """The pairs of boxes that share some room."""
        return [
            (one.get("id"), other.get("id"))
            for one, other in combinations(self.boxes, 2)
            if overlap(area(one), area(other))
        ]

    def crossed(self):
        """The boxes that a line runs through."""
        return [
            (box.get("id"), piece)
            for box in self.boxes
            for wire in self.wires
            for piece in pieces(wire)
            if overlap(area(box), piece)
        ]


def area(group):
    rect = group.find(f"{SPACE}rect")
    x, y, wide, high = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def extent(text):
    x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
    kind = Type(size=size, bold=text.get("font-weight") == "bold")
    return x, y - size * 0.95, x + width("".join(text.itertext()), kind), y + size * 0.25


def inside(small, large):
    return (
        large[0] <= small[0] + ROUNDED
        and large[1] <= small[1] + ROUNDED
        and small[2] <= large[2] + ROUNDED
        and small[3] <= large[3] + ROUNDED
    )


def overlap(one, other):
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > ROUNDED and down > ROUNDED


def pieces(wire):
    """Each straight piece of a wire as an area, one unit thick, that stops short of the boxes at its ends."""
    runs = [
        [tuple(map(float, point.split(","))) for point in run.split(" L")]
        for run in wire.find(f"{SPACE}path").get("d")[1:].split(" M")
    ]
    return [
        (min(a[0], b[0]), min(a[1], b[1]) - 0.5, max(a[0], b[0]), max(a[1], b[1]) + 0.5)
        for run in runs
        for a, b in pairwise(run)
        if a[0] != b[0]
    ] + [
        (a[0] - 0.5, min(a[1], b[1]), a[0] + 0.5, max(a[1], b[1]))
        for run in runs
        for a, b in pairwise(run)
        if a[0] == b[0]
    ]


@pytest.fixture(scope="module")
def drawn(dialogue):
    return Drawn(dialogue)


def test_every_question_table_and_result_is_there_once(drawn, dialogue):
    keys = [box.get("id") for box in drawn.boxes]

    assert (
        len(keys)
        == len(set(keys))
        == len(dialogue.questions) + len(dialogue.facts) + 1 + len(dialogue.results)
    )


def test_a_question_shows_its_number_name_options_and_ids(drawn):
    texts = [text.text for text in drawn.root.findall(f".//{SPACE}g[@id='q5']/{SPACE}text")]

    assert texts[:4] == ["5 Part in planning", "role", "None, staff plan it", "none"]


def test_a_guarded_question_says_on_its_strip_when_it_is_asked(drawn):
    texts = [text.text for text in drawn.root.findall(f".//{SPACE}g[@id='q6']/{SPACE}text")]

    assert texts[0] == "only if 5 Part in planning: asked, advise, share or lead"


def test_a_row_of_the_verdict_shows_its_id_its_condition_and_its_value(drawn):
    texts = [text.text for text in drawn.root.findall(f".//{SPACE}g[@id='v']/{SPACE}text")]

    assert texts[texts.index("R2") :][:4] == ["R2", "Part in planning: cosmetic", "\u2192", "Participative,"]


def test_rows_that_count_only_without_a_reading_are_left_out(drawn):
    texts = ["".join(text.itertext()) for text in drawn.root.iter(f"{SPACE}text")]

    assert [text for text in texts if "without-" in text] == []


@pytest.mark.parametrize("fault", ["outside", "overlapping", "crossed"])
def test_the_shipped_dialogue_is_drawn_clean(drawn, fault):
    assert getattr(drawn, fault)() == []


def test_everything_is_on_the_page(drawn):
    page = (0, 0, drawn.width, drawn.height)
    shapes = [area(shape) for shape in (*drawn.boxes, *drawn.frames)]
    texts = [extent(text) for text in drawn.root.iter(f"{SPACE}text")]

    assert [one for one in shapes + texts if not inside(one, page)] == []


def test_it_has_a_title_and_a_description_and_a_ground_of_its_own(drawn, dialogue):
    title, words, _, ground = list(drawn.root)[:4]

    assert (title.text, words.tag) == (dialogue.title, f"{SPACE}desc")
    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", drawn.root.get("width"))


def test_it_loads_and_runs_nothing(drawn):
    assert not re.search(r"href|<script|url\(|@import|@font-face| on\w+=", drawn.source)


def test_it_is_ascii_so_that_any_stream_carries_it(dialogue):
    assert svg(picture_of(reworded(dialogue, NASTY))).isascii()


def test_the_same_dialogue_gives_the_same_bytes(dialogue, drawn):
    assert svg(picture_of(dialogue)) == drawn.source


@pytest.mark.thorough
@settings(max_examples=12)
@given(labels=st.lists(LABELS, min_size=1, max_size=9))
def test_no_label_leaves_its_box(dialogue, labels):
    drawn = Drawn(reworded(dialogue, labels))

    assert (drawn.outside(), drawn.overlapping(), drawn.crossed()) == ([], [], [])


@pytest.mark.thorough
@settings(max_examples=12)
@given(data=st.data())
def test_any_dialogue_is_drawn_clean(dialogue, data):
    drawn = Drawn(data.draw(dialogues(dialogue)))

    assert (drawn.outside(), drawn.overlapping(), drawn.crossed()) == ([], [], [])


@settings(max_examples=3)
@given(data=st.data())
def test_sixty_questions_are_drawn_clean(dialogue, data):
    drawn = Drawn(data.draw(dialogues(dialogue, least=60)))

    assert (drawn.outside(), drawn.overlapping(), drawn.crossed()) == ([], [], [])
