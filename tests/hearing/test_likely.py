from __future__ import annotations

from dataclasses import replace

import pytest

from bot.hearing.likely import Guess, clear, guesses, likeliest, traces


def test_every_option_is_guessed_best_first(dialogue):
    ranked = guesses(dialogue.question("say"), "staff decide for them", "en")

    assert [guess.score for guess in ranked] == sorted((guess.score for guess in ranked), reverse=True)
    assert len(ranked) == 4


def test_a_story_is_not_weighed(dialogue):
    told = " ".join(f"word{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(60))

    assert guesses(dialogue.question("say"), told, "en") == ()


def test_a_text_of_empty_words_leaves_no_trace(dialogue):
    ranked = guesses(dialogue.question("say"), "it is what it is", "en")

    assert (clear(ranked), traces(ranked)) == (None, ())


@pytest.mark.parametrize(
    "ranked",
    [
        (),
        (Guess(0, 0.5, sound=True),),
        (Guess(0, 0.9, sound=False),),
        (Guess(0, 0.9, sound=True), Guess(1, 0.6, sound=True)),
        (Guess(0, 0.63, sound=True), Guess(1, 0.44, sound=True)),
    ],
)
def test_a_guess_that_is_weak_unsound_or_close_to_another_is_not_clear(ranked):
    assert clear(ranked) is None


def test_a_lone_good_guess_is_clear():
    assert clear((Guess(0, 0.9, sound=True),)) == Guess(0, 0.9, sound=True)


def test_a_lone_guess_leaves_no_pair():
    assert traces((Guess(0, 0.9, sound=True),)) == ()


def test_a_not_phrase_takes_an_answer_back(dialogue):
    question = dialogue.question("say")
    wary = replace(
        question, options=(replace(question.options[0], unless=("in theory",)), *question.options[1:])
    )

    assert likeliest(question, "the staff decide it", "en") is not None
    assert likeliest(wary, "the staff decide in theory", "en") is None


@pytest.mark.parametrize("line", ["volunteers and managers", "the supplier, managers"])
def test_a_list_with_a_part_of_its_own_is_no_likely_answer(dialogue, line):
    assert likeliest(dialogue.question("source"), line, "en") is None


def test_a_list_whose_parts_agree_is_a_likely_answer(dialogue):
    found = likeliest(dialogue.question("source"), "doctors, and the nurses", "en")

    assert found is not None
    assert found.place == 0


def test_an_answer_of_another_language_is_weighed_whole(dialogue):
    question = dialogue.question("say")
    german = replace(question, options=tuple(replace(o, match=()) for o in question.options))

    assert likeliest(german, "staff decide", "de").place == 0
