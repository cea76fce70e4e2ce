"""Telegram fails in every way it can while a workshop goes on: nothing is lost, each board comes once, in its order."""

import asyncio

import pytest
import workshop_figures
import workshop_kept
from bots import running
from crowd import WITHIN, crowd
from test_workshop_killed import STAGES, asked, once_in_a_row, settled, stages
from test_workshop_load import on_panel, types, votes_again

from bot.channels.telegram import connection
from bot.service import sender
from bot.service.workshop import gatherings

pytestmark = pytest.mark.thorough

FEW = {"users": 6, "front_line": 5, "planners": 1}
PATIENCE = 1.0
"""Seconds until an answer that does not come is given up."""


@pytest.fixture
async def bot(environment, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", PATIENCE)
    monkeypatch.setattr(sender, "FIRST_WAIT", 100)
    monkeypatch.setattr(gatherings, "TELLS", 1_000)
    async with running(lease=10_000) as platform:
        yield platform


async def fails(api, chat, **methods):
    """Calls of these methods fail, one after the other, as is said for each."""
    for method, kinds in methods.items():
        for kind in kinds:
            await api.fault(method, kind, chat=chat, retry_after=1)


async def test_whatever_fails_nothing_is_lost_and_each_board_comes_once_in_its_order(api, bot, file):
    workshop = await crowd(api, FEW)
    leader, group, members = workshop.leader, workshop.group, workshop.members
    for one in members:
        one.waits = False
    await fails(api, group, sendMessage=("500",), pinChatMessage=("500", "429"))
    await workshop.begins()
    await fails(api, None, sendMessage=("500", "timeout", "429"), answerCallbackQuery=("500", "reset"))
    await workshop.gather()
    await workshop.in_group("12 people have joined", within=WITHIN)

    await fails(api, group, sendMessage=("429", "500"), editMessageText=("429", "timeout", "500"))
    await workshop.steers("Open the questions")
    await fails(api, None, sendMessage=("500", "timeout", "429", "reset"), editMessageText=("500", "timeout"))
    await workshop.answer_all(pause=0.1)
    await workshop.in_group("Finished: 12 of 12")

    await fails(api, group, sendPhoto=("429", "429", "500"), editMessageText=("429",))
    await workshop.steers("Close and show")
    await workshop.in_group("differently")
    await workshop.steers("Talk about the first")
    await fails(api, group, sendMessage=("429", "timeout"))
    await fails(api, members[0].person, sendMessage=("429", "500"))
    await workshop.steers("Second round")
    await asyncio.gather(*(votes_again(workshop, one, "Second round") for one in members))
    await fails(api, group, sendPhoto=("429", "timeout"))
    await workshop.steers("Close and compare")
    await workshop.in_group("After talking")
    while not await on_panel(workshop, "To the actions"):
        await workshop.steers("Next question")
    await workshop.steers("To the actions")
    await workshop.steers("Add an action")
    await types(
        workshop, ("Type what will", "Show the draft"), ("Who does it?", "planners"), ("By when?", "30 June")
    )
    await fails(api, group, sendMessage=("500",), sendPhoto=("reset",), sendDocument=("429", "500"))
    await workshop.steers("Show the result")
    await workshop.steers("Report as Markdown")
    await settled(api, file)
    book = workshop_kept.Book(file)
    await api.mend()
    await workshop.steers("End and destroy the key")
    await leader.presses("Yes, end it", m=await workshop.button(leader, "Yes, end it"))
    await workshop.in_group("The workshop has ended")
    await settled(api, file)

    log = workshop_figures.Log(await api.calls())
    boards = log.boards(group.id)
    assert book.sheets(members) == asked(workshop)
    assert stages(boards) == list(STAGES)
    assert once_in_a_row(boards) == boards
    assert log.twice(group.id) == []
    assert all(log.twice(one.person.id) == [] for one in members)
    assert set(log.answers().values()) == {1}
    assert workshop_kept.left(file, book.secrets()) == []
