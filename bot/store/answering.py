"""How is each item answered exactly once, and in order? With all that it leads to, in one transaction."""

from __future__ import annotations

from collections import Counter
from typing import Final

from bot.model.keeping import Kept
from bot.model.post import Answer, Answered, Done, Incoming, Item, Work
from bot.model.sending import Outgoing
from bot.store import contents, outbox, people, sessions, timers
from bot.store.database import Row, Tx
from bot.store.inbox import ANSWERED, SET_ASIDE

AT_ONCE: Final = 64
"""So many conversations are answered in one transaction at most."""
IN_A_ROW: Final = 8
"""So many items of one conversation, so that nobody holds up the rest."""


def answer(tx: Tx, answers: Answer, today: str, limit: int = AT_ONCE) -> Answered:
    """Answer the oldest items of the inbox, those of one conversation in their order.

    `today` is the date (ISO 8601) to count what each person sends, empty where nobody counts. What an answer leads to
    and the end of its item are one commit. An item whose answer fails is set aside with the reason; the rest go on.
    """
    found = tx.rows("SELECT conversation FROM inbox WHERE state = 0 ORDER BY received LIMIT ?", 4 * limit)
    done = _Batch(tx, answers, today)
    for name in dict.fromkeys(name for (name,) in found):
        if done.conversations == limit:
            break
        if tx.lock(name):
            done.answer(name)
    done.write()
    return done.answered


class _Batch:
    """What a few conversations come to, calculated first and written together."""

    def __init__(self, tx: Tx, answers: Answer, today: str) -> None:
        self._tx = tx
        self._answers = answers
        self._today = today
        self._over: list[tuple[int, str | None, str, int]] = []
        self._say: list[tuple[str, Outgoing]] = []
        self._used: Counter[str] = Counter()
        self.conversations = 0
        self.answered = Answered()

    def answer(self, name: str) -> None:
        """Answer the items of a conversation in their order."""
        self.conversations += 1
        items = [_incoming(row) for row in self._tx.rows(ITEMS, name, IN_A_ROW)]
        kept = sessions.current(self._tx, name) if items else None
        for item in items:
            kept = self._one(item, kept)

    def write(self) -> None:
        """Write what is the same for all of them."""
        self._tx.many(OVER, self._over)
        people.use(self._tx, self._used, self._today)
        if self._say:
            outbox.put(self._tx, self._say)
            self._tx.notify("outbox")

    def _one(self, item: Incoming, kept: Kept | None) -> Kept | None:
        """Answer one item; gives the session that the conversation is about from then on."""
        if self._today and item.person and item.kind is not Item.TIMER:
            self._used[item.person] += 1
        work = Work(
            item,
            kept,
            self._count(item),
            lambda: sessions.every(self._tx, item.conversation),
            lambda digest: contents.files(self._tx, digest),
        )
        try:
            done = self._answers(work)
        except Exception as error:  # noqa: BLE001 - poison: whatever it is, the others go on
            return self._aside(item, kept, error)
        self._say.extend((item.conversation, message) for message in done.send)
        self._over.append((ANSWERED, None, item.channel, item.update))
        self.answered.items += 1
        return self._apply(item, kept, done)

    def _aside(self, item: Incoming, kept: Kept | None, error: Exception) -> Kept | None:
        reason = f"{type(error).__name__} in {_where(error)}"
        self._tx.run(
            "UPDATE inbox SET state = ?, reason = ? WHERE channel = ? AND update_id = ?",
            SET_ASIDE,
            reason,
            item.channel,
            item.update,
        )
        self._say.extend((item.conversation, message) for message in self._answers.sorry(item))
        self.answered.set_aside.append(reason)
        return kept

    def _apply(self, item: Incoming, kept: Kept | None, done: Done) -> Kept | None:
        tx = self._tx
        if done.forget:
            people.forget(tx, item.conversation, item.person)
            self._say = [(name, message) for name, message in self._say if name != item.conversation]
            self._say.extend((item.conversation, message) for message in done.send)
            self._used.pop(item.person, None)
            self.answered.forgotten = True
            kept = None
        for name in done.erase:
            sessions.erase(tx, name)
            kept = None if kept and kept.id == name else kept
        if done.keep and done.pin is not None and not contents.pinned(tx, done.keep.digest):
            contents.pin(tx, done.keep.digest, done.pin, done.keep.changed)
        if done.keep:
            kept = sessions.save(tx, done.keep)
        if done.consent:
            people.agree(tx, item.person, done.consent, item.received)
        for timer in done.arm:
            timers.arm(tx, item.conversation, timer)
        for name in done.disarm:
            timers.disarm(tx, item.conversation, name)
        return kept

    def _count(self, item: Incoming) -> int:
        if item.person not in self._used:
            return 0
        return people.used(self._tx, item.person, self._today) + self._used[item.person]


ITEMS: Final = (
    "SELECT channel, update_id, conversation, person, body, received, kind FROM inbox"
    " WHERE state = 0 AND conversation = ? ORDER BY channel, update_id LIMIT ?"
)
OVER: Final = (
    "UPDATE inbox SET state = ?, kind = NULL, conversation = NULL, person = NULL, body = NULL, reason = ?"
    " WHERE channel = ? AND update_id = ?"
)


def _incoming(row: Row) -> Incoming:
    channel, update, conversation, person, body, received, kind = row
    return Incoming(channel, update, conversation, person, bytes(body), received, Item(kind))


def _where(error: BaseException) -> str:
    """The place in our own code, without any words of a person."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
