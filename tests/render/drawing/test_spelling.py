"""Conditions in one line of words."""

import pytest

from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs
from bot.render.drawing.spelling import spell

ROLE = Answered("role", ("share", "lead"))
EFFECT = Answered("effect", ("nothing",))
TOKEN = FactIs("response", ("token", "not_asked"))


def test_an_answer_is_named_as_in_yaml_under_the_number_and_name_of_its_question(dialogue):
    asked = Answered("role", ("asked", "advise", "share", "lead"))

    assert spell(asked, dialogue) == "5 Part in planning: asked, advise, share or lead"


def test_the_guard_of_a_question_reads_as_the_dialogue_says_it(dialogue):
    guard = dialogue.question("source").when

    assert spell(guard, dialogue) == "9 Kind of change: better, new_plan or new_live"


def test_a_fact_has_its_title_and_the_labels_of_its_values(dialogue):
    assert spell(TOKEN, dialogue) == "How the service responds: token or not asked"


def test_a_result_has_its_label(dialogue):
    rungs = RungIs(("enhanced-emerging", "enhanced-realised"))

    assert spell(rungs, dialogue) == "Result: Enhanced, emerging or Enhanced"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (ALWAYS, "always"),
        (AnyOf(()), "never"),
        (NoneOf(()), "always"),
        (All((ROLE, EFFECT)), "5 Part in planning: share or lead; and 7 What has changed: nothing"),
        (AnyOf((ROLE, EFFECT)), "5 Part in planning: share or lead; or 7 What has changed: nothing"),
        (NoneOf((EFFECT,)), "not (7 What has changed: nothing)"),
        (NoneOf((ROLE, EFFECT)), "none of (5 Part in planning: share or lead; 7 What has changed: nothing)"),
        (
            AtLeast(2, (ROLE, EFFECT, TOKEN)),
            "at least 2 of (5 Part in planning: share or lead; 7 What has changed: nothing; How the service responds: token or not asked)",
        ),
    ],
)
def test_each_kind_of_condition_has_its_words(dialogue, condition, words):
    assert spell(condition, dialogue) == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            All((AnyOf((ROLE, EFFECT)), EFFECT)),
            "(5 Part in planning: share or lead; or 7 What has changed: nothing); and 7 What has changed: nothing",
        ),
        (
            AnyOf((EFFECT, All((AnyOf((ROLE, EFFECT)),)))),
            "7 What has changed: nothing; or (5 Part in planning: share or lead; or 7 What has changed: nothing)",
        ),
        (All((AnyOf((EFFECT,)), ALWAYS)), "7 What has changed: nothing; and always"),
        (
            NoneOf((All((EFFECT, ROLE)),)),
            "not (7 What has changed: nothing; and 5 Part in planning: share or lead)",
        ),
        (
            AnyOf((NoneOf((EFFECT, TOKEN)), AtLeast(1, (All((EFFECT, ROLE)), TOKEN)))),
            "none of (7 What has changed: nothing; How the service responds: token or not asked); or at least 1 of ((7 What has changed: nothing; and 5 Part in planning: share or lead); How the service responds: token or not asked)",
        ),
    ],
)
def test_a_condition_inside_another_is_told_from_its_neighbours(dialogue, condition, words):
    assert spell(condition, dialogue) == words
