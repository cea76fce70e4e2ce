import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workshop.blocks import BlockSizeError, allowed, partition
from bot.workshop.people import VOTING, Role

USERS, FRONT, PLANNERS, PARTNERS = VOTING
NUMBERS = st.fixed_dictionaries({role: st.integers(0, 14) for role in Role})
LEAST = st.integers(3, 10)


def voices(numbers):
    return sum(numbers[role] for role in VOTING)


@given(numbers=NUMBERS, least=LEAST)
def test_everybody_with_a_voice_is_in_one_block_of_at_least_so_many(numbers, least):
    blocks = partition(numbers, least)

    roles = [role for block in blocks for role in block]
    enough = voices(numbers) >= least
    assert sorted(roles) == sorted(role for role in VOTING if numbers[role] and enough)
    assert all(sum(numbers[role] for role in block) >= least for block in blocks)


@given(numbers=NUMBERS, least=LEAST)
def test_service_users_stand_alone_exactly_where_enough_are_on_both_sides(numbers, least):
    both = numbers[USERS] >= least and voices(numbers) - numbers[USERS] >= least
    alone = numbers[USERS] >= least and voices(numbers) == numbers[USERS]

    assert ((USERS,) in partition(numbers, least)) == (both or alone)


@given(numbers=NUMBERS, least=LEAST)
def test_with_fewer_than_two_blocks_of_people_there_is_one_at_most(numbers, least):
    blocks = partition(numbers, least)

    assert len(blocks) <= voices(numbers) // least


@given(numbers=NUMBERS, least=LEAST)
def test_the_order_in_which_people_are_counted_does_not_matter(numbers, least):
    assert partition(dict(reversed(numbers.items())), least) == partition(numbers, least)


@pytest.mark.parametrize(
    ("numbers", "blocks"),
    [
        ((6, 5, 2, 1), ((USERS,), (FRONT, PLANNERS, PARTNERS))),
        ((5, 5, 5, 5), ((USERS,), (FRONT,), (PLANNERS,), (PARTNERS,))),
        ((5, 7, 4, 1), ((USERS,), (FRONT,), (PLANNERS, PARTNERS))),
        ((4, 6, 3, 0), ((USERS, PLANNERS), (FRONT,))),
        ((2, 6, 3, 3), ((USERS, FRONT), (PLANNERS, PARTNERS))),
        ((9, 0, 0, 0), ((USERS,),)),
        ((2, 2, 0, 0), ()),
    ],
)
def test_some_workshops_by_hand(numbers, blocks):
    found = partition(dict(zip(VOTING, numbers, strict=True)), 5)

    assert {frozenset(block) for block in found} == {frozenset(block) for block in blocks}


def test_a_least_number_out_of_bounds_is_refused_in_plain_words():
    with pytest.raises(BlockSizeError, match="Choose a number from 3 to 10"):
        allowed(2)
