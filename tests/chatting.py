"""People who write to a private chat that stands on the real queues."""

import itertools

from bot.model.post import Incoming, Item
from bot.model.sending import Address, Claim, Fate, Limits, Outcome

NOW = 1_790_000_000_000


class Chats:
    """People who write, and what each of them reads."""

    def __init__(self, store, chat):
        self.store = store
        self.chat = chat
        self.now = NOW
        self.numbers = itertools.count(1)

    async def says(self, text, who="ann", kind=Item.UPDATE, number=None):
        """Somebody writes; gives what they then read."""
        number = number or next(self.numbers)
        item = Incoming("t:1", number, who, who, text.encode(), self.now + number, kind, Address(who))
        await self.store.receive([item])
        await self.store.answer(self.chat, "2026-09-21")
        return await self.reads(who)

    async def reads(self, who):
        read = []
        claim = Claim(owner="me", now=self.now, lease=60_000, count=99, limits=Limits())
        while (claimed := await self.store.claim(claim)).messages:
            for message in claimed.messages:
                assert message.conversation == who
                read.append(message.body.decode())
                await self.store.settle("me", [Outcome(message, Fate.SENT)])
        return "\n".join(read)
