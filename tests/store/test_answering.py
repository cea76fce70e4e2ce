"""Each item is answered once and in order, with all that it leads to in one commit."""

from dataclasses import replace

import pytest
from posts import (
    Diary,
    answered,
    asked,
    claimed,
    diary,
    put,
    rows,
    say,
    sent,
    settled,
    update,
)

from bot.model.errors import StoreError, UnwritableError
from bot.model.keeping import Dates, Kept
from bot.model.post import TIMER, Done, Item, Timer
from bot.model.sending import Fate, Outgoing
from bot.store import answering
from bot.store.inline import Inline
from bot.store.store import Store

ODD = Kept("odd", b"", finished=False, changed="2026-03-25T10:00:00Z", conversation="ada")
NOW = 1_774_432_800_000
LONG_AGO = Dates(drafts="2000", results="2000", ended="2000", seen=-1, day="2000", bucket=-1)


async def test_the_updates_of_a_conversation_are_answered_in_their_order_however_they_came(store):
    for number in (3, 1, 2):
        await store.receive([replace(update(number), received=10 - number)])

    await answered(store)

    assert await diary(store) == [1, 2, 3]
    assert await sent(store) == ["ada 1", "ada 2", "ada 3"]


async def test_a_timer_is_answered_after_the_updates_that_wait_with_it(store):
    timer = replace(update(1), channel=TIMER, kind=Item.TIMER)
    await store.receive([timer, update(5)])

    await answered(store)

    assert await diary(store) == [5, 1]


async def test_a_conversation_with_a_thousand_items_does_not_hold_up_the_others(store):
    await store.receive([update(number, "flood") for number in range(1000)])
    await store.receive([update(2000, "ada"), update(2001, "ben")])

    await store.answer(Diary())

    assert await diary(store, "ada") == [2000]
    assert await diary(store, "ben") == [2001]
    assert await diary(store, "flood") == list(range(answering.IN_A_ROW))


async def test_more_conversations_than_one_transaction_takes_are_answered_in_the_next(store):
    many = answering.AT_ONCE + 1
    await store.receive([update(number, f"chat {number}") for number in range(many)])

    assert await answered(store) == [answering.AT_ONCE, 1]


async def test_the_conversation_that_has_waited_longest_is_answered_first(store):
    many = answering.AT_ONCE
    await store.receive(
        [replace(update(number, f"chat {number}"), received=many - number) for number in range(many)]
    )
    await store.receive([replace(update(5000, "zoe"), received=-1)])

    await store.answer(Diary())

    assert await diary(store, "zoe") == [5000]
    assert await diary(store, "chat 0") == []


async def test_nothing_happens_where_nothing_waits(store):
    answers = await store.answer(Diary())

    assert (answers.items, answers.set_aside, answers.forgotten) == (0, [], [])


class FaultError(StoreError):
    """What the tests' databases fail with."""


class Faulty:
    """A database whose transaction fails at its statement of that number, as it does when the disk is full."""

    def __init__(self, database):
        self._database = database
        self.left = -1

    def transaction(self):
        return _Counted(self, self._database.transaction())

    def purge(self):
        self._database.purge()


class _Counted:
    def __init__(self, faulty, transaction):
        self._faulty = faulty
        self._transaction = transaction
        self._tx = None

    def __enter__(self):
        self._tx = self._transaction.__enter__()
        return self

    def __exit__(self, *error):
        return self._transaction.__exit__(*error)

    def __getattr__(self, name):
        if name == "skip_locked":
            return self._tx.skip_locked
        self._faulty.left -= 1
        if self._faulty.left == 0:
            raise FaultError
        return getattr(self._tx, name)


FULL = Done(
    keep=replace(ODD, conversation="ada"),
    send=(Outgoing(b"one"), Outgoing(b"two", slot="card")),
    arm=(Timer("nudge", 9),),
    disarm=("other",),
    erase=("older",),
    consent="storing",
)


