"""How is the bot for Telegram run? And how does an operator see beforehand whether it could run."""

from __future__ import annotations

import asyncio
import sys

from bot.assemble.environment import settings
from bot.assemble.telegram import connection, telegram
from bot.channels.telegram.checking import Found, found
from bot.model.errors import PlatformError


def run() -> int:
    """Run the bot until it is told to stop."""
    telegram()
    return 0


def check() -> int:
    """Ask Telegram about the token, the rights and the webhook, and say what is found. PlatformError where it is wrong."""
    given = settings()
    return _said(asyncio.run(found(connection(given))), given.hook)


def _said(known: Found, hook: str) -> int:
    sys.stdout.write("".join(f"{line}\n" for line in _well(known, hook)))
    if wrong := _wrong(known, hook):
        raise PlatformError("\n".join(wrong))
    sys.stdout.write("All is well. Start the bot with: tango telegram\n")
    return 0


def _well(known: Found, hook: str) -> list[str]:
    told = [f"The token is that of @{known.username}."]
    told.append(
        "It can be added to groups."
        if known.joins_groups
        else "It cannot be added to groups. If it should be: in @BotFather, /setjoingroups, then Enable."
    )
    if not known.reads_all:
        told.append("In groups it gets commands and mentions only, which is all it needs.")
    if known.brought_to == hook:
        return [*told, f"Updates are brought to {hook}." if hook else "Updates are asked for."]
    if hook:
        return [*told, f"Updates will be brought to {hook}, once the bot is started."]
    return [
        *told,
        f"Updates are brought to {known.brought_to} now. Once the bot is started, they are asked for.",
    ]


def _wrong(known: Found, hook: str) -> list[str]:
    told = []
    if known.reads_all:
        told.append(
            "It gets every message of its groups, which it does not need. In @BotFather: /setprivacy, then Enable."
        )
    if known.failed and known.waiting and known.brought_to == hook:
        told.append(
            f"The last time that Telegram brought an update, it failed: {known.failed}. Waiting: {known.waiting}."
            " Check the address, its certificate, and whether the bot runs."
        )
    return told
