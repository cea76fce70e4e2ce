"""What is said at once to a press is true of its button, whatever it leads to."""

import pytest

from bot.assemble.parts import Parts
from bot.model.ids import QuestionId
from bot.model.meet import Deed, Meet
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


def met(deed, about):
    return Meet("0a1b2c3d", deed, about)


def test_in_a_workshop_the_same_is_said_of_a_vote_and_of_why(toasts):
    assert toasts.of(met(Deed.VOTE, "1.scope"), "en") is toasts.of(Chose(SCOPE, 1), "en")
    assert toasts.of(met(Deed.WHY, "scope"), "en") == toasts.of(Ask(Topic.WHY, "scope"), "en")


def test_an_outsider_is_told_whom_to_ask(toasts):
    told = toasts.outsider("en")

    assert told == toasts.outsider("")
    assert told.alert
    assert told.text == "Only members of this group can take part. Ask somebody in it to add you."


NOBODYS = [
    *(met(Deed.VOTE, about) for about in ("", "scope", "x.scope", "0.scope", "-1.scope", "1.nobody")),
    met(Deed.WHY, "nobody"),
    met(Deed.JOIN, ""),
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
