"""A whole bot in the process of a test, on whatever stands in for Telegram."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace

from talks import until

from bot.assemble import telegram as assembled
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.assemble.worker import _work
from bot.model.sending import Limits


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
