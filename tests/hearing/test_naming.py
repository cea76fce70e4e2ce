from __future__ import annotations

import pytest

from bot.hearing.naming import mask_at, named, numbered, pointed, several


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("2", 1), ("2.", 1), ("2)", 1), ("(2)", 1), ("#2", 1), ("option 2", 1), ("Number two", 1), ("no. 2", 1),
        ("the second one", 1), ("2nd", 1), ("second option", 1), ("the last one", 3), ("last", 3), ("b", 1), ("(b)", 1),
        ("B.", 1), ("option d", 3), ("the top one", 0), ("the bottom one", 3), ("it's 2", 1), ("2 please", 1), ("two", 1),
        ("9", 8), ("0", -1), ("99999999999", -1), ("h", 7),
    ],
)  # fmt: skip
def test_a_number_letter_or_ordinal_points_at_a_place(line, place):
    assert pointed(line, 4) == place


@pytest.mark.parametrize(
    "line",
    [
        "2.5",
        "-1",
        "not 2",
        "no one",
        "2 groups",
        "y",
        "ab",
        "bth",
        "fifthth",
        "ath",
        "top",
        "bottom",
        "",
        "the",
        "1 2",
        "2%",
    ],
)
def test_other_lines_point_nowhere(line):
    assert pointed(line, 4) is None


def test_the_place_after_the_last_answer_means_that_one_does_not_know(dialogue):
    question = dialogue.question("say")

    assert [mask_at(question, place) for place in (-1, 0, 3, 4, 5)] == [0, 1, 8, question.every, 0]


@pytest.mark.parametrize(
    "line", ["in_person", "In person", "FACE TO FACE!", "In person, at the same time and place"]
)
def test_an_id_a_label_the_wording_or_a_phrase_names_an_answer(dialogue, mask, line):
    assert named(dialogue.question("meet"), line) == (mask("meet", "in_person"),)


def test_an_id_is_no_plain_word(dialogue):
    assert named(dialogue.question("change"), "new live") == ()


def test_a_phrase_that_two_answers_share_names_both(dialogue, mask):
    assert named(dialogue.question("pieces"), "yes") == (mask("pieces", "one"), mask("pieces", "flexible"))


def test_a_number_with_its_own_label_names_one_answer(dialogue, mask):
    assert numbered(dialogue.question("say"), "3. Agreed together") == (mask("say", "agree"),)


def test_a_number_with_the_label_of_another_names_both(dialogue, mask):
    assert numbered(dialogue.question("say"), "b) Agreed together") == (
        mask("say", "choose"),
        mask("say", "agree"),
    )


@pytest.mark.parametrize("line", ["3. nonsense", "8. Agreed together", "Agreed together"])
def test_a_number_with_anything_else_names_nothing(dialogue, line):
    assert numbered(dialogue.question("say"), line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "1 and 3",
        "a or c",
        "1,3",
        "either 1 or 3",
        "1 & 3",
        "1/3",
        "1 3",
        "both 1 and 3",
        "1-3",
        "staff decide or c",
    ],
)
def test_answers_named_one_after_the_other_are_several(dialogue, mask, line):
    assert several(dialogue.question("say"), line) == (mask("say", "staff"), mask("say", "agree"))


def test_a_number_outside_the_list_is_told_apart(dialogue):
    assert several(dialogue.question("say"), "1 and 9") == (1, 0)


@pytest.mark.parametrize("line", ["staff and rain", "1", "this or that", "and"])
def test_other_lines_name_no_several_answers(dialogue, line):
    assert several(dialogue.question("say"), line) == ()
