import pytest


def test_a_quick_session_counts_its_own_questions_first(dialogue):
    assert [dialogue.questions[place].id for place in dialogue.order(quick=True)[:4]] == [
        "scope",
        "role",
        "answer",
        "effect",
    ]
    assert sorted(dialogue.order(quick=True)) == list(range(len(dialogue.questions)))


def test_a_full_session_counts_in_the_authors_order(dialogue):
    assert [dialogue.number(place, quick=False) for place in range(19)] == list(range(19))


def test_a_mask_and_its_options_are_the_same_thing(dialogue):
    place = dialogue.index["role"]

    mask = dialogue.mask("role", ("asked", "lead"))

    assert dialogue.options(place, mask) == ("asked", "lead")


def test_a_question_is_found_by_its_id(dialogue):
    assert dialogue.question("gap").every == 0b111
    with pytest.raises(KeyError):
        dialogue.question("gapp")


def test_the_order_of_options_is_kept_with_equal_and_unordered_ones(dialogue):
    assert dialogue.question("effect").steps == (0, 1, 2, None)
    assert dialogue.question("change").steps == (0, 1, 1, 2, 3)
    assert dialogue.question("meet").steps == ()


def test_the_eight_deciding_questions_are_the_quick_ones(dialogue):
    assert {question.id for question in dialogue.questions if question.decides} == set(dialogue.quick)
    assert len(dialogue.quick) == 8
