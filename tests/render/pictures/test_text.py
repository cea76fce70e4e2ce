"""The same as lines for a terminal."""

from dataclasses import replace
from unicodedata import category

import pytest
from drawn import LABELS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pictured import maps, strips
from wcwidth import wcswidth

from bot.render.pictures.lines import columns, lay
from bot.render.pictures.marks import Mark
from bot.render.pictures.position import Axis, Change, Place, PositionMap, Regions
from bot.render.pictures.position_text import position_text
from bot.render.pictures.strip import Panel, Question, Row, Strip
from bot.render.pictures.strip_text import strip_text

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
WIDTHS = st.sampled_from((40, 60, 80))
STRIP = Strip(
    title="Staff see more say",
    alt="",
    questions=(
        Question(
            text="Part in planning",
            options=("None, staff plan it", "We ask for their views"),
            asides=("Not sure",),
            panels=(
                Panel(
                    label="Round 1",
                    rows=(
                        Row(label="users (6)", mark=Mark.CIRCLE, counts=(2, 3), aside=(1,), median=0.5),
                        Row(label="front line (7)", mark=Mark.CROSS, words="All or nearly all: often"),
                        Row(label="hands (2)", mark=Mark.CIRCLE, counts=(2, 0), aside=(0,), median=0, hollow=True),
                    ),
                ),
            ),
        ),
    ),
    middle="middle answer",
    notes=("One sign is one person.",),
)  # fmt: skip
MAP = PositionMap(
    title="One step",
    alt="",
    across=Axis(name="Day to day", levels=("little", "much"), split=1),
    up=Axis(name="Planning", levels=("none", "limited"), split=1),
    regions=Regions(
        upper_left="Planned", upper_right="Throughout", lower_left="Anyway", lower_right="In use"
    ),
    places=(Place(label="users", mark=Mark.CIRCLE, cells=((0, 0), (1, 0))),),
    change=Change(start=(0, 0), end=(0, 1), label="a real vote"),
    notes=("May be either.",),
)


def test_a_strip_says_each_answer_with_its_people():
    assert strip_text(STRIP, 40) == (
        "Staff see more say",
        "",
        "Part in planning",
        "",
        "Round 1",
        "",
        "users (6)",
        "  2 oo  None, staff plan it <",
        "  3 ooo We ask for their views <",
        "  1 o   Not sure",
        "",
        "front line (7)",
        "  All or nearly all: often",
        "",
        "hands (2)",
        "  2 ''  None, staff plan it <",
        "  0     We ask for their views",
        "  0     Not sure",
        "",
        "< middle answer",
        "One sign is one person.",
    )


def test_where_people_are_too_many_for_a_line_numbers_must_do():
    crowd = Row(label="all", mark=Mark.CIRCLE, counts=(40, 1))
    asked = Question(text="q", options=("a", "b"), panels=(Panel(rows=(crowd,)),))
    strip = replace(STRIP, questions=(asked,), middle="", notes=())

    assert strip_text(strip, 80)[-2:] == ("  40 a", "   1 b")


def test_a_map_says_regions_and_levels():
    assert position_text(MAP, 40) == (
        "One step",
        "",
        "Day to day: little < much",
        "",
        "Planning: none < limited",
        "",
        "users",
        "  - Anyway (little; none)",
        "  - In use (much; none)",
        "",
        "-> a real vote",
        "  - Planned (little; limited)",
        "",
        "May be either.",
    )


def test_a_map_may_have_neither_change_nor_notes():
    assert position_text(replace(MAP, change=None, notes=()), 80)[-1] == "  - In use (much; none)"


@SLOW
@given(strip=strips(), width=WIDTHS)
def test_no_line_of_a_strip_is_too_long_and_none_steers_the_terminal(strip, width):
    assert faults(strip_text(strip, width), width) == []


@SLOW
@given(shown=maps(), width=WIDTHS)
def test_no_line_of_a_map_is_too_long_and_none_steers_the_terminal(shown, width):
    assert faults(position_text(shown, width), width) == []


def faults(lines, width):
    return [
        line for line in lines if columns(line) > width or any(category(letter) == "Cc" for letter in line)
    ]


@given(text=LABELS, width=st.integers(10, 80))
def test_no_letter_is_lost_between_lines(text, width):
    lines = list(lay(text, width, "  - "))

    assert "".join(lines).replace(" ", "") == "-" + "".join(lay(text, 10_000)).replace(" ", "")


@pytest.mark.parametrize("text", ["abc", "e\u0301", "\u6f22\u5b57", "\u05e9", "\U0001f600"])
def test_columns_are_counted_as_terminals_do(text):
    assert columns(text) == wcswidth(text)
