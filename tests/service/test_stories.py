from dataclasses import replace

import pytest

from bot.model.story import Story
from bot.reasoning.assess import assess
from bot.service.answers import sheet_of
from bot.service.stories import tell

HOLDS = Story(
    id="panel",
    where="stories.yaml:1:1",
    title="A panel",
    description="A panel advises us.",
    answers={"role": "advise", "answer": "explain", "effect": "small"},
    results=("participative-limited",),
    facts={"response": ("active",), "participation": ("limited",)},
    shows=(),
    hides=(),
    aims={"participative-substantive": 1},
)
STAFF_DECIDE = {"say": "staff", "gap": "never", "role": "none", "change": "none"}


@pytest.fixture
def problems(rules, knowledge):
    """The problems of one story."""

    def problems(**changed):
        (told,) = tell(rules, knowledge, [replace(HOLDS, **changed)])
        return told.problems

    return problems


@pytest.fixture
def shown(rules, knowledge):
    """A barrier that is certain where staff decide everything."""
    verdict = assess(rules, knowledge, sheet_of(rules.dialogue, STAFF_DECIDE))
    return next(one.item for one in verdict.barriers if one.certain)


def test_a_story_that_holds_has_no_problem(problems):
    assert problems() == ()


def test_another_result_is_a_problem(problems):
    assert problems(results=("consumer", "enhanced-realised")) == (
        "result: expected consumer or enhanced-realised, found participative-limited",
    )


def test_the_order_of_results_is_no_matter(problems):
    open_answers = {"role": "advise", "answer": "nothing", "effect": ["nothing", "small"]}

    found = problems(
        answers=open_answers,
        results=("participative-limited", "participative-cosmetic"),
        facts={},
        aims={},
    )

    assert found == ()


def test_another_fact_is_a_problem(problems):
    assert problems(facts={"response": ("passive", "token")}) == (
        "fact response: expected passive or token, found active",
    )


def test_a_fact_that_is_not_there_is_a_problem(problems):
    assert problems(facts={"weather": ("fine",)}) == ("there is no fact `weather`",)


def test_an_answer_that_is_not_allowed_is_the_only_problem_told(problems):
    assert problems(answers={"role": []}, results=("consumer",)) == (
        "`role` has an empty list. Name the options still open, or write dont_know.",
    )


def test_an_answer_to_a_question_that_does_not_apply_is_a_problem(problems):
    found = problems(answers={**STAFF_DECIDE, "answer": "bound"}, results=("consumer",), facts={}, aims={})

    assert found == ("the answer to `answer` is never used: the question does not apply",)


def test_an_item_that_is_not_shown_is_a_problem(problems):
    assert problems(shows=("no-such-item",)) == ("`no-such-item` is not shown for certain",)


def test_an_item_that_must_not_be_shown_is_a_problem(problems, shown):
    found = problems(answers=STAFF_DECIDE, results=("consumer",), facts={}, aims={}, hides=(shown,))

    assert found == (f"`{shown}` must not be shown",)


def test_an_item_that_is_shown_or_hidden_as_told_is_no_problem(problems, shown):
    found = problems(
        answers=STAFF_DECIDE,
        results=("consumer",),
        facts={},
        aims={},
        shows=(shown,),
        hides=("no-such-item",),
    )

    assert found == ()


def test_another_count_of_changes_is_a_problem(problems):
    assert problems(aims={"participative-substantive": 7}) == (
        "aim participative-substantive: expected 7 changes, found 1",
    )


def test_an_aim_that_is_not_there_is_a_problem(problems):
    assert problems(aims={"fame": 1}) == ("aim fame: expected 1 changes, found None",)


def test_problems_are_collected_not_told_one_by_one(problems):
    found = problems(results=("consumer",), shows=("no-such-item",), aims={"fame": 1})

    assert len(found) == 3


def test_all_the_authors_stories_hold(rules, knowledge, library):
    told = tell(rules, knowledge, library.stories())

    assert {one.story.id: one.problems for one in told if one.problems} == {}
    assert len(told) > 10
