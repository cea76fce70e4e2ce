"""How is each item answered exactly once, and in order? With all that it leads to, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from bot.model.errors import ConflictError, place_of
from bot.model.keeping import Gathered, Kept, Subject
from bot.model.post import TIMER, Answer, Answered, Done, Incoming, Item, Passed, Work
from bot.model.sending import Outgoing
from bot.store import contents, inbox, outbox, passing, people, sessions, subjects, timers, workshops
from bot.store.database import R, Row, Tx
from bot.store.meetings import StoredMeetings
from bot.store.states import ANSWERED, SET_ASIDE, WAITS

Asked = TypeVar("Asked")

AT_ONCE: Final = 64
"""So many conversations are answered in one transaction at most."""
IN_A_ROW: Final = 8
"""So many items of one conversation, so that nobody holds up the rest."""


def answer(tx: Tx, answers: Answer, today: str, limit: int = AT_ONCE) -> Answered:
    """Answer the oldest items of the inbox, those of one conversation in their order.

    `today` is the date (ISO 8601) to count what each person sends, empty where nobody counts. What an answer leads to
    and the end of its item are one commit. An item whose answer fails is set aside with the reason; the rest go on.
    Call it until it finds nothing: what comes into a conversation while it is answered waits for the next time.
    """
    batch = _Batch(tx, answers, today)
    while names := _oldest(tx, limit):
        items = _items(tx, names)
        if items:  # else another worker answered them between the look and the lock: look again
            batch.answer(names, items)
            batch.write()
            break
    return batch.answered


class PoisonError(Exception):
    """What an item leads to cannot be written. Its cause is the reason."""

    def __init__(self, item: Incoming) -> None:
        super().__init__()
        self.item = item


def answer_one(tx: Tx, answers: Answer, today: str) -> Answered:
    """Answer the oldest item alone; PoisonError where what it leads to cannot be written."""
    batch = _Batch(tx, answers, today)
    for name in _oldest(tx, 1):
        for item in _items(tx, [name])[:1]:
            try:
                batch.answer([name], [item])
                batch.write()
            except Exception as error:
                raise PoisonError(item) from error
    return batch.answered


def set_aside(tx: Tx, answers: Answer, item: Incoming, error: BaseException) -> Answered:
    """Set an item aside whose answer could not be written."""
    batch = _Batch(tx, answers, "")
    batch.aside(item, error)
    batch.write()
    return batch.answered


class _Batch:
    """What a few conversations come to, calculated first and written together."""

    def __init__(self, tx: Tx, answers: Answer, today: str) -> None:
        self._tx = tx
        self._answers = answers
        self._today = today
        self._over: list[tuple[int, str | None, str, int]] = []
        self._say: list[tuple[str, Outgoing]] = []
        self._pass: list[Incoming] = []
        self._elsewhere: set[str] = set()
        self._used: Counter[str] = Counter()
        self._kept: dict[str, Kept | None] = {}
        self._fault = False
        self.answered = Answered()

    def answer(self, names: Sequence[str], items: Sequence[Incoming]) -> None:
        """Answer these items of these conversations one after the other; their sessions are read for all at once."""
        self._kept = sessions.currents(self._tx, names)
        for item in items:
            if any(passing.comes_from(item, name) for name in self.answered.forgotten):
                continue  # it was taken back since
            if self._today and item.person and item.kind not in (Item.TIMER, Item.PASSED, Item.GOODBYE):
                self._used[item.person] += 1
            self._one(item)

    def write(self) -> None:
        """Write what is the same for all of them."""
        self._tx.many(OVER, self._over)
        people.use(self._tx, self._used, self._today)
        for name in sorted(self._elsewhere):  # in one order, so that two workers wait for each other only
            outbox.known(self._tx, name)
        inbox.pass_on(self._tx, self._pass)
        if self._say:
            outbox.put(self._tx, self._say)
            self._tx.notify("outbox")
        for name in self.answered.forgotten:
            people.leave(self._tx, name)

    def _one(self, item: Incoming, tries: int = 2) -> None:
        """Answer one item; once more where somebody else wrote the session in between."""
        work = self._work(item)
        try:
            done = self._answers(work)
        except Exception as error:  # poison: whatever it is, the others go on
            if self._fault:
                raise
            self.aside(item, error)
            return
        try:
            self._apply(item, done)
        except ConflictError as error:
            self._kept.pop(item.conversation, None)
            if done.gather:  # many write it at once: from now on they wait, so that it cannot happen again
                workshops.hold(self._tx, done.gather.id)
            if tries > 1:
                self._one(item, tries - 1)
            else:
                self.aside(item, error)
            return
        self._say.extend((message.to or item.conversation, message) for message in done.send)
        self._pass.extend(_passed(item, one) for one in done.passed)
        self._elsewhere |= {message.to for message in done.send if message.to}
        self._elsewhere |= {one.conversation for one in done.passed}
        self._elsewhere |= {timer.to for timer in done.arm if timer.to}
        self._over.append((ANSWERED, None, item.channel, item.update))
        self.answered.items += 1

    def _work(self, item: Incoming) -> Work:
        """The item with what its answer needs; what it asks for may fail by a fault of the store."""
        tx, name = self._tx, item.conversation
        if name not in self._kept:
            self._kept[name] = sessions.current(tx, name)
        return Work(
            item,
            self._kept[name],
            self._count(item),
            lambda: self._asked(sessions.every, name),
            lambda digest: self._asked(contents.files, digest),
            lambda: self._asked(_about, item),
            StoredMeetings(self._asked, item),
        )

    def _asked(self, operation: Callable[[Tx, Asked], R], asked: Asked) -> R:
        try:
            return operation(self._tx, asked)
        except Exception:
            self._fault = True  # the store's own, and not the item's
            raise

    def aside(self, item: Incoming, error: BaseException) -> None:
        """Set an item aside, and tell its person, if that can be said at least."""
        reason = f"{type(error).__name__} in {place_of(error)}"
        try:
            sorry = self._answers.sorry(item)
        except Exception as again:  # noqa: BLE001 - as above
            sorry = ()
            reason += f", then {type(again).__name__} in {place_of(again)}"
        self._tx.run(ASIDE, SET_ASIDE, reason, item.channel, item.update)
        self._say.extend((item.conversation, message) for message in sorry)
        self.answered.set_aside.append(reason)

    def _apply(self, item: Incoming, done: Done) -> None:
        """Write what an answer leads to; at a ConflictError nothing of it is written."""
        tx = self._tx
        with _whole(tx, several=bool(done.gather or done.sit)):
            self._gather(item, done)
            if done.forget:
                self._forget(item)
            if done.keep:
                self._keep(item, done.keep)
        under: tuple[Kept | Gathered | None, ...] = (done.keep, done.gather)
        for one in under:
            if one and done.pin is not None and not contents.pinned(tx, one.digest):
                contents.pin(tx, one.digest, done.pin, one.changed)
        for name in done.erase:
            sessions.erase(tx, name)
            self._kept.pop(item.conversation, None)
        if done.consent:
            people.agree(tx, item.person, done.consent, item.received)
        for timer in done.arm:
            timers.arm(tx, timer.to or item.conversation, timer)
        for name in done.disarm:
            timers.disarm(tx, item.conversation, name)

    def _gather(self, item: Incoming, done: Done) -> None:
        """Write a workshop and its seats. Others' seats are not made here: whoever has forgotten themself stays away."""
        if done.gather:
            workshops.save(self._tx, done.gather)
            self.answered.destroyed |= done.gather.ended
        for name in done.rise:
            workshops.rise(self._tx, name)
        for seat in done.sit:
            write = workshops.sit if done.gather and seat.person == item.person else workshops.reseat
            write(self._tx, seat)

    def _keep(self, item: Incoming, kept: Kept) -> None:
        """Write a session. It is the one that its conversation is about now; of another one, that is looked up again."""
        saved = sessions.save(self._tx, kept)
        if kept.conversation == item.conversation:
            self._kept[item.conversation] = saved
        else:
            self._kept.pop(kept.conversation, None)

    def _forget(self, item: Incoming) -> None:
        people.forget(self._tx, item.conversation, item.person)
        self._kept.pop(item.conversation, None)
        self._say = [(name, message) for name, message in self._say if name != item.conversation]
        self._pass = [one for one in self._pass if not passing.comes_from(one, item.conversation)]
        self._used.pop(item.person, None)
        self.answered.forgotten.append(item.conversation)

    def _count(self, item: Incoming) -> int:
        if item.person not in self._used:
            return 0
        return people.used(self._tx, item.person, self._today) + self._used[item.person]


