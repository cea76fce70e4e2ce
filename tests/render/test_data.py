import json

import oracle
import pytest
from hypothesis import assume, given, settings
from strategies import partial_sheets, sheet_of

from bot.reasoning.assess import assess
from bot.render.data import as_data

MODES = {
    "consumer": "consumer",
    "participative-cosmetic": "participative",
    "participative-limited": "participative",
    "participative-substantive": "participative",
    "enhanced-emerging": "enhanced",
    "enhanced-realised": "enhanced",
}
AIMS = ("day_to_day", "participative-substantive", "enhanced-emerging")
DECIDED = ("control", "encounter", "day_to_day", "response", "participation")
EXAMPLE = {"role": ("advise",), "answer": ("explain",), "effect": ("small",)}


@pytest.fixture(scope="session")
def object_of(rules, knowledge, dialogue):
    """The object as a program reads it: through JSON and back."""

    def object_of(answers, *, quick=False):
        verdict = assess(rules, knowledge, sheet_of(dialogue, answers), quick=quick)
        return json.loads(json.dumps(as_data(dialogue, "en", verdict)))

    return object_of


def one_or_all(options):
    return options[0] if len(options) == 1 else [*options]


def expected_answers(answers, edit):
    """The documented form of a plan of the reference."""
    return [
        {
            "question": question,
            "from": was(answers, question),
            "to": to,
            "kind": kind(question, to),
        }
        for question, to in edit
    ]


def was(answers, question):
    given = oracle.live(answers).get(question, oracle.OPTIONS[question])
    return None if given == oracle.OPTIONS[question] else one_or_all(given)


def kind(question, to):
    if question == "source":
        return "not_ours"
    return "shown" if question == "effect" or (question, to) == ("change", "new_live") else "decided"


@given(answers=partial_sheets(least_known=6))
@settings(max_examples=15, deadline=None)
def test_every_key_says_what_the_reference_says(object_of, answers):
    assume(sum(1 for _ in oracle.completions(oracle.live(answers))) <= 12)
    results, rows = oracle.results(answers), oracle.rows(answers)
    only = next(iter(results)) if len(results) == 1 else None
    always, may = oracle.settles(answers)
    nearest = {aim: oracle.nearest(answers, aim, most=3) for aim in AIMS}

    found = object_of(answers)

    plans = {plan["aim"]: plan for plan in found["changes"]}
    told = {
        aim: [{key: change[key] for key in ("question", "from", "to", "kind")} for change in plan["answers"]]
        for aim, plan in plans.items()
        if not plan["far"]
    }
    assert found["scope"] == "in"
    assert found["result"]["possible"] == [result for result in MODES if result in results]
    assert found["result"]["certain"] == (only is not None)
    assert found["result"]["rung"] == only
    assert found["result"]["mode"] == MODES.get(only)
    assert found["result"]["rows"] == [f"R{at}" for at in range(1, 11) if f"R{at}" in rows]
    assert {name: set(found["facts"][name]) for name in DECIDED} == {
        name: oracle.fact_values(answers, name) for name in DECIDED
    }
    assert found["reasons"] == [
        {"question": question, "answer": one_or_all(answers[question])}
        for question in oracle.reasons(answers)
    ]
    assert found["settles"] == {"always": always, "may": may}
    assert [plan["aim"] for plan in found["changes"]] == list(AIMS)
    assert {aim for aim, plan in plans.items() if plan["reached"]} == {a for a in AIMS if nearest[a] == ()}
    assert {aim for aim, plan in plans.items() if plan["far"]} == {a for a in AIMS if nearest[a] is None}
    assert told == {aim: expected_answers(answers, edit) for aim, edit in nearest.items() if edit is not None}
    assert {given["question"] for given in found["set_aside"]} == set(answers) - set(oracle.live(answers))


@given(answers=partial_sheets())
@settings(max_examples=20, deadline=None)
def test_possible_results_rows_and_facts_of_any_doubt_are_those_of_the_reference(object_of, answers):
    found = object_of(answers)

    assert set(found["result"]["possible"]) == oracle.results(answers)
    assert set(found["result"]["rows"]) == oracle.rows(answers)
    assert {name: set(found["facts"][name]) for name in DECIDED} == {
        name: oracle.fact_values(answers, name) for name in DECIDED
    }


