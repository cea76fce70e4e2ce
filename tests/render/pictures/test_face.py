"""Widths from the shipped font, against another reader of fonts."""

import pytest
from drawn import LABELS
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pictured import FACES, FONT, widths

from bot.render.drawing.lettering import Type
from bot.render.pictures.face import ARABIC, JOINED, balanced, clean, read, whole, width, wrap

KIND = Type(size=20)


@pytest.mark.parametrize("name", FACES)
def test_every_letter_is_as_wide_as_the_font_sets_it(name):
    face = read((FONT / name).read_bytes())

    assert {letter: advance / face.units for letter, advance in face.advances.items()} == widths(name)


@pytest.mark.parametrize("name", FACES)
def test_an_arabic_letter_is_measured_as_wide_as_its_widest_form(name):
    font = TTFont(FONT / name)
    letters = {glyph: code for code, glyph in font.getBestCmap().items() if code in ARABIC}
    wider = [
        letter
        for lookup in font["GSUB"].table.LookupList.Lookup if lookup.LookupType == 1
        for part in lookup.SubTable for letter, form in part.mapping.items()
        if letter in letters and font["hmtx"][form][0] > font["hmtx"][letter][0] * JOINED
    ]  # fmt: skip

    assert wider == []


@pytest.mark.parametrize("name", FACES)
def test_nothing_in_the_font_makes_a_line_wider_than_its_letters(name):
    font = TTFont(FONT / name)
    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}

    assert features <= {"mark", "mkmk"}
    assert "kern" not in font


def test_the_fonts_are_small_and_come_with_their_licence():
    assert sum((FONT / name).stat().st_size for name in FACES) < 250_000
    assert "Bitstream Vera" in (FONT / "LICENSE").read_text(encoding="utf-8")


def test_a_letter_that_the_font_lacks_is_guessed_wide():
    assert width("\u6f22", KIND) > width("W", KIND)


@given(text=LABELS, room=st.integers(120, 400))
def test_no_line_is_longer_than_its_room_and_balancing_needs_no_more_of_them(text, room):
    lines, balance = wrap(text, KIND, room), balanced(text, KIND, room)

    assert [line for line in (*lines, *balance) if width(line, KIND) > room] == []
    assert len(balance) <= len(lines)
    assert " ".join(balance).replace(" ", "") == clean(text).replace(" ", "")


def test_no_word_is_left_alone_where_lines_can_be_even():
    room = width("None, staff plan", KIND) + 1

    assert wrap("None, staff plan it", KIND, room) == ("None, staff plan", "it")
    assert balanced("None, staff plan it", KIND, room) == ("None, staff", "plan it")


def test_a_word_that_must_be_cut_is_not_whole():
    assert not whole("a professional", KIND, 60)
    assert whole("a pro", KIND, 60)
