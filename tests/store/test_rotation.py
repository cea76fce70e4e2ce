"""After a rotation of the secret, whoever writes brings all of theirs along."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from kept import SECRET, markers

from bot.model.keeping import Subject
from bot.model.post import Incoming
from bot.service.pseudonyms import Pseudonyms
from bot.store import inbox, subjects
from bot.store.postgres import Postgres

NOW = Pseudonyms([f"new-{SECRET}", SECRET])
NEW, (OLD,) = NOW.of("telegram", "7712345678"), NOW.former("telegram", "7712345678")


def put(tx, rows):
    for table, row in rows.items():
        tx.run(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})", *row.values()
        )


def message(*former):
    return Incoming("telegram", 1, NEW, NEW, b"hello", 1, former=former)


def test_rows_under_the_old_secret_are_found_under_the_new_one(database):
    mine = markers(OLD)
    with database.transaction() as tx:
        put(tx, mine)

        inbox.receive(tx, [message((OLD, OLD))])

        found = subjects.count(tx, Subject(names=(NEW,)))
        assert found == {**dict.fromkeys(mine, 1), "inbox": 2}
        assert subjects.count(tx, Subject(names=(OLD,))) == {}


@pytest.mark.parametrize(
    ("table", "key"), [("shown", "slot"), ("timer", "name"), ("consent", "subject"), ("usage", "day")]
)
def test_of_two_rows_the_newer_stays_and_others_come_along(database, table, key):
    with database.transaction() as tx:
        for name, other, first in ((OLD, "same", 100_000), (OLD, "more", 200_000), (NEW, "same", 300_000)):
            put(tx, {table: {**markers(name, first=first)[table], key: other}})

        inbox.receive(tx, [message((OLD, OLD))])

        kept = subjects.rows(tx, Subject(names=(NEW,)))[table]
        numbers = {row[key]: [value for value in row.values() if "3000" in str(value)] for row in kept}
        assert sorted(row[key] for row in kept) == ["more", "same"]
        assert numbers["same"]
        assert subjects.count(tx, Subject(names=(OLD,))) == {}


def test_the_newer_address_stays(database):
    with database.transaction() as tx:
        put(tx, {"address": {**markers(OLD)["address"], "place": "old"}})
        put(tx, {"address": {**markers(NEW)["address"], "place": "new"}})

        inbox.receive(tx, [message((OLD, OLD))])

        assert tx.rows("SELECT place FROM address") == [("new",)]


def test_who_has_moved_over_is_not_looked_for_again(database):
    with database.transaction() as tx:
        inbox.receive(tx, [message((OLD, OLD))])

        assert subjects.count(tx, Subject(names=(NEW,))) == {"inbox": 1}


def test_a_conversation_that_another_worker_is_at_is_waited_for(database_url):
    with contextlib.closing(Postgres(database_url)) as one, contextlib.closing(Postgres(database_url)) as two:
        with one.transaction() as tx:
            put(tx, markers(OLD))
        with ThreadPoolExecutor(1) as other:
            with one.transaction() as tx:
                assert tx.lock(OLD)
                moved = other.submit(receive, two)
                with pytest.raises(TimeoutError):
                    moved.result(0.3)
                tx.run("UPDATE session SET state = ? WHERE conversation = ?", b"1|later", OLD)
            moved.result(10)
        with one.transaction() as tx:
            assert tx.rows("SELECT state FROM session WHERE conversation = ?", NEW) == [(b"1|later",)]


def receive(database):
    with database.transaction() as tx:
        inbox.receive(tx, [message((OLD, OLD))])
