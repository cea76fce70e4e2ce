"""Position maps: parsed again, and everything in them measured."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from pictured import SPACE, Seen, inside, maps, rect_box, text_box

from bot.render.pictures.ink import DARK
from bot.render.pictures.marks import Mark
from bot.render.pictures.position import Axis, Change, Place, PositionMap, Regions
from bot.render.pictures.position_svg import position_svg

MAP = PositionMap(
    title="One step between them",
    alt="Map.",
    across=Axis(name="Day to day", levels=("little", "some", "much"), split=1),
    up=Axis(name="Planning", levels=("none", "cosmetic", "limited"), split=1),
    regions=Regions(
        upper_left="Planned", upper_right="Throughout", lower_left="Co-produced anyway", lower_right="In use"
    ),
    places=(Place(label="users", mark=Mark.CIRCLE, cells=((0, 0),)),),
)
RANGE = Place(label="staff", mark=Mark.CROSS, cells=((1, 1), (2, 1), (2, 2)))
SLOW = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(shown=maps())
def test_no_text_leaves_the_map_or_lies_on_another_or_on_a_mark_and_no_arrow_runs_through_one(shown):
    seen = Seen(position_svg(shown))

    assert (seen.outside(), seen.overlapping(), seen.covered(), seen.crossed()) == ([], [], [], [])


@SLOW
@given(shown=maps())
def test_a_map_has_a_mark_in_each_cell_that_is_possible_and_four_regions(shown):
    seen = Seen(position_svg(shown))

    assert len(seen.marks) == sum(len(place.cells) for place in shown.places)
    assert len(seen.boxes("region")) == 4
    assert seen.source.isascii()
    assert seen.width == 1200


@SLOW
@given(shown=maps())
def test_no_label_of_a_place_leaves_its_region(shown):
    seen = Seen(position_svg(shown))
    regions = [rect_box(rect) for rect in seen.boxes("region")]
    labels = [
        text_box(text)
        for text in seen.root.iter(f"{SPACE}text")
        if text.get("font-size") == "18" and text.get("fill") == DARK
    ]

    assert [box for box in labels if not any(inside(box, region) for region in regions)] == []


def test_all_four_regions_have_names_and_axes_have_words_only():
    words = Seen(position_svg(MAP)).words

    assert {"Planned", "Throughout", "Co-produced anyway", "In use", "Day to day", "Planning"} <= set(words)
    assert {*MAP.across.levels, *MAP.up.levels} <= set(words)
    assert not any(letter.isdigit() for word in words for letter in word)


def test_marks_stand_further_right_and_higher_the_more():
    place = MAP.places[0]
    low, high = (
        Seen(position_svg(replace(MAP, places=(replace(place, cells=(cell,)),)))).marks[0]
        for cell in ((0, 0), (2, 2))
    )

    assert low[0] < high[0]
    assert low[1] > high[1]


def test_what_may_be_one_of_several_is_hollow_and_outlined_and_named_once():
    seen = Seen(position_svg(replace(MAP, places=(*MAP.places, RANGE))))

    assert (len(seen.classed("hand")), len(seen.boxes("possible")), seen.words.count("staff")) == (3, 3, 1)


@pytest.mark.parametrize("end", [(0, 2), (2, 0), (2, 2)])
def test_an_arrow_leads_to_the_change(end):
    shown = replace(MAP, change=Change(start=(0, 0), end=end, label="a real vote"))
    root = Seen(position_svg(shown)).root

    assert [group.get("class") for group in root.iter(f"{SPACE}g")] == ["change"]
    assert [circle.get("class") for circle in root.iter(f"{SPACE}circle")] == ["aim"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Axis(name="a", levels=("b", "c"), split=2),
        lambda: replace(MAP, across=replace(MAP.across, levels=tuple("abcde"))),
        lambda: replace(MAP, places=(MAP.places[0], MAP.places[0])),
        lambda: replace(MAP, places=(replace(MAP.places[0], cells=((0, 3),)),)),
        lambda: replace(MAP, change=Change(start=(1, 0), end=(1, 1), label="")),
        lambda: replace(MAP, change=Change(start=(0, 0), end=(0, 0), label="")),
        lambda: replace(MAP, change=Change(start=(0, 0), end=(5, 0), label="")),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError, match=" "):
        wrong()
