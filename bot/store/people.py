"""What becomes of a person's data? Counted, agreed to, shown, and gone when they or the dates say so."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from bot.model.keeping import Dates, Subject
from bot.store import passing, subjects
from bot.store.database import Tx
from bot.store.states import KEY, WAITS
from bot.store.subjects import BLANK, OPEN, PERSONAL

NOTHING_LEFT: Final = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.conversation = {{0}}.conversation{more})"  # noqa: S608 - all ours
    for table, more in (
        ("session", ""),
        ("workshop", ""),
        ("seat", ""),
        ("outbox", ""),
        ("timer", ""),
        ("inbox", f" AND {WAITS}"),
    )
)
"""Nothing is kept of a conversation, and nothing is to be sent or done in it."""

NO_LONGER_NEEDED: Final = (
    "DELETE FROM consent WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.person = consent.person)"
    " AND NOT EXISTS (SELECT 1 FROM address a WHERE a.person = consent.person)"
)

NOBODY_MEETS: Final = (
    "DELETE FROM seat WHERE NOT EXISTS (SELECT 1 FROM workshop w WHERE w.id = seat.workshop AND w.ended = 0)"
)
"""Seats go with the end of their workshop; this finds those that somebody took at that very moment, too."""

UNUSED: Final = (
    "DELETE FROM content WHERE digest NOT IN (SELECT digest FROM session)"
    " AND digest NOT IN (SELECT digest FROM workshop)"
)


def use(tx: Tx, items: Mapping[str, int], day: str) -> None:
    """Count what people sent on a day."""
    tx.many(
        "INSERT INTO usage (person, day, items) VALUES (?, ?, ?)"
        " ON CONFLICT (person, day) DO UPDATE SET items = usage.items + excluded.items",
        [(person, day, count) for person, count in sorted(items.items())],
    )


def used(tx: Tx, person: str, day: str) -> int:
    """How many items a person sent on a day."""
    found = tx.rows("SELECT items FROM usage WHERE person = ? AND day = ?", person, day)
    return int(found[0][0]) if found else 0


def agree(tx: Tx, person: str, subject: str, at: int) -> None:
    """Write down what a person agreed to, and when (milliseconds since 1970)."""
    given = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at / 1000))
    tx.run(
        "INSERT INTO consent (person, subject, given) VALUES (?, ?, ?)"
        " ON CONFLICT (person, subject) DO UPDATE SET given = excluded.given",
        person,
        subject,
        given,
    )


def agreed(tx: Tx, person: str, subject: str) -> str | None:
    """When a person agreed to something, ISO 8601; None where they did not."""
    found = tx.rows("SELECT given FROM consent WHERE person = ? AND subject = ?", person, subject)
    return str(found[0][0]) if found else None


def export(tx: Tx, person: str) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person, by table; bytes as they are."""
    return subjects.rows(tx, Subject(names=(person,)))


def forget(tx: Tx, conversation: str, person: str) -> None:
    """Remove all there is of a conversation and its person, but not where to send the goodbye.

    What they have written since waits to be answered, as a new beginning. What was passed on for them before is not:
    it would bring them back.
    """
    _take_back(tx, conversation)
    kept = tx.rows("SELECT person, place, shared FROM address WHERE conversation = ?", conversation)
    subjects.erase(tx, Subject(names=(conversation, *filter(None, (person,)))), waiting=False)
    for owner, place, shared in kept:
        tx.run(
            "INSERT INTO address (conversation, person, place, shared, unreachable) VALUES (?, ?, ?, ?, 0)",
            conversation,
            owner,
            place,
            shared,
        )


def _take_back(tx: Tx, conversation: str) -> None:
    """Remove what a conversation has passed on, and waits. Where it is answered just now, this waits until it is done."""
    passed = passing.waiting(tx, conversation)
    for name in sorted({one.to for one in passed} - {conversation}):
        tx.hold(name)
    tx.many(f"{BLANK} {WAITS} AND {KEY}", [(one.channel, one.update) for one in passed])


def leave(tx: Tx, conversation: str) -> int:
    """Forget what a conversation was shown and where it is reached, once nothing is left of it; gives how many went."""
    shown, address = (f"DELETE FROM {table} WHERE conversation = ?" for table in ("shown", "address"))  # noqa: S608
    tx.run(f"{shown} AND {NOTHING_LEFT.format('shown')}", conversation)
    return tx.run(f"{address} AND {NOTHING_LEFT.format('address')}", conversation)


