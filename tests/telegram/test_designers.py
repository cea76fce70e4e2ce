"""Three designers and the real program: one from the first word to the deletion, one over a kill, one over an upgrade."""

import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import asynccontextmanager, closing

import pytest
from abroad import translated
from talks import TOKEN, answered, begun, finished, newer, until
from versions import ROOT, Folder

from tests.botapi.standin import StandIn

ANSWERS = ("They pick from set options", "We ask for their views", "We reply, staff decide", "Some details")


class Program:
    """`tango telegram` as a process of its own, which may be killed and started again."""

    def __init__(self, api, home, **environ):
        self._environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TANGO_TELEGRAM_TOKEN": TOKEN,
            "TANGO_TELEGRAM_API": api.url,
            "TANGO_DATABASE": str(home / "tango.db"),
            **environ,
        }
        self.told = ""
        self._process = None

    async def start(self):
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "telegram", env=self._environ, stderr=asyncio.subprocess.PIPE
        )
        return self

    async def end(self, how=signal.SIGTERM):
        """Stop it; gives the exit code."""
        self._process.send_signal(how)
        _, told = await self._process.communicate()
        self.told += told.decode()
        return self._process.returncode

    def reloads(self):
        self._process.send_signal(signal.SIGHUP)


@asynccontextmanager
async def program(address, home, **environ):
    async with StandIn.at(address, token=TOKEN, limits=False) as api:
        bot = await Program(api, home, **environ).start()
        try:
            yield api, bot
        finally:
            code = await bot.end()
        assert code == 0
        assert TOKEN not in bot.told
        assert "Traceback" not in bot.told


def left(home):
    """The tables in which a row stands that is about a person; of the inbox, with more than its number."""
    about = {
        "inbox": "conversation IS NOT NULL",
        "timer": "conversation != ''",
        **dict.fromkeys(("session", "outbox", "shown", "address", "consent", "usage"), "1"),
    }
    with closing(sqlite3.connect(home / "tango.db")) as database:
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table} WHERE {which}").fetchone()[0]
            for table, which in about.items()
        }
    return {table for table, count in counts.items() if count}


@pytest.mark.thorough  # within Telegram's limits that takes its time
async def test_a_designer_goes_all_the_way_changes_an_answer_asks_why_and_deletes_everything(
    address, tmp_path
):
    async with program(address, tmp_path) as (api, _):
        ana = await api.person("Ana", language="en")
        await finished(ana, *ANSWERS)

        await ana.presses("Change an answer")
        check = await ana.sees("CHECK YOUR ANSWERS")
        await ana.presses("5", m=check)
        question = await ana.sees("Your answer so far: We ask for their views")
        await ana.presses("4 Members with a real vote", m=question)
        await newer(ana, question)
        await answered(ana, ANSWERS)
        await ana.presses("Show my result")
        card = await ana.sees("RESULT: home visits")
        await ana.presses("Why?", m=card)
        await ana.sees("5 Part in planning: ")
        await ana.says("/delete")
        await ana.presses("Erase it for good", m=await ana.sees("It cannot be undone."))
        await ana.sees("is erased")
        await until(lambda: not left(tmp_path))


async def test_a_designer_goes_on_after_the_program_was_killed(address, tmp_path):
    async with program(address, tmp_path) as (api, bot):
        bo = await api.person("Bo", language="en")
        await begun(bo)
        question = (await bo.chat())[-1]
        await bo.presses("1 A public service")
        asked = await newer(bo, question)

        await bot.end(signal.SIGKILL)
        await bo.says("2")
        await bot.start()

        assert "Question 2 of" in (await bo.sees("You said: The person picks from set options")).text
        assert "Question 1 of" in asked.text


async def test_buttons_from_before_an_upgrade_are_good_until_the_designer_moves(address, tmp_path):
    folder = Folder(tmp_path / "content")
    async with program(address, tmp_path, TANGO_CONTENT=str(folder.path)) as (api, bot):
        cy = await api.person("Cy", language="en")
        await begun(cy)
        await cy.presses("1 A public service")
        first = await cy.sees("Question 1 of about 18")
        folder.asks_more()
        bot.reloads()

        while not (offers := [m for m in await cy.chat() if "Go over to them" in m.labels]):
            await cy.presses("Back", m=first)
            scope = await newer(cy, first, "Keep it")
            await cy.presses("Keep it", m=scope)
            first = await newer(cy, scope, "2 They pick from set options")
        await cy.presses("2 They pick from set options", m=first)
        second = await cy.sees("Question 2 of about 18")
        await cy.presses("Go over to them", m=offers[-1])
        await cy.sees("YOU HAVE MOVED")
        await cy.presses("1 In person", m=second)

        told = await cy.sees("That button belongs to an earlier step, so nothing was changed.")
        assert "Question 2 of about 19" in told.text


async def test_a_designer_goes_on_in_another_language(address, tmp_path, library):
    folder = translated(tmp_path / "content", library)
    async with program(address, tmp_path, TANGO_CONTENT=str(folder)) as (api, _):
        dee = await api.person("Dee", language="xx-YY")
        await dee.says("/start")
        first = await dee.sees("", within=20)

        await dee.says("/language")
        choice = await dee.sees("English")
        assert choice.labels[0] == "English"
        await dee.presses("English", m=choice)
        await dee.sees("What do you call the service?")

        assert "What do you call" not in first.text
