"""Several workers share one PostgreSQL: each update is answered once and in order, each message goes to one sender."""

import contextlib
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from gatherings import gathered, seat
from posts import Diary, asked, say, update

from bot.model.errors import StoreError
from bot.model.post import Done, Item, Passed, Timer
from bot.model.sending import Address, Fate, Moved, Outcome, Outgoing
from bot.store import answering, inbox, outbox, people, sessions, timers, workshops
from bot.store.postgres import TRIES, Hands, Postgres, _Tx

CHATS = [f"chat {number}" for number in range(6)]
UPDATES = [update(number, CHATS[number % len(CHATS)]) for number in range(60)]


@pytest.fixture
def workers(database_url):
    """Databases of three workers, each with connections of its own."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(contextlib.closing(Postgres(database_url))) for _ in range(3)]


@pytest.fixture
def worker(workers):
    return workers[0]


def run(database, operation, *values):
    with database.transaction() as tx:
        return operation(tx, *values)


def work(database, turn):
    """What a worker does: take in what others take in too, and answer until nothing waits."""
    hands = Hands(database)
    for start in range(0, len(UPDATES), 10):
        at = (start + 10 * turn) % len(UPDATES)
        hands._run(lambda tx, at=at: inbox.receive(tx, UPDATES[at : at + 10]))
        hands._run(lambda tx: answering.answer(tx, Diary(), "2026-03-25"))
    while hands._run(lambda tx: tx.rows("SELECT 1 FROM inbox WHERE state = 0 LIMIT 1")):
        hands._run(lambda tx: answering.answer(tx, Diary(), "2026-03-25", limit=2))
    hands._threads.shutdown()


def test_workers_that_take_in_and_answer_the_same_updates_at_once_answer_each_once(workers):
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, workers * 2, range(6)))

    kept = run(workers[0], lambda tx: tx.rows("SELECT state FROM session"))
    answered = sorted(int(number) for (state,) in kept for number in bytes(state).split())
    assert answered == list(range(60))
    assert run(workers[0], lambda tx: tx.rows("SELECT count(*) FROM outbox")) == [(60,)]


def test_workers_keep_the_order_of_what_waits_in_each_conversation(workers):
    run(workers[0], inbox.receive, UPDATES)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, workers * 2, range(6)))

    kept = run(workers[0], lambda tx: tx.rows("SELECT state FROM session"))
    orders = [[int(number) for number in bytes(state).split()] for (state,) in kept]
    assert sorted(orders) == [list(range(first, 60, 6)) for first in range(6)]
    said = run(
        workers[0], lambda tx: tx.rows("SELECT body FROM outbox WHERE conversation = ? ORDER BY id", "chat 0")
    )
    assert [bytes(body) for (body,) in said] == [b"chat 0 %d" % number for number in range(0, 60, 6)]


def test_where_another_worker_answers_between_the_look_and_the_lock_the_rest_is_looked_for_again(
    workers, monkeypatch
):
    """Else a worker would rest although others wait."""
    run(workers[0], inbox.receive, [update(1, "ada")])
    locked, looks = _Tx.locked, []

    def slow(tx, names, limit):
        looks.append(list(names))
        if len(looks) == 1:
            assert run(workers[1], answering.answer, Diary(), "").items == 1
            run(workers[1], inbox.receive, [update(2, "ben")])
        return locked(tx, names, limit)

    monkeypatch.setattr(_Tx, "locked", slow)
    answers = run(workers[0], answering.answer, Diary(), "")

    assert looks == [["ada"], ["ada"], ["ben"]]  # the other worker's look is the second
    assert (answers.items, answers.set_aside) == (1, [])
    assert run(workers[0], lambda tx: tx.rows("SELECT id FROM session ORDER BY id")) == [
        ("diary of ada",),
        ("diary of ben",),
    ]


def test_where_another_worker_answers_the_last_between_the_look_and_the_lock_nothing_is_left(
    workers, monkeypatch
):
    run(workers[0], inbox.receive, [update(1, "ada")])
    oldest = answering._oldest

    def slow(tx, limit):
        monkeypatch.setattr(answering, "_oldest", oldest)
        run(workers[1], answering.answer, Diary(), "")
        return ["ada"]

    monkeypatch.setattr(answering, "_oldest", slow)

    assert run(workers[0], answering.answer, Diary(), "").items == 0


class Busy:
    """Counts the presses of a workshop, each from a private chat of its own, and hands on and says something each time."""

    def __call__(self, work):
        old = work.meetings.named("w1")
        state = b"%d" % (int(old.state) + 1)
        name = work.item.conversation
        if work.item.kind is Item.PASSED:
            return Done(gather=replace(old, state=state), send=(Outgoing(work.item.body, to="hall"),))
        mine = seat(f"seat of {name}", person=work.item.person, conversation=name, asked="role")
        passed = (Passed("hall", b"%d" % work.item.update),)
        return Done(gather=replace(old, state=state), sit=(mine,), passed=passed)

    def sorry(self, item):
        return ()


def press(database, _):
    hands = Hands(database)
    while hands._run(lambda tx: tx.rows("SELECT 1 FROM inbox WHERE state = 0 LIMIT 1")):
        hands._run(lambda tx: answering.answer(tx, Busy(), "", limit=3))
    hands._threads.shutdown()


def test_workers_that_write_one_workshop_at_once_lose_nothing_and_hand_on_everything_once(workers):
    presses = [update(number, f"chat {number % 20}") for number in range(60)]
    run(workers[0], inbox.receive, presses)
    run(workers[0], outbox.reach, "hall", "", Address("-1", group=True))
    run(workers[0], workshops.save, gathered(state=b"0"))

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(press, workers * 2, range(6)))

    assert run(workers[0], workshops.named, "w1").state == b"120"
    assert run(workers[0], lambda tx: tx.rows("SELECT count(*) FROM inbox WHERE state <> 1")) == [(0,)]
    assert len(run(workers[0], workshops.seats, "w1")) == 20
    told = run(
        workers[0], lambda tx: tx.rows("SELECT body FROM outbox WHERE conversation = 'hall' ORDER BY id")
    )
    words = [bytes(body).decode().split("\n") for (body,) in told]
    assert sorted(int(number) for _, number in words) == list(range(60))
    for chat in range(20):  # what each chat handed on stays in its order
        mine = [int(number) for origin, number in words if origin == f"chat {chat}"]
        assert mine == [chat, chat + 20, chat + 40]


def test_who_writes_a_workshop_again_has_it_alone(workers):
    """Where many write it at once, the second try must not be in vain too."""
    one = run(workers[0], workshops.save, gathered())
    with workers[0].transaction() as tx:
        workshops.hold(tx, "w1")
        other = Other(workers[1], workshops.save, replace(one, state=b"1|theirs"))
        other.until_it_waits(workers[2])
        assert other.is_alive()
        workshops.save(tx, workshops.named(tx, "w1"))
    other.join()

    assert "somewhere else meanwhile" in str(other.error)
    assert run(workers[0], workshops.named, "w1").version == 2


class Joining(Diary):
    """Seats in the hall whoever has passed on that they join."""

    def __call__(self, work):
        if work.item.kind is Item.PASSED:
            return Done(gather=gathered(), sit=(seat(person=work.item.person),))
        return super().__call__(work)


def test_who_is_forgotten_while_another_worker_seats_them_has_no_seat(workers):
    run(workers[0], inbox.receive, [update(1)])
    run(workers[0], answering.answer, Diary(at_1=Done(passed=(Passed("hall", b"join"),))), "")
    run(workers[0], inbox.receive, [update(2)])
    with workers[0].transaction() as tx:
        answering.answer(tx, Joining(), "", limit=1)
        other = Other(workers[1], answering.answer, Diary(at_2=Done(forget=True)), "")
        other.until_it_waits(workers[2])
        assert other.is_alive()
        assert workshops.seats(tx, "w1") == [seat()]
    other.join()

    assert other.error is None
    assert run(workers[0], workshops.seats, "w1") == []


def test_two_who_take_a_seat_for_one_person_at_once_have_one(workers):
    run(workers[0], inbox.receive, [update(1), update(2, "hall", person="ada's person")])
    with workers[0].transaction() as tx:
        workshops.sit(tx, seat("mine"))
        other = Other(workers[1], workshops.sit, seat("other"))
        other.until_it_waits(workers[2])
    other.join()

    assert "has a place in workshop w1 already" in str(other.error)
    assert run(workers[0], workshops.seats, "w1") == [seat("mine")]


@pytest.mark.parametrize(
    "done", [Done(send=(Outgoing(b"x", to="ada"),)), Done(passed=(Passed("ada", b"x"),))]
)
def test_a_chat_stays_known_when_something_for_it_comes_while_its_address_would_go(workers, done):
    outcomes = last_message(workers[0])
    run(workers[0], inbox.receive, [update(9, "ben")])
    with workers[0].transaction() as tx:
        answering.answer(tx, Diary(at_9=done), "")
        other = Other(workers[1], settle, outcomes)
        other.until_it_waits(workers[2])
        assert other.is_alive()
    other.join()

    assert other.error is None
    assert ("place of ada",) in run(workers[0], lambda tx: tx.rows("SELECT place FROM address"))


def send(database, owner):
    """Send until nothing is left; gives what this sender was given."""
    given = []
    while True:
        got = run(database, outbox.claim, asked(owner=owner, count=3))
        given += [message.body for message in got.messages]
        run(database, outbox.settle, owner, [Outcome(message, Fate.SENT) for message in got.messages])
        if got.next is None:
            return given


def test_no_message_is_given_to_two_senders(workers):
    run(workers[0], inbox.receive, UPDATES)
    while run(workers[0], answering.answer, Diary(), "").items:
        pass

    with ThreadPoolExecutor(6) as threads:
        given = list(threads.map(send, workers * 2, "abcdef"))

    assert sorted(itertools.chain(*given)) == sorted(
        b"%s %d" % (one.conversation.encode(), one.update) for one in UPDATES
    )


def test_a_conversation_that_another_worker_answers_is_passed_by_and_the_others_are_answered(workers):
    run(workers[0], inbox.receive, [update(1, "ada"), update(2, "ben")])

    with workers[0].transaction() as tx:
        assert tx.lock("ada")
        answered = run(workers[1], answering.answer, Diary(), "")

    assert answered.items == 1
    assert run(workers[1], answering.answer, Diary(), "").items == 1


class Other(threading.Thread):
    """An operation of another worker, in a transaction of its own."""

    def __init__(self, database, operation, *values):
        super().__init__(daemon=True)
        self._given = (database, operation, *values)
        self.error = None

    def run(self):
        try:
            run(*self._given)
        except StoreError as error:
            self.error = error

    def until_it_waits(self, watcher):
        """Go on when it has ended, or waits for a lock of somebody else."""
        self.start()
        while self.is_alive() and not waiting(watcher):
            time.sleep(0.01)


def waiting(watcher):
    return run(
        watcher,
        lambda tx: tx.rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ),
    )


def last_message(database):
    """A conversation of which only its last message is left, held by a sender."""
    run(database, inbox.receive, [update(1)])
    run(database, answering.answer, Diary(at_1=say("bye")), "")
    return [Outcome(message, Fate.SENT) for message in run(database, outbox.claim, asked()).messages]


def settle(tx, outcomes):
    outbox.settle(tx, "s1", outcomes)


def come(tx, _):
    inbox.receive(tx, [update(2)])


def erase_what_is_due(tx, _):
    people.retain(tx, people.Dates(drafts="", results="", ended="", seen=0, day="", bucket=0))


@pytest.mark.parametrize(
    ("first", "second"),
    [(settle, come), (come, settle), (erase_what_is_due, come), (come, erase_what_is_due)],
)
def test_a_chat_stays_known_when_an_update_comes_while_its_address_would_go(workers, first, second):
    """Each waits for the other at the row of the address; else the answer would have nowhere to go."""
    outcomes = last_message(workers[0])
    if erase_what_is_due in (first, second):
        run(workers[0], lambda tx: tx.run("DELETE FROM outbox"))
    with workers[0].transaction() as tx:
        first(tx, outcomes)
        other = Other(workers[1], second, outcomes)
        other.until_it_waits(workers[2])
    other.join()

    assert other.error is None
    assert run(workers[0], lambda tx: tx.rows("SELECT place FROM address")) == [("place of ada",)]


HALL = Moved("hall", Address("-100123", group=True))


def tell_of_the_move(tx, _):
    inbox.receive(tx, [update(7, news=HALL)])


def run_into_the_move(tx, outcomes):
    outbox.settle(tx, "s1", [Outcome(one.message, Fate.LATER, moved=HALL) for one in outcomes])


@pytest.mark.parametrize(
    ("first", "second"),
    [(tell_of_the_move, run_into_the_move), (run_into_the_move, tell_of_the_move)],
)
def test_a_move_that_two_workers_find_out_at_once_is_one_move(workers, first, second):
    outcomes = last_message(workers[0])
    with workers[0].transaction() as tx:
        first(tx, outcomes)
        other = Other(workers[1], second, outcomes)
        other.until_it_waits(workers[2])
    other.join()

    assert other.error is None
    assert run(workers[0], lambda tx: tx.rows("SELECT conversation, place FROM address")) == [
        ("hall", "-100123")
    ]
    assert [bytes(one.body) for one in run(workers[0], outbox.claim, asked(60_000)).messages] == [b"bye"]


@pytest.mark.parametrize("move", [tell_of_the_move, run_into_the_move])
def test_a_move_waits_for_whoever_answers_there_and_takes_the_answer_along(workers, move):
    outcomes = last_message(workers[0])
    run(workers[0], inbox.receive, [update(2)])
    with workers[0].transaction() as tx:
        answering.answer(tx, Diary(), "")
        other = Other(workers[1], move, outcomes)
        other.until_it_waits(workers[2])
        assert other.is_alive()
    other.join()

    assert other.error is None
    for table in ("session", "outbox", "address"):
        assert run(
            workers[0], lambda tx, table=table: tx.rows(f"SELECT DISTINCT conversation FROM {table}")
        ) == [("hall",)]


def test_a_timer_that_rings_while_its_chat_moves_rings_at_the_new_place(workers):
    outcomes = last_message(workers[0])
    with workers[0].transaction() as tx:
        timers.arm(tx, "ada", Timer("nudge", 5))
    with workers[0].transaction() as tx:
        timers.ring(tx, 9)
        other = Other(workers[1], tell_of_the_move, outcomes)
        other.until_it_waits(workers[2])
    other.join()

    assert other.error is None
    assert run(workers[0], lambda tx: tx.rows("SELECT conversation FROM inbox WHERE state = 0")) == [
        ("hall",)
    ]


def test_what_two_workers_stop_each_other_at_is_begun_again(workers):
    """The two write the same sessions in opposite orders; PostgreSQL stops one of them."""
    for name in ("a", "b"):
        run(workers[0], lambda tx, name=name: tx.run(NEW, name))
    both = threading.Barrier(2, timeout=20)
    tried = []

    def write(names, tx):
        tried.append(names)
        tx.run("SET LOCAL deadlock_timeout = '50ms'")
        tx.run(TOUCH, names[0])
        if len(tried) <= 2:
            both.wait()
        tx.run(TOUCH, names[1])

    with ThreadPoolExecutor(2) as threads:
        jobs = [
            threads.submit(Hands(database)._run, lambda tx, names=names: write(names, tx))
            for database, names in zip(workers, ("ab", "ba"), strict=False)
        ]
        [job.result() for job in jobs]

    assert len(tried) >= 3
    assert run(workers[0], lambda tx: tx.rows("SELECT version FROM session")) == [(3,), (3,)]


def test_what_is_stopped_again_and_again_is_told_in_the_end(worker):
    tried = []

    def always(tx):
        tried.append(1)
        tx.run("DO $$ BEGIN RAISE EXCEPTION 'stopped' USING ERRCODE = 'deadlock_detected'; END $$")

    hands = Hands(worker)
    with pytest.raises(
        StoreError, match=r"^The database cannot be used: stopped\. Nothing that was kept is lost\."
    ):
        hands._run(always)

    assert len(tried) == TRIES
    hands._threads.shutdown()


NEW = "INSERT INTO session (id, state, finished, changed) VALUES (?, '', 0, '')"
TOUCH = "UPDATE session SET version = version + 1 WHERE id = ?"


def test_a_person_who_writes_in_two_conversations_at_once_is_counted_twice(workers):
    run(workers[0], inbox.receive, [update(1, "ada"), update(2, "hall", person="ada's person")])
    with workers[0].transaction() as tx:
        answering.answer(tx, Diary(), "2026-03-25", limit=1)
        other = Other(workers[1], answering.answer, Diary(), "2026-03-25")
        other.until_it_waits(workers[2])
    other.join()

    assert run(workers[0], people.used, "ada's person", "2026-03-25") == 2


def test_a_session_that_another_worker_changes_meanwhile_is_not_overwritten(workers):
    run(workers[0], inbox.receive, [update(1)])
    run(workers[0], answering.answer, Diary(), "")
    kept = run(workers[0], sessions.current, "ada")
    with workers[0].transaction() as tx:
        sessions.save(tx, kept)
        other = Other(workers[1], sessions.save, kept)
        other.until_it_waits(workers[2])
    other.join()

    assert "somewhere else meanwhile" in str(other.error)
