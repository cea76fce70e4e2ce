"""The tables against a slow, separate reference evaluation."""

from collections import Counter

import oracle
import pytest
from hypothesis import given, settings
from strategies import partial_sheets, sheet_of

from bot.model.conditions import All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs
from bot.reasoning import doubt
from bot.reasoning.rules import Rules

PATHS = {
    "R1": 168,
    "R2": 4032,
    "R3": 24192,
    "R4": 6336,
    "R5": 4224,
    "R6": 2304,
    "R7": 384,
    "R8": 512,
    "R9": 640,
    "R10": 384,
}
"""Rules 4: complete paths of the eight deciding questions."""


def test_every_complete_path_ends_in_the_row_of_the_reference(rules, dialogue):
    masks = list(doubt.opened(rules, (0,) * len(dialogue.questions)))
    found = Counter()
    wrong = []
    for path in oracle.completions({}):
        for question, option in path.items():
            place = dialogue.index[question]
            masks[place] = dialogue.mask(question, (option,)) if option else dialogue.questions[place].every
        reached = rules.by_row.reach(masks)
        name = rules.rows[reached.bit_length() - 1].id
        found[name] += 1
        if reached.bit_count() != 1 or name != oracle.row(path):
            wrong.append(path)

    assert wrong == []
    assert found == PATHS
    assert sum(found.values()) == 43176


@given(answers=partial_sheets())
@settings(max_examples=80, deadline=None)
def test_possible_rows_and_results_are_those_of_the_completions(rules, dialogue, answers):
    masks = doubt.opened(rules, sheet_of(dialogue, answers))

    assert set(doubt.rows(rules, masks)) == oracle.rows(answers)
    assert set(doubt.results(rules, masks)) == oracle.results(answers)


@given(answers=partial_sheets())
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("fact", ["control", "encounter", "day_to_day", "response", "participation"])
def test_fact_values_are_those_of_the_completions(rules, dialogue, fact, answers):
    masks = doubt.opened(rules, sheet_of(dialogue, answers))
    values, diagram = rules.by_fact[fact]

    reached = diagram.reach(masks)

    assert {value for at, value in enumerate(values) if reached >> at & 1} == oracle.fact_values(
        answers, fact
    )


@given(answers=partial_sheets())
@settings(max_examples=60, deadline=None)
def test_knowing_more_never_widens_the_range(rules, dialogue, answers):
    before = doubt.results(rules, doubt.opened(rules, sheet_of(dialogue, answers)))
    first = next(iter(answers), None)
    narrowed = {**answers, **({first: answers[first][:1]} if first else {})}

    after = doubt.results(rules, doubt.opened(rules, sheet_of(dialogue, narrowed)))

    assert set(after) <= set(before) or set(oracle.live(narrowed)) != set(oracle.live(answers))


WITHOUT = {
    "D1": (
        {"role": "advise", "answer": "bound", "effect": "nothing"},
        "participative-limited",
        "participative-limited",
    ),
    "D2": (
        {"role": "asked", "answer": "consider", "effect": "direction", "change": "none"},
        "participative-limited",
        "participative-substantive",
    ),
    "D3": (
        {"role": "asked", "answer": "consider", "effect": "direction", "change": "none"},
        "participative-limited",
        "participative-substantive",
    ),
    "D4": (
        {
            "role": "lead",
            "answer": "bound",
            "effect": "direction",
            "join": "data",
            "change": "new_live",
            "source": "users",
            "say": "agree",
        },
        "participative-substantive",
        "enhanced-realised",
    ),
    "D5": (
        {
            "role": "lead",
            "answer": "bound",
            "effect": "direction",
            "join": "loop",
            "change": "new_live",
            "source": "users",
            "say": "staff",
            "gap": "never",
        },
        "participative-substantive",
        "enhanced-realised",
    ),
    "D6": (
        {
            "role": "lead",
            "answer": "bound",
            "effect": "direction",
            "join": "loop",
            "change": "new_plan",
            "source": "users",
            "say": "agree",
        },
        "enhanced-emerging",
        "participative-substantive",
    ),
    "D7": (
        {
            "role": "asked",
            "answer": "bound",
            "effect": "direction",
            "join": "loop",
            "change": "new_live",
            "source": "users",
            "say": "agree",
        },
        "participative-substantive",
        "enhanced-realised",
    ),
    "D8": ({"role": "none"}, "consumer", "participative-cosmetic"),
    "D10": (
        {"role": "advise", "answer": "consider", "effect": "nothing"},
        "participative-cosmetic",
        "participative-limited",
    ),
}


@pytest.mark.parametrize("reading", WITHOUT)
def test_a_reading_of_ours_can_be_set_aside(rules, dialogue, reading):
    answers, held, without = WITHOUT[reading]
    sheet = sheet_of(dialogue, {question: (option,) for question, option in answers.items()})
    other = rules.setting_aside(reading)

    assert doubt.results(rules, doubt.opened(rules, sheet)) == (held,)
    assert doubt.results(other, doubt.opened(other, sheet)) == (without,)


def test_setting_a_reading_aside_is_worked_out_once(rules):
    assert rules.setting_aside("D5") is rules.setting_aside("D5")


def test_closeness_follows_what_people_do_without_our_reading(rules, dialogue):
    sheet = sheet_of(dialogue, {"meet": ("online",), "do": ("take_part",)})
    other = rules.setting_aside("D9")

    held, with_it = rules.by_fact["inseparability"]
    left, without_it = other.by_fact["inseparability"]

    assert held[with_it.reach(doubt.opened(rules, sheet)).bit_length() - 1] == "low"
    assert left[without_it.reach(doubt.opened(other, sheet)).bit_length() - 1] == "high"


CONDITIONS = [
    (Answered("role", ("share", "lead")), 2),
    (FactIs("control", ("shared",)), 1),
    (RungIs(("consumer",)), 1),
    (RungIs(("no-such-result",)), 1),
    (All(()), 2),
    (AnyOf((Answered("role", ("lead",)), Answered("say", ("staff",)))), 2),
    (NoneOf((Answered("role", ("none",)),)), 2),
    (AtLeast(2, (Answered("role", ("lead",)), Answered("say", ("staff",)), Answered("gap", ("never",)))), 2),
]


@pytest.mark.parametrize(("condition", "reached"), CONDITIONS)
def test_every_kind_of_condition_is_judged(dialogue, condition, reached):
    rules = Rules(dialogue)
    sheet = sheet_of(dialogue, {"role": ("lead",), "say": ("staff",)})

    assert rules.holds(condition).reach(doubt.opened(rules, sheet)) == reached


def test_an_answer_to_a_question_that_is_not_asked_makes_a_condition_false(rules, dialogue):
    sheet = sheet_of(dialogue, {"role": ("none",), "answer": ("bound",)})

    reached = rules.holds(Answered("answer", ("bound",))).reach(doubt.opened(rules, sheet))

    assert reached == 1
