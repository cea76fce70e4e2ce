"""How are sessions written and found? By their ids, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.errors import ConflictError
from bot.model.keeping import Kept
from bot.store.database import Row, Tx

COLUMNS = "id, state, finished, changed, conversation, person, digest, version"
NEWEST_FIRST = "ORDER BY changed DESC, version DESC, id DESC"


def load(tx: Tx, name: str) -> Kept | None:
    """The session of that id, if there is one."""
    found = _found(tx, "WHERE id = ?", name.encode(errors="replace").decode())
    return found[0] if found else None


def latest(tx: Tx, *, finished: bool, conversation: str = "") -> Kept | None:
    """The session last changed, among the finished or the unfinished ones of a conversation."""
    where = f"WHERE conversation = ? AND finished = ? {NEWEST_FIRST} LIMIT 1"
    found = _found(tx, where, conversation, int(finished))
    return found[0] if found else None


def current(tx: Tx, conversation: str) -> Kept | None:
    """The session that a conversation is about: the one last changed."""
    found = _found(tx, f"WHERE conversation = ? {NEWEST_FIRST} LIMIT 1", conversation)
    return found[0] if found else None


def currents(tx: Tx, conversations: Sequence[str]) -> dict[str, Kept | None]:
    """The session that each of these conversations is about; None where there is none."""
    marks = ", ".join("?" for _ in conversations)
    found = _found(tx, f"WHERE conversation IN ({marks}) ORDER BY changed, version, id", *conversations)
    return {**dict.fromkeys(conversations), **{kept.conversation: kept for kept in found}}


def every(tx: Tx, conversation: str = "") -> list[Kept]:
    """Every session of a conversation, the last changed first."""
    return _found(tx, f"WHERE conversation = ? {NEWEST_FIRST}", conversation)


def save(tx: Tx, kept: Kept) -> Kept:
    """Write a session over the version that it came from, and give it as it is now.

    Raises ConflictError if somebody else wrote or erased it since.
    """
    values = (kept.state, int(kept.finished), kept.changed, kept.digest)
    if kept.version:
        written = tx.run(
            "UPDATE session SET state = ?, finished = ?, changed = ?, digest = ?, version = version + 1"
            " WHERE id = ? AND version = ?",
            *values,
            kept.id,
            kept.version,
        )
    else:
        written = tx.run(
            "INSERT INTO session (state, finished, changed, digest, id, conversation, person, version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (id) DO NOTHING",
            *values,
            kept.id,
            kept.conversation,
            kept.person,
        )
    if not written:
        raise ConflictError(
            f"Session {kept.id} was changed or erased somewhere else meanwhile. Nothing was overwritten."
            f" Go on with what is kept: tango assess --resume {kept.id}"
        )
    return Kept(
        kept.id,
        kept.state,
        kept.finished,
        kept.changed,
        kept.conversation,
        kept.person,
        kept.digest,
        kept.version + 1,
    )


def reported(tx: Tx, name: str, at: str) -> None:
    """Write down when a report of a session was made; the session itself is as it was."""
    tx.run("UPDATE session SET reported = ? WHERE id = ?", at, name)


def erase(tx: Tx, name: str) -> None:
    """Remove a session."""
    tx.run("DELETE FROM session WHERE id = ?", name)


def _found(tx: Tx, where: str, *values: object) -> list[Kept]:
    return [_kept(row) for row in tx.rows(f"SELECT {COLUMNS} FROM session {where}", *values)]  # noqa: S608 - `where` is ours


def _kept(row: Row) -> Kept:
    name, state, finished, changed, conversation, person, digest, version = row
    return Kept(name, state, bool(finished), changed, conversation, person, digest, version)
