"""The whole queue against a small model of it: whatever happens in whatever order, nothing is lost or answered twice."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from posts import LEASE, Diary, asked, update

from bot.model.sending import Fate, Outcome
from bot.store import answering, inbox, outbox
from bot.store.sqlite import SqliteFile

CHATS = ("ada", "ben", "zoe")
OWNERS = ("s1", "s2")


class Queue(RuleBasedStateMachine):
    """Updates of three chats, two senders that may crash, and a clock."""

    def __init__(self):
        super().__init__()
        self.database = SqliteFile(":memory:")
        self.now = 0
        self.number = 0
        self.waiting = {chat: [] for chat in CHATS}
        self.answers = {chat: [] for chat in CHATS}
        self.held = []
        self.tried = {}
        self.again = {}
        self.unsure = {}
        self.ended = {}
        self.unreachable = set()

    def run(self, operation, *values):
        with self.database.transaction() as tx:
            return operation(tx, *values)

    @rule(chat=st.sampled_from(CHATS), again=st.booleans())
    def receive(self, chat, again):
        self.number += 1
        item = update(self.number, chat)
        assert self.run(inbox.receive, [item]) == 1
        assert self.run(inbox.receive, [item] * again) == 0
        self.waiting[chat].append(self.number)
        self.unreachable.discard(chat)

    @rule(limit=st.integers(1, 3))
    def answer(self, limit):
        diary = Diary()
        oldest = sorted(
            (chat for chat in CHATS if self.waiting[chat]), key=lambda chat: self.waiting[chat][0]
        )
        self.run(answering.answer, diary, "", limit)
        expected = [(chat, n, 0) for chat in oldest[:limit] for n in self.waiting[chat][: answering.IN_A_ROW]]
        assert diary.seen == expected
        for chat, number, _ in diary.seen:
            self.waiting[chat].remove(number)
            self.answers[chat].append(number)

    @rule(owner=st.sampled_from(OWNERS), count=st.integers(1, 3))
    def claim(self, owner, count):
        got = self.run(outbox.claim, asked(self.now, owner, count=count))
        for message in got.messages:
            assert message.conversation not in self.unreachable
            name = message.body.decode()
            assert name not in self.ended, "it had its end already"
            earlier = [one for one in self.said(message.conversation) if one not in self.ended]
            assert earlier[0] == name, "it went before an earlier one"
            lost = [one for one in self.held if one[1].id == message.id]
            assert all(self.now >= one[1].lease for one in lost), "somebody else holds it"
            self.tried[name] = self.tried.get(name, 0) + 1
            self.again[name] = self.again.get(name, 0) + len(lost)
            self.held = [one for one in self.held if one not in lost]
            self.held.append((owner, message))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), fate=st.sampled_from(Fate), wait=st.integers(0, 2 * LEASE))
    def settle(self, data, fate, wait):
        held = data.draw(st.sampled_from(self.held))
        owner, message = held
        self.run(outbox.settle, owner, [Outcome(message, fate, due=self.now + wait)])
        self.held.remove(held)
        name = message.body.decode()
        self.unsure[name] = self.unsure.get(name, 0) + (fate is Fate.UNSURE)
        if fate in (Fate.SENT, Fate.REFUSED) or self.unsure[name] > 1:
            self.ended[name] = fate
        if fate is Fate.UNREACHABLE:
            self.unreachable.add(message.conversation)
        if fate in (Fate.LATER, Fate.UNREACHABLE):
            self.again[name] = self.again.get(name, 0) + 1

    @rule(passed=st.sampled_from((1, LEASE // 2, LEASE, 3 * LEASE)))
    def time_passes(self, passed):
        self.now += passed

    def said(self, chat):
        return [f"{chat} {number}" for number in self.answers[chat]]

    @invariant()
    def each_update_is_answered_once_and_in_order(self):
        for chat in CHATS:
            assert self.answers[chat] == sorted(set(self.answers[chat]))
            rows = self.run(
                lambda tx, chat=chat: tx.rows("SELECT state FROM session WHERE conversation = ?", chat)
            )
            kept = [int(number) for (state,) in rows for number in state.split()]
            assert kept == self.answers[chat]

    @invariant()
    def no_message_is_tried_more_often_than_allowed(self):
        for name, times in self.tried.items():
            assert times <= 1 + self.again.get(name, 0) + 1

    def teardown(self):
        """In the end everybody writes again, and all that has no end yet goes out."""
        for chat in CHATS:
            self.receive(chat, again=False)
        while any(self.waiting.values()):
            self.answer(3)
        self.now += 10 * LEASE
        while True:
            before = len(self.ended)
            self.claim("s1", 3)
            for owner, message in [one for one in self.held if self.now < one[1].lease]:
                self.run(outbox.settle, owner, [Outcome(message, Fate.SENT)])
                self.ended[message.body.decode()] = Fate.SENT
            self.held = []
            if len(self.ended) == before:
                break
        assert set(self.ended) == {name for chat in CHATS for name in self.said(chat)}
        self.database.close()


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=40, stateful_step_count=40)
