"""Nobody is exposed: whoever sees all that a workshop shows, and knows their own answers, is certain of nobody else's."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from attack import Attacker, Worlds, certain_from_sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import FREE, GUARD, GUARDED, play, small

from bot.model.conditions import ALWAYS, All, Answered, AnyOf
from bot.reasoning.rules import Rules
from bot.workshop import closing, joint, showing
from bot.workshop.events import Reveal, RevealAgain
from bot.workshop.showing import Dots, Most, NearlyAll
from bot.workshop.tally import commonest, size

ATTACKER = Attacker()


def leaks_of(seeds, least, promised=None, attacker=None):
    attacker = attacker or ATTACKER
    return [leak for seed in seeds for leak in attacker.leaks(play(seed, least), promised or least)]


@given(seed=st.integers(0, 2**32), least=st.sampled_from((3, 4, 5, 6)))
@settings(max_examples=100)
def test_nobody_learns_an_answer_from_a_whole_workshop(seed, least):
    assert ATTACKER.leaks(play(seed, least), least) == []


def test_nobody_learns_an_answer_from_five_hundred_workshops():
    assert leaks_of(range(500), 5) == []


@pytest.mark.thorough
def test_nobody_learns_an_answer_from_ten_thousand_workshops():
    assert leaks_of(range(10_000), 5) == []


@pytest.mark.parametrize("people", [3, 4, 5, 6, 7])
def test_no_group_of_that_size_can_give_away_two_questions_that_hang_together(people):
    assert Worlds(people).certain() == []


@pytest.mark.parametrize("people", [3, 4, 5])
def test_no_group_of_that_size_can_give_away_a_free_question_in_two_rounds(people):
    assert Worlds(people, FREE).certain() == []


@pytest.mark.parametrize(("people", "again"), [(3, GUARD), (3, GUARDED)])
def test_no_small_group_can_give_away_a_second_round_on_questions_that_hang_together(people, again):
    assert Worlds(people, again).certain() == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("people", "again"), [(4, GUARD), (4, GUARDED), (5, GUARD), (5, GUARDED), (6, GUARDED), (8, FREE)]
)
def test_no_larger_group_can_give_away_its_second_round(people, again):
    assert Worlds(people, again).certain() == []


def hanging(second=ALWAYS, third=ALWAYS):
    """Three questions of two options, of which the later ones hang on earlier ones so."""
    dialogue = small()
    scope, one, two, _ = dialogue.questions
    three = replace(two, id="q3", when=third)
    return Rules(
        replace(
            dialogue, questions=(scope, one, replace(two, when=second), three), verdict=dialogue.verdict[-1:]
        )
    )


HANGINGS = {
    "a chain": hanging(Answered("q1", ("b",)), Answered("q2", ("b",))),
    "either way": hanging(Answered("q1", ("a",)), Answered("q1", ("b",))),
    "both the same way": hanging(Answered("q1", ("a",)), Answered("q1", ("a",))),
    "on any of two": hanging(third=AnyOf((Answered("q1", ("a",)), Answered("q2", ("b",))))),
    "on both of two": hanging(third=All((Answered("q1", ("a",)), Answered("q2", ("b",))))),
}


@pytest.mark.parametrize(("shape", "people"), [("a chain", 5), ("either way", 4), ("on any of two", 3)])
def test_however_three_questions_hang_together_a_small_group_is_not_given_away(shape, people):
    assert certain_from_sheets(HANGINGS[shape], people) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("shape", "people"),
    [*product(HANGINGS, (4, 5)), ("a chain", 6), ("either way", 6), ("on both of two", 6)],
)
def test_however_three_questions_hang_together_a_larger_group_is_not_given_away(shape, people):
    assert certain_from_sheets(HANGINGS[shape], people) == []


@pytest.mark.parametrize("people", [4, 5, 6])
def test_how_many_sheets_reach_each_result_gives_nothing_away(people):
    assert Worlds(people, sheets=True).certain() == []


def test_telling_how_many_sheets_reach_each_result_beside_worded_answers_is_found_out(monkeypatch):
    monkeypatch.setattr(joint, "countable", lambda *_: True)

    assert Worlds(5, sheets=True).certain() != []


def test_the_workshops_attacked_show_all_there_is_to_show():
    replies = [reply for seed in range(60) for _, reply in play(seed).room.replies]
    reveals = [seen for reply in replies if isinstance(reply, Reveal) for seen in reply.seen]
    again = [reply for reply in replies if isinstance(reply, RevealAgain)]
    forms = Counter(type(part.picture) for seen in reveals for part in seen.parts)

    assert min(forms[Dots], forms[NearlyAll], forms[Most]) > 20
    assert sum(len(seen.parts) > 1 for seen in reveals) > 50
    assert sum(isinstance(reply, Reveal) for reply in replies) > 70
    assert len(again) > 30
    assert any(shift.changed for reply in again for shift in reply.shifts)


def test_blocks_of_one_person_less_than_promised_are_found_out():
    assert leaks_of(range(100), 4, promised=5) != []


def test_a_partition_that_takes_one_person_less_is_found_out(monkeypatch):
    cut = closing.partition
    monkeypatch.setattr(closing, "partition", lambda numbers, least: cut(numbers, least - 1))
    counted = closing.groups
    monkeypatch.setattr(
        closing, "groups", lambda place, members, casts, least: counted(place, members, casts, least - 1)
    )

    assert leaks_of(range(100), 5) != []


def in_full(counts):
    return Dots(counts=counts)


def only_unanimity_is_worded(counts):
    answer, times = commonest(counts)
    return NearlyAll(answer=answer, of=times) if times == size(counts) else Dots(counts=counts)


def all_but_one_is_worded(counts):
    answer, times = commonest(counts)
    nearly = times >= size(counts) - 1
    return NearlyAll(answer=answer, of=size(counts)) if nearly else Dots(counts=counts)


@pytest.mark.parametrize("rule", [in_full, only_unanimity_is_worded, all_but_one_is_worded])
def test_a_weaker_rule_for_those_of_one_mind_is_found_out(monkeypatch, rule):
    monkeypatch.setattr(showing, "picture", rule)

    assert leaks_of(range(60), 5, attacker=Attacker()) != []
    assert Worlds(5).certain() != []


def test_showing_in_full_what_hangs_on_a_worded_answer_is_found_out(monkeypatch):
    monkeypatch.setattr(showing, "clouded", lambda *_: frozenset())

    assert Worlds(5).certain() != []


def test_counting_who_changed_to_a_worded_answer_is_found_out(monkeypatch):
    monkeypatch.setattr(showing, "_in_full", lambda _: True)

    assert Worlds(5, FREE).certain() != []
