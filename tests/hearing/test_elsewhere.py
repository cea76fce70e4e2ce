from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("here", "text", "there"),
    [
        ("say", "face to face", "meet"),
        ("role", "by phone", "meet"),
        ("meet", "They lead the planning", "role"),
    ],
)
def test_an_exact_answer_to_one_other_question_is_found(elsewhere, here, text, there):
    assert elsewhere(here, text) == there


def test_words_that_are_only_like_an_answer_point_nowhere(elsewhere):
    assert elsewhere("meet", "we run a satisfaction survey afterwards") is None


@pytest.mark.parametrize(
    "text", ["nothing", "together", "yes", "banana", "maybe by phone", "what is a user panel?", ""]
)
def test_what_fits_many_questions_or_none_is_not_found(elsewhere, text):
    assert elsewhere("digital", text) is None


def test_the_question_on_the_table_is_not_elsewhere(elsewhere):
    assert elsewhere("meet", "face to face") is None


@pytest.mark.parametrize(
    "text",
    [
        "by phone, " * 30,
        "one two three four five six seven eight nine ten eleven twelve by phone clinic ward",
    ],
)
def test_a_long_text_is_not_tried_at_every_question(elsewhere, text):
    assert elsewhere("role", text) is None
