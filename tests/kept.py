"""Rows about people in every table, each value to be recognised, and what a database holds to the last byte."""

import contextlib
import itertools
import json
import os
import random
import sqlite3
import zlib

import psycopg

from bot.content.shelf import digest
from bot.service.pseudonyms import Pseudonyms
from bot.settings import is_server
from bot.store.opening import open_database
from bot.store.schema import TABLES
from bot.store.sqlite import SqliteFile

SECRET = "a-secret-that-nobody-guesses"
PLACE = "7712345678"
PERSON = Pseudonyms([SECRET]).of("telegram", PLACE)
"""The person with all the rows below, who has one private chat: on Telegram its number is the person's."""
OTHER_PLACE = "8812345678"
OTHER = Pseudonyms([SECRET]).of("telegram", OTHER_PLACE)


def kinds():
    """The type of every column, as the migrated file has it."""
    with contextlib.closing(SqliteFile(":memory:")) as opened:
        return {
            table.name: {
                name: kind for _, name, kind, *_ in opened._db.execute(f"PRAGMA table_info({table.name})")
            }
            for table in TABLES
        }


def markers(person=PERSON, place=PLACE, first=70_001):
    """One row about a person in each table, with a value of its own in every column."""
    numbers = itertools.count(first)

    def value(table, column, kind):
        known = {
            "person": person,
            "conversation": person,
            "place": place,
            ("bucket", "name"): person,
            ("inbox", "state"): 2,
            ("session", "state"): f"1|session-state-of-{first}".encode(),
            ("workshop", "state"): f"1|workshop-state-of-{first}".encode(),
        }
        if column in known or (table, column) in known:
            return known.get(column) or known[table, column]
        if kind == "INTEGER":
            return next(numbers)
        text = f"{table}-{column}-of-{first}"
        return text.encode() if kind == "BLOB" else text

    return {
        table.name: {name: value(table.name, name, kind) for name, kind in kinds()[table.name].items()}
        for table in TABLES
        if table.personal
    }


def content(number, size=9000):
    """A row of a version of content, packed as it is kept, with bytes that cannot be packed closer."""
    files = {"knowledge/a.yaml": random.Random(number).randbytes(size)}
    texts = {name: data.decode("utf-8", "surrogateescape") for name, data in files.items()}
    packed = zlib.compress(json.dumps(texts).encode())
    return {"content": {"digest": digest(files), "files": packed, "kept": "2026-03-25"}}


def fill(name, *people):
    """Write such rows into the database of that name."""
    with contextlib.closing(open_database(name)) as opened, opened.transaction() as tx:
        for person in people:
            for table, row in person.items():
                marks = ", ".join("?" for _ in row)
                tx.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


def everything(name):
    """Every row of every table, in an order of its own."""
    with contextlib.closing(open_database(name)) as opened, opened.snapshot() as tx:
        return {
            table.name: sorted(
                tx.rows(f"SELECT {', '.join(column.name for column in table.columns)} FROM {table.name}"),
                key=repr,
            )
            for table in TABLES
        }


def bytes_of(name):
    """All that can be read of a database: its files; of a server every table of every schema, by COPY."""
    if is_server(name):
        return _dumped(name)
    found = b""
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError), open(name + ending, "rb") as file:
            found += file.read()
    return found


def holds(data, word):
    """Whether a word stands in there, as it is or as a server prints bytes."""
    return word.encode() in data or word.encode().hex().encode() in data


def analyze(name):
    """Let a server note down samples of every column, as it does by itself from time to time."""
    if is_server(name):
        with psycopg.connect(name, autocommit=True) as connection:
            connection.execute("ANALYZE")


def _dumped(url):
    found = b""
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 't', 'm', 'S')"
        ).fetchall()
        for schema, table in tables:
            with connection.cursor().copy(f'COPY (SELECT * FROM "{schema}"."{table}") TO STDOUT') as rows:
                found += b"".join(map(bytes, rows))
    return found


def old_store(path, *sessions):
    """A file as the first version wrote it: sessions alone, as (id, state, finished, changed)."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE session (id TEXT PRIMARY KEY, state BLOB NOT NULL, finished INTEGER NOT NULL,"
            " changed TEXT NOT NULL) STRICT"
        )
        db.executemany("INSERT INTO session VALUES (?, ?, ?, ?)", sessions)
        db.execute("PRAGMA user_version = 1")
        db.commit()
    os.chmod(path, 0o600)
