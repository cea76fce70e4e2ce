"""A whole bot in this process, on the strict stand-in of the Bot API, which runs in a process of its own."""

from __future__ import annotations

import io
import logging

import pytest
from bots import running
from small_workshop import asking, small, soon  # noqa: F401 - fixtures
from talks import TOKEN

from bot.service.journal import open_journal
from tests.botapi.standin import StandIn


@pytest.fixture(scope="session")
def address():
    """One process for all tests here; each test begins anew in it."""
    with StandIn.serving("--token", TOKEN) as address:
        yield address


@pytest.fixture
async def api(address):
    """Telegram without its limits, so that a test need not wait for them."""
    async with StandIn.at(address, token=TOKEN, limits=False) as standin:
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