OLDEST_ITEMS: Final = "SELECT conversation FROM inbox WHERE state = 0 ORDER BY received, conversation LIMIT ?"
OLDEST: Final = "SELECT conversation FROM inbox WHERE state = 0 GROUP BY conversation ORDER BY min(received), conversation LIMIT ?"
"""The conversations, not the items: however many of them wait in one, it is one."""
ITEMS: Final = (
    "SELECT channel, update_id, conversation, person, body, received, kind FROM"
    " (SELECT i.*, row_number() OVER (PARTITION BY conversation ORDER BY {turn}) AS place"
    " FROM inbox i WHERE {waits} AND conversation IN ({marks})) numbered"
    " WHERE place <= ? ORDER BY conversation, place"
)
IN_TURN: Final = f"ltrim(channel, '{inbox.FURTHER}') = '{TIMER.lstrip(inbox.FURTHER)}', ltrim(channel, '{inbox.FURTHER}'), update_id, channel"
"""By the platform's own numbers, also what was passed on: what its people did first comes first. Timers come last."""
OVER: Final = (
    "UPDATE inbox SET state = ?, kind = NULL, conversation = NULL, person = NULL, body = NULL, reason = ?"
    " WHERE channel = ? AND update_id = ?"
)

ASIDE: Final = "UPDATE inbox SET state = ?, reason = ? WHERE channel = ? AND update_id = ?"


