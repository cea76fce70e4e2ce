"""Who comes to a workshop that is only played? People with roles, opinions and ways of their own, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.model.dialogue import Dialogue, Question
from bot.model.ids import QuestionId
from bot.workshop.people import VOTING, Role

FEWEST, MOST = 1, 200
"""So many people can be played."""
SHARES: Final[Mapping[Role, int]] = dict(zip(VOTING, (6, 5, 2, 1), strict=True))
"""How many of fourteen have a role."""
UNSURE, BETWEEN, MOVES = 0.06, 0.04, 0.5
"""How often somebody does not know, has two answers, and changes theirs after talking."""
APART: Final[Mapping[Role, float]] = dict(zip(VOTING, (-1.0, 0.5, 1.0, 0.2), strict=True))
"""How far, and which way, a role sees a question from where all together see it."""
SPREAD: Final = 0.45
"""How far people of one role may be from each other, along all answers of a question."""
CROWD: Final = 20
"""One more of so many comes late."""
SLOWEST: Final = 55
"""Seconds that nobody needs for a question."""


class Way(StrEnum):
    """What one person does that the others do not."""

    TYPES = "types"
    CHANGES = "changes"
    ASKS_TIME = "asks_time"
    LATE = "late"
    LEAVES = "leaves"
    FOLLOWS = "follows"
    KEEPS = "keeps"
    TARDY = "tardy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One person. `answers` are masks: several options where they cannot choose, all of them where they do not know.

    `after` is what they answer after talking, where they change it. `comes` is when, in seconds after the notice (of those who
    come late: after the close), and `pace` how many seconds they need for a question.
    """

    name: str
    role: Role
    answers: Mapping[QuestionId, int]
    after: Mapping[QuestionId, int]
    comes: float
    pace: float
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """All who come. `leader` and `watcher` have no voice."""

    players: tuple[Player, ...]
    leader: str = "leader"
    watcher: str = "watcher"

    def who(self, way: Way) -> tuple[Player, ...]:
        """Those who have this way."""
        return tuple(one for one in self.players if one.way is way)


def company(dialogue: Dialogue, count: int, seed: int) -> Company:
    """So many people; the same seed gives the same ones."""
    chance = random.Random(f"{count}/{seed}")  # noqa: S311 - a play hides nothing
    leanings = [_leaning(chance) for _ in dialogue.questions]
    roles, ways = _roles(count), _ways(count, chance)
    players = (
        _player(dialogue.questions, leanings, (f"p{at + 1}", roles[at], ways[at]), chance)
        for at in range(count)
    )
    return Company(players=tuple(players))


@dataclass(frozen=True, slots=True)
class _Leaning:
    """Where on the way from the first answer to the last all together see a question, and how far roles are apart."""

    middle: float
    apart: float

    def of(self, role: Role) -> float:
        """Where a role sees it."""
        return self.middle + self.apart * APART[role]


def _leaning(chance: random.Random) -> _Leaning:
    return _Leaning(0.3 + 0.4 * chance.random(), 0.45 * chance.random())


def _roles(count: int) -> list[Role]:
    """The role of each, so that every number of people is as near to the shares as can be."""
    given = dict.fromkeys(VOTING, 0)
    roles = []
    for _ in range(count):
        next_one = max(VOTING, key=lambda role: SHARES[role] / (2 * given[role] + 1))
        given[next_one] += 1
        roles.append(next_one)
    return roles


def _ways(count: int, chance: random.Random) -> list[Way | None]:
    """A way for some people, another one for each; in a crowd several come late."""
    wanted = [*Way, *[Way.LATE] * (count // CROWD)]
    order = sorted(range(count), key=lambda _: chance.random())
    ways: list[Way | None] = [None] * count
    for at, way in zip(order, wanted, strict=False):
        ways[at] = way
    return ways


def _player(
    questions: Sequence[Question],
    leanings: Sequence[_Leaning],
    who: tuple[str, Role, Way | None],
    chance: random.Random,
) -> Player:
    name, role, way = who
    answers, after = {}, {}
    for question, leaning in zip(questions, leanings, strict=True):
        answers[question.id] = mask = _answer(question, leaning.of(role), chance)
        nearer = _option(question, leaning.middle)
        if chance.random() < MOVES and nearer != mask:
            after[question.id] = nearer
    return Player(
        name=name,
        role=role,
        answers=answers,
        after=after,
        comes=10 + 170 * chance.random(),
        pace=12 + (SLOWEST - 12) * chance.random(),
        way=way,
    )


def _answer(question: Question, leaning: float, chance: random.Random) -> int:
    kind, at = chance.random(), leaning + SPREAD * (chance.random() - 0.5)
    if kind < UNSURE:
        return question.every
    option = _option(question, at)
    if kind < UNSURE + BETWEEN:
        return option | (option >> 1 or option << 1)
    return option


def _option(question: Question, at: float) -> int:
    """The option that stands there on the way from the first to the last."""
    options = len(question.options)
    return 1 << min(max(int(at * options), 0), options - 1)
