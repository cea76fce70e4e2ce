"""How is our account connected to Telegram? By a bot of the library; it is made ready once, and again after a failure."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.menus import SCOPES, Menu
from bot.channels.telegram.updates import ALLOWED, Account
from bot.model.errors import PlatformError
from bot.service import journal

API: Final = "https://api.telegram.org"
WAITS: Final = 20
"""Seconds that Telegram keeps a question for updates open; less than a task may be still."""
PATIENCE: Final = 15.0
"""Seconds that it may take to answer anything else."""
LONGEST: Final = 8.0
"""Seconds between two tries at most: with a question that hangs they are less than a task may be still."""
AT_ONCE: Final = 64
"""Connections: more than messages and answers to buttons are ever under way."""
KEPT: Final = 8
"""Of them so many stay open: with every call the library looks at each one whether it is still good."""


class Connection:
    """Our account at Telegram. `token` is the account's secret: it is in every address that is asked, so none is told."""

    def __init__(self, token: str, api: str = API) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # else each wait that Telegram asks for is warned of
        calls = HTTPXRequest(
            connection_pool_size=AT_ONCE,
            read_timeout=PATIENCE,
            write_timeout=PATIENCE,
            pool_timeout=PATIENCE,
            httpx_kwargs={"limits": httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=KEPT)},
        )
        polls = HTTPXRequest(connection_pool_size=2, read_timeout=WAITS + PATIENCE)
        self.bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=calls,
            get_updates_request=polls,
        )
        self._ways = (calls, polls)
        self._telling: asyncio.Task[None] | None = None
        self.channel = f"telegram:{token.partition(':')[0]}"

    @property
    def account(self) -> Account:
        """Our account; its name is known once it was asked for."""
        return Account(channel=self.channel, username=self._username)

    async def open(self) -> None:
        """Ask who we are. PlatformError where the token is refused, else the library's error where that failed."""
        try:
            await self.bot.initialize()
        except InvalidToken:
            raise refused() from None

    async def close(self) -> None:
        """Let go of all connections, also where the library holds that it never began."""
        if self._telling:
            self._telling.cancel()
            await asyncio.wait({self._telling})
        await self.bot.shutdown()
        for way in self._ways:
            await way.shutdown()

    def tell_commands(self, menus: Sequence[Menu]) -> None:
        """Begin to set the commands of each kind of chat and language that Telegram has not got yet.

        Nothing waits for them: the bot can be written to without its menu.
        """
        self._telling = asyncio.create_task(self._tell_commands(menus))

    async def _tell_commands(self, menus: Sequence[Menu]) -> None:
        try:
            for menu in menus:
                scope = SCOPES[menu.scope]
                wanted = tuple(BotCommand(name, told) for name, told in menu.commands)
                if await self.bot.get_my_commands(scope, menu.language) != wanted:
                    await self.bot.set_my_commands(wanted, scope, menu.language)
        except TelegramError as error:
            journal.warn("menu not set", error)

    async def ask(self, method: str, facts: Mapping[str, Any]) -> Any:
        """What Telegram answers to a method, as it is: one update at a time is read from it, not all or none."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # the library would rather parse all of it
            return await self.bot.do_api_request(method, api_kwargs=dict(facts))

    async def polls(self) -> None:
        """Let updates be asked for: no webhook may be set. Nothing that waits is lost."""
        info = await self.bot.get_webhook_info()
        if info.url:
            await self.bot.delete_webhook(drop_pending_updates=False)
            journal.write("webhook taken away")

    async def hooks(self, url: str, secret: str) -> None:
        """Let updates be brought to an address."""
        await self.bot.set_webhook(
            url, allowed_updates=list(ALLOWED), secret_token=secret, drop_pending_updates=False
        )

    @property
    def _username(self) -> str:
        try:
            return self.bot.username
        except RuntimeError:  # nobody has asked yet
            return ""


def refused() -> PlatformError:
    """What to say where the token is not accepted."""
    return PlatformError(
        "Telegram does not accept the token. Copy it again from @BotFather into TANGO_TELEGRAM_TOKEN, then try: tango telegram --check"
    )


def unreached(error: TelegramError) -> PlatformError:
    """What to say where Telegram does not answer."""
    return PlatformError(
        f"Telegram cannot be reached from here ({type(error).__name__}). Check the network, and whether a firewall is in the way."
    )


class Backoff:
    """Waits longer after each failure in a row, but not so long that the task would seem to be still."""

    def __init__(self) -> None:
        self._failures = 0

    def well(self) -> None:
        """It went well: the next failure is the first again."""
        self._failures = 0

    async def failed(self, error: TelegramError) -> None:
        """Write down that Telegram could not be asked, and wait."""
        self._failures += 1
        journal.warn("telegram not reached", error, failures=self._failures)
        await asyncio.sleep(min(2.0 ** (self._failures - 1), LONGEST))
