"""How people stand above their answer."""

import pytest

from bot.render.pictures.marks import Mark
from bot.render.pictures.piles import LOW, PITCHES, Piling, piling
from bot.render.pictures.strip import Panel, Question, Row, Strip


def strip(most):
    row = Row(label="", mark=Mark.CIRCLE, counts=(most, 0))
    return Strip(
        title="", alt="", questions=(Question(text="", options=("a", "b"), panels=(Panel(rows=(row,)),)),)
    )


def test_few_people_are_large_and_stand_on_each_other():
    assert piling(strip(5), 200) == Piling(pitch=PITCHES[0], across=1, numbered=True)


@pytest.mark.parametrize(("most", "across"), [(1, 1), (6, 2), (11, 3), (25, 5)])
def test_more_people_stand_beside_each_other_so_that_piles_stay_low(most, across):
    found = piling(strip(most), 400)

    assert (found.across, found.tall(most) <= LOW * found.pitch) == (across, True)


def test_in_a_narrow_column_forty_people_are_small_and_their_pile_is_higher():
    found = piling(strip(40), 98)

    assert (found.pitch, found.across) == (PITCHES[-1], 4)
    assert found.tall(40) == 10 * PITCHES[-1]


def test_every_line_is_centred_and_the_first_is_full():
    found = list(Piling(pitch=10, across=2, numbered=False).places(3, 100, 50))

    assert found == [(95, 45), (105, 45), (100, 35)]
