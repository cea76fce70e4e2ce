"""How does Telegram give us updates? It is asked for them again and again; what is on disk here is confirmed by the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.connection import LONGEST, WAITS, Backoff, Connection, refused
from bot.channels.telegram.taps import Taps
from bot.channels.telegram.transport import waited
from bot.channels.telegram.updates import ALLOWED, number_of, tap_of, update_of
from bot.model.errors import PlatformError
from bot.service.queues import Update

PATIENCE: Final = 3
"""So many conflicts in a row are not left over from a worker that has just stopped."""
PAUSE: Final = 2.0
"""Seconds between them."""


class Polling:
    """The source of updates. `prepare` is awaited before the first question, and again as long as it fails.

    The store knows what has come for longer than Telegram keeps it. So the first question confirms nothing: a number
    from the store would confirm updates with lower numbers, which may come after a week's silence.
    """

    def __init__(self, connection: Connection, prepare: Callable[[], Awaitable[None]], taps: Taps) -> None:
        self._connection = connection
        self._prepare = prepare
        self._taps = taps
        self._backoff = Backoff()
        self._ready = False
        self._conflicts = 0
        self._not_before = 0.0
        self._next: int | None = None
        self._seen: int | None = None

    async def poll(self) -> Sequence[Update]:
        """The next updates; none where Telegram cannot be asked now. PlatformError for what no waiting mends."""
        if (rest := self._not_before - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(rest, LONGEST))
            return ()
        try:
            if not self._ready:
                await self._prepare()
                self._ready = True
            raws = await self._asked()
        except (InvalidToken, EndPointNotFound):
            raise refused() from None
        except Conflict:
            return await self._conflict()
        except RetryAfter as error:
            self._not_before = asyncio.get_running_loop().time() + waited(error) / 1000
            return ()
        except TelegramError as error:
            await self._backoff.failed(error)
            return ()
        self._backoff.well()
        self._conflicts = 0
        return self._read(raws)

    def confirm(self, updates: Sequence[Update]) -> None:  # noqa: ARG002 - all that was given, or nobody's business
        """They are on disk: the next question says so."""
        self._next = self._seen

    async def _asked(self) -> list[object]:
        facts: dict[str, object] = {"timeout": WAITS, "limit": 100, "allowed_updates": list(ALLOWED)}
        if self._next is not None:
            facts["offset"] = self._next
        found = await self._connection.ask("getUpdates", facts)
        return found if isinstance(found, list) else []

    def _read(self, raws: list[object]) -> list[Update]:
        """Who has pressed a button is answered at once: were it not kept here now, Telegram would give it again."""
        account = self._connection.account
        numbers = [number for raw in raws if (number := number_of(raw)) is not None]
        self._seen = max(numbers) + 1 if numbers else self._next
        self._taps.answer(tap for raw in raws if (tap := tap_of(raw)))
        return [update for raw in raws if (update := update_of(raw, account))]

    async def _conflict(self) -> Sequence[Update]:
        """Somebody else asks with the same token: a worker that is just stopping, or one that stays."""
        self._conflicts += 1
        if self._conflicts >= PATIENCE:
            raise PlatformError(
                "Another program asks Telegram for the updates of this bot, so each would get a part of them."
                " Stop the other one. Several workers can share a bot by a webhook: see TANGO_TELEGRAM_WEBHOOK."
            )
        await asyncio.sleep(PAUSE)
        return ()
