from dataclasses import replace

import oracle
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import partial_sheets, sheet_of, whole_sheets

from bot.model.conditions import FactIs
from bot.model.dialogue import Aim
from bot.model.knowledge import Kind
from bot.model.verdict import Given
from bot.reasoning.assess import assess
from bot.reasoning.rules import Rules

EXAMPLE = {"role": "advise", "answer": "explain", "effect": "small"}
REALISED = {
    "say": "agree",
    "gap": "during",
    "role": "lead",
    "answer": "bound",
    "effect": "direction",
    "join": "loop",
    "change": "new_live",
    "source": "users",
}


@pytest.fixture
def judge(rules, knowledge, dialogue):
    def judge(*, quick=False, **answers):
        sheet = sheet_of(dialogue, {q: (o,) if isinstance(o, str) else o for q, o in answers.items()})
        return assess(rules, knowledge, sheet, quick=quick)

    return judge


@given(answers=partial_sheets(least_known=5))
@settings(max_examples=40, deadline=None)
def test_a_verdict_says_what_the_reference_says(rules, knowledge, dialogue, answers):
    assume(sum(1 for _ in oracle.completions(oracle.live(answers))) <= 300)

    verdict = assess(rules, knowledge, sheet_of(dialogue, answers))

    assert set(verdict.results) == oracle.results(answers)
    assert set(verdict.rows) == oracle.rows(answers)
    assert verdict.certain == (len(oracle.results(answers)) == 1)
    assert {g.question for g in verdict.set_aside} == set(answers) - set(oracle.live(answers))
    assert {name: set(verdict.facts[name]) for name in ("control", "encounter", "day_to_day")} == {
        name: oracle.fact_values(answers, name) for name in ("control", "encounter", "day_to_day")
    }


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_verdict_hangs_together(rules, knowledge, dialogue, data):
    verdict = assess(rules, knowledge, data.draw(whole_sheets(dialogue)), quick=data.draw(st.booleans()))

    enablers = {enabler.item for enabler in verdict.enablers}
    assert verdict.results
    assert set(verdict.facts) == {fact.id for fact in dialogue.facts}
    assert all(verdict.facts.values())
    assert all(verdict.conditions.values())
    assert all(set(barrier.links) <= enablers for barrier in verdict.barriers)
    assert all(reading.results != verdict.results for reading in verdict.readings)
    assert not (verdict.certain and (verdict.settles_always or verdict.settles_may))


def test_the_documented_example(judge):
    verdict = judge(**EXAMPLE)

    assert verdict.results == ("participative-limited",)
    assert verdict.rows == ("R3",)
    assert verdict.facts["response"] == ("active",)
    assert verdict.facts["participation"] == ("limited",)
    assert verdict.facts["inseparability"] == ("high", "medium", "low")
    assert verdict.facts["day_to_day"] == ("present", "missing")


def test_facts_of_questions_not_asked_say_so(judge):
    verdict = judge(role="none")

    assert verdict.facts["response"] == ("not_asked",)
    assert verdict.facts["participation"] == ("none",)


def test_conditions_of_the_third_mode_are_met_unmet_or_open(judge):
    verdict = judge(role="lead", answer="bound", effect="direction", join="data")

    assert verdict.conditions == {
        "real-part": (True,),
        "day-to-day": (True, False),
        "joined": (False,),
        "driving": (True, False),
        "beyond-details": (True,),
        "new-model": (True, False),
    }


def test_each_change_carries_the_enablers_that_help_with_it(judge):
    verdict = judge(**EXAMPLE)

    (plan,) = (plan for plan in verdict.plans if plan.aim == "participative-substantive")
    (change,) = plan.changes
    assert (change.question, change.to) == ("role", "share")
    assert change.enablers == ("service-partnership", "range-of-roles")


