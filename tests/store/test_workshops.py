"""Workshops and their seats are kept alike by every engine, and go when their time has come."""

from dataclasses import replace

import pytest
from gatherings import HALL, Hosts, gathered, seat
from posts import answered, rows, say, sent, settled, update
from posts import claimed as held_by_sender

from bot.model.errors import ConflictError, StoreError
from bot.model.keeping import Dates, Kept, Subject
from bot.model.post import Done, NoMeetings, Passed
from bot.model.sending import Address, Fate, Moved
from bot.store import answering, contents, inbox, people, subjects, workshops
from bot.store.inline import Inline
from bot.store.store import Store

NEVER = Dates(drafts="", results="", ended="", seen=0, day="", bucket=0)
BEGUN = "2026-03-25T10:00:00.000Z"


async def do(store, operation, *values):
    return await store._run(operation, *values)


async def begin(store, *names, **named):
    return [await do(store, workshops.save, gathered(name, **named)) for name in names]


async def ids(store, table):
    return [name for (name,) in await rows(store, f"SELECT id FROM {table} ORDER BY id")]


async def test_what_was_saved_is_found_whole(store):
    whole = gathered(state=b"1|\xff\x00", key=b"\x00k", ended=True)

    saved = await do(store, workshops.save, whole)

    assert saved == replace(whole, version=1)
    assert await do(store, workshops.named, "w1") == saved
    assert await do(store, workshops.held, "hall") == [saved]
    assert isinstance((await do(store, workshops.named, "w1")).key, bytes)


async def test_a_second_save_replaces_the_first(store):
    (first,) = await begin(store, "w1")
    newer = replace(first, state=b"1|2", key=b"", digest="other", changed="2026-04", ended=True)

    saved = await do(store, workshops.save, newer)

    assert await do(store, workshops.named, "w1") == saved == replace(newer, version=2)


async def test_a_save_over_what_somebody_else_wrote_is_refused_and_changes_nothing(store):
    (first,) = await begin(store, "w1")
    theirs = await do(store, workshops.save, replace(first, state=b"1|theirs"))

    with pytest.raises(ConflictError) as caught:
        await do(store, workshops.save, replace(first, state=b"1|mine"))

    assert await do(store, workshops.named, "w1") == theirs
    assert str(caught.value) == (
        "Workshop w1 went on or was erased somewhere else meanwhile. Nothing was overwritten."
        " Try again: it then goes on from where it stands now."
    )


async def test_a_new_workshop_never_takes_the_place_of_another_of_its_id(store):
    await begin(store, "w1")

    with pytest.raises(ConflictError):
        await begin(store, "w1", state=b"1|other")

    assert (await do(store, workshops.named, "w1")).state == b"1|{}"


async def test_the_last_begun_is_held_first_whichever_changed_last(store):
    for name, begun in (("a", "2026-01"), ("c", "2026-03"), ("b", "2026-02")):
        await begin(store, name, changed=begun)
    (first,) = await begin(store, "x", conversation="elsewhere")
    old = await do(store, workshops.named, "a")
    await do(store, workshops.save, replace(old, changed="2026-09"))

    assert [one.id for one in await do(store, workshops.held, "hall")] == ["c", "b", "a"]
    assert await do(store, workshops.held, "elsewhere") == [first]
    assert await do(store, workshops.held, "nowhere") == []


@pytest.mark.parametrize("name", ["nobody", "\udcff"])
async def test_an_unknown_id_is_nothing(store, name):
    assert await do(store, workshops.named, name) is None


async def test_people_sit_in_the_order_in_which_they_came(store):
    for name in ("s9", "s1", "s5"):
        await do(store, workshops.sit, seat(name, person=name))
    await do(store, workshops.sit, seat("other", workshop="w2"))
    await do(store, workshops.sit, seat("s9", person="s9", asked="role", language="de"))

    found = await do(store, workshops.seats, "w1")

    assert [one.id for one in found] == ["s9", "s1", "s5"]
    assert found[0] == seat("s9", person="s9", asked="role", language="de")


async def test_a_seat_that_is_written_again_stays_where_its_person_is_reached_now(store):
    """Whoever writes it may know the person by an earlier pseudonym."""
    await do(store, workshops.sit, seat())

    await do(store, workshops.sit, seat(person="was", conversation="was", asked="role"))

    assert await do(store, workshops.seats, "w1") == [seat(asked="role")]