def _oldest(tx: Tx, limit: int) -> list[str]:
    """The conversations with the oldest items that no other worker is at, locked; at most so many.

    A look at the oldest items is enough where each conversation has few of them. Else all conversations are looked at,
    so that one in which many wait, or those that other workers are at, do not hide the rest.
    """
    rows = tx.rows(OLDEST_ITEMS, 4 * limit)
    near = list(dict.fromkeys(name for (name,) in rows))
    names = tx.locked(near, limit)
    if len(names) < limit and len(rows) == 4 * limit:
        far = [name for (name,) in tx.rows(OLDEST, 4 * limit) if name not in near]
        names += tx.locked(far, limit - len(names))
    return names


def _items(tx: Tx, names: Sequence[str]) -> list[Incoming]:
    """The first items of each of these conversations, whose locks this transaction has, in their order."""
    marks = ", ".join("?" for _ in names)
    turn = {name: place for place, name in enumerate(names)}
    rows = tx.rows(ITEMS.format(turn=IN_TURN, waits=WAITS, marks=marks), *names, IN_A_ROW)
    return sorted(map(_incoming, rows), key=lambda item: turn[item.conversation])


def _about(tx: Tx, item: Incoming) -> dict[str, list[dict[str, Any]]]:
    """Every row about an item's person and conversation, by table."""
    return subjects.rows(tx, Subject(names=(item.conversation, *filter(None, (item.person,)))))


def _passed(item: Incoming, passed: Passed) -> Incoming:
    """What an item hands on, as an item of the other conversation: as old as itself, and its person's."""
    return Incoming(
        item.channel,
        item.update,
        passed.conversation,
        item.person,
        passing.body(item.conversation, passed.body),
        item.received,
        Item.GOODBYE if passed.goodbye else Item.PASSED,
    )


@contextmanager
def _whole(tx: Tx, *, several: bool) -> Iterator[None]:
    """Undo what was written in here at a ConflictError, where `several` things are."""
    if not several:
        yield
        return
    tx.run("SAVEPOINT item")
    try:
        yield
    except ConflictError:
        tx.run("ROLLBACK TO SAVEPOINT item")
        raise
    tx.run("RELEASE SAVEPOINT item")


def _incoming(row: Row) -> Incoming:
    channel, update, conversation, person, body, received, kind = row
    return Incoming(channel, update, conversation, person, bytes(body), received, Item(kind))
