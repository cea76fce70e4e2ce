"""How does Telegram bring us updates? To an address of ours, with a secret; it is told 200 once they are on disk."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.channels.telegram.connection import Backoff, Connection, refused
from bot.channels.telegram.taps import Taps
from bot.channels.telegram.updates import tap_of, update_of
from bot.model.errors import StoreError
from bot.service import journal
from bot.service.intake import Intake
from bot.service.queues import Update
from bot.settings import HOOK_PATH

HEADER: Final = "x-telegram-bot-api-secret-token"
MOST: Final = 1 << 20
"""Bytes of a body that are read."""
LOOKS: Final = 300.0
"""Seconds between two looks at what Telegram says of the webhook; the beat of the task is shown more often."""
BEAT: Final = 20.0

OK, FORBIDDEN, TOO_LARGE, UNAVAILABLE = 200, 403, 413, 503


class Webhook:
    """Takes updates at an address, and is itself a source that gives none, but sees to it that they are brought.

    `prepare` is as for polling; `hook` is the whole address, and the secret that Telegram shows there.
    """

    def __init__(
        self,
        connection: Connection,
        prepare: Callable[[], Awaitable[None]],
        taps: Taps,
        hook: tuple[str, str],
    ) -> None:
        self._connection = connection
        self._prepare = prepare
        self._taps = taps
        self._url = hook[0]
        self._secret = hook[1].encode()
        self._backoff = Backoff()
        self._ready = False
        self._looked = -LOOKS
        self._error: object = None

    async def poll(self) -> Sequence[Update]:
        """Nothing: see to it that Telegram brings updates, and write down what it says of that. PlatformError as in polling."""
        try:
            if not self._ready:
                await self._prepare()
                self._ready = True
            if asyncio.get_running_loop().time() > self._looked + LOOKS:
                await self._look()
        except (InvalidToken, EndPointNotFound):
            raise refused() from None
        except TelegramError as error:
            await self._backoff.failed(error)
        else:
            self._backoff.well()
            await asyncio.sleep(BEAT)
        return ()

    def confirm(self, updates: Sequence[Update]) -> None:
        """Nothing was given."""

    def routes(self, intake: Intake) -> list[Route]:
        """Where Telegram brings updates to."""

        async def take(request: Request) -> Response:
            return PlainTextResponse("", await self._taken(request, intake))

        return [Route(HOOK_PATH, take, methods=["POST"])]

    async def _taken(self, request: Request, intake: Intake) -> int:
        """Take an update in; gives the status. Whatever is not 2xx, Telegram brings again."""
        given = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return FORBIDDEN
        if not self._ready:
            return UNAVAILABLE
        body = await _read(request)
        if body is None:
            return TOO_LARGE
        raw = _parsed(body)
        tap = tap_of(raw)
        self._taps.answer([tap] if tap else [])  # before anything else, which may take long
        update = update_of(raw, self._connection.account)
        try:
            await intake.take([update] if update else [])
        except StoreError as error:
            journal.warn("update turned away", error)
            return UNAVAILABLE
        return OK

    async def _look(self) -> None:
        """Write down what Telegram last failed at, once."""
        info = await self._connection.bot.get_webhook_info()
        self._looked = asyncio.get_running_loop().time()
        if (
            info.url != self._url
        ):  # somebody has taken it away, perhaps by asking for updates with the same token
            await self._prepare()
            journal.write("webhook set again")
        if info.last_error_date and info.last_error_date != self._error:
            self._error = info.last_error_date
            told = info.last_error_message or ""
            journal.write("webhook failed", said=told[:200], waiting=info.pending_update_count)


async def _read(request: Request) -> bytes | None:
    """The body; None where there is too much of it."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MOST:
                return None
    except ClientDisconnect:
        return b""
    return body


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
