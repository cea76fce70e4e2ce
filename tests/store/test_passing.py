"""What one conversation hands on to another arrives there once and in order, whatever happens in between."""

import asyncio
import contextlib
from dataclasses import replace

import pytest
from gatherings import HALL, Hosts, gathered, seat
from posts import CHANNEL, answered, claimed, diary, rows, say, sent, settled, update

from bot.model.errors import StoreError
from bot.model.keeping import Subject
from bot.model.post import TIMER, Done, Item, Passed, Timer
from bot.model.sending import Address, Fate, Moved, Outgoing
from bot.store import answering, subjects
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from bot.store.thread import OwnThread


def passing(*words, to="hall", **named):
    """A Done that hands each of the words on."""
    return Done(passed=tuple(Passed(to, word.encode()) for word in words), **named)


async def waiting(store):
    return await rows(
        store, "SELECT channel, update_id, conversation FROM inbox WHERE kind = 'passed' ORDER BY 2, 1"
    )


async def test_what_is_passed_on_is_an_item_of_the_other_conversation(store):
    items = []

    class Noting(Hosts):
        def on_passed(self, work):
            items.append(work.item)
            return super().on_passed(work)

    await store.receive([update(7, received=70)])
    noting = Noting(at_7=passing("vote 4\nfor b"))

    assert await answered(store, noting, "2026-03-25") == [1, 1]

    assert noting.passed == [("hall", "ada", "vote 4\nfor b")]
    assert items == [
        replace(
            update(7, "hall", person="ada's person", received=70, body=b"ada\nvote 4\nfor b", address=None),
            channel=f"~{CHANNEL}",
            kind=Item.PASSED,
        )
    ]
    assert await rows(store, "SELECT items FROM usage") == [(1,)]
    assert await answered(store, noting) == []


async def test_of_an_item_that_was_passed_on_and_answered_only_its_number_stays(store):
    await store.receive([update(7)])
    await answered(store, Hosts(at_7=passing("words")))

    left = await rows(store, "SELECT channel, update_id, kind, conversation, person, body FROM inbox")

    assert sorted(left) == [(CHANNEL, 7, None, None, None, None), (f"~{CHANNEL}", 7, None, None, None, None)]


async def test_several_things_of_one_item_arrive_each_where_it_belongs_and_in_order(store):
    hosts = Hosts(at_7=passing("a", "b", "c"), at_8=Done(passed=(Passed("ben", b"x"), Passed("hall", b"d"))))
    await store.receive([update(7), update(8)])
    await store.answer(hosts)

    assert await waiting(store) == [
        (f"~{CHANNEL}", 7, "hall"),
        (f"~~{CHANNEL}", 7, "hall"),
        (f"~~~{CHANNEL}", 7, "hall"),
        (f"~{CHANNEL}", 8, "ben"),
        (f"~~{CHANNEL}", 8, "hall"),
    ]
    await answered(store, hosts)
    assert [words for where, _, words in hosts.passed if where == "hall"] == ["a", "b", "c", "d"]
    assert ("ben", "ada", "x") in hosts.passed


class Further(Hosts):
    """Hands on further what was passed on, until it has come round."""

    def on_passed(self, work):
        _, _, words = work.item.body.partition(b"\n")
        ways = {b"1": ("ben", b"2"), b"2": ("zoe", b"3")}
        return Done(passed=(Passed(*ways[words]),)) if words in ways else Done()


async def test_what_is_handed_on_further_never_takes_the_place_of_something_else_of_its_number(store):
    further = Further(at_7=Done(passed=(Passed("hall", b"1"), Passed("zoe", b"other"), Passed("zoe", b"1"))))
    await store.receive([update(7)])

    await answered(store, further)

    assert sorted(further.passed) == [
        ("ben", "hall", "2"),
        ("ben", "zoe", "2"),
        ("hall", "ada", "1"),
        ("zoe", "ada", "1"),
        ("zoe", "ada", "other"),
        ("zoe", "ben", "3"),
        ("zoe", "ben", "3"),
    ]


