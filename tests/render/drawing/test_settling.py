"""Places in a row."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.render.drawing.settling import settle


@given(wishes=st.lists(st.integers(0, 1000), min_size=1, max_size=20), least=st.integers(-10, 200))
def test_neighbours_keep_their_distance_and_none_stands_too_high(wishes, least):
    settled = settle(wishes, [10] * (len(wishes) - 1), least)

    assert min(settled) >= least
    assert all(after - before > 10 - 1e-6 for before, after in pairwise(settled))


def test_wishes_that_leave_room_are_granted():
    assert settle([5, 50, 90], [10, 10], 0) == [5, 50, 90]


def test_two_that_want_the_same_place_share_the_way():
    assert settle([50, 50], [10], 0) == [45, 55]


def test_the_last_one_stands_at_most_at_the_end():
    assert settle([50, 60], [10], 0, 40) == [30, 40]


def test_nothing_settles_to_nothing():
    assert settle([], [], 0) == []