async def test_nobody_has_two_seats_in_one_workshop(store):
    await do(store, workshops.sit, seat())

    with pytest.raises(ConflictError) as caught:
        await do(store, workshops.sit, seat("s2"))

    assert str(caught.value) == (
        "Somebody has a place in workshop w1 already. Nothing was overwritten."
        " Try again: it then goes on with that place."
    )
    assert await ids(store, "seat") == ["s1"]


async def test_a_person_sits_in_what_goes_on_where_they_came_to_last_at_the_end(store):
    (first, *_) = await begin(store, "w1", "w2", "w3")
    for name in ("w1", "w3", "w2"):
        await do(store, workshops.sit, seat(f"in {name}", workshop=name))
    two = await do(store, workshops.named, "w2")

    async def mine(person="ada's person"):
        return [one.workshop for one in await do(store, workshops.mine, person)]

    assert await mine() == [first.id, "w3", "w2"]
    await do(store, workshops.save, replace(two, ended=True))
    assert await mine() == [first.id, "w3"]
    await do(store, workshops.rise, "in w3")
    assert await mine() == [first.id]
    assert await mine("nobody") == []


class Looking(Hosts):
    def __call__(self, work):
        meetings = work.meetings
        self.found = (
            [one.id for one in meetings.held()],
            meetings.named("w2") and meetings.named("w2").id,
            [one.id for one in meetings.seats("w1")],
            [one.id for one in meetings.mine()],
        )
        return super().__call__(work)


async def test_an_answer_sees_the_workshops_of_its_conversation_and_the_seats_of_its_person(store):
    await begin(store, "w1")
    await begin(store, "w2", conversation="other")
    await do(store, workshops.sit, seat())
    looking = Looking()
    await store.receive([update(1, "hall", person="ada's person", address=HALL)])
    await answered(store, looking)
    assert looking.found == (["w1"], "w2", ["s1"], ["s1"])

    await store.receive([update(2, "ben", person="")])
    await answered(store, looking)
    assert looking.found == ([], "w2", ["s1"], [])


def test_where_there_are_no_workshops_there_is_nothing():
    meetings = NoMeetings()

    assert (meetings.held(), meetings.named("w"), meetings.seats("w"), meetings.mine()) == (
        (),
        None,
        (),
        (),
    )


class FaultError(StoreError):
    """What a store fails with."""


class Failing:
    """A transaction that cannot read workshops."""

    def __init__(self, tx):
        self._tx = tx

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def rows(self, sql, *values):
        if "FROM workshop" in sql:
            raise FaultError
        return self._tx.rows(sql, *values)


async def test_an_item_is_not_set_aside_because_workshops_cannot_be_read_for_a_moment(database):
    await Store(Inline(database)).receive([update(1)])

    with pytest.raises(FaultError), database.transaction() as tx:
        answering.answer(Failing(tx), Looking(), "")

    assert await answered(Store(Inline(database))) == [1]


async def test_an_answer_writes_a_workshop_its_seats_and_its_content(store):
    await do(store, workshops.sit, seat("gone", person="zoe's person", conversation="zoe"))
    done = Done(gather=gathered(), pin={"a.yaml": b"a"}, sit=(seat(asked="role"),), rise=("gone",), keep=None)
    await store.receive([update(1)])

    await store.answer(Hosts(at_1=done))

    assert (await do(store, workshops.named, "w1")).version == 1
    assert await do(store, workshops.seats, "w1") == [seat(asked="role")]
    assert await store.files("sha256:abc") == {"a.yaml": b"a"}


async def test_content_that_is_kept_already_is_not_written_again(store):
    await do(store, contents.pin, "sha256:abc", {"a.yaml": b"a"}, "2026")
    kept = Kept("own", b"1|", finished=False, changed="2026", conversation="ada", digest="sha256:abc")
    await store.receive([update(1)])

    await store.answer(Hosts(at_1=Done(gather=gathered(), keep=kept, pin={})))

    assert await store.files("sha256:abc") == {"a.yaml": b"a"}


async def test_who_changes_places_rises_first(store):
    await do(store, workshops.sit, seat("old"))
    await store.receive([update(1)])

    await store.answer(Hosts(at_1=Done(gather=gathered(), rise=("old",), sit=(seat("new"),))))

    assert await ids(store, "seat") == ["new"]


