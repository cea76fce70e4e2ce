import pytest

from bot.reasoning import compiler as compiling
from bot.reasoning.compiler import Compiler, TooManyStatesError
from bot.reasoning.formula import FALSE, TRUE, Formulas


def three_questions(guard=None):
    formulas = Formulas([3, 3, 3])
    guards = [(0, TRUE), (1, guard(formulas) if guard else TRUE), (2, TRUE)]
    return formulas, Compiler(formulas, [2, 2, 2], guards)


def test_reach_gives_every_row_that_some_completion_hits():
    formulas, compiler = three_questions()

    found = compiler.compile([(formulas.is_in(0, 1), 0), (formulas.is_in(1, 2), 1), (TRUE, 2)])

    assert found.reach((3, 3, 3)) == 0b111
    assert found.reach((1, 3, 3)) == 0b001
    assert found.reach((2, 1, 3)) == 0b100


def test_a_question_behind_a_false_guard_is_not_asked():
    formulas, compiler = three_questions(guard=lambda f: f.is_in(0, 1))

    found = compiler.compile([(formulas.is_in(1, 3), 0), (TRUE, 1)])

    assert found.reach((1, 3, 3)) == 0b01
    assert found.reach((2, 3, 3)) == 0b10


def test_live_names_the_questions_that_can_still_matter():
    formulas, compiler = three_questions()
    found = compiler.compile([(formulas.all_of([formulas.is_in(0, 1), formulas.is_in(2, 1)]), 0), (TRUE, 1)])

    assert found.live((3, 3, 3)) == {0, 2}
    assert found.live((2, 3, 3)) == frozenset()
    assert found.live((1, 3, 3)) == {2}


def test_rows_behind_one_that_always_holds_are_never_reached():
    formulas, compiler = three_questions()

    found = compiler.compile([(formulas.is_in(0, 1), 0), (TRUE, 1), (formulas.is_in(1, 1), 2)])

    assert found.reach((3, 3, 3)) == 0b011


def test_too_many_states_are_refused_with_the_question(monkeypatch):
    monkeypatch.setattr(compiling, "WORK_CAP", 7)
    formulas, compiler = three_questions()
    parts = [formulas.is_in(question, 1) for question in range(3)]

    with pytest.raises(TooManyStatesError) as caught:
        compiler.compile([(formulas.at_least(2, parts), 0), (TRUE, 1)])

    assert (caught.value.question, caught.value.rows) == (1, (0, 1))
    assert str(caught.value) == "The rules leave too many cases open at question 1."


def test_of_rows_that_can_never_hold_none_is_kept():
    formulas, _ = three_questions()
    row = formulas.is_in(0, 1)

    assert compiling._live_rows(((FALSE, 0), (row, 1), (FALSE, 2))) == ((row, 1),)
