"""Whole workshops that are played: whatever the seed, what the group sees keeps its promises."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assemble.parts import Parts, drive
from bot.assemble.rehearsal import rehearsal
from bot.channels.playbill import counts
from bot.channels.rehearsal import Saw
from bot.service.workshop.casting import Way, company
from bot.service.workshop.simulation import Lines, Simulation
from bot.workshop.people import VOTING, Role

MOST_A_MINUTE = 20
LONGEST = 4096
LONG = 600
MAY_BE_LONG = (
    "# What you see together",
    "# Where you see",
    "# Talk about",
    "# After talking",
    "# You have answered all of it",  # with long names of answers to eight questions
    "# Question ",  # the part in planning has long answers
    "# Second round",
)


@pytest.fixture(scope="session")
def parts():
    return Parts(chat=True)


@pytest.fixture(scope="session")
def played(parts):
    """The log of a whole workshop."""

    def played(count, seed):
        people = company(parts.rules.dialogue, count, seed)
        lines = Lines(parts.speaker.words.say)
        with rehearsal(parts, seed) as place:
            drive(Simulation(place, parts.rules.dialogue, people, lines).plays())
            return place

    return played


def seen(place):
    return [one for one in place.log if isinstance(one, Saw) and one.chat == place.group]


def answers(parts):
    """How answers are named."""
    return {option.label for question in parts.rules.dialogue.questions for option in question.options}


@settings(max_examples=8)
@given(count=st.integers(1, 40), seed=st.integers(0, 10**6))
def test_the_group_is_told_what_it_may_know_and_never_too_much_at_once(parts, played, count, seed):
    place = played(count, seed)
    group = seen(place)
    texts = {one.message.text for one in place.log if isinstance(one, Saw)}
    closed = next(
        at for at, one in enumerate(group) if one.message.text.startswith("# The questions are closed")
    )

    assert group[-1].message.text.startswith("# The workshop has ended")
    assert counts(place.log, place.group)[2] <= MOST_A_MINUTE
    for one in group[:closed]:
        raised = one.message.text.startswith("Hands raised in the room")
        assert raised or not any(label in one.message.text for label in answers(parts))
    assert max(map(len, texts)) <= LONGEST
    assert [text for text in texts if len(text) > LONG and not text.startswith(MAY_BE_LONG)] == []


@pytest.mark.thorough
def test_many_people_are_played_too(played):
    place = played(200, 1)

    assert counts(place.log, place.group)[2] <= MOST_A_MINUTE
    assert any("who came later are counted" in one.message.text for one in seen(place))


def test_the_same_seed_plays_the_same(played):
    assert played(9, 4).log == played(9, 4).log
    assert played(9, 4).log != played(9, 5).log


def test_of_fourteen_six_use_the_service(dialogue):
    roles = Counter(one.role for one in company(dialogue, 14, 3).players)

    assert [roles[role] for role in VOTING] == [6, 5, 2, 1]


@pytest.mark.parametrize("count", [1, 2, 14, 60, 200])
def test_each_has_an_answer_to_every_question_and_some_have_a_way_of_their_own(dialogue, count):
    people = company(dialogue, count, 1)
    ways = Counter(one.way for one in people.players)

    assert len(people.players) == count
    assert sum(ways[way] for way in Way) == min(count, len(Way) + count // 20)
    for one in people.players:
        for question in dialogue.questions:
            assert 0 < one.answers[question.id] <= question.every


def test_roles_lean_to_different_answers(dialogue):
    people = company(dialogue, 200, 2).players

    def mean(role, question):
        given = [one.answers[question.id].bit_length() for one in people if one.role is role]
        return sum(given) / len(given)

    apart = [mean(Role.PLANNERS, question) - mean(Role.USERS, question) for question in dialogue.questions]
    assert max(apart) > 1
