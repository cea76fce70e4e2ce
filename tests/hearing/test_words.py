from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing.words import alike, bare, clean, content, distance, fold, guards, key, plain, stem, within


@given(st.text())
def test_folding_twice_changes_nothing(text):
    once = fold(text)

    assert fold(once) == once


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_distance_is_the_same_both_ways(one, other):
    assert distance(one, other) == distance(other, one)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_likeness_is_between_nothing_and_one(one, other):
    assert 0 <= alike(one, other) <= 1


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Staff   DECIDE! ", "staff decide"),
        ("we don\u2019t", "we do not"),
        ("we dont", "we do not"),
        ("can't", "cannot"),
        ("won't", "will not"),
        ("I want an applicant", "i want an applicant"),
        ("café", "cafe"),
        ("\uff12", "2"),
        ("co-design", "co design"),
        ("in_person", "in person"),
        ("\u201cyes\u201d", "yes"),
        ("2\ufe0f\u20e3", "2"),
        ("👍🏽", ""),
        ("Ще не знаю", "ще не знаю"),
    ],
)
def test_folding_leaves_words_alone(text, folded):
    assert fold(text) == folded


def test_cleaning_drops_what_cannot_be_seen_and_keeps_lines():
    assert clean("\u202eone\x00\u200b\ud800\nline\x1b ") == "one\nline"


def test_a_plain_line_keeps_its_signs():
    assert plain("2.5 \u2018B\u2019 😀") == "2.5 'b'"


def test_signs_without_words_are_known_by_themselves():
    assert key("? ??") == "?"


def test_a_phrase_stands_in_a_text_word_by_word_only():
    assert within("ask them", "we ask them now")
    assert not within("ask them", "we ask themselves")
    assert not within("", "anything")


def test_courtesies_around_an_answer_fall_away():
    assert bare("hi i think its agreed thanks", "en") == "agreed"
    assert bare("thanks", "en") == "thanks"
    assert bare("thanks", "de") == "thanks"


def test_stems_that_carry_meaning_are_kept_once():
    assert content("we agree with the agreed plans", "en") == ("agre", "plan")
    assert content("wir planen mit", "de") == ("wir", "planen", "mit")


def test_a_word_of_an_unknown_language_is_its_own_stem():
    assert stem("planen", "de") == "planen"


def test_words_that_turn_a_statement_round_are_one():
    assert guards("nobody should ask 2", "en") == {"not", "should", "2"}
    assert guards("nicht", "de") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("staff", "staff", 1),
        ("togeth", "togteh", 1 - 1 / 6),
        ("users", "staff", 0),
        ("use", "used", 0),
        ("abcd", "abcdefg", 0),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(one, other, likeness):
    assert alike(one, other) == pytest.approx(likeness)
