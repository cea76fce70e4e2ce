"""What has one conversation handed on to others, and waits there? It is known by the line that its body begins with."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.model.post import Incoming, Item
from bot.store.database import Tx
from bot.store.states import WAITS

PASSED: Final = (
    f"SELECT channel, update_id, conversation, body FROM inbox WHERE {WAITS} AND kind = '{Item.PASSED}'"  # noqa: S608 - ours
)


class Waiting(NamedTuple):
    """An item that was passed on: its key, the conversation that it waits in, and its words without where they come from."""

    channel: str
    update: int
    to: str
    words: bytes


def body(origin: str, words: bytes) -> bytes:
    """The body of what a conversation passes on."""
    return _line(origin) + words


def comes_from(item: Incoming, origin: str) -> bool:
    """Whether an item was passed on by that conversation."""
    return item.kind is Item.PASSED and item.body.startswith(_line(origin))


def waiting(tx: Tx, origin: str) -> list[Waiting]:
    """What a conversation has passed on and nobody has answered yet."""
    line = _line(origin)
    found = [(channel, update, to, bytes(whole)) for channel, update, to, whole in tx.rows(PASSED)]
    return [
        Waiting(channel, update, to, whole[len(line) :])
        for channel, update, to, whole in found
        if whole.startswith(line)
    ]


def _line(origin: str) -> bytes:
    return f"{origin}\n".encode()
