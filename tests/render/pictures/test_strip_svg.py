"""Dot strips: parsed again, and everything in them measured."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from pictured import SPACE, Seen, overlap, strips

from bot.render.pictures.marks import INKS, Mark
from bot.render.pictures.strip import Panel, Question, Row, Strip
from bot.render.pictures.strip_svg import strip_svg

USERS = Row(label="service users (6)", mark=Mark.CIRCLE, counts=(2, 3, 0, 0), aside=(1,), median=1)
STAFF = Row(label="front line (7)", mark=Mark.CROSS, counts=(0, 1, 4, 2), aside=(0,), median=2)
OPTIONS = (
    "None, staff plan it",
    "We ask for their views",
    "A group advises or co-designs",
    "They lead the planning",
)
ASKED = Question(
    text="Part in planning", options=OPTIONS, asides=("Not sure",), panels=(Panel(rows=(USERS, STAFF)),)
)
STRIP = Strip(title="Staff see more say", alt="Users 2, 3.", questions=(ASKED,))
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def asked(*rows, **changed):
    return replace(STRIP, questions=(replace(ASKED, panels=(Panel(rows=rows),), **changed),))


@SLOW
@given(strip=strips())
def test_no_text_leaves_the_picture_or_lies_on_another_or_on_a_person(strip):
    seen = Seen(strip_svg(strip))

    assert (seen.outside(), seen.overlapping(), seen.covered()) == ([], [], [])


@SLOW
@given(strip=strips())
def test_every_person_has_a_mark_and_no_two_touch(strip):
    people = sum(
        sum((*row.counts, *row.aside))
        for question in strip.questions for panel in question.panels for row in panel.rows
    )  # fmt: skip
    signs = sum(
        not row.words for question in strip.questions for panel in question.panels for row in panel.rows
    )

    seen = Seen(strip_svg(strip))

    assert len(seen.marks) == people + signs
    ordered = sorted(seen.marks)
    assert not any(
        overlap(one, other) for at, one in enumerate(ordered) for other in ordered[at + 1 : at + 30]
    )


@SLOW
@given(strip=strips())
def test_a_picture_is_plain_ascii_1200_pixels_wide_and_always_the_same(strip):
    source = strip_svg(strip)

    assert source.isascii()
    assert Seen(source).width == 1200
    assert strip_svg(strip) == source


def test_title_and_alternative_text_stand_in_the_file():
    root = Seen(strip_svg(STRIP)).root

    assert root.find(f"{SPACE}title").text == "Staff see more say"
    assert root.find(f"{SPACE}desc").text == "Users 2, 3."
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")


def test_a_picture_has_white_ground_of_its_own():
    ground = Seen(strip_svg(STRIP)).root.find(f"{SPACE}rect")

    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", "1200")


def test_every_label_is_there():
    words = " ".join(Seen(strip_svg(STRIP)).words)

    assert [option for option in OPTIONS if option not in words and option.split()[0] not in words] == []
    assert "service users (6)" in words
    assert "Not sure" in words


def test_people_stand_above_their_answers_in_the_order_of_options():
    xs = [box[0] for box in Seen(strip_svg(asked(replace(USERS, counts=(1, 1, 1, 1))))).marks]

    assert xs == sorted(xs)


def test_rows_have_one_colour_and_one_shape_each():
    root = Seen(strip_svg(STRIP)).root
    inks = {path.get("fill") for path in root.iter(f"{SPACE}path") if path.get("class") == "mark"}

    assert inks == {INKS[Mark.CIRCLE], INKS[Mark.CROSS]}


def test_hands_are_hollow():
    seen = Seen(strip_svg(asked(replace(USERS, hollow=True))))

    assert (len(seen.classed("hand")), seen.classed("mark")) == (7, [])


def test_a_row_in_words_draws_nobody():
    seen = Seen(
        strip_svg(asked(Row(label="front line (7)", mark=Mark.CROSS, words="All or nearly all: often")))
    )

    assert seen.marks == []
    assert "All or nearly all: often" in seen.words


def test_a_median_has_a_tick_where_it_lies():
    first, between = (
        float(Seen(strip_svg(asked(replace(USERS, median=at)))).boxes("median")[0].get("x"))
        for at in (0, 0.5)
    )
    second = float(Seen(strip_svg(asked(USERS))).boxes("median")[0].get("x"))

    assert between == pytest.approx((first + second) / 2)


def test_no_median_no_tick():
    assert Seen(strip_svg(asked(replace(USERS, median=None)))).boxes("median") == []


def moved(was, now):
    rounds = (
        Panel(rows=(replace(USERS, median=was),), label="Round 1"),
        Panel(rows=(replace(USERS, median=now),), label="Round 2"),
    )
    strip = replace(STRIP, questions=(replace(ASKED, panels=rounds),))
    groups = Seen(strip_svg(strip)).root.iter(f"{SPACE}g")
    return [group for group in groups if group.get("class") == "moved"]


def test_two_rounds_stand_under_their_names_and_an_arrow_leads_from_the_first_median():
    (right,), (left,) = moved(1, 2), moved(2, 1)

    assert right.find(f"{SPACE}circle").get("cx") < left.find(f"{SPACE}circle").get("cx")


@pytest.mark.parametrize(("was", "now"), [(1, 1), (None, 1), (1, None)])
def test_there_is_no_arrow_where_no_median_moved(was, now):
    assert moved(was, now) == []


def test_numbers_stand_above_piles_only_where_eyes_would_have_to_count():
    few, many = (Seen(strip_svg(asked(replace(USERS, counts=(0, most, 0, 0))))).words for most in (4, 5))

    assert "4" not in few
    assert {"1", "5"} <= set(many)


def test_the_key_says_what_tick_and_arrow_are():
    words = Seen(
        strip_svg(replace(STRIP, middle="middle answer", moved="from round 1", notes=("One each.",)))
    ).words

    assert words[-3:] == ["middle answer", "from round 1", "One each."]


def test_with_many_columns_rows_have_their_names_above_them():
    options = tuple("abcdefgh")
    row = replace(USERS, counts=(1,) * 8)
    seen = Seen(strip_svg(asked(row, options=options)))
    boxes = dict(seen.texts)

    assert boxes["service users (6)"][3] < min(box[1] for box in seen.marks[1:])


def test_a_text_from_right_to_left_is_read_so_and_begins_where_others_do():
    hebrew = Seen(strip_svg(asked(replace(USERS, label="\u05de\u05e9\u05ea\u05de\u05e9\u05d9\u05dd (6)"))))
    latin = Seen(strip_svg(asked(USERS)))
    (text,) = (text for text in hebrew.root.iter(f"{SPACE}text") if text.get("unicode-bidi") == "plaintext")
    (other,) = (text for text in latin.root.iter(f"{SPACE}text") if text.text == USERS.label)

    assert (text.get("x"), text.get("text-anchor")) == (other.get("x"), None)


def test_signs_that_turn_the_direction_are_taken_out_and_markup_is_text():
    seen = Seen(strip_svg(replace(STRIP, title="\u202eabc <b>&amp;</b>")))

    assert seen.words[0] == "abc <b>&amp;</b>"