async def test_others_are_asked_where_they_sit_and_not_brought_back_where_they_are_gone(store):
    await do(store, workshops.sit, seat())
    asked = Done(sit=(seat(asked="role"), seat("s2", person="ben's person", asked="role")))
    await store.receive([update(1, "hall", person="zoe's person", address=HALL)])

    await store.answer(Hosts(at_1=asked))

    assert await do(store, workshops.seats, "w1") == [seat(asked="role")]


def counting(work):
    """Adds one to a workshop, and keeps and says that."""
    old = work.meetings.named("w1")
    state = b"%d" % (int(old.state) + 1)
    kept = Kept(f"sheet {work.item.update}", state, finished=False, changed="2026", conversation="ada")
    return replace(say(state.decode()), gather=replace(old, state=state), keep=kept, sit=(seat(),))


class Meanwhile:
    """A transaction in which somebody else writes something just before the first answer is written."""

    def __init__(self, tx, *statement):
        self._tx = tx
        self._statement = statement

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def run(self, sql, *values):
        if sql.startswith("SAVEPOINT") and self._statement:
            statement, self._statement = self._statement, ()
            self._tx.run(*statement)
        return self._tx.run(sql, *values)


GOES_ON = ("UPDATE workshop SET state = ?, version = version + 1", b"10")
SHEET_1 = ("INSERT INTO session (id, state, finished, changed) VALUES (?, ?, 0, '')", "sheet 1", b"")


async def test_an_answer_is_asked_again_where_somebody_else_wrote_the_workshop_meanwhile(database):
    store = Store(Inline(database))
    await begin(store, "w1", state=b"1")
    await store.receive([update(2)])

    with database.transaction() as tx:
        answers = answering.answer(Meanwhile(tx, *GOES_ON), Hosts(at_2=counting), "")

    assert (answers.items, answers.set_aside) == (1, [])
    assert (await do(store, workshops.named, "w1")).state == b"11"
    assert await sent(store) == ["11"]
    assert await ids(store, "seat") == ["s1"]


async def test_where_the_session_was_written_meanwhile_the_workshop_does_not_count_twice(database):
    """The workshop is written first; it must be as it was when the answer is asked again."""
    store = Store(Inline(database))
    await begin(store, "w1", state=b"1")
    await store.receive([update(1)])

    with database.transaction() as tx:
        answers = answering.answer(Meanwhile(tx, *SHEET_1), Hosts(at_1=counting), "")

    assert answers.items == 0
    assert answers.set_aside[0].startswith("ConflictError in bot.store.sessions:")
    assert (await do(store, workshops.named, "w1")).state == b"1"
    assert await ids(store, "seat") == []


async def test_an_answer_that_writes_over_a_workshop_that_is_gone_is_set_aside_and_the_rest_go_on(store):
    await store.receive([update(1), update(2, "zoe")])

    answers = await store.answer(Hosts(at_1=Done(gather=gathered(version=3), sit=(seat(),))))

    assert answers.set_aside[0].startswith("ConflictError in bot.store.workshops:")
    assert await sent(store) == ["sorry, ada", "zoe 2"]
    assert await ids(store, "seat") == []


async def test_a_sheet_that_is_kept_for_somebody_is_what_their_chat_is_about_from_then_on(store):
    """Also in the same transaction, in which their last session was looked up before."""
    theirs = Kept("sheet", b"1|", finished=False, changed="2027", conversation="ada", person="ada's person")
    seen = []

    def noting(work):
        seen.append(work.kept and work.kept.id)
        return Done()

    await store.receive([update(1), replace(update(2, "hall", address=HALL), received=0)])
    await store.receive([update(3)])
    await store.answer(Hosts(at_1=noting, at_2=Done(keep=theirs), at_3=noting))

    assert seen == ["sheet", "sheet"]


async def test_a_sheet_for_somebody_is_not_what_the_workshops_own_conversation_is_about(store):
    theirs = Kept("sheet", b"1|", finished=False, changed="2027", conversation="ada", person="ada's person")
    seen = []

    def noting(work):
        seen.append(work.kept)
        return Done()

    await store.receive([update(number, "hall", address=HALL) for number in (1, 2)])
    await store.answer(Hosts(at_1=Done(keep=theirs), at_2=noting))

    assert seen == [None]
    assert (await store.load("sheet")).version == 1


