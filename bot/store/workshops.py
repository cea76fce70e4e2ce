"""How are workshops written and found, and who sits in them? Never over what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.model.errors import ConflictError
from bot.model.keeping import Gathered, Seat
from bot.store import outbox
from bot.store.database import Row, Tx

COLUMNS: Final = "id, conversation, state, key, digest, changed, ended, version"
SEAT: Final = "id, workshop, person, conversation, asked, language"
HELD: Final = f"SELECT {COLUMNS} FROM workshop WHERE conversation = ? ORDER BY begun DESC, id DESC"  # noqa: S608 - ours
NAMED: Final = f"SELECT {COLUMNS} FROM workshop WHERE id = ?"  # noqa: S608 - ours
SEATS: Final = f"SELECT {SEAT} FROM seat WHERE workshop = ? ORDER BY taken, id"  # noqa: S608 - ours
MINE: Final = (
    f"SELECT {SEAT} FROM seat WHERE person = ? AND EXISTS"  # noqa: S608 - ours
    " (SELECT 1 FROM workshop w WHERE w.id = seat.workshop AND w.ended = 0)"
    " ORDER BY taken, id"
)
RESEAT: Final = "UPDATE seat SET asked = ?, language = ? WHERE id = ?"
"""Whose it is and where they are reached stays: whoever writes over a seat may know it by an earlier pseudonym."""
TAKE: Final = (
    "INSERT INTO seat (id, workshop, person, conversation, asked, language, taken)"
    " VALUES (?, ?, ?, ?, ?, ?, (SELECT COALESCE(max(taken), 0) + 1 FROM seat)) ON CONFLICT DO NOTHING"
)


def held(tx: Tx, conversation: str) -> Sequence[Gathered]:
    """The workshops of a conversation, the last begun first."""
    return [_gathered(row) for row in tx.rows(HELD, conversation)]


def named(tx: Tx, name: str) -> Gathered | None:
    """The workshop of that id, if there is one."""
    found = tx.rows(NAMED, name.encode(errors="replace").decode())
    return _gathered(found[0]) if found else None


def seats(tx: Tx, workshop: str) -> Sequence[Seat]:
    """Who sits in a workshop, in the order in which they came."""
    return [Seat(**dict(zip(SEAT.split(", "), row, strict=True))) for row in tx.rows(SEATS, workshop)]


def mine(tx: Tx, person: str) -> Sequence[Seat]:
    """Where a person sits, of the workshops that go on, the one they came to last at the end."""
    return [Seat(**dict(zip(SEAT.split(", "), row, strict=True))) for row in tx.rows(MINE, person)]


def save(tx: Tx, gathered: Gathered) -> Gathered:
    """Write a workshop over the version that it came from, and give it as it is now.

    Raises ConflictError if somebody else wrote or erased it since.
    """
    one = gathered
    values = (one.state, one.key, one.digest, one.changed, int(one.ended))
    if one.version:
        written = tx.run(
            "UPDATE workshop SET state = ?, key = ?, digest = ?, changed = ?, ended = ?, version = version + 1"
            " WHERE id = ? AND version = ?",
            *values,
            one.id,
            one.version,
        )
    else:
        written = tx.run(
            "INSERT INTO workshop (state, key, digest, changed, ended, id, conversation, begun, version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (id) DO NOTHING",
            *values,
            one.id,
            one.conversation,
            one.changed,
        )
    if not written:
        raise ConflictError(
            f"Workshop {one.id} went on or was erased somewhere else meanwhile. Nothing was overwritten."
            " Try again: it then goes on from where it stands now."
        )
    return replace(one, version=one.version + 1)


def hold(tx: Tx, name: str) -> None:
    """Let nobody else write a workshop until the transaction ends: what is read of it from now on can be written over."""
    lock = tx.skip_locked.removesuffix(" SKIP LOCKED")
    tx.rows(f"SELECT 1 FROM workshop o WHERE id = ?{lock}", name)  # noqa: S608 - ours


def sit(tx: Tx, taken: Seat) -> None:
    """Write what is asked in a seat, or take it. ConflictError if its person has another one in the workshop."""
    if reseat(tx, taken):
        return
    values = (taken.id, taken.workshop, taken.person, taken.conversation, taken.asked, taken.language)
    if not tx.run(TAKE, *values):
        raise ConflictError(
            f"Somebody has a place in workshop {taken.workshop} already. Nothing was overwritten."
            " Try again: it then goes on with that place."
        )


def reseat(tx: Tx, taken: Seat) -> int:
    """Write what is asked in a seat if it is still there; gives how many that is."""
    return tx.run(RESEAT, taken.asked, taken.language, taken.id)


def rise(tx: Tx, name: str) -> None:
    """Remove a seat, which messages asked something of whoever sat there, and what could not be said to them."""
    for chat, workshop in tx.rows("SELECT conversation, workshop FROM seat WHERE id = ?", name):
        tx.run("DELETE FROM shown WHERE conversation = ? AND slot LIKE ?", chat, f"%/{workshop}/seat%")
        tx.run("DELETE FROM outbox WHERE conversation = ? AND state = ?", chat, outbox.PARKED)
    tx.run("DELETE FROM seat WHERE id = ?", name)


def _gathered(row: Row) -> Gathered:
    name, conversation, state, key, digest, changed, ended, version = row
    return Gathered(
        id=name,
        conversation=conversation,
        state=bytes(state),
        key=bytes(key),
        digest=digest,
        changed=changed,
        ended=bool(ended),
        version=version,
    )
