"""Which rows are about somebody? Their own, and those of the chats in which nobody else writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

from bot.model.errors import StoreError
from bot.model.keeping import Subject
from bot.store import states
from bot.store.database import Tx
from bot.store.schema import TABLES

PERSONAL: Final = {
    table.name: [column.name for column in table.columns] for table in TABLES if table.personal
}
"""The tables with people's data, and their columns."""

BLANK: Final = "UPDATE inbox SET state = 1, kind = NULL, conversation = NULL, person = NULL, body = NULL, reason = NULL WHERE"
"""Of a message there stays its number alone, so that it is not answered when it is delivered again."""

OPEN: Final = f"{states.OPEN} AND ({{}})"
"""Those of the inbox that wait or were set aside: they are few, and of the others nothing is left to find."""

Wheres: TypeAlias = dict[str, tuple[str, tuple[str, ...]]]


def subject_of(tx: Tx, name: str) -> Subject | None:
    """Whose session that is: of its person with all that is kept about them, where it has one; None if there is none."""
    found = tx.rows("SELECT person FROM session WHERE id = ?", name)
    if not found:
        return None
    return Subject(sessions=(name,), names=tuple(person for (person,) in found if person))


def anybody(tx: Tx) -> bool:
    """Whether anything is kept of anybody on a platform."""
    named = {
        table: " OR ".join(f"{name} <> ''" for name in ("person", "conversation") if name in columns)
        for table, columns in PERSONAL.items()
    }
    return any(
        tx.rows(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1")  # noqa: S608 - all ours
        for table, where in named.items()
        if where
    )


def oldest(tx: Tx) -> str:
    """When the oldest was written of what may be kept under an earlier pseudonym; empty if there is nothing.

    Of somebody's session that is its last change. A workshop also changes when only its members write.
    """
    found = tx.rows(
        "SELECT min(changed) FROM session WHERE person <> '' UNION ALL SELECT min(begun) FROM workshop"
    )
    return min((written for (written,) in found if written), default="")


def rows(tx: Tx, subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """Every row about somebody, by table; bytes as they are."""
    found = {}
    for table, (where, values) in about(tx, subject).items():
        columns = PERSONAL[table]
        kept = tx.rows(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", *values)  # noqa: S608 - all ours
        if kept:
            found[table] = [dict(zip(columns, row, strict=True)) for row in kept]
    return found


def count(tx: Tx, subject: Subject) -> dict[str, int]:
    """How many rows are about somebody, by table; without the tables that have none."""
    counts = {
        table: int(tx.rows(f"SELECT count(*) FROM {table} WHERE {where}", *values)[0][0])  # noqa: S608 - all ours
        for table, (where, values) in about(tx, subject).items()
    }
    return {table: number for table, number in counts.items() if number}


def traits(tx: Tx, subject: Subject) -> Subject:
    """All by which somebody could be found in a file: every id of a row, pseudonym and number of the platform."""
    wheres = about(tx, subject)
    kept = []
    for table in ("session", "workshop", "seat"):
        where, values = wheres[table]
        kept += tx.rows(f"SELECT id FROM {table} WHERE {where}", *values)  # noqa: S608 - all ours
    where, values = wheres["address"]
    chats = tx.rows(f"SELECT conversation, place FROM address WHERE {where}", *values)  # noqa: S608
    return Subject(
        sessions=_distinct(subject.sessions, (name for (name,) in kept)),
        names=_distinct(subject.names, (name for name, _ in chats)),
        places=_distinct(subject.places, (place for _, place in chats)),
    )


def erase(tx: Tx, subject: Subject, *, waiting: bool = True) -> dict[str, int]:
    """Remove every row about somebody; gives how many went, by table. `waiting`: with what is not answered yet."""
    gone = {}
    blank = BLANK if waiting else f"{BLANK} state <> 0 AND"
    for table, (where, values) in about(tx, subject).items():
        statement = f"{blank} ({where})" if table == "inbox" else f"DELETE FROM {table} WHERE {where}"  # noqa: S608
        gone[table] = tx.run(statement, *values)
    return {table: number for table, number in gone.items() if number}


def hold(tx: Tx, subject: Subject) -> None:
    """Keep every worker out of what is about somebody until the transaction ends.

    Raises StoreError where one of them is at work: what it is about to write would come after.
    """
    names = set(subject.names)
    for table, (where, values) in about(tx, subject).items():
        if "conversation" in PERSONAL[table]:
            found = tx.rows(f"SELECT DISTINCT conversation FROM {table} WHERE {where}", *values)  # noqa: S608 - all ours
            names |= {name for (name,) in found if name}
    if not all(tx.lock(name) for name in sorted(names)):
        raise StoreError(
            "A message of this person is being answered at this moment. Nothing was erased. Try again soon."
        )


def about(tx: Tx, subject: Subject) -> Wheres:
    """The condition for the rows of each table, with its values; found before anything is erased."""
    owned = [("person", subject.names), ("place", subject.places)]
    where, values = _any(owned)
    # A group is its topics too: each is a conversation of its own, at a place that begins with the group's.
    where += "".join(" OR place LIKE ?" for _ in subject.places)
    topics = (f"{place}/%" for place in subject.places)
    chats = tx.rows(f"SELECT conversation FROM address WHERE {where}", *values, *topics)  # noqa: S608 - all ours
    conversations = _distinct(subject.names, (name for (name,) in chats))
    found = {table: _any(_conditions(table, subject, conversations)) for table in PERSONAL}
    where, values = found["inbox"]
    return {**found, "inbox": (OPEN.format(where), values)}


def _conditions(
    table: str, subject: Subject, conversations: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    columns = PERSONAL[table]
    conditions = [("person", subject.names), ("conversation", conversations)]
    if table == "session":
        conditions.append(("id", subject.sessions))
    if table == "bucket":
        conditions.append(("name", conversations))
    return [(column, values) for column, values in conditions if column in columns]


def _any(conditions: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[str, tuple[str, ...]]:
    told = [f"{column} IN ({', '.join('?' for _ in values)})" for column, values in conditions if values]
    return " OR ".join(told) or "1 = 0", tuple(value for _, values in conditions for value in values)


def _distinct(known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))
