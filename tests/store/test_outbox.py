"""Each message gets out in order, by one sender at a time, within what the platform allows."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from posts import FREE, LEASE, Diary, answered, asked, claimed, put, rows, say, sent, settled, update

from bot.model.post import Done
from bot.model.sending import EVERYONE, Address, Fate, Kind, Limits, Moved, Outgoing, Rate
from bot.store import limits, outbox
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

HOUR = 3_600_000
SLOW = Limits(everyone=Rate(3, 1000), private=Rate(2, 1000), group=Rate(4, 2000))


def words(messages):
    return [message.body.decode() for message in messages]


async def test_only_the_first_message_of_a_conversation_is_given_out(store):
    await put(store, "one", "two", "three")
    await put(store, "other", chat="ben", number=2)

    assert words(await claimed(store)) == ["one", "other"]


async def test_the_messages_of_a_conversation_go_out_in_their_order(store):
    await put(store, "one", "two", "three")

    assert await sent(store) == ["one", "two", "three"]


async def test_the_oldest_messages_are_given_out_first(store):
    await put(store, "old", chat="ben", number=1)
    await put(store, "young", chat="ada", number=2)

    assert words(await claimed(store, count=1)) == ["old"]


async def test_a_message_is_given_out_with_all_that_sending_needs(store):
    await put(store, "one", kind=Kind.NUDGE, slot="card")

    ((message),) = await claimed(store, now=7)

    assert (message.conversation, message.address) == ("ada", Address("place of ada"))
    assert (message.body, message.kind, message.slot) == (b"one", Kind.NUDGE, "card")
    assert (message.reference, message.attempts, message.lease) == ("", 0, 7 + LEASE)


async def test_a_second_sender_gets_nothing_that_is_held(store):
    await put(store, "one", "two")
    await claimed(store)

    got = await store.claim(asked(LEASE - 1, "s2"))

    assert (got.messages, got.next) == ([], LEASE)


async def test_tries_in_an_outage_are_not_taken_for_crashes(store):
    await put(store, "one")
    for at in range(outbox.MOST_CRASHES + 2):
        messages = await claimed(store, now=at * HOUR)
        await settled(store, messages, Fate.LATER, due=at * HOUR)
    await claimed(store, now=100 * HOUR)
    await store.take_over(100 * HOUR + 1)

    assert words((await store.claim(asked(100 * HOUR + 1, "s2"))).messages) == ["one"]


async def test_whoever_is_alone_need_not_wait_for_the_lease_of_a_sender_that_is_no_more(store):
    await put(store, "one", "two")
    await claimed(store)

    assert await store.take_over(1) == 1
    assert words((await store.claim(asked(1, "s2"))).messages) == ["one"]
    assert await store.take_over(LEASE + 1) == 0


async def test_a_second_sender_takes_over_when_the_lease_has_ended(store):
    await put(store, "one", "two")
    await claimed(store)

    got = await store.claim(asked(LEASE, "s2"))

    assert (words(got.messages), got.repeated, got.messages[0].attempts) == (["one"], 1, 1)


@pytest.mark.parametrize("fate", Fate)
async def test_a_late_word_of_the_first_sender_changes_nothing(store, fate):
    await put(store, "one", "two")
    first = await claimed(store)
    second = await claimed(store, LEASE, owner="s2")
    before = await rows(store, "SELECT * FROM outbox ORDER BY id")

    await settled(store, first, fate, reference="9", reason="late", due=1)

    assert await rows(store, "SELECT * FROM outbox ORDER BY id") == before
    assert await rows(store, "SELECT * FROM shown") == []
    await settled(store, second, owner="s2")
    assert await sent(store, LEASE) == ["two"]


async def test_a_sender_that_holds_a_message_again_is_not_taken_for_its_earlier_self(store):
    await put(store, "one", "two")
    first = await claimed(store)
    await claimed(store, LEASE)

    await settled(store, first)

    assert (await store.depth())["outbox"] == 2


async def test_a_message_that_is_to_go_later_holds_up_its_own_conversation_only(store):
    await put(store, "one", "two")
    await put(store, "other", "another", chat="ben", number=2)
    messages = await claimed(store)

    await settled(store, messages[:1], Fate.LATER, due=5000)
    await settled(store, messages[1:])

    assert await sent(store, 4999) == ["another"]
    assert await sent(store, 5000) == ["one", "two"]


async def test_a_sender_is_told_when_the_next_message_is_due(store):
    await put(store, "one", "two")
    await settled(store, await claimed(store), Fate.LATER, due=5000)

    assert (await store.claim(asked(100))).next == 5000


async def test_a_sender_is_told_when_nothing_waits(store):
    assert (await store.claim(asked())).next is None


async def test_a_sender_that_got_only_some_is_told_to_come_again_at_once(store):
    await put(store, "one", chat="ada", number=1)
    await put(store, "two", chat="ben", number=2)

    assert (await store.claim(asked(count=1, now=10))).next <= 10


async def test_an_unreachable_conversation_is_left_alone_with_all_its_messages(store):
    await put(store, "one", "two")
    await put(store, "other", chat="ben", number=2)

    await settled(store, (await claimed(store))[:1], Fate.UNREACHABLE)

    assert await sent(store, LEASE) == ["other"]
    assert (await store.depth())["parked"] == 2


async def test_what_a_timer_says_in_an_unreachable_conversation_is_parked_behind_the_rest(store):
    await put(store, "one")
    await settled(store, await claimed(store), Fate.UNREACHABLE)
    await store.receive([replace(update(2), address=None)])
    await store.answer(Diary(at_2=say("two")))

    got = await store.claim(asked(7))

    assert (got.messages, got.next) == ([], None)
    assert (await store.depth())["parked"] == 2
    await store.receive([update(3)])
    assert await sent(store) == ["one", "two"]


class BackAgain:
    """A transaction in whose course the person of an unreachable chat has written again."""

    def __init__(self, tx):
        self._tx = tx

    def __getattr__(self, name):
        return getattr(self._tx, name)

    def rows(self, sql, *values):
        if sql.startswith("SELECT place, unreachable"):
            self._tx.run("UPDATE address SET unreachable = 0")
        return self._tx.rows(sql, *values)


async def test_nothing_is_parked_for_a_person_who_is_just_back(database):
    store = Store(Inline(database))
    await put(store, "one")
    await store._run(lambda tx: tx.run("UPDATE address SET unreachable = 1"))

    with database.transaction() as tx:
        assert outbox.claim(BackAgain(tx), asked()).messages == []

    assert await sent(store) == ["one"]


async def test_a_parked_or_refused_message_is_dated_so_that_it_is_erased_eight_days_later(store):
    await put(store, "one", "two")
    await put(store, "other", chat="ben", number=2)
    parked, refused = await claimed(store, now=1000)
    await settled(store, [parked], Fate.UNREACHABLE)
    await settled(store, [refused], Fate.REFUSED)

    assert await rows(store, "SELECT due FROM outbox") == [(1000 + LEASE,)] * 3


HALL = Moved("hall", Address("-100123", group=True))


async def test_a_message_to_a_chat_that_has_moved_is_the_same_message_at_the_new_place(store):
    await put(store, "one", "two")
    before = await rows(store, "SELECT id FROM outbox ORDER BY id")

    await settled(store, await claimed(store), Fate.LATER, moved=HALL)

    ((message),) = await claimed(store)
    assert (message.conversation, message.address.place) == ("hall", "-100123")
    assert (message.body, message.attempts) == (b"one", 1)
    assert await rows(store, "SELECT id FROM outbox ORDER BY id") == before
    assert await rows(store, "SELECT conversation FROM address") == [("hall",)]


async def test_a_move_that_two_senders_find_out_is_one_move(store):
    await put(store, "one", "two")
    first = await claimed(store)
    second = await claimed(store, LEASE, owner="s2")

    await settled(store, second, Fate.LATER, owner="s2", due=LEASE, moved=HALL)
    await settled(store, first, Fate.LATER, due=LEASE, moved=HALL)

    assert await sent(store, LEASE) == ["one", "two"]
    assert await rows(store, "SELECT DISTINCT conversation FROM outbox") == []


async def test_a_move_that_is_known_already_leaves_what_another_sender_holds_with_it(store):
    await put(store, "one", "two")
    first = await claimed(store)
    await settled(store, first, Fate.LATER, moved=HALL)
    second = await claimed(store, owner="s2")

    await settled(store, first, Fate.LATER, moved=HALL)

    assert await claimed(store) == []
    await settled(store, second, owner="s2")
    assert await sent(store) == ["two"]


async def test_a_refused_message_is_set_aside_and_the_rest_go_on(store):
    await put(store, "one", "two")

    await settled(store, await claimed(store), Fate.REFUSED, reason="too long")

    assert await sent(store) == ["two"]
    assert await rows(store, "SELECT reason FROM outbox") == [("too long",)]
    assert (await store.depth())["refused"] == 1


async def unsure(store, now, times):
    """Nobody knows whether it arrived, as often as that or until it is given up; gives how often it was tried."""
    for tried in range(times):
        messages = await claimed(store, now)
        if not messages:
            return tried
        await settled(store, messages, Fate.UNSURE)
    return times


@pytest.mark.parametrize(("kind", "tries"), [(Kind.EDIT, 9), (Kind.GUIDANCE, 2), (Kind.NUDGE, 1)])
async def test_a_message_that_may_have_arrived_is_repeated_as_its_kind_allows(store, kind, tries):
    await put(store, "one", kind=kind, slot="card")

    assert await unsure(store, 0, times=9) == tries


async def test_an_unsure_message_is_repeated_once_even_if_it_had_to_wait_in_between(store):
    await put(store, "one")
    await settled(store, await claimed(store), Fate.UNSURE)
    await settled(store, await claimed(store), Fate.LATER)
    await settled(store, await claimed(store), Fate.UNSURE)

    assert await sent(store) == []
    assert (await store.depth())["outbox"] == 0


async def crashes(store, times):
    """Senders take the message and are never heard of again; gives how often it was given out."""
    given = [len(await claimed(store, number * LEASE)) for number in range(times)]
    return sum(given)


@pytest.mark.parametrize(("kind", "tries"), [(Kind.EDIT, 5), (Kind.GUIDANCE, 5), (Kind.NUDGE, 1)])
async def test_a_message_on_the_wire_at_a_crash_is_repeated_as_its_kind_allows(store, kind, tries):
    await put(store, "one", kind=kind, slot="card")

    assert await crashes(store, times=5) == tries


async def test_a_dropped_nudge_is_told_and_the_rest_go_on(store):
    await put(store, "one", kind=Kind.NUDGE)
    await put(store, "two", number=2)
    await claimed(store)

    got = await store.claim(asked(LEASE))

    assert (got.messages, got.dropped, got.repeated) == ([], 1, 0)
    assert await sent(store, LEASE) == ["two"]


async def test_nothing_of_a_conversation_stays_after_its_last_message_was_given_up(store):
    await put(store, "one", kind=Kind.NUDGE)

    await settled(store, await claimed(store), Fate.UNSURE)

    assert await rows(store, "SELECT * FROM address") == []


async def test_an_edit_finds_the_message_of_its_slot(store):
    await put(store, "card", slot="card")
    await store.receive([update(2)])
    await answered(store)
    await settled(store, await claimed(store), reference="17")
    await sent(store)
    await put(store, "edited", kind=Kind.EDIT, slot="card", number=3)

    assert [message.reference for message in await claimed(store)] == ["17"]


async def test_an_edit_finds_the_message_that_was_sent_last_in_its_slot(store):
    await store.receive([update(1)])
    await answered(store)
    await sent(store)
    await put(store, "card", "new card", "other", slot="card", number=2)
    await settled(store, await claimed(store), reference="17")
    await settled(store, await claimed(store), reference="18")

    assert [message.reference for message in await claimed(store)] == ["18"]


async def test_no_more_goes_out_at_once_than_the_platform_takes_from_us(store):
    for number in range(5):
        await put(store, "hello", chat=f"chat {number}", number=number)

    got = await store.claim(asked(limits=SLOW))

    assert (len(got.messages), got.next) == (3, 334)
    assert len(await claimed(store, 333, limits=SLOW)) == 0
    assert len(await claimed(store, 334, limits=SLOW)) == 1


async def test_no_more_goes_to_a_private_chat_than_it_takes_and_the_others_do_not_wait_for_it(store):
    await put(store, "one", "two", "three")
    await put(store, "other", chat="ben", number=2)
    own = Limits(private=Rate(1, 1000))

    assert sorted(await sent(store, limits=own)) == ["one", "other"]
    assert (await store.claim(asked(10, limits=own))).next == 1000
    assert await sent(store, 1000, limits=own) == ["two"]


async def test_a_limit_counts_from_the_arrival_of_a_message_that_was_long_on_its_way(store):
    own = Limits(private=Rate(1, 1000))
    await put(store, "one", "two")
    (first,) = await claimed(store, limits=own)

    await settled(store, [first], due=300)

    assert (await store.claim(asked(1000, limits=own))).next == 1300
    assert await sent(store, 1300, limits=own) == ["two"]


async def test_a_group_has_limits_of_its_own(store):
    await store.receive([replace(update(1), address=Address("hall", group=True))])
    await store.answer(Diary(at_1=say("one", "two", "three")))

    assert await sent(store, limits=Limits(private=Rate(1, 1000), group=Rate(2, 1000))) == ["one", "two"]


async def test_nothing_goes_out_before_the_time_that_the_platform_asked_for(store):
    await put(store, "one")
    await put(store, "two", chat="ben", number=2)

    await store.slow_down(EVERYONE, 5000)

    assert await sent(store, 4999, limits=FREE) == []
    assert (await store.claim(asked(4999))).next == 5000
    assert await sent(store, 5000, limits=FREE) == ["one", "two"]


async def test_one_conversation_waits_when_the_platform_asks_for_it(store):
    await put(store, "one")
    await put(store, "two", chat="ben", number=2)

    await store.slow_down("ada", 5000)

    assert await sent(store, 4999) == ["two"]
    assert await sent(store, 5000) == ["one"]


async def test_a_wait_under_a_limit_that_was_in_use_is_kept_to(store):
    await put(store, "one")
    await sent(store, limits=SLOW)
    await put(store, "two", number=2)

    await store.slow_down(EVERYONE, 5000)

    assert await sent(store, 4999, limits=SLOW) == []
    assert await sent(store, 5334, limits=SLOW) == ["two"]


@pytest.mark.parametrize("allowed", [FREE, SLOW])
async def test_a_wait_of_days_is_asked_about_again_in_a_minute(store, allowed):
    await put(store, "one")
    await store.slow_down(EVERYONE, 48 * HOUR)

    assert await sent(store, 0, limits=allowed) == []
    assert await sent(store, limits.ASK_AGAIN - 1, limits=allowed) == []
    assert await sent(store, limits.ASK_AGAIN + 1000, limits=allowed) == ["one"]


async def test_no_message_is_put_off_for_days(store):
    await put(store, "one")

    await settled(store, await claimed(store), Fate.LATER, due=48 * HOUR)

    assert (await store.claim(asked())).next == LEASE + limits.MOST_WAIT


async def test_two_senders_whose_clocks_differ_do_not_fill_the_limits_for_each_other(store):
    for number in range(20):
        await put(store, "hello", chat=f"chat {number}", number=number)
    ahead = len(await claimed(store, 1500, count=2, limits=SLOW))
    behind = [len(await claimed(store, now, owner="s2", limits=SLOW)) for now in (1000, 1001)]
    again = [len(await claimed(store, now, limits=SLOW)) for now in (1501, 1502)]

    assert (ahead, behind, again) == (2, [1, 0], [0, 0])


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
async def test_a_clock_that_jumps_by_an_hour_neither_stops_nor_floods_the_sending(store, jump):
    for number in range(20):
        await put(store, "hello", chat=f"chat {number}", number=number)
    start = 10 * HOUR
    before = len(await sent(store, start, limits=SLOW))

    at_once = len(await sent(store, start + jump, limits=SLOW))
    later = len(await sent(store, start + jump + 1000, limits=SLOW))

    assert before == 3
    assert at_once <= 3
    assert later >= 3


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
async def test_what_was_held_or_put_off_when_the_clock_jumped_by_an_hour_goes_out_soon(store, jump):
    start = 10 * HOUR
    await put(store, "held")
    await put(store, "later", chat="ben", number=2)
    await settled(store, (await claimed(store, start))[1:], Fate.LATER, due=start + 5000)

    assert sorted(await sent(store, start + jump + 1, owner="s2")) == ["held", "later"]


CHATS = ("ada", "ben", "hall")
STEPS = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from(CHATS), st.integers(0, 3)), min_size=1, max_size=40
)


def address(chat):
    return Address(chat, group=chat == "hall")


@settings(max_examples=60)
@given(steps=STEPS)
async def test_in_no_window_goes_out_more_than_the_limits_allow_and_at_last_all_goes_out(steps):
    with contextlib.closing(Store(Inline(SqliteFile(":memory:")))) as store:
        log, put_in, now, due = [], 0, 0, None
        for number, (pause, chat, many) in enumerate(steps):
            now += pause
            put_in += many
            await store.receive([replace(update(number, chat), address=address(chat))])
            await store.answer(Diary(**{f"at_{number}": say(*["x"] * many)}))
            due = await out(store, now, log)
        while due is not None:
            assert due > now
            now = due
            due = await out(store, now, log)

    assert len(log) == put_in
    assert most(log, CHATS, SLOW.everyone) <= 2 * SLOW.everyone.burst
    assert most(log, ("ada",), SLOW.private) <= 2 * SLOW.private.burst
    assert most(log, ("hall",), SLOW.group) <= 2 * SLOW.group.burst


async def out(store, now, log):
    """Send what can be sent now, and write down when and where to; gives when more can be sent."""
    while (got := await store.claim(asked(now, limits=SLOW))).messages:
        log += [(now, message.address.place) for message in got.messages]
        await settled(store, got.messages)
    return got.next


def most(log, chats, rate):
    """The most that went to these chats in any window of a limit, counted from each message on."""
    times = [when for when, chat in log if chat in chats]
    return max((sum(start <= when < start + rate.window for when in times) for start in times), default=0)


async def test_a_steady_stream_of_new_messages_does_not_keep_an_old_one_waiting(store):
    """Where the platform takes one message a second and two come in, the oldest goes first."""
    everyone = Limits(everyone=Rate(1, 1000))
    await put(store, "old", chat="old", number=1)
    await sent(store, limits=everyone)
    await put(store, "older", chat="old", number=2)
    await store.claim(asked(1, limits=everyone))
    await put(store, "new", chat="ben", number=3)

    assert await sent(store, 1000, limits=everyone) == ["older"]


async def test_messages_of_one_answer_keep_their_order_behind_those_of_the_one_before(store):
    await store.receive([update(1), update(2)])
    await store.answer(Diary(at_1=say("a", "b"), at_2=Done(send=(Outgoing(b"c"), Outgoing(b"d")))))

    assert await sent(store) == ["a", "b", "c", "d"]


async def test_to_settle_nothing_is_nothing(store):
    await store.settle("s1", [])

    assert (await store.depth())["outbox"] == 0
