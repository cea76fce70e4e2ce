"""Lanes between two columns."""

from bot.render.drawing.lanes import Strand, lanes


def strand(left, *right):
    return Strand(left=(left,), right=right)


def test_a_level_line_needs_no_lane():
    assert lanes([strand(10, 10), strand(20, 20.5)]) == [0, 0]


def test_lines_that_never_meet_share_a_lane():
    assert lanes([strand(0, 20), strand(40, 60)]) == [0, 0]


def test_of_two_lines_that_run_down_the_lower_one_turns_first():
    assert lanes([strand(0, 50), strand(20, 80)]) == [1, 0]


def test_of_two_lines_that_run_up_the_upper_one_turns_first():
    assert lanes([strand(50, 0), strand(80, 20)]) == [0, 1]


def test_no_line_covers_another_at_the_same_height():
    assert lanes([strand(0, 40), strand(40, 90)]) == [1, 0]
    assert lanes([strand(40, 90), strand(0, 40)]) == [0, 1]
