"""How does a message get to Telegram? By its library; whatever goes wrong becomes one of the fates that a sender knows."""

from __future__ import annotations

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

from bot.channels.telegram.html import plain
from bot.channels.telegram.messages import Parcel, unpacked
from bot.model.sending import Sending
from bot.service.journal import redact
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


class Transport:
    """Sends by a bot of the library."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

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
            edited = await self._edited(parcel, (place, known), mode) if known else parcel.closes
            if edited:
                return known
        return str((await self._new(parcel, place, mode)).message_id)

    async def _edited(self, parcel: Parcel, which: tuple[str, str], mode: str | None) -> bool:
        """Whether the message reads so now. One that only closes another has nothing to do where that is gone."""
        chat, _ = _chat(which[0])
        try:
            if parcel.text:
                await self._bot.edit_message_text(
                    _worded(parcel, mode),
                    chat_id=chat,
                    message_id=int(which[1]),
                    parse_mode=mode,
                    reply_markup=_keys(parcel),
                    link_preview_options=NO_PREVIEW,
                )
            else:
                await self._bot.edit_message_reply_markup(chat_id=chat, message_id=int(which[1]))
        except BadRequest as error:
            told = str(error).lower()
            if NOT_MODIFIED in told:
                return True
            if any(gone in told for gone in GONE):
                return parcel.closes
            raise
        return True

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
