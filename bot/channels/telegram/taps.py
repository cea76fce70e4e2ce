"""When is a press of a button answered? At once, before anything is done about it, and one time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.buttons import act_of
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.door import Door
from bot.channels.telegram.updates import Tap
from bot.model.meet import AT_THE_DOOR, Meet
from bot.service import journal
from bot.service.toasts import Toast, Toasts

REMEMBERED: Final = 4096
"""So many presses are remembered: one that is delivered twice is answered once."""
PARTING: Final = 0.5
"""Seconds that answers under way are waited for at the end: whoever stops us does not wait for Telegram."""


class Taps:
    """Answers presses side by side. Telegram limits nothing here, and forgets a press after some seconds.

    What is pressed in a group at the `door` of a workshop opens a private chat, and comes to nothing else here. Each worker answers a press once. What is brought to two of them is refused to the second by Telegram.
    """

    def __init__(self, connection: Connection, toasts: Toasts, door: Door) -> None:
        self._connection = connection
        self._toasts = toasts
        self._door = door
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, taps: Iterable[Tap]) -> None:
        """Begin to answer those that were not answered yet."""
        for tap in taps:
            if tap.id in self._answered:
                continue
            self._answered[tap.id] = None
            if len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)
            task = asyncio.create_task(self._told(tap))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        """Wait for those that are under way, but not for long."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=PARTING)
            for task in late:
                task.cancel()

    async def _told(self, tap: Tap) -> None:
        try:
            toast, link = await self._answer(tap)
            await self._connection.bot.answer_callback_query(
                tap.id, text=toast.text or None, show_alert=toast.alert or None, url=link or None
            )
        except BadRequest:  # too old: whoever pressed waits no more
            return
        except TelegramError as error:
            journal.warn("press not answered", error)

    async def _answer(self, tap: Tap) -> tuple[Toast, str]:
        """What to say to whoever has pressed, and the address to open for them."""
        act = act_of(tap.data)
        if not (tap.group and isinstance(act, Meet) and act.deed in AT_THE_DOOR):
            return self._toasts.of(act, tap.language), ""
        link = await self._door.link(tap, act)
        return (self._toasts.outsider(tap.language), "") if link is None else (Toast(), link)