class Writing(Hosts):
    """Writes down, in the hall, the number of each item, whoever sent it."""

    order = ()

    def __call__(self, work):
        if work.item.conversation == "hall":
            self.order = (*self.order, (work.item.channel.lstrip("~"), work.item.update))
        return super().__call__(work)


async def test_what_waits_is_answered_by_the_numbers_of_the_platform_also_what_was_passed_on(store):
    """Who voted before the facilitator closed has voted, although the vote had further to go."""
    await store.receive([update(3), update(6)])
    await store.answer(Hosts(at_3=passing("vote"), at_6=passing("late")))
    await store.receive([update(number, "hall", address=HALL) for number in (5, 7)])
    await store.receive([replace(update(1, "hall"), channel=TIMER, kind=Item.TIMER)])
    writing = Writing()

    await answered(store, writing)

    assert writing.order == ((CHANNEL, 3), (CHANNEL, 5), (CHANNEL, 6), (CHANNEL, 7), ("timer", 1))


async def test_a_timer_hands_on_too_for_nobody(store):
    await store.receive([update(1, "hall", address=HALL)])
    await store.answer(Hosts(at_1=Done(arm=(Timer("close", 5),))))
    await store.ring(9)
    ((number,),) = await rows(store, "SELECT update_id FROM inbox WHERE channel = ?", TIMER)
    hosts = Hosts(**{f"at_{number}": passing("time is over", to="ada")})

    await answered(store, hosts, "2026-03-25")

    assert hosts.passed == [("ada", "hall", "time is over")]
    assert await rows(store, "SELECT * FROM usage") == []


async def test_an_item_that_is_set_aside_hands_nothing_on(store):
    stale = passing("words", gather=gathered(version=9))
    await store.receive([update(1)])

    answers = await store.answer(Hosts(at_1=stale))

    assert (answers.items, len(answers.set_aside)) == (0, 1)
    assert await waiting(store) == []


async def test_what_cannot_be_handed_on_sets_its_item_aside_and_the_rest_go_on(store):
    await store.receive([update(1), update(2, "zoe")])
    hosts = Hosts(at_1=passing("words", to="a\ud800"))

    for _ in range(3):
        await store.answer(hosts)

    assert await diary(store, "zoe") == [2]
    assert (await store.depth())["set_aside"] == 1
    assert await waiting(store) == []


class KilledError(StoreError):
    """The process ends here."""


class Killing:
    """A transaction that ends with its process just before a statement."""

    def __init__(self, tx, before):
        self._tx = tx
        self._before = before

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def run(self, sql, *values):
        self._fall(sql)
        return self._tx.run(sql, *values)

    def many(self, sql, values):
        self._fall(sql)
        self._tx.many(sql, values)

    def _fall(self, sql):
        if sql.startswith(self._before):
            raise KilledError


@pytest.mark.parametrize("before", ["UPDATE inbox", "INSERT INTO inbox", "INSERT INTO outbox", "nothing"])
async def test_a_kill_between_leaves_everything_or_nothing(database, before):
    store = Store(Inline(database))
    hosts = Hosts(at_1=replace(passing("vote"), send=(Outgoing(b"saved"),), gather=gathered(), sit=(seat(),)))
    await store.receive([update(1)])

    with contextlib.suppress(KilledError), database.transaction() as tx:
        answering.answer(Killing(tx, before), hosts, "")
    lasting = before == "nothing"
    assert len(await waiting(store)) == lasting
    assert len(await rows(store, "SELECT id FROM seat")) == lasting

    await answered(store, hosts)
    assert hosts.passed == [("hall", "ada", "vote")]
    assert await sent(store) == ["saved"]


async def test_an_update_that_is_delivered_again_hands_nothing_on_again(store):
    hosts = Hosts(at_1=passing("vote"))
    for _ in range(3):
        await store.receive([update(1)])
        await answered(store, hosts)

    assert hosts.passed == [("hall", "ada", "vote")]


