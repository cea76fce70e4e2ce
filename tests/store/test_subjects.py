"""Whose rows are whose; tests/commands drives it through the program."""

from dataclasses import replace

import pytest
from kept import OTHER, PERSON, PLACE, markers

from bot.model.errors import StoreError
from bot.model.keeping import Subject
from bot.store import people, subjects

CHAT = Subject(names=("ann",))


def put(tx, rows):
    for table, row in rows.items():
        tx.run(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})", *row.values()
        )


def test_what_somebody_wrote_in_a_group_is_theirs_and_the_group_is_not(database):
    rows = markers()
    group = {
        "session": {**rows["session"], "conversation": "group", "person": OTHER},
        "inbox": {**rows["inbox"], "conversation": "group"},
        "outbox": {**rows["outbox"], "conversation": "group"},
        "address": {**rows["address"], "conversation": "group", "person": "", "place": "-100"},
    }
    with database.transaction() as tx:
        put(tx, group)

        assert subjects.count(tx, Subject(names=(PERSON,), places=(PLACE,))) == {"inbox": 1}
        assert subjects.erase(tx, Subject(names=(PERSON,))) == {"inbox": 1}
        assert subjects.count(tx, Subject(names=(OTHER,))) == {"session": 1}
        assert subjects.count(tx, Subject(names=("group",))) == {"session": 1, "outbox": 1, "address": 1}


def test_a_chat_with_another_name_than_its_person_is_found_by_its_address(database):
    rows = markers()
    with database.transaction() as tx:
        put(
            tx,
            {
                "address": {**rows["address"], "conversation": "chat"},
                "outbox": {**rows["outbox"], "conversation": "chat"},
            },
        )

        assert subjects.count(tx, Subject(names=(PERSON,))) == {"outbox": 1, "address": 1}
        assert subjects.traits(tx, Subject(names=(PERSON,))) == Subject(
            names=(PERSON, "chat"), places=(PLACE,)
        )


def test_a_group_is_found_with_its_topics_and_another_whose_number_begins_alike_is_not(database):
    rows = markers()["address"]
    places = {"group": "-100123", "one": "-100123/45", "two": "-100123/7", "other": "-1001234/45"}
    with database.transaction() as tx:
        for chat, place in places.items():
            put(tx, {"address": {**rows, "person": "", "conversation": chat, "place": place}})
            put(tx, {"outbox": {**markers(first=len(place) * 1000)["outbox"], "conversation": chat}})
        found = Subject(names=("group",), places=("-100123",))

        assert subjects.count(tx, found) == {"outbox": 3, "address": 3}
        assert set(subjects.traits(tx, found).places) == {"-100123", "-100123/45", "-100123/7"}
        subjects.erase(tx, found)

        assert tx.rows("SELECT conversation FROM address") == [("other",)]
        assert tx.rows("SELECT conversation FROM outbox") == [("other",)]


def test_nobody_has_nothing(database):
    with database.transaction() as tx:
        put(tx, markers())

        assert subjects.rows(tx, Subject()) == {}


def test_the_store_finds_the_same(database):
    with database.transaction() as tx:
        put(tx, markers())

        assert people.export(tx, PERSON) == subjects.rows(tx, Subject(names=(PERSON,)))


def test_an_erasure_waits_for_nobody(database, monkeypatch):
    with database.transaction() as tx:
        monkeypatch.setattr(type(tx), "lock", lambda tx, name: name != "ann")

        with pytest.raises(StoreError, match="is being answered at this moment"):
            subjects.hold(tx, CHAT)
        subjects.hold(tx, replace(CHAT, names=("bob",)))
