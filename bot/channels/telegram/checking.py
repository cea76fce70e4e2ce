"""Could the bot run? What Telegram says of the token, of the account's rights, and of the webhook."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import TelegramError

from bot.channels.telegram.connection import Connection, unreached


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found. `brought_to` is the webhook's address, empty where updates are asked for.

    `failed` is what Telegram last said about bringing an update, and `waiting` how many it has for us.
    """

    username: str
    joins_groups: bool
    reads_all: bool
    brought_to: str
    failed: str
    waiting: int


async def found(connection: Connection) -> Found:
    """Ask Telegram. PlatformError where the token is refused, or Telegram cannot be reached."""
    try:
        await connection.open()
        user, info = connection.bot.bot, await connection.bot.get_webhook_info()
    except TelegramError as error:
        raise unreached(error) from None
    finally:
        await connection.close()
    return Found(
        username=str(user.username),
        joins_groups=bool(user.can_join_groups),
        reads_all=bool(user.can_read_all_group_messages),
        brought_to=info.url,
        failed=info.last_error_message or "",
        waiting=info.pending_update_count,
    )
