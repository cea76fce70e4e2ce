"""`tango telegram --check` says whether the bot could run, and what is wrong."""

import asyncio
import logging
import os
import signal
import sys

import pytest
from processes import free_port, process
from talks import TOKEN

from bot.assemble import telegram as assembled
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.cli import main
from bot.commands import telegram
from bot.model.errors import PlatformError, TangoError
from tests.botapi.standin import StandIn

WELL = """The token is that of @tango_test_bot.
It can be added to groups.
In groups it gets commands and mentions only, which is all it needs.
Updates are asked for.
All is well. Start the bot with: tango telegram
"""


async def check(*arguments):
    """The command, in a thread, as it has a loop of its own."""
    return await asyncio.to_thread(telegram.check)


async def test_a_good_account_is_well(api, environment, capsys):
    code = await check()

    assert code == 0
    assert capsys.readouterr().out == WELL


async def test_the_command_says_so_too(api, environment):
    async with process("-m", "bot", "telegram", "--check") as bot:
        code = await bot.ends()
        out = (await bot.process.stdout.read()).decode()

    assert (code, out, bot.all) == (0, WELL, "")


async def test_a_webhook_of_another_time_is_named(api, environment, capsys):
    await api.api("setWebhook", url="http://127.0.0.1:9/old")

    await check()

    assert (
        "Updates are brought to http://127.0.0.1:9/old now. Once the bot is started"
        in capsys.readouterr().out
    )


async def test_a_webhook_that_is_to_come_is_named(api, environment, capsys):
    environment(TANGO_HTTP="127.0.0.1:0", TANGO_TELEGRAM_WEBHOOK="https://tango.example")

    await check()

    out = capsys.readouterr().out
    assert "Updates will be brought to https://tango.example/telegram, once the bot is started." in out


async def test_what_telegram_last_failed_at_is_said(api, environment, capsys):
    environment(TANGO_HTTP="127.0.0.1:0", TANGO_TELEGRAM_WEBHOOK="http://127.0.0.1:9")
    ana = await api.person("Ana")
    await api.api("setWebhook", url="http://127.0.0.1:9/telegram")
    await ana.says("/start")
    while not (await api.api("getWebhookInfo"))["result"].get("last_error_message"):  # noqa: ASYNC110 - elsewhere
        await asyncio.sleep(0.01)

    with pytest.raises(PlatformError, match=r"it failed: Connection failed: ConnectError\. Waiting: 1\."):
        await check()

    assert "Updates are brought to http://127.0.0.1:9/telegram.\n" in capsys.readouterr().out


async def test_rights_that_are_missing_or_too_many_are_said(environment, address):
    async with StandIn.at(address, token=TOKEN, privacy=False) as api:
        environment(TANGO_TELEGRAM_API=api.url)

        with pytest.raises(PlatformError, match="It gets every message of its groups"):
            await check()


def test_an_account_that_cannot_join_groups_is_told_how_to():
    known = telegram.Found(
        username="x", joins_groups=False, reads_all=False, brought_to="", failed="", waiting=0
    )

    assert telegram._wrong(known, "") == []
    assert telegram._well(known, "")[1] == (
        "It cannot be added to groups. If it should be: in @BotFather, /setjoingroups, then Enable."
    )


async def test_a_token_that_is_refused_is_said(api, environment):
    environment(TANGO_TELEGRAM_TOKEN="654321:" + "U" * 35)

    with pytest.raises(PlatformError, match="Telegram does not accept the token"):
        await check()


async def test_a_telegram_that_is_not_there_is_said(environment):
    environment(TANGO_TELEGRAM_API="http://127.0.0.1:9")

    with pytest.raises(PlatformError, match="Telegram cannot be reached from here"):
        await check()


async def test_without_a_token_it_says_where_to_get_one(environment):
    environment(TANGO_TELEGRAM_TOKEN="")

    with pytest.raises(TangoError, match=r"There is no token\. Ask @BotFather"):
        await check()


class Stopping(logging.Handler):
    """Stops the bot once it has written down something."""

    def emit(self, record):
        if "not reached" in record.getMessage():
            os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def stopping():
    handler = Stopping()
    logging.getLogger("tango").addHandler(handler)
    yield
    logging.getLogger("tango").removeHandler(handler)
    logging.basicConfig(handlers=[], force=True)


@pytest.mark.usefixtures("stopping")
def test_run_runs_the_bot_until_it_is_told_to_stop(tmp_path, monkeypatch):
    monkeypatch.setenv("TANGO_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TANGO_TELEGRAM_API", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "tango.db"))

    assert telegram.run() == 0


def test_the_command_line_knows_both(monkeypatch):
    monkeypatch.setattr(telegram, "check", lambda: 3)
    monkeypatch.setattr(telegram, "run", lambda: 4)

    assert (main(["telegram", "--check"]), main(["telegram"])) == (3, 4)


def test_a_run_that_has_ended_in_good_order_is_a_success(monkeypatch):
    monkeypatch.setattr(telegram, "telegram", lambda: None)  # the whole is run above and as a process

    assert telegram.run() == 0


async def test_without_the_part_for_a_webhook_it_says_what_to_install(environment, monkeypatch):
    environment(TANGO_HTTP="127.0.0.1:0", TANGO_TELEGRAM_WEBHOOK="http://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "bot.channels.telegram.webhook", None)
    parts = Parts(chat=True)

    with pytest.raises(TangoError, match=r"pip install 'tango-coproduction\[web\]'"):
        assembled._platform(parts, assembled.connection(parts.settings), made_pseudonyms())
