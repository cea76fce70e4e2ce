"""How does a message get to Telegram? By its library; whatever goes wrong becomes one of the fates that a sender knows."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Final

import httpx
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.html import CAPTION, plain, shortened, units
from bot.channels.telegram.messages import Parcel, unpacked
from bot.model.sending import Sending
from bot.service import journal
from bot.service.journal import redact
from bot.service.ports import Painter
from bot.service.queues import (
    MovedError,
    NotSentError,
    RefusedError,
    SlowDownError,
    TransportError,
    UnreachableError,
    UnsureError,
)

NOT_MODIFIED: Final = "message is not modified"
GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
NO_TEXT: Final = "there is no text in the message to edit"
"""What Telegram says of a message that is a picture with words below it."""
NO_WAY: Final = (
    "chat not found",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "thread not found",
    "topic_closed",
    "topic_deleted",
    "user is deactivated",
    "peer_id_invalid",
    "need administrator rights",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "bot is not a member",
)
"""What Telegram says of a chat in which nothing can be sent, in small letters."""
NOT_PARSED: Final = "can't parse entities"
BEFORE: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What fails before anything was sent."""
REFUSED_BEFORE: Final = re.compile(r"\((?:500|502|503)\)|internal server error|bad gateway", re.IGNORECASE)
"""What a server says that did not take a message."""
MARGIN: Final = 50
"""Milliseconds that are waited longer than asked for: the clocks of two machines are two."""
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
LARGEST: Final = 10 * 2**20
"""Bytes of a picture."""
PATIENCE: Final = 10.0
"""Seconds that one may take to be drawn: a message is held for no longer than a lease."""