def test_the_documented_example(object_of, dialogue):
    found = object_of(EXAMPLE)

    assert list(found) == [
        "dialogue",
        "digest",
        "language",
        "scope",
        "result",
        "facts",
        "reasons",
        "changes",
        "settles",
        "barriers",
        "enablers",
        "notes",
        "set_aside",
        "readings",
    ]
    assert (found["dialogue"], found["digest"], found["language"]) == ("assess", dialogue.digest, "en")
    assert found["scope"] == "in"
    assert found["result"] == {
        "possible": ["participative-limited"],
        "certain": True,
        "rung": "participative-limited",
        "mode": "participative",
        "rows": ["R3"],
    }
    assert found["facts"] == {
        "inseparability": ["high", "medium", "low"],
        "contribution": ["passive", "guided", "active"],
        "control": ["low", "menu", "shared"],
        "encounter": ["unmanaged", "measured", "managed"],
        "day_to_day": ["present", "missing"],
        "response": ["active"],
        "participation": ["limited"],
    }
    assert found["reasons"] == [
        {"question": "role", "answer": "advise"},
        {"question": "effect", "answer": "small"},
    ]
    assert found["settles"] == {"always": [], "may": []}
    assert found["set_aside"] == []


def test_the_changes_of_the_documented_example(object_of):
    day_to_day, participation, new_kind = object_of(EXAMPLE)["changes"]

    assert participation == {
        "aim": "participative-substantive",
        "answers": [
            {
                "question": "role",
                "from": "advise",
                "to": "share",
                "kind": "decided",
                "enablers": ["service-partnership", "range-of-roles"],
            }
        ],
        "far": False,
        "reached": False,
    }
    assert [(a["question"], a["from"]) for a in day_to_day["answers"]] == [("say", None), ("gap", None)]
    assert new_kind["far"] is True
    assert len(new_kind["answers"]) == 1


def test_items_say_whether_they_are_certain_and_what_goes_with_them(object_of):
    found = object_of({**EXAMPLE, "say": ("staff",)})

    barriers = {barrier["id"]: barrier for barrier in found["barriers"]}
    enablers = {enabler["id"]: enabler for enabler in found["enablers"]}
    assert barriers["low-control"] == {
        "id": "low-control",
        "certain": True,
        "enablers": ["negotiate-experience", "manage-the-encounter"],
    }
    assert barriers["mistrust-users"]["certain"] is False
    assert "low-control" in enablers["negotiate-experience"]["for"]
    assert enablers["negotiate-experience"]["certain"] is True


def test_notes_are_listed(object_of):
    assert object_of({})["notes"][0] == {"id": "all-unknown", "certain": True}


def test_an_uncertain_result_has_no_rung_and_no_mode(object_of):
    found = object_of({"role": ("none", "asked"), "answer": ("nothing",), "effect": ("nothing",)})

    assert found["result"] == {
        "possible": ["consumer", "participative-cosmetic"],
        "certain": False,
        "rung": None,
        "mode": None,
        "rows": ["R1", "R2"],
    }
    assert found["settles"] == {"always": ["role"], "may": []}
    assert found["reasons"][0] == {"question": "role", "answer": ["none", "asked"]}


def test_answers_of_questions_that_do_not_apply_are_set_aside(object_of):
    found = object_of({"role": ("none",), "answer": ("bound",), "join": ("bring", "loop")})

    assert found["set_aside"] == [
        {"question": "answer", "answer": "bound"},
        {"question": "join", "answer": ["bring", "loop"]},
    ]


@pytest.mark.parametrize("scope", [("policy",), ("private",), ("policy", "private")])
def test_out_of_scope_leaves_the_other_keys_empty(object_of, scope):
    found = object_of({**EXAMPLE, "scope": scope})

    assert found["scope"] == "out"
    assert found["result"] == {
        "possible": ["out-of-scope"],
        "certain": True,
        "rung": "out-of-scope",
        "mode": None,
        "rows": [],
    }
    assert found["settles"] == {"always": [], "may": []}
    assert found["facts"] == {}
    assert {
        key: found[key] for key in ("reasons", "changes", "barriers", "enablers", "notes", "set_aside")
    } == {
        "reasons": [],
        "changes": [],
        "barriers": [],
        "enablers": [],
        "notes": [],
        "set_aside": [],
    }
    assert sorted(found) == sorted(object_of(EXAMPLE))


def test_an_unknown_scope_is_in_and_keeps_out_of_scope_possible(object_of):
    found = object_of({"scope": ("service", "policy", "private"), "role": ("none",)})

    assert found["scope"] == "in"
    assert found["result"]["possible"] == ["consumer", "out-of-scope"]


def test_quick_leaves_out_advice_on_questions_not_asked(object_of):
    quick, full = object_of(EXAMPLE, quick=True), object_of(EXAMPLE)

    assert "mistrust-users" in {barrier["id"] for barrier in full["barriers"]}
    assert "mistrust-users" not in {barrier["id"] for barrier in quick["barriers"]}
    assert quick["result"] == full["result"]
    assert list(quick) == list(full)


def test_what_rests_on_one_reading_is_listed(object_of):
    answers = {"role": ("asked",), "answer": ("consider",), "effect": ("direction",), "change": ("none",)}

    assert object_of(answers)["readings"] == [
        {"without": "D2", "possible": ["participative-substantive"]},
        {"without": "D3", "possible": ["participative-substantive"]},
    ]
