"""The people of a test: each talks to the bot, presses its buttons, and waits for what it says."""

from __future__ import annotations

import base64
import re

from tests.botapi import sights

LINK = re.compile(r"https://t\.me/(tango_test_bot)\?(start|startgroup)=([A-Za-z0-9_-]{1,64})")


class Group:
    """A group chat, by its id; it is anything that a person may be told to act in."""

    def __init__(self, number, title):
        self.id = number
        self.title = title

    def __repr__(self):
        return f"Group({self.title!r}, {self.id})"


class Person:
    """Somebody with a private chat with the bot; `chat=` names another chat to act in: a Group."""

    def __init__(self, telegram, number, name):
        self.telegram = telegram
        self.id = number
        self.name = name
        self.mark = 0

    def __repr__(self):
        return f"Person({self.name!r}, {self.id})"

    async def says(self, text, chat=None, *, thread=None, reply_to=None):
        """Send a text; gives its Message."""
        return await self._act("says", chat, text=text, **_where(thread, reply_to))

    async def sends_sticker(self, chat=None, *, thread=None):
        return await self._act("sends", chat, what="sticker", **_where(thread))

    async def sends_photo(self, chat=None, *, caption="", thread=None):
        return await self._act("sends", chat, what="photo", caption=caption, **_where(thread))

    async def sends_document(self, name, data, chat=None, *, caption=""):
        raw = base64.b64encode(data).decode()
        return await self._act("sends", chat, what="document", caption=caption, name=name, data=raw)

    async def forwards(self, text, chat=None, *, origin=None):
        """Forward words of another Person, or of somebody who hides."""
        return await self._act("forwards", chat, text=text, origin=origin and origin.id)

    async def edits(self, m, text):
        """Change the words of an own message."""
        return await self._act("edits", m, text=text, message=m.id)

    async def opens(self, link, group=None):
        """Follow a link to the bot, or one that a press was answered with: ?start= says so in the own chat, ?startgroup= brings the bot into a group and says so there."""
        found = LINK.fullmatch(link)
        if found is None:
            raise AssertionError(f"{link} is no link to a bot with a parameter of 1 to 64 of A-Za-z0-9_-")
        name, kind, word = found.groups()
        if kind == "start":
            return await self.says(f"/start {word}")
        await self.telegram.add_bot(group, by=self)
        return await self.says(f"/start@{name} {word}", group)

    async def blocks(self):
        await self._do("blocks")

    async def unblocks(self):
        await self._do("unblocks")

    async def deactivates(self):
        await self._do("deactivates")

    async def joins(self, group):
        await self._do("joins", chat=group.id)

    async def leaves(self, group):
        await self._do("leaves", chat=group.id)

    async def sees(self, text, *, chat=None, within=20.0, thread=None):
        """Wait for a message, sent or edited since the own last deed, that contains the text; a picture reads "[picture]"."""
        where, after = self._at(chat), self.mark

        def fits(m):
            told = m.changed > after and text in m.reads
            return told and (thread is None or m.thread == thread)

        found = await self.telegram.wait_for(where, fits, within)
        if found is None:
            told = sights.transcript(await self.chat(chat))
            raise AssertionError(f"{self.name} does not see {text!r} within {within} s. The chat:\n{told}")
        return found

    async def sees_nothing(self, *, chat=None, during=0.3):
        """Wait, and fail if anything is sent or edited in that time or since the own last deed."""
        after = self.mark
        found = await self.telegram.wait_for(self._at(chat), lambda m: m.changed > after, during)
        if found is not None:
            raise AssertionError(f"{self.name} sees what nobody should have said:\n{found}")

    async def presses(self, label, *, m=None, row=None, chat=None, within=10.0):
        """Press a button of the newest message that has it; gives the Toast once the bot has answered."""
        where = self._at(m or chat)
        m, (name, data, link) = await self._button(where, label, m, row)
        if link:
            raise AssertionError(f"[{name}] is a link to {data}: no bot is told that it was pressed")
        return await self._press(where, m.id, data, within, name)

    async def presses_data(self, m, data, *, chat=None, within=10.0):
        """Press what is no button of the message, or is none any more; `m` may be the id of one that is gone."""
        where = self._at(chat or (m if isinstance(m, sights.Message) else None))
        return await self._press(where, getattr(m, "id", m), data, within, data)

    async def chat(self, group=None):
        """All messages of the chat, in order, as they look now."""
        return await self.telegram.chat(self._at(group))

    async def menu(self, group=None):
        """The commands that the own app shows there, as (command, description)."""
        shown = await self.telegram.do("menu", person=self.id, chat=self._at(group))
        return [tuple(line) for line in shown]

    async def transcript(self, group=None):
        """The chat as people read it."""
        return sights.transcript(await self.chat(group))

    async def _button(self, where, label, m, row):
        shown = [m] if m is not None else self.telegram.shown(where)
        for one in sorted(shown, key=lambda one: one.id, reverse=True):
            found = sights.buttons_named(one, label, row)
            if len(found) > 1:
                raise AssertionError(f"several buttons are named {label!r}:\n{one}")
            if found:
                return one, found[0]
        raise AssertionError(f"no button is named {label!r}. The chat:\n{sights.transcript(shown)}")

    async def _press(self, where, message, data, within, name):
        done = await self._do("presses", chat=where, message=message, data=data)
        try:
            return await self.telegram.answer_to(done["query"], within)
        except TimeoutError:
            told = sights.transcript(await self.telegram.chat(where))
            raise AssertionError(
                f"the bot did not answer the press of [{name}] within {within} s. The chat:\n{told}"
            ) from None

    async def _act(self, deed, chat, **facts):
        done = await self._do(deed, chat=self._at(chat), **facts)
        return sights.message(done["message"])

    async def _do(self, deed, **facts):
        done = await self.telegram.do(deed, person=self.id, **facts)
        self.mark = done["seq"]
        return done

    def _at(self, place):
        """The id of the chat meant: of a Group, of the chat a Message stands in, or of the own private chat."""
        match place:
            case None:
                return self.id
            case sights.Message(chat=number):
                return number
            case int():
                return place
            case _:
                return place.id


def _where(thread, reply_to=None):
    """Where a message goes, without what was left open."""
    found = {"thread": thread, "reply_to": getattr(reply_to, "id", reply_to)}
    return {name: value for name, value in found.items() if value is not None}
