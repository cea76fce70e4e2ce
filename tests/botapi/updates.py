"""What waits to be told to the bot, under which numbers, and until when."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

KINDS = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "guest_message",
]
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
BEYOND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    serial: int
    id: int
    chat: int | None
    body: dict


class Poll:
    """One call of getUpdates that waits; `outcome` says why it must end, if another one ends it."""

    def __init__(self):
        self.bell = asyncio.Event()
        self.outcome = None


class Updates:
    """The queue of one bot: consecutive numbers from a random first one; what is confirmed is gone."""

    def __init__(self, chance, *, pace):
        self.chance = chance
        self.pace = pace
        self.next_id = chance.randrange(100_000_000, 900_000_000)
        self.serial = 0
        self.pending = {}
        self.allowed = None
        self.poll = None
        self.webhook = None
        self.repeated = self.doubled = 0.0
        self.again = []

    def wanted(self, kind):
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind, body, *, chat=None):
        """Queue an update, if its kind is one that the bot asked for."""
        if self.wanted(kind):
            self.put({kind: body}, chat)

    def put(self, body, chat=None):
        """Queue a body as it is, under the next number unless it brings one."""
        number = body.get("update_id")
        if not isinstance(number, int):
            number = self.next_id
            self.next_id += 1
        self.serial += 1
        entry = Entry(serial=self.serial, id=number, chat=chat, body={"update_id": number} | body)
        self.pending[entry.serial] = entry
        if self.webhook is not None:
            self.webhook.take(entry)
        if self.poll is not None:
            self.poll.bell.set()

    def skip(self, to):
        """Go on from another number, higher or lower by far, as after a week without an update: nothing may wait."""
        if self.pending:
            raise ValueError("updates still wait to be confirmed")
        if self.next_id - 1000 < to < self.next_id:
            raise ValueError("the next number may be higher, or lower by a thousand or more")
        self.next_id = to

    def forget(self):
        self.pending.clear()
        self.again.clear()

    def confirm_below(self, offset):
        """Forget all updates before `offset`; one that lies beyond all numbers given is of an older count: it is void."""
        newest = max((entry.id for entry in self.pending.values()), default=0)
        if offset > max(newest, self.next_id - 1) + BEYOND:
            return
        self._taken([entry for entry in self.pending.values() if entry.id < offset])

    def keep_last(self, count):
        """A negative offset: only so many of the newest stay."""
        self._taken(list(self.pending.values())[:-count])

    def _taken(self, entries):
        self.again += [entry for entry in entries if self.done(entry)]

    def done(self, entry):
        """The bot has it; says whether it shall come once more, as a share of them does."""
        return self.pending.pop(entry.serial, None) is not None and self.chance.random() < self.repeated

    def batch(self, limit):
        """The next updates, at most `limit`, those that come once more before all others."""
        again, self.again = self.again[:limit], self.again[limit:]
        found = [entry.body for entry in again]
        for entry in self.pending.values():
            if len(found) >= limit:
                break
            found.append(entry.body)
        return found
