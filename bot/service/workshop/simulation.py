"""How does a whole workshop go when it is played? The deeds of each person, in time, wherever people press and type."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.model.dialogue import Dialogue, Question
from bot.service.workshop.casting import Company, Player, Way
from bot.workshop.people import Role

RAISES: Final = 1
"""The number of the option, from nought, for which somebody without a phone raises a hand."""
THINKING: Final = (9, 4, 6, 3)
"""Seconds between those who change their answer in a second round."""

Doing = AsyncIterator[float]
"""What one person does; between two deeds it gives the seconds until the next."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The newest message with buttons in somebody's private chat: its words, and the labels of its buttons."""

    text: str
    labels: tuple[str, ...]


class Place(Protocol):
    """Where people press and type, and where time goes by. People are called by their names."""

    async def calls(self, person: str) -> None:
        """Ask for a workshop in the group."""

    async def says(self, person: str, text: str) -> None:
        """Type something in private."""

    async def presses(self, person: str, label: str) -> None:
        """Press the newest button whose label begins so: in private or, at the door of the workshop, in the group."""

    async def follows(self, person: str, owner: str) -> None:
        """Follow the link into the workshop that was made for somebody else."""

    async def looks(self, person: str) -> Sight | None:
        """What can be pressed in private now."""

    async def passes(self, seconds: float) -> None:
        """Time goes by, and what is due happens on the way."""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody will do, as the leader types it."""

    what: str
    owner: str
    due: str


class Lines:
    """The words that are typed and pressed, in one language."""

    def __init__(self, say: Callable[..., str]) -> None:
        self._say = say
        self.service = say("workshop_sim_service")
        self.shared = say("workshop_sim_shared")
        self.parked = say("workshop_sim_parked")
        self.actions = (
            Action(say("workshop_sim_what_1"), say("workshop_sim_owner_1"), say("workshop_sim_due_1")),
            Action(say("workshop_sim_what_2"), say("workshop_sim_owner_2"), say("workshop_sim_due_2")),
            Action(say("workshop_sim_what_3"), say("workshop_sim_owner_3"), say("workshop_sim_due_3")),
        )
        self.unclear = say("workshop_sim_unclear")
        self.open = say("offer_keep_open")

    def label(self, key: str) -> str:
        """The label of a button of workshops."""
        return self._say(f"offer_w_{key}")


class Simulation:
    """One workshop, from the call for it to its end."""

    def __init__(self, place: Place, dialogue: Dialogue, people: Company, lines: Lines) -> None:
        self._place = place
        self._dialogue = dialogue
        self._people = people
        self._lines = lines
        self._leader = people.leader

    async def plays(self) -> None:
        """All of it."""
        await self._sets_up()
        await side_by_side(self._place, [*map(self._comes, self._early()), self._watches()])
        await self._steers("open", 15)
        tardy = [self._comes_late(one) for one in self._people.who(Way.TARDY)]
        await side_by_side(self._place, [*map(self._answers, self._early()), *tardy, self._counts_hands()])
        await self._steers("close", 20)
        late = [self._comes_late(one) for one in self._people.who(Way.LATE)]
        leaving = map(self._leaves, self._people.who(Way.LEAVES))
        await side_by_side(self._place, [self._talks(), *late, *leaving])
        await self._decides()
        await self._ends()

    def _early(self) -> tuple[Player, ...]:
        """Those who are there when the questions open."""
        return tuple(one for one in self._people.players if one.way not in (Way.LATE, Way.TARDY))

    async def _sets_up(self) -> None:
        await self._place.calls(self._leader)
        await self._steers("claim", 15)
        await self._place.passes(20)
        await self._place.says(self._leader, self._lines.service)
        await self._steers("notice", 30)

    async def _steers(self, key: str, after: float) -> None:
        """Whoever leads presses a button, so many seconds later."""
        await self._place.passes(after)
        await self._place.presses(self._leader, self._lines.label(key))

    async def _comes(self, one: Player) -> Doing:
        """Join, and say from where one sees the service."""
        yield one.comes
        if one.way is Way.FOLLOWS:
            await self._place.follows(one.name, self._leader)
            yield 12
        await self._place.presses(one.name, self._lines.label("join"))
        yield 8
        await self._place.presses(one.name, f"{list(Role).index(one.role) + 1} ")

    async def _comes_late(self, one: Player) -> Doing:
        """Join while the others have begun, and answer at once."""
        async for seconds in self._comes(one):
            yield seconds
        async for seconds in self._answers(one):
            yield seconds

    async def _watches(self) -> Doing:
        yield 45
        await self._place.presses(self._people.watcher, self._lines.label("watch"))

    async def _answers(self, one: Player) -> Doing:
        """Answer one question after the other, as long as any is asked."""
        yield one.pace
        given: list[Question] = []
        while (question := await self._asked(one)) is not None:
            if one.way is Way.ASKS_TIME and len(given) == 2:
                await self._place.presses(one.name, self._lines.label("ask_time"))
                yield 9
                await self._place.presses(self._leader, self._lines.label("more_time"))
                yield 20
            await self._gives(one, question, first=not given)
            given.append(question)
            yield one.pace
        if one.way is Way.CHANGES and given:
            await self._changes(one, given[0])

    async def _asked(self, one: Player) -> Question | None:
        """The question that somebody is asked now."""
        text = await self._reads(one.name)
        return next((asked for asked in self._dialogue.questions if asked.text in text), None)

    async def _reads(self, person: str) -> str:
        sight = await self._place.looks(person)
        return sight.text if sight else ""

    async def _gives(self, one: Player, question: Question, *, first: bool) -> None:
        """One answer: by its button or, where there is none for it, by typing."""
        mask = one.answers[question.id]
        options = _options(question, mask)
        if mask == question.every:
            await self._place.presses(one.name, f"{len(question.options) + 1} ")
        elif len(options) > 1:
            await self._place.says(one.name, " ".join(str(at + 1) for at in options))
            await self._place.presses(one.name, self._lines.open)
        elif one.way is Way.TYPES:
            if first:
                await self._place.says(one.name, self._lines.unclear)
            await self._place.says(one.name, question.options[options[0]].label)
        else:
            await self._place.presses(one.name, f"{options[0] + 1} ")

    async def _changes(self, one: Player, question: Question) -> None:
        """Take the first of one's answers back, and give the one that stands below it."""
        await self._place.presses(one.name, "1")
        known = _options(question, one.answers[question.id])[-1]
        await self._place.presses(one.name, f"{known + 2} ")

    async def _counts_hands(self) -> Doing:
        """Somebody in the room has no phone."""
        yield 100
        await self._place.presses(self._leader, self._lines.label("hands"))
        yield 5
        await self._place.presses(self._leader, "1")
        text = await self._reads(self._leader)
        yield 25
        asked = next(one for one in self._dialogue.questions if f"{one.short}:" in text)
        raised = " ".join("1" if at == RAISES else "0" for at in range(len(asked.options)))
        await self._place.says(self._leader, f"{Role.USERS} {raised}")

    async def _talks(self) -> Doing:
        """The talk about each question on the agenda: the first of them twice, the others once."""
        yield 40
        began = await self._goes_on("first")
        number = 0
        while began:
            number += 1
            yield 130  # the pairs come together on the way
            if number == 1:
                yield 240  # and the time is up
                async for pause in self._second_round():
                    yield pause
                yield 50
                await self._types("point", self._lines.shared)
            elif number == 2:
                await self._types("park", self._lines.parked)
            yield 60
            began = await self._goes_on("next")
        if number < 2:
            await self._types("park", self._lines.parked)

    async def _goes_on(self, key: str) -> bool:
        """To the next question of the agenda, or to the actions; gives whether there is a question."""
        sight = await self._place.looks(self._leader)
        there = sight is not None and self._lines.label(key) in sight.labels
        await self._place.presses(self._leader, self._lines.label(key if there else "to_actions"))
        return there

    async def _second_round(self) -> Doing:
        """The same question again; some change their answer."""
        await self._place.presses(self._leader, self._lines.label("second"))
        pauses = itertools.cycle(THINKING)
        for one in self._people.players:
            question = None if one.way is Way.LATE else await self._asked(one)
            if question is not None and question.id in one.after:
                yield next(pauses)
                await self._place.presses(one.name, f"{_options(question, one.after[question.id])[0] + 1} ")
        yield 15
        await self._place.presses(self._leader, self._lines.label("close_second"))

    async def _types(self, key: str, text: str) -> None:
        """Whoever leads notes something."""
        await self._place.presses(self._leader, self._lines.label(key))
        await self._place.says(self._leader, text)

    async def _leaves(self, one: Player) -> Doing:
        yield 200
        await self._place.presses(one.name, self._lines.label("leave"))

    async def _decides(self) -> None:
        for action in self._lines.actions:
            await self._place.passes(70)
            await self._types("action", action.what)
            for words in (action.owner, action.due):
                await self._place.passes(12)
                await self._place.says(self._leader, words)
        await self._steers("result", 60)

    async def _ends(self) -> None:
        await self._place.passes(40)
        for one in self._people.who(Way.KEEPS):
            await self._place.presses(one.name, self._lines.label("keep"))
        await self._steers("report_md", 60)
        await self._steers("end", 90)
        await self._steers("end_sure", 10)


async def side_by_side(place: Place, doings: Sequence[Doing]) -> None:
    """Let people do what they do at the same time: always the one whose turn comes first."""
    turns: list[tuple[float, int]] = []
    for at, doing in enumerate(doings):
        await _goes(doing, (0.0, at), turns)
    now = 0.0
    while turns:
        when, at = heapq.heappop(turns)
        await place.passes(when - now)
        now = when
        await _goes(doings[at], (now, at), turns)


async def _goes(doing: Doing, turn: tuple[float, int], turns: list[tuple[float, int]]) -> None:
    """One person does what is next, and has another turn if there is more."""
    now, at = turn
    seconds = await anext(doing, None)
    if seconds is not None:
        heapq.heappush(turns, (now + seconds, at))


def _options(question: Question, mask: int) -> list[int]:
    """The options of a mask, by their numbers from nought."""
    return [at for at in range(len(question.options)) if mask >> at & 1]
