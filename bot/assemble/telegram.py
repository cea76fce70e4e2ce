"""Which parts does a Telegram bot need? Its connection, its words and its limits, on the runtime that all platforms share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bot.assemble.parts import Parts
from bot.assemble.pictures import painter
from bot.assemble.upkeep import made_pseudonyms
from bot.assemble.worker import Platform, work
from bot.model.errors import TangoError
from bot.model.sending import Limits, Rate
from bot.service.pseudonyms import Pseudonyms
from bot.service.toasts import Toasts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.telegram.connection import Connection
    from bot.channels.telegram.taps import Taps
    from bot.channels.telegram.webhook import Webhook
    from bot.settings import Settings

NAME: Final = "telegram"
LIMITS: Final = Limits(
    everyone=Rate(3, 115), private=Rate(1, 1_100), group=Rate(4, 16_000), arriving=Rate(30, 1_000)
)
"""Never more than 30 messages in any second, one a second in a private chat, and 20 in any minute in a group.

A bucket lets its burst through and then goes on filling: in any window there may be the burst and what came in since.
In a private chat a tenth of a second is left for the way: what was sent a second apart may arrive closer.
"""


def telegram() -> None:
    """Run the bot until SIGTERM or SIGINT. TangoError where it cannot begin, or must not go on."""
    parts = Parts(chat=True)
    work(_platform(parts, connection(parts.settings), made_pseudonyms()), parts)


def connection(given: Settings) -> Connection:
    """Our account at Telegram. TangoError where there is no token."""
    from bot.channels.telegram.connection import API, Connection  # noqa: PLC0415 - the library is slow to import

    if not given.token:
        raise TangoError(
            "There is no token. Ask @BotFather in Telegram for one (/newbot), and put it into TANGO_TELEGRAM_TOKEN,"
            " or into a file that TANGO_TELEGRAM_TOKEN_FILE names."
        )
    return Connection(given.token, given.api or API)


def _platform(parts: Parts, at: Connection, names: Pseudonyms) -> Platform:
    from bot.channels.telegram.buttons import Buttons  # noqa: PLC0415 - as above
    from bot.channels.telegram.door import Door  # noqa: PLC0415
    from bot.channels.telegram.menus import menus  # noqa: PLC0415
    from bot.channels.telegram.polling import Polling  # noqa: PLC0415
    from bot.channels.telegram.taps import Taps  # noqa: PLC0415
    from bot.channels.telegram.tokens import Links, Tokens  # noqa: PLC0415
    from bot.channels.telegram.tongue import Tongue  # noqa: PLC0415
    from bot.channels.telegram.transport import Transport  # noqa: PLC0415

    given, library = parts.settings, parts.library
    offered = menus({language: library.messages(language) for language in library.languages})
    buttons = Buttons(names.keys("buttons"))
    links = Links(Tokens(names.keys("links")), lambda: at.account.username)
    taps = Taps(at, Toasts(parts.editions), Door(at, buttons, links, partial(names.of, NAME)))
    secret = names.keys("webhook")[0].hex()
    pictures = painter()

    async def prepare() -> None:
        await at.open()
        if given.hook:
            await at.hooks(given.hook, secret)
        else:
            await at.polls()
        at.tell_commands(offered)

    hook = _webhook(at, prepare, taps, (given.hook, secret)) if given.hook else None
    return Platform(
        name=NAME,
        source=hook or Polling(at, prepare, taps),
        transport=Transport(at.bot, pictures),
        tongue=Tongue(buttons, links),
        limits=LIMITS,
        account=at.channel,
        routes=hook.routes if hook else lambda _: (),
        close=partial(_close, taps.finish, pictures.close, at.close),
    )


async def _close(*parts: Callable[[], Awaitable[None]]) -> None:
    for close in parts:
        await close()


def _webhook(
    at: Connection, prepare: Callable[[], Awaitable[None]], taps: Taps, hook: tuple[str, str]
) -> Webhook:
    try:
        from bot.channels.telegram.webhook import Webhook  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TangoError(
            "TANGO_TELEGRAM_WEBHOOK needs a part that is missing."
            " Install it with: pip install 'tango-coproduction[web]'"
        ) from error
    return Webhook(at, prepare, taps, hook)
