import pytest

from bot.model.errors import ContentError
from bot.render.words import Words


@pytest.fixture
def few(dialogue):
    """Words with messages of their own and a glossary of one term."""
    messages = {"hello": "Hello {name}.\n", "dont_know": "no idea", "or": " / "}
    return Words(messages, dialogue, lambda: {"trust": "Trust", "co-production": "Co-production"})


def test_a_message_has_its_slots_filled_and_no_line_after_it(few):
    assert few.say("hello", name="Ada") == "Hello Ada."


def test_braces_in_a_persons_words_are_left_alone(few):
    assert few.say("hello", name="{name} {0} {x.__class__}") == "Hello {name} {0} {x.__class__}."


def fault_of(words, key, **slots):
    with pytest.raises(ContentError) as caught:
        words.say(key, **slots)
    return str(caught.value)


def test_a_message_that_is_missing_is_told_with_the_nearest_key(few):
    assert fault_of(few, "helo") == (
        "knowledge/messages.yaml:1:1: error unknown-message: There is no message `helo`. Did you mean `hello`? "
        "If it is new, add a line `helo: ...` to knowledge/messages.yaml."
    )
    assert fault_of(few, "no-such").endswith(
        "There is no message `no-such`. If it is new, add a line `no-such: ...` to knowledge/messages.yaml."
    )


def test_a_slot_that_is_not_filled_is_told_with_those_that_are(few):
    assert fault_of(few, "hello", nam="Ada") == (
        "knowledge/messages.yaml:1:1: error unknown-slot: "
        "The message `hello` has a slot `{name}` that is not filled where it is said. Did you mean `{nam}`?"
    )
    assert fault_of(few, "hello", count=1).endswith("It may use: `{count}`.")
    assert fault_of(few, "hello").endswith("that is not filled where it is said. Take it away.")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("No link at all.", "No link at all."),
        ("It needs [[trust]].", "It needs trust."),
        ("It needs [[trust|some trust]].", "It needs some trust."),
        ("[[co-production|Making]] and [[trust]]", "Making and trust"),
        ("It needs [[trust|]].", "It needs trust."),
    ],
)
def test_glossary_links_become_plain_words(few, text, plain):
    assert few.plain(text) == plain


def test_an_answer_is_said_in_full_words(few, dialogue):
    place = dialogue.index["say"]

    assert few.answer(place, 0b0010) == "The person picks from set options"
    assert few.short_answer(place, 0b0010) == "They pick from set options"


def test_a_set_of_answers_is_joined_by_or(few, dialogue):
    place = dialogue.index["say"]

    assert (
        few.answer(place, 0b0101)
        == "Staff decide, even if they listen / The person and staff agree it together"
    )
    assert few.short_answer(place, 0b0101) == "Staff decide / Agreed together"


def test_all_answers_are_i_dont_know(few, dialogue):
    place = dialogue.index["say"]

    assert few.answer(place, 0b1111) == "no idea"
    assert few.short_answer(place, 0b1111) == "no idea"


def test_a_result_has_a_short_name(few):
    assert few.label("enhanced-realised") == "Enhanced"


def test_questions_are_named_by_number_and_short_name(few):
    assert few.named(["say", "role"], quick=False) == "1 Who decides for each person, 5 Part in planning"
    assert few.named(["say", "role"], quick=True) == "7 Who decides for each person, 1 Part in planning"
    assert few.named([], quick=True) == ""