def _left(tx: Tx) -> list[str]:
    """Conversations of which only the address is left. Each is locked: what comes in meanwhile is seen by `leave`."""
    lock = tx.skip_locked.removesuffix(" SKIP LOCKED")
    where = f"WHERE {NOTHING_LEFT.format('o')} ORDER BY o.conversation"
    return [name for (name,) in tx.rows(f"SELECT o.conversation FROM address o {where}{lock}")]  # noqa: S608


def retain(tx: Tx, before: Dates) -> dict[str, int]:
    """Erase what is due; gives how many rows of each table went."""
    statements: dict[str, tuple[str, tuple[object, ...]]] = {
        "session": (
            (
                "DELETE FROM session WHERE finished = 0 AND changed < ?"
                " OR finished = 1 AND changed < ? AND reported < ?"
            ),
            (before.drafts, before.results, before.results),
        ),
        "workshop": (
            "DELETE FROM workshop WHERE ended = 0 AND changed < ? OR ended <> 0 AND changed < ?",
            (before.drafts, before.ended),
        ),
        "seat": (NOBODY_MEETS, ()),
        "inbox": ("DELETE FROM inbox WHERE state > 0 AND received < ?", (before.seen,)),
        "outbox": ("DELETE FROM outbox WHERE state > 1 AND due < ?", (before.seen,)),
        "shown": (f"DELETE FROM shown WHERE {NOTHING_LEFT.format('shown')}", ()),  # noqa: S608 - all ours
        "usage": ("DELETE FROM usage WHERE day < ?", (before.day,)),
        "bucket": ("DELETE FROM bucket WHERE filled < ?", (before.bucket,)),
        "content": (UNUSED, ()),
    }
    gone = {table: tx.run(statement, *values) for table, (statement, values) in statements.items()}
    gone["address"] = sum(leave(tx, name) for name in _left(tx))
    gone["consent"] = tx.run(NO_LONGER_NEEDED)
    return gone


def rename(tx: Tx, former: tuple[str, str], now: tuple[str, str]) -> None:
    """Give a conversation and its person (empty: nobody's) other pseudonyms, wherever they stand.

    Where another worker is at work on the conversation, this waits until it is done.
    """
    if former == now or not _known(tx, former):
        return
    tx.hold(former[0])
    for column, old, new in zip(("conversation", "person"), former, now, strict=True):
        for table, columns in PERSONAL.items():
            if old and column in columns:
                _rename(tx, table, column, (old, new))
    _rename(tx, "bucket", "name", (former[0], now[0]))
    _comes_from(tx, former[0], now[0])


def _comes_from(tx: Tx, old: str, new: str) -> None:
    """Give what a conversation has passed on, and waits, the other pseudonym to answer to."""
    tx.many(
        f"UPDATE inbox SET body = ? WHERE {WAITS} AND {KEY}",  # noqa: S608 - ours
        [(passing.body(new, one.words), one.channel, one.update) for one in passing.waiting(tx, old)],
    )


def _known(tx: Tx, names: tuple[str, str]) -> bool:
    """Whether anything stands under these: most people have moved over long ago."""
    return any(
        tx.rows(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", name)  # noqa: S608 - all ours
        for column, name in zip(("conversation", "person"), names, strict=True)
        for table in ("session", "workshop", "seat", "address", "shown", "timer", "consent", "usage")
        if name and column in PERSONAL[table]
    )


def _rename(tx: Tx, table: str, column: str, names: tuple[str, str]) -> None:
    old, new = names
    if (table, column) in ONE_OF_A_NAME:
        also = ONE_OF_A_NAME[table, column]
        same = f" AND n.{also} = {table}.{also}" if also else ""
        there = f"EXISTS (SELECT 1 FROM {table} n WHERE n.{column} = ?{same})"  # noqa: S608 - all ours
        tx.run(f"DELETE FROM {table} WHERE {column} = ? AND {there}", old, new)  # noqa: S608
    still = OPEN.format(f"{column} = ?") if table == "inbox" else f"{column} = ?"
    tx.run(f"UPDATE {table} SET {column} = ? WHERE {still}", new, old)  # noqa: S608


ONE_OF_A_NAME: Final = {
    ("seat", "person"): "workshop",
    ("address", "conversation"): "",
    ("shown", "conversation"): "slot",
    ("timer", "conversation"): "name",
    ("consent", "person"): "subject",
    ("usage", "person"): "day",
    ("bucket", "name"): "",
}
"""Where a row of the new name, and of the same value in another column, may stand already: it is newer, and stays."""
