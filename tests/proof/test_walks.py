"""Walks over diagrams."""

from __future__ import annotations

from fractions import Fraction

from bot.model.proof import Lengths
from bot.proof.walks import digest, lengths, shortest, starts, witness
from bot.reasoning.diagram import HOLDS, Diagram
from bot.reasoning.rules import Rules


def test_an_outcome_that_nothing_leads_to_has_no_way(rules):
    assert shortest(rules.by_result, 1 << 60) is None
    assert witness(rules, rules.by_result, 1 << 60) is None


def test_a_witness_leaves_out_what_makes_no_difference(rules):
    realised = [result.id for result in rules.dialogue.results].index("enhanced-realised")

    found = witness(rules, rules.by_result, 1 << realised)

    assert found == (
        ("say", "agree"),
        ("role", "advise"),
        ("effect", "direction"),
        ("join", "bring"),
        ("change", "new_live"),
        ("source", "joint"),
    )


def test_a_condition_that_always_holds_is_shown_by_no_answer(rules):
    assert witness(rules, Diagram(-2, (), ()), HOLDS) == ()


def test_where_nothing_is_in_scope_there_is_no_length(rules):
    assert lengths(rules.by_result, []) == Lengths(shortest=0, longest=0, mean=Fraction(0))


def test_a_conversation_about_a_service_starts_behind_the_scope(rules):
    begun = rules.by_result

    assert begun.asks[begun.root] == 0
    assert starts(rules, begun) == [begun.children[begun.root][0]]


def test_a_digest_tells_meanings_apart_and_not_the_way_they_are_written(dialogue, rules):
    again = Rules(dialogue)
    names = [result.id for result in dialogue.results]

    same = digest(dialogue, again.by_result, names)

    assert same == digest(dialogue, rules.by_result, names)
    assert same != digest(dialogue, rules.by_result, names[::-1])
    assert same != digest(dialogue, rules.setting_aside("D5").by_result, names)
