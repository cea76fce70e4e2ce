"""What the picture of the shipped dialogue holds."""

from dataclasses import replace

import pytest

from bot.model.conditions import RungIs
from bot.model.dialogue import VerdictRow
from bot.render.drawing.picture import VERDICT, picture_of


@pytest.fixture(scope="module")
def picture(dialogue):
    return picture_of(dialogue)


def test_questions_stand_in_their_parts_in_their_order(picture, dialogue):
    shown = [question.id for _, inside in picture.parts for question in inside]

    assert [part for part, _ in picture.parts] == [
        "Before we start", "Day to day", "Planning", "Joining up", "People", "Set-up",
    ]  # fmt: skip
    assert shown == [question.id for question in dialogue.questions]


def test_a_guard_leads_from_what_it_reads_to_what_it_guards(picture):
    assert [(guard.source, guard.target) for guard in picture.guards] == [
        ("q5", "q6"), ("q5", "q7"), ("q5", "q8"), ("q9", "q10"), ("q9", "q11"),
    ]  # fmt: skip


def test_arrows_come_only_from_rows_that_are_shown(picture):
    into = [arrow.source for arrow in picture.reads if arrow.target == "t0"]

    assert (picture.facts[0].id, into) == ("inseparability", ["q2"])


def test_the_verdict_reads_questions_and_facts(picture):
    assert [arrow.source for arrow in picture.reads if arrow.target == VERDICT] == [
        "q0", "q5", "q7", "q8", "q9", "q10", "t4", "t6",
    ]  # fmt: skip


def test_a_fact_that_reads_facts_stands_a_level_higher(picture):
    assert {fact.id: fact.level for fact in picture.facts} == {
        "inseparability": 0,
        "contribution": 0,
        "control": 0,
        "encounter": 0,
        "day_to_day": 1,
        "response": 0,
        "participation": 1,
    }


def test_results_come_from_the_furthest_down(picture):
    assert [rung.id for rung in picture.results] == [
        "enhanced-realised",
        "enhanced-emerging",
        "participative-substantive",
        "participative-limited",
        "consumer",
        "participative-cosmetic",
        "out-of-scope",
    ]


def test_a_result_is_above_those_that_the_dialogue_names(picture):
    assert [(arrow.source, arrow.target) for arrow in picture.above] == [
        ("r1", "r2"), ("r0", "r2"), ("r2", "r3"), ("r3", "r4"), ("r4", "r5"),
    ]  # fmt: skip


def test_a_result_that_a_condition_reads_draws_no_arrow(dialogue):
    row = VerdictRow(id="X", when=RungIs(("consumer",)), then="consumer", because="")

    picture = picture_of(replace(dialogue, verdict=(row,)))

    assert [arrow for arrow in picture.reads if arrow.target == VERDICT] == []
