"""How is each update taken in once? As a row, before the platform is told that it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, assert_never

from bot.model.post import Gone, Incoming, Unreadable
from bot.model.sending import Moved
from bot.store import outbox, people
from bot.store.database import Tx
from bot.store.states import ANSWERED, SET_ASIDE, WAITING

FURTHER: Final = "~"
"""Before the channel of what was passed on: once, and once more for each other thing of that number."""
UNREADABLE: Final = "not an update that is known"
"""The reason of what was set aside at the door."""


def receive(tx: Tx, items: Sequence[Incoming]) -> int:
    """Take in updates; gives how many of them are new. One that was taken in before, at any time, changes nothing.

    Rows are written in one order, so that two workers that take in the same updates wait for each other only.
    """
    new = [item for item in sorted(items, key=lambda item: (item.channel, item.update)) if _take(tx, item)]
    _learn(tx, new)
    if new:
        tx.notify("inbox")
    return len(new)


def pass_on(tx: Tx, items: Sequence[Incoming]) -> None:
    """Take in what items hand on to other conversations, each once: it comes with the end of the item that it is of.

    It has that one's number, so that both stay in the order of the platform; the channel tells them apart.
    """
    for item in items:
        free = replace(item, channel=f"{FURTHER}{item.channel}")
        while not _take(tx, free):
            free = replace(free, channel=f"{FURTHER}{free.channel}")
    if items:
        tx.notify("inbox")


def _take(tx: Tx, item: Incoming) -> int:
    """Write an update down; 0 where it was there already."""
    for former in item.former:
        people.rename(tx, former, (item.conversation, item.person))
    match item.news:
        case None:
            state, reason = WAITING, None
        case Moved() | Gone():
            state, reason = ANSWERED, None
        case Unreadable():
            state, reason = SET_ASIDE, UNREADABLE
        case _:
            assert_never(item.news)
    words = (None,) * 4 if item.news else (item.kind.value, item.conversation, item.person, item.body)
    return tx.run(TAKE, item.channel, item.update, state, item.received, *words, reason)


def _learn(tx: Tx, items: Sequence[Incoming]) -> None:
    """Where each conversation is reached now, by what has come from there last.

    One conversation after the other, whatever came first; then those that have moved, with all that is now known.
    """
    written: dict[str, Incoming] = {}
    gone: dict[str, int] = {}
    for item in items:
        if item.news is None:
            gone.pop(item.conversation, None)
            if item.address or item.conversation not in written:
                written[item.conversation] = item
        elif isinstance(item.news, Gone):
            gone[item.conversation] = item.received
    for conversation in sorted({*written, *gone}):
        if item_of := written.get(conversation):
            _heard(tx, item_of)
        if conversation in gone:
            outbox.lose(tx, conversation, gone[conversation])
    for item in items:
        if isinstance(item.news, Moved):
            outbox.move(tx, item.conversation, item.news)


def _heard(tx: Tx, item: Incoming) -> None:
    if item.address:
        outbox.reach(tx, item.conversation, item.person, item.address)
    else:
        outbox.known(tx, item.conversation)


TAKE: Final = (
    "INSERT INTO inbox (channel, update_id, state, received, kind, conversation, person, body, reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, update_id) DO NOTHING"
)