async def test_the_inbox_is_told_that_something_was_handed_on(tmp_path):
    heard = []
    store = Store(OwnThread(SqliteFile(str(tmp_path / "tango.db"), heard.append)))
    await store.receive([update(1), update(2)])
    heard.clear()

    await store.answer(Hosts(at_1=passing("vote"), at_2=Done()))
    await asyncio.sleep(0)
    assert heard == ["inbox"]

    await store.answer(Hosts())
    store.close()
    assert heard == ["inbox"]


async def test_messages_to_another_conversation_stand_in_their_order_among_its_own(store):
    await store.receive([update(1, "hall", address=HALL), update(2, "ben")])
    await answered(store, Hosts(at_1=say(), at_2=say()))
    one = Done(send=(Outgoing(b"1", to="ben"), Outgoing(b"hall 1"), Outgoing(b"2", to="ben")))
    two = Done(send=(Outgoing(b"3", to="ben"), Outgoing(b"hall 2")))
    await store.receive([update(3, "hall", address=HALL), update(4, "hall", address=HALL), update(5, "ben")])

    await store.answer(Hosts(at_3=one, at_4=two, at_5=say("4")))

    bodies = await rows(store, "SELECT conversation, body FROM outbox ORDER BY id")
    told = [(name, bytes(body).decode()) for name, body in bodies]
    assert [body for name, body in told if name == "ben"] == ["1", "2", "3", "4"]
    assert [body for name, body in told if name == "hall"] == ["hall 1", "hall 2"]


async def test_a_message_to_a_chat_that_nobody_knows_is_no_burden_for_ever(store):
    await store.receive([update(1)])
    await store.answer(Hosts(at_1=Done(send=(Outgoing(b"lost", to="nobody"), Outgoing(b"here")))))

    assert await sent(store) == ["here"]
    assert (await store.depth())["refused"] == 1


async def test_a_message_to_a_chat_that_has_blocked_tango_is_parked(store):
    await store.receive([update(1, "ben")])
    await store.answer(Hosts(at_1=say("one")))
    await settled(store, await claimed(store), Fate.UNREACHABLE)
    await store.receive([update(2)])
    await store.answer(Hosts(at_2=Done(send=(Outgoing(b"two", to="ben"),))))

    assert await sent(store) == []
    assert (await store.depth())["parked"] == 2


async def test_an_edit_of_a_card_elsewhere_finds_the_card(store):
    await store.receive([update(1, "hall", address=HALL)])
    await store.answer(Hosts(at_1=replace(say("card", slot="card"), gather=gathered())))
    await settled(store, await claimed(store), reference="17")
    await store.receive([update(2)])

    await store.answer(Hosts(at_2=Done(send=(Outgoing(b"card 2", slot="card", to="hall"),))))

    ((message,),) = [await claimed(store)]
    assert (message.reference, message.address) == ("17", HALL)


FORGET = Done(forget=True, send=(Outgoing(b"goodbye"),))


async def test_what_was_handed_on_before_its_person_is_forgotten_comes_to_nothing(store):
    """Also where it waits: it would seat them again."""
    await store.receive([update(1)])
    await store.answer(Hosts(at_1=passing("join")))
    hosts = Hosts(at_2=FORGET)
    await store.receive([replace(update(2), received=0), update(3, "hall", address=HALL)])

    await store._run(answering.answer, hosts, "", 1)
    await answered(store, hosts)

    assert hosts.passed == []
    assert await diary(store, "hall") == [3]
    assert await waiting(store) == []
    assert "ada" not in str(await rows(store, "SELECT * FROM inbox"))


async def test_what_was_handed_on_in_the_same_transaction_comes_to_nothing_too(store):
    await store.receive([update(1), update(2)])
    hosts = Hosts(at_1=passing("join"), at_2=FORGET)

    await answered(store, hosts)

    assert hosts.passed == []


