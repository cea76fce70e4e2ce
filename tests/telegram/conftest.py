"""A whole bot in this process, on the strict stand-in of the Bot API, which runs in a process of its own."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace

import pytest
from talks import TOKEN, until

from bot.assemble import telegram as assembled
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.assemble.worker import _work
from bot.model.sending import Limits
from bot.service.journal import open_journal
from tests.botapi.standin import StandIn


@pytest.fixture
async def api():
    """Telegram without its limits, so that a test need not wait for them."""
    async with StandIn.start(token=TOKEN, limits=False) as standin:
        yield standin


@pytest.fixture
def environment(api, monkeypatch, tmp_path):
    """The environment of a bot; gives a way to set more."""

    def environment(**more):
        given = {
            "TANGO_TELEGRAM_TOKEN": TOKEN,
            "TANGO_TELEGRAM_API": api.url,
            "TANGO_DATABASE": str(tmp_path / "tango.db"),
            **more,
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)

    environment()
    return environment


@asynccontextmanager
async def running(limits=None, lease=2_000, change=lambda platform: platform):
    """The bot, from its start to its stop in good order; `change` gives the platform that it runs on."""
    parts = Parts(chat=True)
    built = assembled._platform(parts, assembled.connection(parts.settings), made_pseudonyms())
    platform = change(replace(built, limits=limits or Limits(), lease=lease))
    with ExitStack() as stack:
        bot = asyncio.create_task(_work(parts, platform, stack))
        try:
            await asyncio.sleep(0)
            yield platform
            if bot.done():
                bot.result()
        finally:
            if not bot.done():
                await until(lambda: bot.done() or _listens())
                os.kill(os.getpid(), signal.SIGTERM)
            await bot


def _listens():
    """Whether the bot has taken the signals of this process."""
    return signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, None)


@pytest.fixture
async def bot(environment):
    async with running() as platform:
        yield platform


@pytest.fixture
def file(environment, tmp_path):
    """The SQLite file of the bot."""
    return tmp_path / "tango.db"


@pytest.fixture
async def ana(api, bot):
    return await api.person("Ana", language="en")


@pytest.fixture
def journal(monkeypatch):
    """What the bot writes down, as text so far."""
    stream = io.StringIO()
    open_journal(stream)
    yield stream.getvalue
    logging.basicConfig(handlers=[], force=True)