def test_a_changed_answer_that_nothing_moves_has_no_enabler(rules, knowledge, dialogue, judge):
    verdict = judge(**{**REALISED, "gap": "never"})

    moved = {question for item in knowledge.items for question in item.moves}
    (plan,) = (plan for plan in verdict.plans if plan.aim == "day_to_day")
    assert {change.question for change in plan.changes} <= moved
    assert all(change.enablers for change in plan.changes)


def test_there_is_one_plan_for_each_aim_that_can_be_reached(judge, dialogue):
    verdict = judge(**REALISED)

    assert [plan.aim for plan in verdict.plans] == [aim.id for aim in dialogue.aims]
    assert all(plan.reached for plan in verdict.plans)
    assert not any(plan.changes for plan in verdict.plans)


def test_an_aim_that_no_answer_reaches_has_no_plan(knowledge, dialogue):
    impossible = Aim(id="x", title="x", want=FactIs("control", ("no-such-value",)), reached="")
    other = replace(dialogue, aims=(impossible, dialogue.aims[0]))

    verdict = assess(Rules(other), knowledge, sheet_of(other, {"say": ("agree",)}))

    assert [plan.aim for plan in verdict.plans] == ["day_to_day"]


def test_readings_that_decide_the_result_are_named(judge):
    verdict = judge(**{**REALISED, "join": "data"})

    assert [(s.reading, s.results) for s in verdict.readings] == [("D4", ("enhanced-realised",))]


def test_a_reading_set_aside_already_is_not_named_again(rules, knowledge, dialogue):
    sheet = sheet_of(dialogue, {q: (o,) for q, o in {**REALISED, "join": "data"}.items()})

    verdict = assess(rules.setting_aside("D4"), knowledge, sheet)

    assert verdict.results == ("enhanced-realised",)
    assert "D4" not in {sensitive.reading for sensitive in verdict.readings}


def test_a_result_that_no_single_reading_decides_names_none(judge):
    assert judge(**REALISED, choice="choose").readings == ()


def test_answers_that_do_not_apply_are_set_aside(judge):
    verdict = judge(role="none", answer="bound")

    assert verdict.set_aside == (Given(question="answer", options=("bound",)),)
    assert verdict.results == ("consumer",)


def test_quick_leaves_out_what_hangs_on_questions_not_asked(judge, rules, knowledge, dialogue):
    quick, full = judge(quick=True, **EXAMPLE), judge(**EXAMPLE)

    decided = {dialogue.index[question] for question in EXAMPLE}
    hanging = {item.id for item in knowledge.of(Kind.BARRIER) if rules.reads(item.when) - decided}
    assert [one for one in full.barriers if one.item not in hanging] == list(quick.barriers)
    assert {"coerced-users", "mistrust-users", "over-customisation", "no-consensus"} <= hanging
    assert {one.item for one in full.enablers} - {one.item for one in quick.enablers} >= {
        "relationship-marketing",
        "negotiate-coercion",
    }


def test_quick_leaves_out_notes_that_hang_on_questions_not_asked(judge):
    answers = {"choice": "made", "say": "person"}

    assert "forced-yet-in-charge" in {one.item for one in judge(**answers).notes}
    assert "forced-yet-in-charge" not in {one.item for one in judge(quick=True, **answers).notes}


def test_quick_changes_nothing_but_advice(judge):
    quick, full = judge(quick=True, **EXAMPLE), judge(**EXAMPLE)

    assert (quick.results, quick.rows, quick.facts) == (full.results, full.rows, full.facts)
    assert (quick.reasons, quick.readings) == (full.reasons, full.readings)


def test_nothing_known_leaves_everything_open(judge):
    verdict = judge()

    assert verdict.results == (
        "consumer",
        "participative-cosmetic",
        "participative-limited",
        "participative-substantive",
        "enhanced-emerging",
        "enhanced-realised",
    )
    assert verdict.reasons == ()
    assert [note.item for note in verdict.notes if note.certain] == ["all-unknown"]
    assert not any(barrier.certain for barrier in verdict.barriers)
