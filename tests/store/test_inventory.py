"""The inventory says everything about every column that there really is."""

import contextlib
import dataclasses

import psycopg
import pytest

from bot.service.retention import ENDED_DAYS
from bot.store.inventory import inventory
from bot.store.postgres import Postgres
from bot.store.schema import SESSION, TABLES, Column, Until
from bot.store.sqlite import SqliteFile

COLUMNS = [(table.name, column) for table in TABLES for column in table.columns]
SAID = {table.name: [column.name for column in table.columns] for table in TABLES}


@pytest.mark.parametrize(
    "column", [column for _, column in COLUMNS], ids=[f"{t}.{c.name}" for t, c in COLUMNS]
)
def test_every_column_says_what_for_and_until_when(column):
    assert column.purpose.strip()
    assert column.until in Until


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_says_what_a_row_is(table):
    assert table.row.strip()


def test_a_column_cannot_come_without_purpose_and_end():
    fields = {field.name: field.default for field in dataclasses.fields(Column)}

    assert fields == dict.fromkeys(("name", "purpose", "until"), dataclasses.MISSING)


def test_a_file_has_just_these_columns():
    with contextlib.closing(SqliteFile(":memory:")) as opened:
        tables = opened._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        real = {
            name: [column for _, column, *_ in opened._db.execute(f"PRAGMA table_info({name})")]
            for (name,) in tables.fetchall()
        }

    assert real == SAID


def test_a_server_has_just_these_columns(database_url):
    Postgres(database_url).close()
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
            " FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name"
        ).fetchall()

    assert dict(rows) == {**SAID, "schema_version": ["number"]}


def test_it_is_a_table_with_a_line_for_each_table_and_column():
    lines = inventory(30, 30).splitlines()

    assert lines[:2] == ["| table | column | what for | kept until |", "| --- | --- | --- | --- |"]
    assert len(lines) == 2 + len(TABLES) + len(COLUMNS)
    assert {line.count("|") for line in lines} == {5}
    assert "| content | | one version of questions, rules and texts; nothing about people | |" in lines


def test_how_long_an_ended_workshop_is_kept_is_told_as_it_is_done():
    assert Until.WORKSHOP.endswith(f"{ENDED_DAYS} days after its end")


def test_the_days_are_the_operators():
    said = f"| | id | {SESSION.columns[0].purpose} | a draft: 7 days after its last change;"

    assert said in inventory(7, 90)
    assert "{" not in inventory(7, 90)
