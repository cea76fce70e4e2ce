"""Updates in and messages out, for the tests of the queue: a conversation that writes down what it has answered."""

from __future__ import annotations

from dataclasses import replace

from bot.model.keeping import Kept
from bot.model.post import Done, Incoming
from bot.model.sending import Address, Claim, Fate, Limits, Outcome, Outgoing

CHANNEL = "telegram:1"
FREE = Limits()
LEASE = 30_000


def update(number, chat="ada", person=None, **named):
    """An update of a private chat that is reached at a place of its name."""
    given = {"body": f"words {number}".encode(), "received": number, "address": Address(f"place of {chat}")}
    return Incoming(CHANNEL, number, chat, f"{chat}'s person" if person is None else person, **given | named)


def nameless(item):
    """An update whose channel leaves it to the store to know where its conversation is reached."""
    return replace(item, address=None)


class Diary:
    """Keeps one session a conversation, in which stands which items were answered, and tells each person so.

    `does` says what else an item leads to, by its number: a Done without `keep` and `send`, or an error to raise.
    """

    def __init__(self, **does):
        self.does = {int(name.removeprefix("at_")): what for name, what in does.items()}
        self.seen = []

    def __call__(self, work):
        item = work.item
        self.seen.append((item.conversation, item.update, work.today))
        what = self.does.get(item.update)
        if isinstance(what, Exception):
            raise what
        if what is not None:
            return what
        names = {"conversation": item.conversation, "person": item.person}
        old = work.kept or Kept(f"diary of {item.conversation}", b"", finished=False, changed="", **names)
        changed = f"2026-03-25T10:00:{item.update % 60:02}Z"
        state = (old.state + b" %d" % item.update).strip()
        told = Outgoing(f"{item.conversation} {item.update}".encode())
        return Done(keep=replace(old, state=state, changed=changed), send=(told,))

    def sorry(self, item):
        return (Outgoing(b"sorry, " + item.conversation.encode()),)


def say(*words, **named):
    """A Done that sends each of the words."""
    return Done(send=tuple(Outgoing(word.encode(), **named) for word in words))


async def answered(store, answers=None, today=""):
    """Answer until nothing waits; gives how many items each call took."""
    calls = []
    while True:
        one = await store.answer(answers or Diary(), today)
        if not one.items and not one.set_aside:
            return calls
        calls.append(one.items + len(one.set_aside))


async def diary(store, chat="ada"):
    """Which updates the conversation has answered, in its order."""
    kept = await store.load(f"diary of {chat}")
    return [int(number) for number in kept.state.split()] if kept else []


def asked(now=0, owner="s1", **named):
    return Claim(**{"owner": owner, "now": now, "lease": LEASE, "count": 100, "limits": FREE} | named)


async def claimed(store, now=0, **named):
    """The messages that a sender gets."""
    return (await store.claim(asked(now, **named))).messages


async def settled(store, messages, fate=Fate.SENT, owner="s1", **named):
    await store.settle(owner, [Outcome(message, fate, **named) for message in messages])


async def sent(store, now=0, **named):
    """Send all that can be sent at a time; gives the words in their order."""
    words = []
    while messages := await claimed(store, now, **named):
        words += [message.body.decode() for message in messages]
        await settled(store, messages)
    return words


async def rows(store, statement, *values):
    """What stands in the database."""
    return await store._run(lambda tx: tx.rows(statement, *values))


async def put(store, *words, chat="ada", number=1, **named):
    """Have a conversation say something."""
    await store.receive([update(number, chat)])
    await store.answer(Diary(**{f"at_{number}": say(*words, **named)}))