async def everything(store):
    tables = ("session", "inbox", "outbox", "timer", "address", "consent", "usage")
    return {table: await rows(store, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}


async def test_a_failure_at_any_statement_leaves_everything_as_it_was(database):
    faulty = Faulty(database)
    store = Store(Inline(faulty))
    await store.save(Kept("older", b"", finished=True, changed="2026-01-01T00:00:00Z", conversation="ada"))
    await store.receive([update(1), update(2, "ben")])
    before = await everything(store)

    failures = await fail_at_each_statement(faulty, store, before)

    assert failures > 10
    assert [row[0] for row in await rows(store, "SELECT id FROM session ORDER BY id")] == [
        "diary of ben",
        "odd",
    ]
    assert await sent(store) == ["one", "ben 2", "two"]


async def fail_at_each_statement(faulty, store, before):
    """Answer with a failure at the first statement, at the second, and so on until nothing fails; gives how often."""
    number = 1
    while True:
        faulty.left = number
        try:
            await store.answer(Diary(at_1=FULL), "2026-03-25")
        except FaultError:
            faulty.left = -1
            assert await everything(store) == before
            number += 1
        else:
            faulty.left = -1
            return number - 1


async def test_an_item_whose_answer_fails_is_set_aside_and_the_rest_go_on(store):
    await store.receive([update(1), update(2), update(3), update(4, "ben")])

    answers = await store.answer(Diary(at_2=ValueError("words that a person wrote")))

    assert (answers.items, len(answers.set_aside)) == (3, 1)
    assert await diary(store) == [1, 3]
    assert await diary(store, "ben") == [4]
    assert (await store.depth())["set_aside"] == 1


async def test_the_reason_of_an_item_set_aside_names_the_place_and_none_of_the_words(store):
    await store.receive([update(2)])

    answers = await store.answer(Diary(at_2=ValueError("words that a person wrote")))

    ((reason,),) = await rows(store, "SELECT reason FROM inbox WHERE state = 2")
    assert answers.set_aside == [reason]
    assert reason.startswith("ValueError in ")


async def test_the_person_is_told_that_an_item_could_not_be_answered(store):
    await store.receive([update(1), update(2)])

    await store.answer(Diary(at_2=ValueError()))

    assert await sent(store) == ["ada 1", "sorry, ada"]


async def test_an_item_set_aside_stays_as_it_came_for_whoever_looks_into_it(store):
    await store.receive([update(2)])
    await store.answer(Diary(at_2=ValueError()))

    ((body, person),) = await rows(store, "SELECT body, person FROM inbox WHERE state = 2")
    assert (bytes(body), person) == (b"words 2", "ada's person")


class Speechless(Diary):
    def sorry(self, item):
        raise KeyError("words")


async def test_an_item_whose_excuse_fails_too_is_set_aside_and_the_rest_go_on(store):
    await store.receive([update(1), update(2)])

    answers = await store.answer(Speechless(at_1=ValueError()))

    assert answers.set_aside[0].startswith("ValueError in ")
    assert ", then KeyError in " in answers.set_aside[0]
    assert await diary(store) == [2]


async def test_an_answer_that_writes_over_what_others_keep_is_set_aside_and_the_rest_go_on(store):
    """One such answer must not stop all others with it again and again."""
    await store.save(replace(ODD, id="theirs", conversation="ben"))
    await store.receive([update(1), update(2, "zoe")])

    answers = await store.answer(Diary(at_1=Done(keep=replace(ODD, id="theirs"), send=(Outgoing(b"kept"),))))

    assert answers.set_aside[0].startswith("ConflictError in bot.store.sessions:")
    assert await diary(store, "zoe") == [2]
    assert await sent(store) == ["sorry, ada", "zoe 2"]


class Meanwhile:
    """A transaction before whose first writing of a session another program erases all of them."""

    def __init__(self, tx):
        self._tx = tx
        self._erased = False

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def run(self, sql, *values):
        if sql.startswith("UPDATE session") and not self._erased:
            self._erased = True
            self._tx.run("DELETE FROM session")
        return self._tx.run(sql, *values)


async def test_an_answer_is_asked_again_where_somebody_else_erased_the_session_meanwhile(database):
    store = Store(Inline(database))
    await store.receive([update(1)])
    await answered(store)
    await store.receive([update(2)])

    with database.transaction() as tx:
        answers = answering.answer(Meanwhile(tx), Diary(), "")

    assert (answers.items, answers.set_aside) == (1, [])
    assert await diary(store) == [2]


async def test_several_items_in_a_row_see_each_others_session(store):
    await store.receive([update(number) for number in range(5)])

    assert await answered(store) == [5]
    assert await diary(store) == [0, 1, 2, 3, 4]


async def test_an_item_sees_all_sessions_of_its_conversation_and_no_others(store):
    found = []

    class Listing(Diary):
        def __call__(self, work):
            found.append([kept.id for kept in work.sessions()])
            return super().__call__(work)

    await store.save(replace(ODD, id="other", conversation="ben"))
    await store.receive([update(1), update(2)])
    await answered(store, Listing())

    assert found == [[], ["diary of ada"]]


async def test_after_an_erased_session_the_one_before_is_the_current_one_in_the_same_transaction_too(store):
    older = await store.save(replace(ODD, id="older", changed="2026-01-01T00:00:00Z"))
    await store.save(replace(ODD, id="newer", changed="2026-01-02T00:00:00Z"))
    await store.receive([update(1), update(2)])
    seen = []

    class Looking(Diary):
        def __call__(self, work):
            seen.append(work.kept)
            return super().__call__(work)

    await store.answer(Looking(at_1=Done(erase=("newer",)), at_2=say("done")))

    assert seen[1] == older


class Showing(Diary):
    """Keeps what there is about whoever wrote."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def __call__(self, work):
        self.shown.append(work.rows())
        return super().__call__(work)


async def test_an_answer_can_show_every_row_about_its_person_and_conversation(store):
    await put(store, "hello")
    await store.receive([replace(update(2, "hall"), person="ada's person"), update(3, "zoe"), update(4)])
    await store.answer(Diary(at_2=Done(consent="storing"), at_4=Done(keep=ODD)), "2026-03-25")
    await store.receive([update(5), replace(update(6, "zoe"), person="")])
    showing = Showing()

    await answered(store, showing)

    told, nobody = showing.shown
    assert {table: len(rows) for table, rows in told.items()} == {
        "session": 1,
        "inbox": 1,
        "outbox": 1,
        "address": 2,
        "consent": 1,
        "usage": 1,
    }
    assert told["session"][0]["id"] == "odd"
    assert told["inbox"][0]["body"] == b"words 5"
    assert {row["conversation"] for table in ("session", "outbox") for row in nobody[table]} == {"zoe"}
    assert "consent" not in nobody


async def test_an_answer_sees_what_was_kept_by_the_one_before_in_the_same_transaction(store):
    await store.receive([update(1), update(2)])
    showing = Showing()

    await answered(store, showing)

    assert [[row["state"] for row in shown.get("session", [])] for shown in showing.shown] == [[], [b"1"]]


class Unreadable:
    """A transaction that cannot read all sessions of a conversation."""

    def __init__(self, tx):
        self._tx = tx

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def rows(self, sql, *values):
        if sql.startswith("SELECT id, state") and "conversation = ?" in sql and "LIMIT" not in sql:
            raise FaultError
        return self._tx.rows(sql, *values)


async def test_an_item_is_not_set_aside_for_a_fault_of_the_store(database):
    """A disk that fails for a moment is no reason to leave somebody without an answer for good."""
    await Store(Inline(database)).receive([update(1)])

    class Listing(Diary):
        def __call__(self, work):
            work.sessions()

    with pytest.raises(FaultError), database.transaction() as tx:
        answering.answer(Unreadable(tx), Listing(), "")

    assert await answered(Store(Inline(database))) == [1]


async def test_forget_leaves_nothing_but_the_address_until_the_goodbye_is_sent(store):
    await store.receive([update(1), update(2)])
    await store.answer(Diary(at_2=Done(arm=(Timer("nudge", 9),), consent="storing")), "2026-03-25")
    await store.receive([update(3)])

    answers = await store.answer(Diary(at_3=Done(forget=True, send=(Outgoing(b"goodbye"),))), "2026-03-25")

    assert answers.forgotten
    assert set(await store.export("ada's person")) == {"outbox", "address"}
    assert await sent(store) == ["goodbye"]
    assert await store.export("ada's person") == {}
    assert await rows(store, "SELECT * FROM address") == []


async def test_forget_without_a_goodbye_leaves_nothing_at_all(store):
    await store.receive([update(1)])

    await store.answer(Diary(at_1=Done(forget=True)), "2026-03-25")

    assert await store.export("ada's person") == {}
    assert await rows(store, "SELECT * FROM address") == []


async def test_forget_takes_back_what_was_to_be_said_before_in_the_same_transaction(store):
    await store.receive([update(1), update(2), update(3, "ben")])

    await store.answer(Diary(at_2=Done(forget=True, send=(Outgoing(b"goodbye"),))))

    assert sorted(await sent(store)) == ["ben 3", "goodbye"]


async def test_who_writes_after_forget_begins_anew(store):
    await store.receive([update(1), update(2), update(3)])

    await store.answer(Diary(at_2=Done(forget=True, send=(Outgoing(b"goodbye"),))))

    assert await diary(store) == [3]
    assert await sent(store) == ["goodbye", "ada 3"]


async def test_all_that_is_written_after_forget_is_answered_however_much_it_is(store):
    await store.receive([update(number) for number in range(1, 21)])

    await store.answer(Diary(at_2=Done(forget=True)))
    await answered(store)

    assert await diary(store) == list(range(3, 21))


async def test_a_held_message_of_a_forgotten_conversation_comes_back_by_no_late_word_of_its_sender(store):
    await store.receive([update(1)])
    await answered(store)
    held = await claimed(store)
    await store.receive([update(2)])
    await store.answer(Diary(at_2=Done(forget=True)))

    await settled(store, held, reference="17")

    assert await store.export("ada's person") == {}


async def test_each_person_is_counted_a_day(store):
    answers = Diary()
    await store.receive([update(1), update(2), update(3, "hall", person="ada's person"), update(4, "ben")])
    await answered(store, answers, "2026-03-25")
    await store.receive([update(5)])
    await answered(store, answers, "2026-03-25")
    await store.receive([update(6)])
    await answered(store, answers, "2026-03-26")

    assert answers.seen == [
        ("ada", 1, 1),
        ("ada", 2, 2),
        ("hall", 3, 3),
        ("ben", 4, 1),
        ("ada", 5, 4),
        ("ada", 6, 1),
    ]


async def test_nobody_is_counted_without_a_day(store):
    answers = Diary()
    await store.receive([update(1)])

    await answered(store, answers)

    assert answers.seen == [("ada", 1, 0)]
    assert await rows(store, "SELECT * FROM usage") == []


async def test_a_timer_does_not_count_as_sent_by_anybody(store):
    answers = Diary()
    await store.receive([replace(update(1), channel=TIMER, kind=Item.TIMER)])

    await answered(store, answers, "2026-03-25")

    assert answers.seen == [("ada", 1, 0)]


async def test_an_answer_arms_and_disarms_timers(store):
    await store.receive([update(1), update(2)])

    await store.answer(
        Diary(
            at_1=Done(arm=(Timer("nudge", 50, b"a"), Timer("close", 60))),
            at_2=Done(arm=(Timer("nudge", 90, b"b"),), disarm=("close",)),
        )
    )

    assert [
        (name, due, bytes(body)) for name, due, body in await rows(store, "SELECT name, due, body FROM timer")
    ] == [("nudge", 90, b"b")]


async def test_what_a_person_agreed_to_is_kept_with_its_time(store):
    await store.receive([replace(update(1), received=NOW)])

    await store.answer(Diary(at_1=Done(consent="storing")))

    assert await store.agreed("ada's person", "storing") == "2026-03-25T10:00:00Z"


async def test_a_conversation_that_nobody_knows_the_address_of_is_no_burden_for_ever(store):
    await store.receive([replace(update(1), address=None)])
    await answered(store)

    assert await sent(store) == []
    assert (await store.claim(asked())).next is None
    assert (await store.depth())["refused"] == 1


async def test_the_address_goes_with_the_last_that_is_kept_of_a_conversation(store):
    await put(store, "bye")
    await sent(store)
    await store.receive([update(2, "ben")])
    await answered(store)

    await store.retain(replace(LONG_AGO, drafts="2030"))

    assert await rows(store, "SELECT conversation FROM address") == [("ben",)]


async def test_what_waits_is_told(store):
    await store.receive([replace(update(1), received=70), update(2, "ben", received=80)])
    waiting = await store.depth()
    await answered(store, Diary(at_2=ValueError()))
    held = await claimed(store, count=1)
    await settled(store, held, Fate.REFUSED, reason="too long")

    assert waiting == {"inbox": 2, "oldest": 70, "set_aside": 0, "outbox": 0, "parked": 0, "refused": 0}
    assert await store.depth() == {
        "inbox": 0,
        "oldest": 0,
        "set_aside": 1,
        "outbox": 1,
        "parked": 0,
        "refused": 1,
    }


@pytest.mark.parametrize("slot", ["a\ud800b", "a\x00b"], ids=["no text", "a zero"])
async def test_an_item_whose_messages_cannot_be_written_is_set_aside_and_the_rest_go_on(store, slot):
    odd = Done(send=(Outgoing(b"odd", slot=slot),))
    await store.receive([update(1, "zoe"), update(2), update(3, "ben")])
    answers = Diary(at_2=odd)

    done = [await store.answer(answers) for _ in range(4)]

    assert await diary(store, "zoe") == [1]
    assert await diary(store, "ben") == [3]
    assert (await store.depth())["inbox"] == 0
    assert sum(one.items + len(one.set_aside) for one in done) == 3


async def test_a_store_that_goes_away_while_an_odd_item_is_answered_alone_sets_nothing_aside(database):
    faulty = Faulty(database)
    store = Store(Inline(faulty))
    await store.receive([update(1)])

    class Odd(Diary):
        def __call__(self, work):
            faulty.left = 1  # the next statement fails
            return Done(send=(Outgoing(b"odd", slot="a\ud800b"),))

    class Run(Inline):
        async def __call__(self, operation, *values, **named):
            if operation is answering.answer:
                raise UnwritableError("an odd slot")
            return await super().__call__(operation, *values, **named)

    store._run = Run(faulty)
    with pytest.raises(FaultError):
        await store.answer(Odd())
    faulty.left = -1

    assert (await store.depth())["inbox"] == 1
    assert (await store.depth())["set_aside"] == 0
