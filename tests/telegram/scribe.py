"""Writes a chat down as its reader lives through it: what is tapped or typed, each toast, and what then changes."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing

OPEN = "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox)"
"""What is still to be answered or sent."""
FILES = {"(sticker)": "sends_sticker", "(photo)": "sends_photo"}


class Scribe:
    """A person in a chat: `[Back]` is a tap on that button, `(sticker)` and `(photo)` are sent, all else is typed."""

    def __init__(self, person, database, chat=None):
        self.person = person
        self.database = database
        self.chat = chat
        self._told = []
        self._seen = 0

    async def does(self, *lines):
        """Do one thing after the other, each once the bot has done all that it had to do."""
        for line in lines:
            await self.begins(line)
            await self.looks()

    async def begins(self, line):
        """Do something, and wait for no answer but that to a tap."""
        if line in FILES:
            await getattr(self.person, FILES[line])(self.chat)
        elif line.startswith("["):
            self._tapped(line, await self.person.presses(line[1:-1], chat=self.chat))
        else:
            await self.person.says(line, self.chat)

    async def taps_old(self, label, message):
        """Tap a button as it once stood on a message: somebody's telephone may be behind."""
        data = next(data for row in message.buttons for name, data in row if name == label)
        toast = await self.person.presses_data(message, data, chat=self.chat)
        self._tapped(f"[{label}] of an earlier message", toast)
        await self.looks()

    async def looks(self):
        """Write down what is new or has changed, once nothing more is to come."""
        await settled(self.person.telegram, self.database)
        changed = [m for m in await self.person.chat(self.chat) if m.changed > self._seen]
        for message in sorted(changed, key=lambda m: m.changed):
            self._told.append(_written(message))
            self._seen = message.changed

    def notes(self, line):
        """Write down what nobody in the chat does: that days pass, or that the bot is killed."""
        self._told.append(f"~ {line} ~")

    @property
    def transcript(self):
        """All that was written down, with dates and sizes made the same for every run."""
        text = "\n\n".join(self._told) + "\n"
        text = re.sub(r"\d{4}-\d\d-\d\d", "2026-03-25", text)
        return re.sub(r", \d+ bytes>", ">", text)

    def _tapped(self, what, toast):
        told = f"{self.person.name} taps {what}"
        if toast.text:
            told += f"\n({'alert' if toast.alert else 'toast'}) {toast.text}"
        self._told.append(told)


async def settled(telegram, database):
    """Wait until the bot has taken in all that was said, and has sent all that it had to say."""
    await telegram.all_confirmed(within=20.0)
    with closing(sqlite3.connect(database)) as kept:
        async with asyncio.timeout(20.0):
            while kept.execute(OPEN).fetchone() != (0,):  # noqa: ASYNC110 - the file may be another process's
                await asyncio.sleep(0.01)


def _written(message):
    """A message as it reads, and where its links lead."""
    links = [
        f"  [{label}] is a link: {address}"
        for row, marks in zip(message.buttons, message.is_link, strict=True)
        for (label, address), link in zip(row, marks, strict=True)
        if link
    ]
    return "\n".join((str(message), *links))