async def test_when_a_workshop_ends_what_was_kept_of_people_is_overwritten_at_once(store, monkeypatch):
    purged = []
    purge = store._run.purge

    async def noting():
        purged.append(1)
        await purge()

    monkeypatch.setattr(store._run, "purge", noting)
    await store.receive([update(number, "hall", address=HALL) for number in (1,)])
    await store.answer(Hosts(at_1=Done(gather=gathered())))
    assert purged == []

    await store.receive([update(2, "hall", address=HALL)])
    await store.answer(
        Hosts(at_2=lambda work: Done(gather=replace(work.meetings.named("w1"), key=b"", ended=True)))
    )
    assert purged == [1]


async def test_an_open_workshop_goes_with_the_days_of_drafts_and_an_ended_one_with_its_own(store):
    for ended in (False, True):
        for name, changed in (("over", "2026-01-01"), ("on", "2026-01-02"), ("new", "2026-02-02")):
            await begin(store, f"{name} {ended}", changed=changed, ended=ended)

    gone = await store.retain(replace(NEVER, drafts="2026-02-01", ended="2026-01-02"))

    assert gone["workshop"] == 3
    assert await ids(store, "workshop") == ["new False", "new True", "on True"]


async def test_a_workshop_that_changes_begins_its_days_anew(store):
    (one,) = await begin(store, "w1", changed="2026-01-01")
    await do(store, workshops.save, replace(one, changed="2026-03-01"))

    await store.retain(replace(NEVER, drafts="2026-02-01"))

    assert await ids(store, "workshop") == ["w1"]


async def test_seats_go_with_their_workshop_and_with_its_end(store):
    await begin(store, "on", "over")
    await begin(store, "ended", ended=True)
    for name in ("on", "over", "ended", "never was"):
        await do(store, workshops.sit, seat(f"in {name}", workshop=name))
    await rows(store, "UPDATE workshop SET changed = '2020' WHERE id = 'over' RETURNING id")

    gone = await store.retain(replace(NEVER, drafts="2026-02-01"))

    assert gone["seat"] == 3
    assert await ids(store, "seat") == ["in on"]


async def test_content_is_kept_while_a_workshop_is_held_under_it(store):
    await do(store, contents.pin, "sha256:abc", {}, "2026")
    await do(store, contents.pin, "sha256:other", {}, "2026")
    await begin(store, "w1", ended=True)

    await store.retain(NEVER)
    assert await rows(store, "SELECT digest FROM content") == [("sha256:abc",)]

    await store.retain(replace(NEVER, ended="2027"))
    assert await rows(store, "SELECT digest FROM content") == []


async def arrive(store, *chats):
    """Have these chats say something that leaves nothing but their address behind."""
    for number, (chat, address) in enumerate(chats, 100):
        await store.receive([update(number, chat, address=address)])
        await store.answer(Hosts(**{f"at_{number}": say("hello")}))


CHATS = (("ada", Address("1")), ("hall", HALL))


async def test_where_people_are_reached_is_kept_while_they_sit_and_while_their_group_has_a_workshop(store):
    await begin(store, "w1")
    await do(store, workshops.sit, seat())
    await arrive(store, *CHATS)

    assert await sent(store) == ["hello", "hello"]
    assert await rows(store, "SELECT conversation FROM address ORDER BY 1") == [("ada",), ("hall",)]
    await store.retain(NEVER)
    assert await rows(store, "SELECT conversation FROM address ORDER BY 1") == [("ada",), ("hall",)]


async def test_once_nobody_meets_any_more_nobody_can_be_reached(store):
    await begin(store, "w1")
    await do(store, workshops.sit, seat())
    await arrive(store, *CHATS)
    await sent(store)

    await store.retain(replace(NEVER, drafts="2027"))

    assert await rows(store, "SELECT conversation FROM address") == []


async def test_a_group_that_is_gone_keeps_its_workshop_until_its_days_are_over(store):
    await begin(store, "w1")
    await arrive(store, CHATS[1])
    await settled(store, await held_by_sender(store), Fate.UNREACHABLE)

    await store.retain(NEVER)

    assert await ids(store, "workshop") == ["w1"]
    assert await rows(store, "SELECT unreachable FROM address") == [(1,)]


async def test_whoever_is_forgotten_has_no_seat_and_the_workshop_goes_on_without_them(store):
    await begin(store, "w1")
    for name in ("ada", "ben"):
        await do(store, workshops.sit, seat(name, person=f"{name}'s person", conversation=name))
    await store.receive([update(1)])

    await store.answer(
        Hosts(
            at_1=lambda work: Done(
                forget=True, gather=replace(work.meetings.named("w1"), state=b"without ada")
            )
        )
    )

    assert await ids(store, "seat") == ["ben"]
    assert (await do(store, workshops.named, "w1")).state == b"without ada"
    assert await store.export("ada's person") == {}


