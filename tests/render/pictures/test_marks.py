"""Can everybody tell the marks apart? By colour with three kinds of sight, in grey by shape; and are words dark enough?"""

from itertools import combinations, product

import pytest
from pictured import pixels
from resvg_py import svg_to_bytes

from bot.render.pictures import ink
from bot.render.pictures.marks import INKS, Mark, mark
from bot.render.pictures.piles import PITCHES, Piling

SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""Machado, Oliveira and Fernandes 2009, severity 1.0, on linear red, green and blue."""
FAR = 25
"""A distance in CIELAB that nobody overlooks; 2.3 can just be seen."""
SEEN = 10
DIFFERENT = 0.2
"""The share of what two marks cover together that only one of them covers."""
ROLES = list(Mark)
KINDS = list(product(Mark, (False, True)))


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lightness(rgb):
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), rgb, strict=True))


def contrast(one, other):
    dark, light = sorted(lightness(linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    r, g, b = (min(1, max(0, part)) for part in rgb)
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, sight):
    labs = [
        lab([sum(a * b for a, b in zip(row, linear(INKS[kind]), strict=True)) for row in SIGHTS[sight]])
        for kind in (one, other)
    ]
    return sum((a - b) ** 2 for a, b in zip(*labs, strict=True)) ** 0.5


def shape(kind, *, hollow):
    """Where a mark of the smallest size has ink, whatever its colour."""
    radius = Piling(pitch=PITCHES[-1], across=1, numbered=False).radius
    drawn = mark(kind, (10, 10), radius, hollow=hollow)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="#ffffff"/>{drawn}</svg>'
    lines = pixels(svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    return {(x, y) for y, line in enumerate(lines) for x, pixel in enumerate(line) if min(pixel[:3]) < 170}


def test_there_are_four_colours_and_each_shape_has_one():
    assert list(INKS) == ROLES
    assert len(set(INKS.values())) == 4


@pytest.mark.parametrize("kind", Mark)
def test_marks_stand_out_from_white(kind):
    assert contrast(INKS[kind], "#ffffff") >= 3


@pytest.mark.parametrize(("words", "ground"), list(product((ink.DARK, ink.SOFT), ("#ffffff", ink.TINT))))
def test_words_can_be_read_on_their_ground(words, ground):
    assert contrast(words, ground) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("one", "other"), list(combinations(ROLES[:3], 2)))
def test_the_first_three_colours_are_far_apart_for_everybody(one, other, sight):
    assert distance(one, other, sight) >= FAR


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(("one", "other"), list(combinations(ROLES, 2)))
def test_every_two_colours_can_be_told_apart_by_everybody(one, other, sight):
    assert distance(one, other, sight) >= SEEN


@pytest.mark.parametrize(("one", "other"), list(combinations(KINDS, 2)))
def test_every_two_marks_differ_in_shape_without_any_colour(one, other):
    here, there = (shape(kind, hollow=hollow) for kind, hollow in (one, other))

    assert len(here ^ there) / len(here | there) > DIFFERENT


@pytest.mark.parametrize(("kind", "hollow"), KINDS)
def test_a_mark_keeps_to_its_room(kind, hollow):
    found = shape(kind, hollow=hollow)

    assert found
    assert all(1 < x < 18 and 1 < y < 18 for x, y in found)
