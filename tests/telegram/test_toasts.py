"""What is said at once to a press is true of its button, whatever it leads to."""

import pytest

from bot.assemble.parts import Parts
from bot.model.ids import QuestionId
from bot.model.talk import Ask, Chose, Start, Topic
from bot.service.toasts import MOST, Toast, Toasts


@pytest.fixture(scope="module")
def toasts():
    return Toasts(Parts(chat=True).editions)


SCOPE = QuestionId("scope")


def test_an_answer_is_named(toasts):
    told = toasts.of(Chose(SCOPE, 1), "en")

    assert told == Toast("You tapped: A public service.")
    assert toasts.of(Chose(SCOPE, 1), "en") is told


def test_why_a_question_is_asked_is_told(toasts):
    told = toasts.of(Ask(Topic.WHY, "scope"), "")

    assert 0 < len(told.text) <= MOST


NOBODYS = [
    None,
    Start(),
    Ask(Topic.HELP),
    Ask(Topic.WHY, "nobody"),
    Chose(QuestionId("nobody"), 1),
    Chose(SCOPE, 0),
    Chose(SCOPE, 1 << 40),
]


@pytest.mark.parametrize("act", NOBODYS)
def test_of_what_nobody_here_made_nothing_is_said_or_kept(toasts, act):
    before = dict(toasts._said)

    assert toasts.of(act, "en") == Toast()
    assert toasts._said == before
