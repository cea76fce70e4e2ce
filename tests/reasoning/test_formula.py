from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.reasoning.formula import FALSE, TRUE, Formulas

WIDTHS = (3, 2, 4)


def build(formulas, tree):
    match tree:
        case ("in", question, mask):
            return formulas.is_in(question, mask)
        case ("not", part):
            return formulas.negate(build(formulas, part))
        case ("all", parts):
            return formulas.all_of([build(formulas, part) for part in parts])
        case ("any", parts):
            return formulas.any_of([build(formulas, part) for part in parts])
        case ("count", least, parts):
            return formulas.at_least(least, [build(formulas, part) for part in parts])


def truth(tree, values):
    match tree:
        case ("in", question, mask):
            return bool(mask >> values[question] & 1)
        case ("not", part):
            return not truth(part, values)
        case ("all", parts):
            return all(truth(part, values) for part in parts)
        case ("any", parts):
            return any(truth(part, values) for part in parts)
        case ("count", least, parts):
            return sum(truth(part, values) for part in parts) >= least


leaves = st.integers(0, len(WIDTHS) - 1).flatmap(
    lambda q: st.tuples(st.just("in"), st.just(q), st.integers(0, (1 << WIDTHS[q]) - 1))
)
trees = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(st.just("not"), below),
        st.tuples(st.just("all"), st.lists(below, max_size=3)),
        st.tuples(st.just("any"), st.lists(below, max_size=3)),
        st.tuples(st.just("count"), st.integers(0, 4), st.lists(below, max_size=4)),
    ),
    max_leaves=8,
)


def assigned(formulas, formula, values):
    for question, value in enumerate(values):
        formula = formulas.assign(formula, question, value)
    return formula


@given(trees)
def test_assigning_every_question_gives_the_truth(tree):
    formulas = Formulas(WIDTHS)

    formula = build(formulas, tree)

    everything = product(*map(range, WIDTHS))
    assert {v: assigned(formulas, formula, v) for v in everything} == {
        v: TRUE if truth(tree, v) else FALSE for v in product(*map(range, WIDTHS))
    }


@given(trees)
def test_a_formula_and_its_negation_never_agree(tree):
    formulas = Formulas(WIDTHS)
    formula = build(formulas, tree)

    other = formulas.negate(formula)

    assert formulas.negate(other) == formula or formulas.questions(other) == formulas.questions(formula)
    assert all(
        assigned(formulas, formula, v) != assigned(formulas, other, v) for v in product(*map(range, WIDTHS))
    )


def test_equal_formulas_are_one_number():
    formulas = Formulas(WIDTHS)
    first, second = formulas.is_in(0, 1), formulas.is_in(1, 1)

    assert formulas.all_of([first, second]) == formulas.all_of([second, first, TRUE])
    assert formulas.any_of([first, formulas.is_in(0, 6)]) == TRUE
    assert formulas.all_of([first, formulas.is_in(0, 6)]) == FALSE


def test_the_negation_of_at_least_two_of_three_is_at_least_two_that_fail():
    formulas = Formulas(WIDTHS)
    parts = [formulas.is_in(question, 1) for question in range(3)]

    negated = formulas.negate(formulas.at_least(2, parts))

    assert negated == formulas.at_least(2, [formulas.negate(part) for part in parts])
    assert formulas.negate(negated) == formulas.at_least(2, parts)
