from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import FREE, GUARD, GUARDED, RULES, small
from random_dialogues import a_dialogue
from reference import World

from bot.reasoning.rules import Rules
from bot.workshop.agenda import agenda, gap, matters
from bot.workshop.people import HandCount, Role
from bot.workshop.showing import Dots, NearlyAll, Part, Seen, Unsaid, box

USERS, OTHERS = (Role.USERS,), (Role.FRONT_LINE, Role.PLANNERS)
QUESTIONS = small().questions


def seen(place, *pictures):
    return Seen(
        place=place,
        parts=tuple(Part(block=b, picture=p) for b, p in zip((USERS, OTHERS), pictures, strict=False)),
    )


def dots(**counts):
    return Dots(counts=tuple((int(mask[1:]), times) for mask, times in counts.items()))


def by_brute_force(dialogue, masks):
    """The places at which two of the answers given lead to different results, all others as somebody gave them."""
    choices = [
        [at for at in range(len(q.options)) if mask >> at & 1]
        for q, mask in zip(dialogue.questions, masks, strict=True)
    ]
    rungs = {choice: World(dialogue, choice).rung for choice in product(*choices)}
    return {
        place
        for choice, rung in rungs.items()
        for place, options in enumerate(choices)
        for at in options
        if rungs[*choice[:place], at, *choice[place + 1 :]] != rung
    }


@given(seed=st.integers(0, 100_000), data=st.data())
@settings(max_examples=40)
def test_what_could_change_the_result_is_found_by_trying_every_pair_of_answers(seed, data):
    dialogue = a_dialogue(seed, tidy=True)
    rules = Rules(dialogue)
    answers = [
        data.draw(st.lists(st.integers(1, q.every), min_size=1, max_size=3)) for q in dialogue.questions
    ]
    shown = [
        Seen(place=place, parts=(Part(block=USERS, picture=Dots(counts=tuple((m, 5) for m in masks))),))
        for place, masks in enumerate(answers)
    ]

    found = matters(rules, shown)

    together = [0] * len(answers)
    for place, masks in enumerate(answers):
        for mask in masks:
            together[place] |= mask
    applying = _applying(dialogue, together)
    assert found == by_brute_force(dialogue, applying)


def _applying(dialogue, masks):
    """A question that nobody is asked, however the others are answered, is open."""
    choices = [
        [at for at in range(len(q.options)) if mask >> at & 1]
        for q, mask in zip(dialogue.questions, masks, strict=True)
    ]
    worlds = [World(dialogue, choice) for choice in product(*choices)]
    return [
        mask if any(world.answers[q.id] is not None for world in worlds) else q.every
        for q, mask in zip(dialogue.questions, masks, strict=True)
    ]


def test_the_widest_gap_between_blocks_comes_first_and_what_cannot_matter_not_at_all():
    shown = (
        seen(GUARD, NearlyAll(answer=2, of=6), NearlyAll(answer=2, of=6)),
        seen(GUARDED, dots(m1=4, m2=2), dots(m1=2, m2=4)),
        seen(FREE, dots(m1=4, m2=2), dots(m2=2, m4=4)),
    )

    found = agenda(RULES, shown, 12)

    assert [(one.place, one.apart, one.unlike, one.between) for one in found] == [
        (FREE, Fraction(1), Fraction(2, 3), True),
        (GUARDED, Fraction(1, 3), Fraction(1, 3), True),
    ]


def test_with_fewer_than_ten_people_the_spread_counts():
    found = gap(QUESTIONS[FREE], seen(FREE, dots(m1=2, m2=2), dots(m4=2, m2=2)), 8)

    assert (found.between, found.apart) == (False, Fraction(3, 8))


def test_without_an_order_the_spread_is_what_the_commonest_answer_leaves():
    found = gap(QUESTIONS[GUARD], seen(GUARD, dots(m1=4, m2=2)), 30)

    assert (found.between, found.apart) == (False, Fraction(1, 3))


def test_where_nothing_is_said_there_is_no_gap():
    assert gap(QUESTIONS[GUARD], seen(GUARD, Unsaid(of=4)), 30).apart == 0


def test_blocks_of_which_nobody_has_a_place_in_the_order_are_compared_as_if_there_were_none():
    found = gap(QUESTIONS[FREE], seen(FREE, dots(m7=6), dots(m1=3, m7=3)), 12)

    assert (found.apart, found.unlike) == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(("picture", "mask"), [(Unsaid(of=4), 0), (NearlyAll(answer=2, of=6), 2 | 4)])
def test_raised_hands_are_among_the_answers_where_anything_is_said(picture, mask):
    hands = (HandCount(place=FREE, role=Role.USERS, counts=((4, 3),)),)

    assert box(RULES, (seen(FREE, picture),), hands) == (0, 0, 0, mask)


def test_where_the_blocks_are_alike_people_may_differ_inside_them():
    question = QUESTIONS[FREE]
    same = dots(m1=2, m2=2, m4=2)

    found = gap(question, seen(FREE, same, same), people=12)

    assert not found.between
    assert found.apart > 0
