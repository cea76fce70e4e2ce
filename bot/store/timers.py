"""How is something done later, once, whoever is awake then? A timer is a row; when it is due it becomes an item."""

from __future__ import annotations

from typing import Final

from bot.model.post import TIMER, Incoming, Item, Timer
from bot.store import inbox
from bot.store.database import Tx

AT_ONCE: Final = 256
DUE: Final = "SELECT id, conversation, name, body FROM timer o WHERE due <= ? AND conversation <> '' ORDER BY due, id LIMIT ?"

NEXT: Final = "SELECT min(due) FROM timer WHERE conversation <> ''"


def arm(tx: Tx, conversation: str, timer: Timer) -> None:
    """Set a timer; one of the same name is set anew."""
    tx.run("DELETE FROM timer WHERE conversation = ? AND name = ?", conversation, timer.name)
    tx.run(
        "INSERT INTO timer (conversation, name, due, body) VALUES (?, ?, ?, ?)",
        conversation,
        timer.name,
        timer.due,
        timer.body,
    )
    tx.notify("timer")


def disarm(tx: Tx, conversation: str, name: str) -> None:
    """Take a timer back."""
    tx.run("DELETE FROM timer WHERE conversation = ? AND name = ?", conversation, name)


def ring(tx: Tx, now: int) -> int | None:
    """Put what is due into the inbox; gives when the next timer is due.

    The item's body has the timer's name on its first line. Items are answered by their numbers, so those that ring
    together share theirs out in the order in which they were due.
    """
    due = tx.rows(DUE + tx.skip_locked, now, AT_ONCE)
    numbers = sorted(number for number, *_ in due)
    items = [
        Incoming(TIMER, number, conversation, "", f"{name}\n".encode() + bytes(body), now, Item.TIMER)
        for number, (_, conversation, name, body) in zip(numbers, due, strict=True)
    ]
    inbox.receive(tx, items)
    tx.many("DELETE FROM timer WHERE id = ?", [(row[0],) for row in due])
    ((first,),) = tx.rows(NEXT)
    return None if first is None else int(first)


def turn(tx: Tx, name: str, now: int, every: int) -> bool:
    """Whether it is this worker's turn to do what one of them does `every` so many milliseconds."""
    tx.run(
        "INSERT INTO timer (conversation, name, due, body) VALUES ('', ?, ?, ?)"
        " ON CONFLICT (conversation, name) DO NOTHING",
        name,
        now,
        b"",
    )
    # A turn further away than one round was set by a clock that has been set back since.
    due = "UPDATE timer SET due = ? WHERE conversation = '' AND name = ? AND (due <= ? OR due > ?)"
    return bool(tx.run(due, now + every, name, now, now + every))
