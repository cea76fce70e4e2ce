"""Two versions of a dialogue, side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.conditions import ALWAYS, Answered
from bot.model.knowledge import Knowledge
from bot.proof.compare import compare
from bot.proof.versions import NoCommonOrderError

NOTHING = Knowledge(digest="x", items=(), sources=(), sections=())


def between(old, new):
    return compare((old, NOTHING), (new, NOTHING))


def without_option(dialogue, name, option):
    return replace(
        dialogue,
        questions=tuple(
            replace(question, options=tuple(one for one in question.options if one.id != option), steps=())
            if question.id == name
            else question
            for question in dialogue.questions
        ),
    )


def guarded(dialogue, first, second):
    """The dialogue in which the second question is asked only after an answer to the first, which stands before it."""
    questions = {question.id: question for question in dialogue.questions}
    guard = Answered(first, (questions[first].options[0].id,))
    pair = [replace(questions[first], when=ALWAYS), replace(questions[second], when=guard)]
    scope, *others = [question for name, question in questions.items() if name not in (first, second)]
    return replace(dialogue, questions=(scope, *pair, *others))


def test_a_version_does_not_differ_from_itself(dialogue):
    found = between(dialogue, dialogue)

    assert (found.conversations, found.shifts, found.gone, found.new, found.meanings) == (
        43178,
        (),
        (),
        (),
        {},
    )


def test_conversations_with_an_answer_that_is_gone_cannot_be_held_any_more(dialogue):
    found = between(dialogue, without_option(dialogue, "effect", "early"))

    assert found.gone == ("effect: early",)
    assert {shift.after for shift in found.shifts} == {None}
    assert sum(shift.count for shift in found.shifts) == 10752
    assert all(("effect", "early") in shift.example for shift in found.shifts)


def test_conversations_with_a_new_answer_could_not_be_held_before(dialogue):
    found = between(without_option(dialogue, "effect", "early"), dialogue)

    assert (found.gone, found.new) == ((), ("effect: early",))
    assert {shift.before for shift in found.shifts} == {None}


def test_a_question_that_is_gone_is_named(dialogue):
    shorter = replace(dialogue, questions=tuple(q for q in dialogue.questions if q.id != "trust"))

    found = between(dialogue, shorter)

    assert (found.gone, found.shifts) == (("trust",), ())


def test_two_questions_that_decide_about_each_other_cannot_be_compared(dialogue):
    one, other = guarded(dialogue, "meet", "do"), guarded(dialogue, "do", "meet")

    with pytest.raises(NoCommonOrderError) as caught:
        between(one, other)

    assert str(caught.value) == (
        "The versions cannot be compared: `do` and `meet` decide about each other, one in each version."
        " Compare them with a version in between."
    )


def test_what_only_one_version_has_is_among_the_meanings(dialogue):
    found = between(replace(dialogue, aims=dialogue.aims[:2]), dialogue)

    assert found.meanings.keys() == {f"aim {dialogue.aims[2].id}"}
    assert found.meanings[f"aim {dialogue.aims[2].id}"][0] is None


def test_an_answer_that_neither_version_can_give_is_not_counted(dialogue):
    found = between(without_option(dialogue, "role", "lead"), without_option(dialogue, "change", "new_live"))

    held = {(shift.before is None, shift.after is None) for shift in found.shifts}
    assert held == {(True, False), (False, True)}
    assert (found.gone, found.new) == (("change: new_live",), ("role: lead",))


def test_an_option_that_only_the_version_has_which_does_not_ask_is_not_offered(dialogue):
    asked_less = replace(
        dialogue,
        questions=tuple(
            replace(question, when=Answered("role", ("share", "lead")))
            if question.id == "effect"
            else question
            for question in dialogue.questions
        ),
    )

    found = between(without_option(dialogue, "effect", "nothing"), asked_less)

    assert found.new == ("effect: nothing",)
    assert all(("effect", "nothing") not in shift.example for shift in found.shifts if shift.before)