async def test_a_group_that_moves_takes_its_workshop_along(store):
    await begin(store, "w1")
    await begin(store, "topic's", conversation="hall's topic")
    await do(store, workshops.sit, seat())
    await arrive(store, CHATS[1])
    moved = Moved("super", Address("-100123", group=True))

    await store.receive([update(7, "hall", address=HALL, news=moved)])

    assert [one.id for one in await do(store, workshops.held, "super")] == ["w1"]
    assert [one.id for one in await do(store, workshops.held, "hall's topic")] == ["topic's"]
    assert await do(store, workshops.seats, "w1") == [seat()]
    assert await rows(store, "SELECT conversation FROM address") == [("super",)]


async def test_workshops_and_seats_go_on_under_the_pseudonyms_of_a_new_secret(store):
    await begin(store, "w1")
    await do(store, workshops.sit, seat())

    await store.receive([update(1, "now", person="now person", former=(("ada", "ada's person"),))])
    await store.receive([update(2, "hall now", person="p", address=HALL, former=(("hall", "p"),))])

    assert await do(store, workshops.seats, "w1") == [seat(person="now person", conversation="now")]
    assert [one.id for one in await do(store, workshops.held, "hall now")] == ["w1"]


async def test_of_two_seats_in_one_workshop_the_newer_pseudonyms_stays(store):
    await do(store, workshops.sit, seat("old", person="was", conversation="was"))
    await do(store, workshops.sit, seat("elsewhere", workshop="w2", person="was", conversation="was"))
    await do(store, workshops.sit, seat("new", person="now", conversation="now"))

    await do(store, people.rename, ("was", "was"), ("now", "now"))

    assert await ids(store, "seat") == ["elsewhere", "new"]
    assert await rows(store, "SELECT DISTINCT person, conversation FROM seat") == [("now", "now")]


def test_a_persons_rows_are_their_seats_and_a_groups_are_its_workshops(database):
    with database.transaction() as tx:
        workshops.save(tx, gathered())
        workshops.save(tx, gathered("w2", "elsewhere"))
        workshops.sit(tx, seat())
        workshops.sit(tx, seat("s2", person="ben's person", conversation="ben"))
        inbox.receive(tx, [update(1, "hall", address=Address("-100123"), person="")])
        group = Subject(places=("-100123",))
        person = Subject(names=("ada's person",))

        assert subjects.count(tx, group) == {"workshop": 1, "inbox": 1, "address": 1}
        assert subjects.count(tx, person) == {"seat": 1}
        (row,) = subjects.rows(tx, person)["seat"]
        assert (row["id"], row["workshop"], row["person"], row["conversation"]) == (
            "s1",
            "w1",
            "ada's person",
            "ada",
        )
        assert subjects.traits(tx, group).sessions == ("w1",)
        assert subjects.traits(tx, person).sessions == ("s1",)
        assert subjects.erase(tx, person) == {"seat": 1}
        assert subjects.erase(tx, group) == {"workshop": 1, "inbox": 1, "address": 1}
        assert (workshops.seats(tx, "w1"), workshops.held(tx, "elsewhere")[0].id) == (
            [seat("s2", person="ben's person", conversation="ben")],
            "w2",
        )


def test_a_secret_is_needed_as_long_as_a_workshop_is_kept_that_was_begun_under_it(database):
    with database.transaction() as tx:
        assert subjects.oldest(tx) == ""
        one = workshops.save(tx, gathered(changed=BEGUN))
        workshops.save(tx, replace(one, changed="2026-09"))
        assert subjects.oldest(tx) == BEGUN
        assert subjects.anybody(tx)


async def test_whoever_writes_no_workshop_takes_no_seat_in_it(store):
    await store.receive([update(1)])

    await store.answer(Hosts(at_1=Done(sit=(seat(),))))

    assert await ids(store, "seat") == []


async def test_a_goodbye_that_waits_is_not_taken_back_by_the_next_one(store):
    goodbye = Passed("hall", b"goodbye", goodbye=True)
    hosts = Hosts(at_1=Done(forget=True, passed=(goodbye,)), at_2=Done(forget=True))
    await store.receive([update(1), update(2)])

    await answered(store, hosts)

    assert ("hall", "ada", "goodbye") in hosts.passed
