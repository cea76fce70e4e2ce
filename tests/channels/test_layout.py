import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from bot.channels.layout import BOLD, PLAIN, columns, lay_out, wrap
from bot.model.page import Choice, Page

SCRIPTS = st.sampled_from(
    [
        "word",
        "co-production",
        "市民参加",
        "서비스",
        "👩‍👩‍👧",
        "👍🏽",
        "🇫🇮",
        "e\u0301\u0302",
        "שלום",
        "\u202eabc\u202c",
        "\u2066x\u2069",
        "\u200f",
        "\u200b",
        "\ufeff",
        "\uff57\uff49\uff44\uff45",
        "ﬁ",
        "x" * 130,
        "市" * 70,
        "\u0301" * 40,
        "\x1b[31mred",
        "\x07",
        "\x9b5m",
        "- ",
        "12 ",
        "# ",
        "    ",
    ]
)
LINES = st.lists(SCRIPTS | st.text(max_size=12), max_size=12).map(" ".join)
TEXTS = st.lists(LINES, max_size=5).map("\n".join)
CHOICES = st.lists(st.builds(Choice, st.integers(1, 99).map(str), st.just("label"), LINES), max_size=4).map(
    tuple
)
PAGES = st.builds(Page, TEXTS, CHOICES)
WIDTHS = st.integers(20, 120)
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def needed(line):
    """The columns that a terminal needs, by wcwidth, the table that terminals follow."""
    return wcswidth(line)


@given(page=PAGES, width=WIDTHS)
def test_no_line_is_wider_than_the_width(page, width):
    lines = lay_out(page, width, colour=False).split("\n")

    assert max(map(columns, lines)) <= width


@given(text=st.lists(SCRIPTS, max_size=12).map(" ".join), width=WIDTHS)
def test_no_line_is_wider_by_the_table_of_terminals_either(text, width):
    lines = wrap(text, width)

    assert max(map(needed, lines)) <= width


@given(page=PAGES, width=WIDTHS)
def test_no_control_byte_or_turn_of_direction_ever_reaches_the_screen(page, width):
    assert not UNSEEN.search(lay_out(page, width, colour=False))


@given(page=PAGES, width=WIDTHS)
def test_with_colour_the_only_escapes_are_bold_and_plain(page, width):
    shown = lay_out(page, width, colour=True)

    assert not UNSEEN.search(shown.replace(BOLD, "").replace(PLAIN, ""))
    assert shown.count(BOLD) == shown.count(PLAIN)


@given(text=LINES, width=WIDTHS)
def test_nothing_but_space_is_lost_or_added(text, width):
    seen = UNSEEN.sub("", text.replace("\n", " "))

    assert "".join("".join(wrap(seen, width)).split()) == "".join(seen.split())


@given(text=LINES, width=WIDTHS)
def test_no_line_ends_in_space(text, width):
    assert [line for line in wrap(text, width) if line != line.rstrip()] == []


def test_words_are_kept_whole_where_they_fit():
    assert wrap("one two three four five six", 20) == ["one two three four", "five six"]


def test_a_list_line_hangs_under_its_first_word():
    assert wrap("- one two three four five", 20) == ["- one two three four", "  five"]


def test_a_numbered_line_hangs_under_its_first_word():
    assert wrap("12 one two three four five", 20) == ["12 one two three", "   four five"]


def test_an_indent_is_kept():
    assert wrap("  now: one two three four", 20) == ["  now: one two three", "  four"]


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("x" * 45, 20) == ["x" * 20, "x" * 20, "x" * 5]


def test_a_long_word_after_a_list_mark_keeps_the_hanging_indent():
    assert wrap("- " + "x" * 30, 20) == ["- " + "x" * 18, "  " + "x" * 12]


def test_a_deep_indent_leaves_half_of_the_width():
    assert wrap(" " * 18 + "one two three four", 20) == ["", " " * 10 + "one two", " " * 10 + "three four"]


def test_wide_characters_take_two_columns():
    assert wrap("市" * 15, 20) == ["市" * 10, "市" * 5]


def test_a_combining_mark_stays_with_its_letter():
    assert wrap("e\u0301" * 25, 20) == ["e\u0301" * 20, "e\u0301" * 5]


def test_an_empty_line_stays():
    assert lay_out(Page("one\n\ntwo"), 40, colour=False) == "one\n\ntwo\n"


def test_a_heading_is_bold_only_where_there_is_colour():
    page = Page("# Tango\ntext")

    assert lay_out(page, 40, colour=True) == f"{BOLD}Tango{PLAIN}\ntext\n"
    assert lay_out(page, 40, colour=False) == "Tango\ntext\n"


def test_choices_stand_last_under_their_numbers():
    page = Page("Which?", (Choice("1", "A", "First"), Choice("10", "B", "Tenth of them, a long one")))

    assert lay_out(page, 20, colour=False) == "Which?\n 1 First\n10 Tenth of them, a\n   long one\n"


def test_choices_that_the_text_lists_are_not_listed_twice():
    page = Page("Which?\n1 First", (Choice("1", "A", "First"),))

    assert lay_out(page, 40, colour=False) == "Which?\n1 First\n"


@pytest.mark.parametrize("character", ["e", "é", "市", "\uff57", "\u0301", "\u200b", "👍"])
def test_a_character_has_the_width_that_terminals_give_it(character):
    assert columns(unicodedata.normalize("NFC", character)) == needed(character)
