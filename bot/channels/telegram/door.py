"""Who comes from a group into a workshop? Whoever is a member there: by a link of their own into their private chat."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from telegram.error import TelegramError

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.tokens import Links
from bot.channels.telegram.updates import AWAY, Tap
from bot.model.meet import Meet

HOUR: Final = 3_600_000
"""Milliseconds that such a link is good for."""
KEPT: Final = 300.0
"""Seconds in which nobody is asked again whether somebody is a member."""
REMEMBERED: Final = 4096
"""So many members are remembered."""
PATIENCE: Final = 0.7
"""Seconds that this may take: a press is to be answered within one."""


class Door:
    """Lets people in. `pseudonym` gives that of somebody's number on Telegram."""

    def __init__(
        self, connection: Connection, buttons: Buttons, links: Links, pseudonym: Callable[[str], str]
    ) -> None:
        self._connection = connection
        self._buttons = buttons
        self._links = links
        self._pseudonym = pseudonym
        self._members: OrderedDict[tuple[int, int], float] = OrderedDict()

    async def link(self, tap: Tap, meet: Meet) -> str | None:
        """The link for whoever has pressed; empty where the button is none of ours, None where they may not come in."""
        button = self._buttons.read(tap.data, "")
        if not tap.person or not button.fits(meet.workshop, ""):
            return ""
        if not await self._is_member(tap.group, tap.person):
            return None
        person, until = self._pseudonym(str(tap.person)), time.time_ns() // 1_000_000 + HOUR
        return self._links.made(meet, person, until)

    async def _is_member(self, group: int, person: int) -> bool:
        """Whether somebody is in the group; yes, too, where Telegram does not say so in time.

        Only that somebody is a member is remembered: whoever is told to get themselves added may come at once.
        """
        now = asyncio.get_running_loop().time()
        if now < self._members.get((group, person), now):
            return True
        try:
            async with asyncio.timeout(PATIENCE):
                member = await self._connection.bot.get_chat_member(group, person)
        except (TelegramError, TimeoutError):
            return True
        if member.status in AWAY or not getattr(
            member, "is_member", True
        ):  # of the restricted some are outside
            self._members.pop((group, person), None)
            return False
        self._members[group, person] = now + KEPT
        self._members.move_to_end((group, person))
        if len(self._members) > REMEMBERED:
            self._members.popitem(last=False)
        return True
