"""A bot that is killed at every stage of a workshop: each vote counts once, no stage is lost, and the end destroys."""

import asyncio
import random
from collections import Counter

import pytest
import workshop_figures
import workshop_kept
from crowd import WITHIN, crowd, taps
from processes import process, rows, until
from talks import newer
from test_workshop_load import on_panel, types, votes_again

pytestmark = pytest.mark.thorough

WORKER = "tests/telegram/workshop_worker.py"
SMALL = {"users": 5, "front_line": 2}
STAGES = (
    "A workshop about one public service",
    "Workshop: home visits",
    "The questions are",
    "Where you see",
    "Second round:",
    "After talking:",
    "Actions",
    "What you see together",
    "The report.",
    "The workshop has ended",
)
"""How the boards of the group begin that come once in a workshop, in their order."""
TALK, FOURS, TIME_UP = "Talk about:", "Now two pairs together", "The time for this is up"
NOT_ASKED = -1


class Mortal:
    """The bot's process, which is killed and started again."""

    def __init__(self, chance):
        self._chance = chance
        self._running = None
        self.kills = 0
        self.written = ""

    async def start(self, **environ):
        self._running = process(WORKER, **environ)
        self.bot = await self._running.__aenter__()

    async def killed(self, after=0.0):
        """Killed after a while of up to so many seconds, and started again."""
        await asyncio.sleep(self._chance.uniform(0, after))
        await self.bot.kill()
        self.kills += 1
        await self.leave()
        await self.start()

    async def dies(self):
        """It kills itself."""
        await self.bot.ends()
        self.kills += 1
        await self.leave()

    async def leave(self):
        await self._running.__aexit__(None, None, None)
        self.written += self.bot.all


@pytest.fixture
async def mortal(api, environment):
    mortal = Mortal(random.Random(3))
    await mortal.start()
    yield mortal
    await mortal.leave()


async def steers(workshop, mortal, label, within=0.3):
    """Press a button of the panel, and kill the bot soon after; then the next panel comes all the same."""
    m = await workshop.button(workshop.leader, label)
    await taps(workshop.leader, m, label)
    await mortal.killed(after=within)
    return await newer(workshop.leader, m, within=WITHIN)


async def while_killed(mortal, doing, times=2):
    """Do something, and kill the bot so often meanwhile."""
    task = asyncio.ensure_future(doing)
    for _ in range(times):
        await mortal.killed(after=0.6)
    await task


def asked(workshop):
    """What the model says that stands in each sheet."""
    return {one.person.name: one.answers | one.again for one in workshop.members}


def held_against(workshop, book):
    """The pictures shown at the close are those of the answers that the model has."""
    for place in book.workshop.places:
        question = book.dialogue.questions[place]
        given = [one.answers.get(question.id, NOT_ASKED) for one in workshop.members]
        masks = {NOT_ASKED: 0, None: question.every}
        counts = Counter(masks[one] if one in masks else 1 << one for one in given)
        for picture in book.shown(place):
            assert workshop_kept.fits(picture, counts), (question.id, picture, counts)


def stages(boards):
    """Which stages a group was shown, in order."""
    begun = [next((one for one in STAGES if one in words), "") for words in boards]
    return once_in_a_row([one for one in begun if one])


def once_in_a_row(found):
    return [one for at, one in enumerate(found) if at == 0 or found[at - 1] != one]


def told_of(boards, words):
    return sum(words in one for one in boards)


async def settled(api, file):
    """Nothing is left to be answered or sent."""
    await api.all_confirmed(within=WITHIN)
    waits = (
        "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state < 2)"
    )
    await until(lambda: rows(file, waits) == [(0,)], WITHIN)


async def test_killed_at_every_stage_each_vote_counts_once_and_the_end_destroys(  # noqa: PLR0915 - one workshop from its beginning to its end
    api, mortal, file
):
    workshop = await crowd(api, SMALL)
    leader, group, members = workshop.leader, workshop.group, workshop.members
    await workshop.begins()
    await mortal.killed()
    for one in members:
        one.waits = False
    await while_killed(mortal, workshop.gather(pause=0.5))
    await workshop.in_group("7 people have joined")

    await steers(workshop, mortal, "Open the questions")
    await while_killed(mortal, workshop.answer_all(pause=0.2), times=3)
    await settled(api, file)
    assert workshop_kept.Book(file).sheets(members) == asked(workshop)
    await workshop.in_group("Finished: 7 of 7")

    await steers(workshop, mortal, "Close and show")
    await workshop.in_group("differently")
    held_against(workshop, workshop_kept.Book(file))

    await steers(workshop, mortal, "Talk about the first")
    await workshop.in_group("Now two pairs together")
    await steers(workshop, mortal, "Second round")
    await while_killed(
        mortal, asyncio.gather(*(votes_again(workshop, one, "Second round") for one in members))
    )
    await workshop.in_group(TIME_UP)
    await settled(api, file)
    await steers(workshop, mortal, "Close and compare")
    await workshop.in_group("After talking")
    await settled(api, file)
    assert workshop_kept.Book(file).sheets(members) == asked(workshop)

    while not await on_panel(workshop, "To the actions"):
        await workshop.steers("Next question")
    await steers(workshop, mortal, "To the actions")
    await steers(workshop, mortal, "Add an action")
    for question, line in (
        ("Type what will", "Show the draft"),
        ("Who does it?", "planners"),
        ("By when?", "30 June"),
    ):
        await types(workshop, (question, line))
        await mortal.killed(after=0.2)
    await workshop.in_group("1. Show the draft (planners, 30 June)")
    await steers(workshop, mortal, "Show the result")
    await steers(workshop, mortal, "Report as Markdown")
    await until(
        lambda: any(m.document and m.document.kind == "document" for m in api.shown(group.id)), WITHIN
    )
    await settled(api, file)
    book = workshop_kept.Book(file)
    assert book.sheets(members) == asked(workshop)

    await workshop.steers("End and destroy the key")
    await mortal.leave()
    await mortal.start(TANGO_TEST_DIES="purge")
    await taps(leader, await workshop.button(leader, "Yes, end it"), "Yes, end it")
    await mortal.dies()
    await mortal.start()
    await workshop.in_group("The workshop has ended")
    await settled(api, file)

    boards = workshop_figures.Log(await api.calls()).boards(group.id)
    told = once_in_a_row(boards)
    assert stages(boards) == list(STAGES)
    assert 1 <= told_of(told, FOURS) <= told_of(told, TALK)
    assert told_of(told, TIME_UP) >= 1
    assert len(boards) - len(set(boards)) <= mortal.kills
    assert rows(file, "SELECT count(*) FROM seat") == [(0,)]
    assert rows(file, "SELECT ended, length(key) FROM workshop") == [(1, 0)]
    assert rows(file, "SELECT count(*) FROM inbox WHERE state > 1") == [(0,)]
    assert workshop_kept.left(file, book.secrets()) == []
    assert "Traceback" not in mortal.written
