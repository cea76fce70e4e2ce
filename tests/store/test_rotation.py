"""After a rotation of the secret, whoever writes brings all of theirs along."""

import pytest
from kept import SECRET, markers

from bot.model.keeping import Subject
from bot.model.post import Incoming
from bot.service.pseudonyms import Pseudonyms
from bot.store import inbox, subjects

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
        assert found == {**dict.fromkeys(mine.keys() - {"bucket"}, 1), "inbox": 2}
        assert subjects.count(tx, Subject(names=(OLD,))) == {"bucket": 1}


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


def test_a_conversation_that_another_worker_is_at_keeps_its_old_name_until_the_next_message(
    database, monkeypatch
):
    with database.transaction() as tx:
        put(tx, markers(OLD))
        with monkeypatch.context() as patch:
            patch.setattr(type(tx), "lock", lambda *_: False)
            inbox.receive(tx, [message((OLD, OLD))])

        assert subjects.count(tx, Subject(names=(OLD,)))["session"] == 1
        inbox.receive(tx, [Incoming("telegram", 2, NEW, NEW, b"hello", 1, former=((OLD, OLD),))])
        assert subjects.count(tx, Subject(names=(NEW,)))["session"] == 1
