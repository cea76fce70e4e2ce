import pytest

from bot.model.errors import AnswerError, MissingAnswerError
from bot.model.session import Length
from bot.service.answers import all_given, session_of, sheet_of

QUESTIONS = (
    "scope, say, meet, do, gap, role, answer, effect, join, change, source, needs, choice, whose, staff_view, trust,"
    " time, digital, pieces"
)
UNLIKE_ANY = [
    ("role: advise", "Answers must be lines like `question: option`, for example `role: advise`."),
    (["role", "advise"], "Answers must be lines like `question: option`, for example `role: advise`."),
    ({"role": []}, "`role` has an empty list. Name the options still open, or write dont_know."),
    (
        {"role": ["advise", "dont_know"]},
        "`role` has dont_know in a list. Write dont_know alone, or options alone.",
    ),
    (
        {"rol": "advise"},
        f"There is no question `rol`. Did you mean `role`? The questions are: {QUESTIONS}.",
    ),
    ({"xyz": "advise"}, f"There is no question `xyz`. The questions are: {QUESTIONS}."),
    ({5: "advise"}, f"There is no question `5`. The questions are: {QUESTIONS}."),
    ({("a",): "advise"}, f"There is no question `('a',)`. The questions are: {QUESTIONS}."),
    (
        {"role": "advice"},
        "`role` has no option `advice`. Did you mean `advise`? It takes: none, asked, advise, share, lead, dont_know.",
    ),
    ({"role": "zzz"}, "`role` has no option `zzz`. It takes: none, asked, advise, share, lead, dont_know."),
    ({"role": 2}, "`role` has no option `2`. It takes: none, asked, advise, share, lead, dont_know."),
    ({"role": None}, "`role` has no option `None`. Did you mean `none`? It takes: none, asked, advise, share, lead, dont_know."),
    ({"role": True}, "`role` has no option `True`. It takes: none, asked, advise, share, lead, dont_know."),
    ({"role": {"x": 1}}, "`role` has no option `{'x': 1}`. It takes: none, asked, advise, share, lead, dont_know."),
    (
        {"role": [["zzz"]]},
        "`role` has no option `['zzz']`. It takes: none, asked, advise, share, lead, dont_know.",
    ),
]  # fmt: skip


def test_an_option_is_one_bit(dialogue):
    sheet = sheet_of(dialogue, {"role": "advise"})

    assert sheet[dialogue.index["role"]] == dialogue.mask("role", ("advise",))
    assert sum(map(bool, sheet)) == 1


def test_a_list_is_a_set_of_options(dialogue):
    sheet = sheet_of(dialogue, {"role": ["advise", "share", "advise"]})

    assert sheet[dialogue.index["role"]] == dialogue.mask("role", ("advise", "share"))


def test_dont_know_is_every_option(dialogue):
    sheet = sheet_of(dialogue, {"role": "dont_know"})

    assert sheet[dialogue.index["role"]] == dialogue.question("role").every


def test_no_answers_are_a_blank_sheet(dialogue):
    assert sheet_of(dialogue, {}) == (0,) * len(dialogue.questions)


@pytest.mark.parametrize(("answers", "words"), UNLIKE_ANY)
def test_what_is_not_allowed_is_told_with_what_is(dialogue, answers, words):
    with pytest.raises(AnswerError) as caught:
        sheet_of(dialogue, answers)

    assert str(caught.value) == words


def test_everything_that_is_wrong_is_told_at_once_in_the_order_given(dialogue):
    with pytest.raises(AnswerError) as caught:
        sheet_of(dialogue, {"role": [], "xyz": "advise", "say": "staff", "gap": "zzz"})

    assert str(caught.value).splitlines() == [
        "`role` has an empty list. Name the options still open, or write dont_know.",
        f"There is no question `xyz`. The questions are: {QUESTIONS}.",
        "`gap` has no option `zzz`. It takes: never, after, during, dont_know.",
    ]


def test_a_missing_answer_is_named(rules, dialogue):
    sheet = sheet_of(dialogue, {"scope": "service", "say": "staff", "gap": "never", "role": "lead"})

    with pytest.raises(MissingAnswerError) as caught:
        all_given(rules, sheet, Length.QUICK)

    assert str(caught.value) == "No answer is given for: answer, effect. Add it, or write dont_know."


def test_quick_needs_only_what_can_still_change_the_result(rules, dialogue):
    sheet = sheet_of(dialogue, {"scope": "service", "role": "none"})

    assert all_given(rules, sheet, Length.QUICK) is None


def test_full_needs_every_question_that_applies(rules, dialogue):
    sheet = sheet_of(dialogue, {"scope": "service", "role": "none", "change": "none"})

    with pytest.raises(MissingAnswerError) as caught:
        all_given(rules, sheet, Length.FULL)

    assert str(caught.value) == (
        "No answer is given for: say, meet, do, gap, choice, whose, staff_view, trust, time, digital, pieces."
        " Add it, or write dont_know."
    )


def test_dont_know_is_an_answer(rules, dialogue):
    sheet = sheet_of(dialogue, dict.fromkeys(dialogue.index, "dont_know") | {"scope": "service"})

    assert all_given(rules, sheet, Length.FULL) is None


def test_out_of_scope_needs_nothing_more(rules, dialogue):
    sheet = sheet_of(dialogue, {"scope": "policy"})

    assert all_given(rules, sheet, Length.FULL) is None


def test_a_session_holds_the_sheet_in_the_dialogues_language(rules, dialogue):
    sheet = sheet_of(dialogue, {"role": "advise"})

    session = session_of(rules, sheet, Length.QUICK)

    assert (session.sheet, session.language, session.length) == (sheet, "en", Length.QUICK)