async def test_what_waits_to_be_answered_in_the_very_transaction_that_forgets_comes_to_nothing(store):
    await store.receive([update(1)])
    await store.answer(Hosts(at_1=passing("join")))
    hosts = Hosts(at_2=FORGET)
    await store.receive([replace(update(2), received=0)])  # so that it is answered before what waits

    await store.answer(hosts)

    assert hosts.passed == []
    assert await answered(store, hosts) == []


async def test_what_is_handed_on_with_the_forgetting_arrives(store):
    """So others can be told to drop what they have of the person."""
    await store.receive([update(1), update(2)])
    hosts = Hosts(at_1=passing("join"), at_2=replace(FORGET, passed=(Passed("hall", b"drop"),)))

    await answered(store, hosts)

    assert hosts.passed == [("hall", "ada", "drop")]
    assert await sent(store) == ["goodbye"]


async def test_what_others_have_handed_on_waits_also_for_whoever_is_forgotten(store):
    await store.receive([update(1, "ben"), update(2, "zoe")])
    await store.answer(Hosts(at_1=passing("one"), at_2=passing("two", to="ada")))
    await store.receive([update(3)])
    hosts = Hosts(at_3=FORGET)

    await answered(store, hosts)

    assert sorted(hosts.passed) == [("ada", "zoe", "two"), ("hall", "ben", "one")]


async def test_messages_of_others_to_whoever_is_forgotten_are_taken_back_in_the_same_transaction(store):
    to_both = Done(send=(Outgoing(b"vote", to="ada"), Outgoing(b"opened")))
    await store.receive([replace(update(1, "hall", address=HALL), received=0), update(2)])

    await store.answer(Hosts(at_1=to_both, at_2=FORGET))

    assert sorted(await sent(store)) == ["goodbye", "opened"]


async def test_what_a_forgotten_person_says_to_others_is_said(store):
    await store.receive([update(1, "hall", address=HALL)])
    await answered(store)
    await store.receive([update(2)])

    await store.answer(Hosts(at_2=replace(FORGET, send=(Outgoing(b"one less", to="hall"),))))

    assert await sent(store) == ["hall 1", "one less"]


async def test_what_was_handed_on_is_erased_by_its_person_and_nothing_breaks(store):
    await store.receive([update(1)])
    hosts = Hosts(at_1=passing("vote"))
    await store.answer(hosts)

    assert (await store.export("ada's person"))["inbox"][0]["body"] == b"ada\nvote"
    await store._run(lambda tx: subjects.erase(tx, Subject(names=("ada's person",))))

    assert await answered(store, hosts) == []
    assert hosts.passed == []


async def test_what_waits_answers_to_the_new_pseudonym_of_where_it_comes_from(store):
    await store.receive([update(1), update(2, "ben")])
    hosts = Hosts(at_1=passing("vote"), at_2=passing("vote"))
    await store.answer(hosts)

    await store.receive([update(3, "ada now", person="p", former=(("ada", "ada's person"),))])
    await answered(store, hosts)

    assert sorted(hosts.passed) == [("hall", "ada now", "vote"), ("hall", "ben", "vote")]


async def test_what_waits_in_a_group_that_moves_is_answered_at_its_new_place(store):
    await store.receive([update(1, "hall", address=HALL), update(2)])
    hosts = Hosts(at_2=passing("vote"))
    await store.answer(hosts)

    moved = Moved("super", Address("-100123", group=True))
    await store.receive([update(3, "hall", address=HALL, news=moved)])
    await answered(store, hosts)

    assert hosts.passed == [("super", "ada", "vote")]


async def test_a_chat_stays_known_until_what_was_handed_on_to_it_is_answered(store):
    await store.receive([update(1, "hall", address=HALL)])
    await store.answer(Hosts(at_1=say("last")))
    await store.receive([update(2)])
    await store.answer(Hosts(at_2=passing("vote")))

    assert await sent(store) == ["last"]
    assert await rows(store, "SELECT 1 FROM address WHERE conversation = 'hall'") == [(1,)]
