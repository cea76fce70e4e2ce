import oracle
from hypothesis import given, settings
from strategies import partial_sheets, sheet_of

from bot.reasoning import doubt


@given(answers=partial_sheets(least_known=3))
@settings(max_examples=80, deadline=None)
def test_settling_questions_are_those_of_the_reference(rules, dialogue, answers):
    masks = doubt.opened(rules, sheet_of(dialogue, answers))

    always, may = doubt.settling(rules, masks)

    assert (list(always), list(may)) == oracle.settles(answers)


def test_answers_to_questions_that_do_not_apply_are_set_aside(rules, dialogue):
    sheet = sheet_of(
        dialogue, {"role": ("none",), "answer": ("bound",), "effect": ("direction",), "say": ("agree",)}
    )

    dropped = doubt.dropped(rules, sheet)

    assert [given.question for given in dropped] == ["answer", "effect"]


def test_a_scope_not_given_counts_as_a_service(rules, dialogue):
    sheet = sheet_of(dialogue, {"role": ("none",)})

    assert doubt.results(rules, doubt.opened(rules, sheet)) == ("consumer",)


def test_an_unknown_scope_keeps_out_of_scope_possible(rules, dialogue):
    sheet = sheet_of(dialogue, {"scope": ("service", "policy", "private"), "role": ("none",)})
    masks = doubt.opened(rules, sheet)

    assert doubt.results(rules, masks) == ("consumer", "out-of-scope")
    assert doubt.settling(rules, masks) == (("scope",), ())


def test_only_open_questions_still_matter(rules, dialogue):
    masks = doubt.opened(rules, sheet_of(dialogue, {"role": ("none",)}))

    assert doubt.still_matters(rules, masks) == frozenset()
