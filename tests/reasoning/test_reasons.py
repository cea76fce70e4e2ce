import oracle
from hypothesis import given, settings
from strategies import partial_sheets, sheet_of

from bot.reasoning.reasons import reasons


@given(answers=partial_sheets(least_known=4))
@settings(max_examples=40, deadline=None)
def test_reasons_are_the_smallest_set_that_fixes_the_result(rules, dialogue, answers):
    found = reasons(rules, sheet_of(dialogue, answers))

    assert tuple(given.question for given in found) == oracle.reasons(answers)


def test_nothing_given_has_no_reason(rules, dialogue):
    assert reasons(rules, (0,) * len(dialogue.questions)) == ()


def test_the_documented_example(rules, dialogue):
    sheet = sheet_of(dialogue, {"role": ("advise",), "answer": ("explain",), "effect": ("small",)})

    found = reasons(rules, sheet)

    assert [(given.question, given.options) for given in found] == [
        ("role", ("advise",)),
        ("effect", ("small",)),
    ]
