"""How is each update taken in once? As a row, before the platform is told that it arrived."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.post import Incoming
from bot.model.sending import Address
from bot.store import outbox, people
from bot.store.database import Tx
from bot.store.states import WAITING


def receive(tx: Tx, items: Sequence[Incoming]) -> int:
    """Take in updates; gives how many of them are new. One that was taken in before, at any time, changes nothing.

    Rows are written in one order, so that two workers that take in the same updates wait for each other only.
    """
    new = 0
    places: dict[str, tuple[str, Address | None]] = {}
    for item in sorted(items, key=lambda item: (item.channel, item.update)):
        for former in item.former:
            people.rename(tx, former, (item.conversation, item.person))
        taken = tx.run(
            "INSERT INTO inbox (channel, update_id, state, received, kind, conversation, person, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, update_id) DO NOTHING",
            item.channel,
            item.update,
            WAITING,
            item.received,
            item.kind,
            item.conversation,
            item.person,
            item.body,
        )
        new += taken
        if taken and (item.address or item.conversation not in places):
            places[item.conversation] = (item.person, item.address)
    for conversation in sorted(places):
        person, address = places[conversation]
        if address:
            outbox.reach(tx, conversation, person, address)
        else:
            outbox.known(tx, conversation)
    if new:
        tx.notify("inbox")
    return new
