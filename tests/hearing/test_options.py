from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import options
from bot.model.talk import Heard, Hearing

TELLING = [
    "staff",
    "users",
    "decide",
    "not",
    "together",
    "they",
    "never",
    "maybe",
    "and",
    "or",
    "but",
    "?",
    "1",
    "b",
]


@given(st.text(max_size=1200), st.sampled_from(["scope", "say", "role", "needs", "digital"]))
def test_any_text_is_heard_within_the_question(said, dialogue, text, question):
    heard = said(question, text)

    assert all(0 < mask <= dialogue.question(question).every for mask in heard.masks)
    assert len(heard.masks) == {Hearing.EXACT: 1, Hearing.LIKELY: 1, Hearing.BETWEEN: 2}.get(
        heard.how, len(heard.masks)
    )


@given(st.lists(st.sampled_from(TELLING)))
def test_any_heap_of_telling_words_is_heard_within_the_question(said, dialogue, heap):
    heard = said("say", " ".join(heap))

    assert all(0 < mask <= dialogue.question("say").every for mask in heard.masks)


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200e\u202e"])
def test_nothing_is_empty(said, text):
    assert said("say", text) == Heard(Hearing.EMPTY)


def test_a_long_text_is_cut_before_any_work(said, monkeypatch):
    monkeypatch.setattr(options, "clean", None)

    assert said("say", "staff " * 2000) == Heard(Hearing.TOO_LONG)


def test_a_thousand_characters_are_read(said):
    assert said("say", "staff decide".ljust(1500)).how is Hearing.EXACT


@pytest.mark.parametrize(
    "text", ["I don't know", "dont know", "Not sure", "no idea, sorry", "5", "don't know - ask the governor"]
)
def test_not_knowing_holds_every_answer(said, dialogue, text):
    assert said("say", text) == Heard(Hearing.EXACT, (dialogue.question("say").every,))


@pytest.mark.parametrize(
    "text", ["not sure, staff decide", "don't know, 2", "not sure, what is it?", "no idea what staff do"]
)
def test_not_knowing_with_an_answer_behind_it_is_not_taken(said, text):
    assert said("say", text).how in (Hearing.UNCLEAR, Hearing.BETWEEN)


@pytest.mark.parametrize("text", ["9", "0", "1 and 9", "option 7"])
def test_a_number_outside_the_list_is_no_such_answer(said, text):
    assert said("say", text) == Heard(Hearing.NO_SUCH)


@pytest.mark.parametrize(
    "text", ["none of these", "None of the above, thanks", "well none of these fits us", "something else"]
)
def test_none_of_these_is_heard(said, text):
    assert said("say", text) == Heard(Hearing.NONE_OF_THESE)


def test_several_answers_are_heard(said, mask):
    assert said("say", "1, 2 or 4") == Heard(Hearing.SEVERAL, (1, 2, 8))


def test_the_same_answer_twice_is_one(said):
    assert said("say", "2 and b") == Heard(Hearing.EXACT, (2,))


def test_a_number_with_another_label_is_between_both(said):
    assert said("say", "2. Agreed together") == Heard(Hearing.BETWEEN, (2, 4))


@pytest.mark.parametrize("text", ["yep", "sure", "Yeah thanks"])
def test_another_word_for_yes_answers_a_question_that_takes_yes(said, mask, text):
    assert said("choice", text) == Heard(Hearing.EXACT, (mask("choice", "choose"),))


def test_no_where_two_answers_begin_with_it_is_between_them(said, mask):
    assert said("choice", "nope") == Heard(
        Hearing.BETWEEN, (mask("choice", "no_other"), mask("choice", "made"))
    )


def test_yes_is_unclear_where_no_answer_takes_it(said):
    assert said("say", "yes") == Heard(Hearing.UNCLEAR)


@pytest.mark.parametrize(
    "text",
    [
        "maybe staff decide", "staff decide, sort of", "is it staff decide?", "2?", "what does staff decide mean",
        "staff do not always decide", "it depends", "staff should decide", "staff used to decide", "staff don't decide",
    ],
)  # fmt: skip
def test_a_hedge_a_question_or_a_denial_is_never_taken_for_an_answer(said, text):
    assert said("say", text).how in (Hearing.UNCLEAR, Hearing.BETWEEN)


@pytest.mark.parametrize(
    "text", ["Staff decide 👍", "\u202estaff decide", "STAFF DECIDE!!!", "I think staff decide"]
)
def test_signs_and_courtesies_do_not_matter(said, text):
    assert said("say", text) == Heard(Hearing.EXACT, (1,))


def test_a_slip_of_the_finger_is_likely(said):
    assert said("say", "agreeed togehter") == Heard(Hearing.LIKELY, (4,))


def test_two_answers_with_evidence_are_between(said):
    assert said("meet", "letters to some, visits to others").how is Hearing.BETWEEN
