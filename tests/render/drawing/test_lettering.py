"""Widths without fonts."""

import pytest
from drawn import LABELS
from hypothesis import given
from hypothesis import strategies as st

from bot.render.drawing.lettering import Type, clean, width, wrap

BODY = Type(size=12)
DEJAVU = dict(
    zip(
        map(chr, range(32, 127)),
        (
            651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303,
            1303, 1303, 1303, 1303, 1303, 1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577,
            1294, 1178, 1587, 1540, 604, 604, 1343, 1141, 1767, 1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401,
            2025, 1403, 1251, 1403, 799, 690, 799, 1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260, 721, 1300, 1298,
            569, 569, 1186, 569, 1995, 1298, 1253, 1300, 1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075,
            1303, 690, 1303, 1716,
        ),
        strict=True,
    )
)  # fmt: skip
"""How wide DejaVu Sans sets each letter, in parts of 2048: it is among the widest faces."""


def test_no_letter_is_measured_narrower_than_a_wide_face_sets_it():
    assert [letter for letter, set_ in DEJAVU.items() if width(letter, Type(size=2048)) < set_] == []


def test_an_accent_takes_no_room_of_its_own():
    assert width("\u00e9", BODY) == width("e", BODY)


def test_pictures_and_far_scripts_take_more_room_than_near_ones():
    assert width("\U0001f600", BODY) > width("\u0416", BODY) > width("w", BODY)


def test_bold_letters_take_more_room():
    assert width("word", Type(size=12, bold=True)) > width("word", BODY)


@given(text=LABELS, room=st.integers(90, 300))
def test_no_line_is_longer_than_its_room(text, room):
    assert [line for line in wrap(text, BODY, room) if width(line, BODY) > room] == []


@given(text=LABELS)
def test_no_letter_is_lost_between_lines(text):
    assert "".join(wrap(text, BODY, 60)).replace(" ", "") == clean(text).replace(" ", "")


def test_words_stay_whole_where_they_fit():
    assert wrap("one two three", BODY, 60) == ("one two", "three")


@pytest.mark.parametrize(
    ("text", "said"), [(" a\n\tb ", "a b"), ("\x00", "\ufffd"), ("\ud800", "\ufffd"), ("", "")]
)
def test_a_text_is_one_line_of_what_a_file_may_hold(text, said):
    assert clean(text) == said