class Transport:
    """Sends by a bot of the library. Without a painter every picture is left out."""

    def __init__(self, bot: Bot, painter: Painter | None = None) -> None:
        self._bot = bot
        self._painter = painter

    async def send(self, message: Sending) -> str:
        """Send or edit a message; gives Telegram's number of it. A TransportError says what became of it otherwise."""
        parcel = unpacked(message.body)
        try:
            return await self._sent(parcel, message, ParseMode.HTML)
        except BadRequest as error:
            if NOT_PARSED not in str(error).lower():
                raise fate(error) from None
        except TelegramError as error:
            raise fate(error) from None
        try:
            return await self._sent(parcel, message, None)
        except TelegramError as error:
            raise fate(error) from None

    async def _sent(self, parcel: Parcel, message: Sending, mode: str | None) -> str:
        place = message.address.place
        known = parcel.edits or message.reference
        if parcel.closes or parcel.edits:
            nothing = parcel.closes and not parcel.stands
            edited = await self._edited(parcel, (place, known), mode) if known else nothing
            if edited:
                return known
        if parcel.picture:
            pictured = await self._pictured(parcel, place, mode)
            if pictured or not parcel.text:
                return pictured
        return str((await self._new(parcel, place, mode)).message_id)

    async def _edited(self, parcel: Parcel, which: tuple[str, str], mode: str | None) -> bool:
        """Whether the message reads so now. One that only closes another has nothing to do where that is gone."""
        at = (_chat(which[0])[0], int(which[1]))
        try:
            if parcel.pins:
                await self._bot.pin_chat_message(*at, disable_notification=True)
            elif parcel.text:
                return await self._reworded(parcel, at, mode)
            else:
                await self._bot.edit_message_reply_markup(*at)
        except BadRequest as error:
            told = str(error).lower()
            if (
                parcel.pins or NOT_MODIFIED in told
            ):  # who may not pin has said what was to be said all the same
                return True
            if any(gone in told for gone in GONE):
                return parcel.closes
            raise
        return True

    async def _reworded(self, parcel: Parcel, at: tuple[int, int], mode: str | None) -> bool:
        """Whether the message could be given these words."""
        chat, number = at
        try:
            await self._bot.edit_message_text(
                _worded(parcel, mode),
                chat_id=chat,
                message_id=number,
                parse_mode=mode,
                reply_markup=_keys(parcel),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if NO_TEXT not in str(error).lower():
                raise
            return await self._recaptioned(parcel, at, mode)
        return True

    async def _recaptioned(self, parcel: Parcel, at: tuple[int, int], mode: str | None) -> bool:
        """Whether what stands below a picture reads so now. What does not fit there is a message of its own, or is cut."""
        words = _worded(parcel, mode)
        if units(plain(parcel.text)) > CAPTION:
            if not parcel.closes:
                return False
            words, mode = shortened(plain(parcel.text), CAPTION), None
        await self._bot.edit_message_caption(*at, caption=words, parse_mode=mode, reply_markup=_keys(parcel))
        return True

    async def _pictured(self, parcel: Parcel, place: str, mode: str | None) -> str:
        """Send the picture, with the text below it; gives Telegram's number of it, empty where there is no picture."""
        png = await self._painted(parcel.picture)
        if not png or len(png) > LARGEST:
            return ""
        chat, thread = _chat(place)
        try:
            sent = await self._bot.send_photo(
                chat,
                InputFile(png, filename="picture.png"),
                caption=_worded(parcel, mode) or None,
                parse_mode=mode,
                reply_markup=_keys(parcel),
                message_thread_id=thread,
            )
        except BadRequest as error:
            if NOT_PARSED in str(error).lower():
                raise
            journal.warn("picture refused", error)
            return ""
        return str(sent.message_id)

    async def _painted(self, svg: str) -> bytes | None:
        if not self._painter:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._painter.png(svg)
        except Exception as error:  # noqa: BLE001 - whatever a picture does to its painter: the text must arrive
            journal.warn("picture not drawn", error)
            return None

    async def _new(self, parcel: Parcel, place: str, mode: str | None) -> Message:
        chat, thread = _chat(place)
        if parcel.name:
            return await self._bot.send_document(
                chat,
                InputFile(parcel.content.encode(), filename=parcel.name),
                caption=_worded(parcel, mode) or None,
                parse_mode=mode,
                reply_markup=_keys(parcel),
                message_thread_id=thread,
            )
        return await self._bot.send_message(
            chat,
            _worded(parcel, mode),
            parse_mode=mode,
            reply_markup=_keys(parcel),
            message_thread_id=thread,
            link_preview_options=NO_PREVIEW,
        )


def fate(error: TelegramError) -> TransportError:
    """What an error of the library means for a message."""
    match error:
        case RetryAfter():
            return SlowDownError(waited(error))
        case ChatMigrated(new_chat_id=place):
            return MovedError(str(place))
        case Forbidden():
            return UnreachableError(reason=_told(error))
        case BadRequest():
            gone = any(sign in str(error).lower() for sign in NO_WAY)
            return (UnreachableError if gone else RefusedError)(reason=_told(error))
        case InvalidToken():  # whoever polls finds the same, and stops the bot
            return NotSentError(reason=type(error).__name__)
        case TimedOut() | NetworkError():
            surely = isinstance(error.__cause__, BEFORE) or REFUSED_BEFORE.search(str(error))
            return (NotSentError if surely else UnsureError)(reason=type(error.__cause__ or error).__name__)
        case _:
            return UnsureError(reason=type(error).__name__)


def waited(error: RetryAfter) -> int:
    """The milliseconds that Telegram wants us to wait."""
    after = error.retry_after
    seconds = after.total_seconds() if isinstance(after, timedelta) else after
    return int(seconds * 1000) + MARGIN


def _told(error: TelegramError) -> str:
    """What Telegram says about it, for the operator."""
    return redact(f"{type(error).__name__}: {error.message}")[:200]


def _chat(place: str) -> tuple[int, int | None]:
    """The chat and the topic of a place."""
    chat, _, thread = place.partition("/")
    return int(chat), int(thread) if thread else None


def _worded(parcel: Parcel, mode: str | None) -> str:
    return parcel.text if mode else plain(parcel.text)


def _keys(parcel: Parcel) -> InlineKeyboardMarkup | None:
    if not parcel.rows:
        return None
    return InlineKeyboardMarkup([[_key(label, data) for label, data in row] for row in parcel.rows])


def _key(label: str, data: str) -> InlineKeyboardButton:
    if data.startswith("https://"):
        return InlineKeyboardButton(label, url=data)
    return InlineKeyboardButton(label, callback_data=data)
