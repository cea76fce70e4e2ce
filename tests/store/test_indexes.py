"""What runs all the time finds its rows by an index, however much is kept."""

import contextlib
import itertools
import re

import pytest

from bot.store import answering, outbox, passing, people, sessions, states, subjects, timers, workshops
from bot.store.postgres import Postgres
from bot.store.sqlite import SqliteFile

CONVERSATION = f"WHERE conversation = ? {sessions.NEWEST_FIRST}"
SELECT = f"SELECT {sessions.COLUMNS} FROM session"

HOT = {
    "a session by its id": (f"{SELECT} WHERE id = ?", 1),
    "the sessions of a conversation": (f"{SELECT} {CONVERSATION}", 1),
    "the current session": (f"{SELECT} {CONVERSATION} LIMIT 1", 1),
    "the sessions of a person": (f"{SELECT} WHERE person = ?", 1),
    "the conversations that wait": (answering.OLDEST, 1),
    "the items that wait": (answering.OLDEST_ITEMS, 1),
    "the items of a conversation": (
        answering.ITEMS.format(turn=answering.IN_TURN, waits=states.WAITS, marks="?, ?"),
        3,
    ),
    "the end of an item": (answering.OVER, 4),
    "an item that is set aside": (answering.ASIDE, 4),
    "the inbox of somebody who is forgotten": (
        f"{subjects.BLANK} {subjects.OPEN.format('person IN (?) OR conversation IN (?)')}",
        2,
    ),
    "what is set aside": ("SELECT count(*) FROM inbox WHERE state <> 1 AND state = 2", 0),
    "the heads of the outbox": (outbox.HEADS, 3),
    "when the next message is due": (outbox.NEXT, 0),
    "what a sender holds": (outbox.SET_ASIDE + outbox.MINE, 6),
    "the outbox of a conversation": ("DELETE FROM outbox WHERE conversation = ?", 1),
    "timers that are due": (timers.DUE, 2),
    "the next timer": (timers.NEXT, 0),
    "a timer by its name": ("DELETE FROM timer WHERE conversation = ? AND name = ?", 2),
    "the chats of a person": ("SELECT conversation FROM address WHERE person = ?", 1),
    "the workshops of a conversation": (workshops.HELD, 1),
    "a workshop by its id": (workshops.NAMED, 1),
    "the seats of a workshop": (workshops.SEATS, 1),
    "the last seat of a person": (workshops.MINE, 1),
    "a seat that is written again": (workshops.RESEAT, 3),
    "a seat that is taken": (workshops.TAKE, 6),
    "what was passed on and waits": (passing.PASSED, 0),
    "whether a chat is still needed": (
        f"DELETE FROM address WHERE conversation = ? AND {people.NOTHING_LEFT.format('address')}",
        1,
    ),
}
ROWS = range(3000)
FILLED = {
    "session (id, state, finished, changed, conversation, person)": [
        (f"s{i}", b"", i % 2, f"d{i}", f"c{i}", f"p{i}") for i in ROWS
    ],
    "workshop (id, conversation, state, key, digest, begun, changed, ended, version)": [
        (f"w{i}", f"c{i}", b"", b"", "", f"d{i}", f"d{i}", i % 2, 1) for i in ROWS
    ],
    "seat (id, workshop, person, conversation, asked, language, taken)": [
        (f"s{i}", f"w{i}", f"p{i}", f"c{i}", "", "", i) for i in ROWS
    ],
    "inbox (channel, update_id, state, received)": [("x", i, 1, i) for i in ROWS],
    "outbox (conversation, kind, slot, body, state, due, attempts, owner)": [
        (f"c{i}", "guidance", "", b"", 3, i, 0, "") for i in ROWS
    ],
    "timer (conversation, name, due, body)": [(f"c{i}", "n", i, b"") for i in ROWS],
    "address (conversation, person, place, shared, unreachable)": [
        (f"c{i}", f"p{i}", "x", 0, 0) for i in ROWS
    ],
    "shown (conversation, slot, reference)": [(f"c{i}", "s", "r") for i in ROWS],
}


def fill(database):
    """Rows enough that an index is worth it; the inbox and the outbox are nearly all done with."""
    with database.transaction() as tx:
        for table, rows in FILLED.items():
            tx.many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    with database.transaction() as tx:
        tx.run("ANALYZE")


@pytest.fixture(scope="module")
def sqlite():
    with contextlib.closing(SqliteFile(":memory:")) as database:
        fill(database)
        yield database


@pytest.fixture(scope="module")
def postgres(server):
    with server.database() as url, contextlib.closing(Postgres(url)) as database:
        fill(database)
        yield database


def plan_of_sqlite(database, statement, values):
    with database.transaction() as tx:
        rows = tx.rows(f"EXPLAIN QUERY PLAN {statement}", *[None] * values)
    return [row[3] for row in rows]


@pytest.mark.parametrize("name", sorted(set(HOT) - {"the heads of the outbox"}))
def test_sqlite_finds_it_by_an_index(sqlite, name):
    plan = plan_of_sqlite(sqlite, *HOT[name])

    assert [line for line in plan if re.match(r"SCAN (?!numbered)\w+($| (?!USING))", line)] == [], plan


def test_sqlite_walks_along_the_oldest_messages(sqlite):
    """What is sent is gone, so the table itself is short, and in the order of the numbers."""
    plan = plan_of_sqlite(sqlite, *HOT["the heads of the outbox"])

    assert "SCAN o" in plan
    assert [line for line in plan if "TEMP B-TREE" in line] == []


@pytest.mark.parametrize("name", HOT)
def test_postgres_finds_it_by_an_index(postgres, name):
    statement, values = HOT[name]
    with postgres.transaction() as tx:
        tx.run("SET LOCAL plan_cache_mode = force_generic_plan")
        tx.run("SET LOCAL enable_seqscan = off")
        count = itertools.count(1)
        numbered = re.sub(r"\?", lambda _: f"${next(count)}", statement)
        tx.run(f"PREPARE hot AS {numbered}")
        plan = [
            line
            for (line,) in tx.rows(f"EXPLAIN EXECUTE hot({', '.join(['NULL'] * values)})".replace("()", ""))
        ]
        tx.run("DEALLOCATE hot")

    assert [line for line in plan if "Seq Scan" in line] == []
