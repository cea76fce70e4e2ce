import oracle
import pytest
from hypothesis import assume, given, settings
from strategies import partial_sheets, sheet_of

from bot.model.conditions import FactIs
from bot.model.dialogue import Aim
from bot.reasoning import changes
from bot.reasoning.changes import nearest

AIMS = ["day_to_day", "participative-substantive", "enhanced-emerging"]


def aim_of(dialogue, name):
    return next(aim for aim in dialogue.aims if aim.id == name)


@given(answers=partial_sheets(least_known=6))
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("aim", AIMS)
def test_the_nearest_plan_is_that_of_the_reference(rules, dialogue, aim, answers):
    assume(sum(1 for _ in oracle.completions(oracle.live(answers))) <= 30)

    plan = nearest(rules, sheet_of(dialogue, answers), aim_of(dialogue, aim))

    found = tuple((change.question, change.to) for change in plan.changes)
    expected = oracle.nearest(answers, aim, most=3)
    assert found == expected if expected is not None else len(found) > 3
    assert plan.reached == (expected == ())
    assert plan.far == (expected is None)


def plan_for(rules, dialogue, aim, **answers):
    sheet = sheet_of(dialogue, {question: (option,) for question, option in answers.items()})
    return nearest(rules, sheet, aim_of(dialogue, aim))


def test_the_documented_example(rules, dialogue):
    plan = plan_for(
        rules, dialogue, "participative-substantive", role="advise", answer="explain", effect="small"
    )

    (change,) = plan.changes
    assert (change.question, change.was, change.to, change.kind) == ("role", ("advise",), "share", "decided")


def test_a_decision_comes_before_what_only_time_can_show(rules, dialogue):
    plan = plan_for(
        rules,
        dialogue,
        "participative-substantive",
        role="asked",
        answer="bound",
        effect="small",
        change="none",
    )

    assert [change.kind for change in plan.changes] == ["decided"]


def test_who_drives_a_change_is_not_ours_to_choose(rules, dialogue):
    plan = plan_for(
        rules, dialogue, "enhanced-emerging",
        role="lead", answer="bound", effect="direction", join="loop", change="new_live", source="staff", say="agree",
    )  # fmt: skip

    assert [(change.question, change.kind) for change in plan.changes] == [("source", "not_ours")]


def test_a_new_service_is_only_shown_over_time(rules, dialogue):
    plan = plan_for(
        rules, dialogue, "enhanced-emerging",
        role="lead", answer="bound", effect="direction", join="loop", change="none", say="agree",
    )  # fmt: skip

    assert [(c.question, c.to, c.kind) for c in plan.changes] == [
        ("change", "new_plan", "decided"),
        ("source", "joint", "not_ours"),
    ]
    assert plan.changes[1].was == ()


def test_a_far_aim_tells_its_first_change_only(rules, dialogue):
    plan = plan_for(
        rules, dialogue, "enhanced-emerging", role="none", say="staff", gap="never", change="none"
    )

    assert plan.far
    assert plan.shown == plan.changes[:1]


def test_an_aim_that_nothing_reaches_has_no_plan(rules, dialogue):
    impossible = Aim(id="x", title="x", want=FactIs("control", ("no-such-value",)), reached="")

    assert nearest(rules, (0,) * len(dialogue.questions), impossible) is None


@given(answers=partial_sheets())
@settings(max_examples=40, deadline=None)
def test_a_search_that_is_cut_short_still_finds_a_way_that_leads_there(rules, dialogue, answers):
    aim = aim_of(dialogue, "enhanced-emerging")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "WIDEST", 1)
        plan = nearest(rules, sheet_of(dialogue, answers), aim)

    edited = {**answers, **{change.question: (change.to,) for change in plan.changes}}

    assert nearest(rules, sheet_of(dialogue, edited), aim).reached
