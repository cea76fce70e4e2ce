"""How does each message get out once, in order, and within the platform's limits? Held under a lease while it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from bot.model.sending import (
    EVERYONE,
    FORMER,
    Address,
    Claim,
    Claimed,
    Fate,
    Kind,
    Moved,
    Outcome,
    Outgoing,
    Sending,
)
from bot.store import limits, people
from bot.store.database import Row, Tx
from bot.store.states import ASIDE

WAITING, HELD, PARKED, REFUSED = range(4)


def put(tx: Tx, messages: Iterable[tuple[str, Outgoing]]) -> None:
    """Put messages behind those of the same conversation."""
    tx.many(
        "INSERT INTO outbox (conversation, kind, slot, body, state, due, attempts, owner)"
        " VALUES (?, ?, ?, ?, 0, 0, 0, '')",
        [(name, message.kind.value, message.slot, message.body) for name, message in messages],
    )


def reach(tx: Tx, conversation: str, person: str, address: Address) -> None:
    """Where a conversation is reached. Whoever writes can be written to: what was parked waits again."""
    found = known(tx, conversation)
    if found == (address.place, 0):
        return
    tx.run(
        "INSERT INTO address (conversation, person, place, shared, unreachable) VALUES (?, ?, ?, ?, 0)"
        " ON CONFLICT (conversation) DO UPDATE SET place = excluded.place, unreachable = 0",
        conversation,
        "" if address.group else person,
        address.place,
        int(address.group),
    )
    if found:
        tx.run(
            "UPDATE outbox SET state = 0, due = 0 WHERE conversation = ? AND state = ?", conversation, PARKED
        )
        tx.notify("outbox")


def lose(tx: Tx, conversation: str, since: int) -> None:
    """Send nothing to a conversation until its person writes again; what waits in it is put away."""
    if tx.run("UPDATE address SET unreachable = 1 WHERE conversation = ?", conversation):
        park(tx, conversation, since)


def move(tx: Tx, conversation: str, moved: Moved) -> None:
    """Go on with a conversation at its new place, and under the pseudonym of that. Again, it changes nothing.

    A message is named by its number in its own chat, and the new place has others: what was shown is not found there.
    """
    for name in sorted(
        (conversation, moved.conversation)
    ):  # in one order, so that two who move it do not meet
        tx.hold(name)
    if known(tx, conversation):
        reach(tx, conversation, "", moved.address)
        tx.run("DELETE FROM shown WHERE conversation = ?", conversation)
        people.rename(tx, (conversation, ""), (moved.conversation, ""))


def known(tx: Tx, conversation: str) -> tuple[str, int] | None:
    """The place of a conversation, and whether it is unreachable.

    The row stays locked until what has come from there is committed: whoever would remove it (`_leave`) waits, and
    then sees that something is to be answered.
    """
    lock = tx.skip_locked.removesuffix(" SKIP LOCKED")
    found = tx.rows(f"SELECT place, unreachable FROM address o WHERE conversation = ?{lock}", conversation)  # noqa: S608 - ours
    return found[0] if found else None


def take_over(tx: Tx, now: int) -> int:
    """Let the messages be sent that a sender held which is no more; gives how many. Only for whoever is the only one."""
    return tx.run("UPDATE outbox SET due = ? WHERE state = ? AND due > ?", now, HELD, now)


def claim(tx: Tx, asked: Claim) -> Claimed:
    """Hold the first message of as many conversations as may be sent to now, the oldest first."""
    heads = tx.rows(HEADS + tx.skip_locked, asked.now, asked.now + FAR, asked.count)
    if not heads:
        return Claimed([], _next_due(tx), 0, 0)
    claiming = _Claiming(tx, asked)
    for row in heads:
        if claiming.everyone.free(asked.now) > asked.now:
            break
        claiming.head(row)
    return claiming.claimed()


class _Claiming:
    """One sender at the heads of the conversations."""

    def __init__(self, tx: Tx, asked: Claim) -> None:
        self._tx = tx
        self._asked = asked
        self._held: list[Sending] = []
        self._dropped = self._repeated = 0
        self.everyone = limits.look(tx, EVERYONE, asked.limits.everyone, asked.now)

    def head(self, row: Row) -> None:
        """Hold the first message of a conversation, or do with it what else is right."""
        *of_message, place, shared, unreachable, reference = row
        number, conversation, kind, slot, body, state, attempts, reason = of_message
        if number in self._asked.busy:
            return
        if state == HELD and attempts >= (MOST_CRASHES if reason is None else MOST_TRIES):
            self._tx.run(SET_ASIDE + "WHERE id = ?", REFUSED, self._asked.now, "its senders crashed", number)
        elif place is None:
            self._tx.run(SET_ASIDE + "WHERE id = ?", REFUSED, self._asked.now, "no address", number)
        elif unreachable:
            self._park(conversation)
        elif slot.startswith(FORMER) and not reference:  # nothing stood there before
            _drop(self._tx, conversation, "WHERE id = ?", number)
        elif state == HELD and kind == Kind.NUDGE:
            _drop(self._tx, conversation, "WHERE id = ?", number)
            self._dropped += 1
        else:
            address = Address(place, bool(shared))
            lease = self._asked.now + self._asked.lease
            message = Sending(
                number, conversation, address, bytes(body), Kind(kind), slot, reference or "", attempts, lease
            )
            self._hold(message, taken_over=state == HELD)

    def claimed(self) -> Claimed:
        """What this sender now holds."""
        limits.write(self._tx, self.everyone)
        due = _next_due(self._tx)
        if due is not None:
            due = max(due, self.everyone.free(self._asked.now))
        return Claimed(self._held, due, self._dropped, self._repeated)

    def _hold(self, message: Sending, *, taken_over: bool) -> None:
        asked = self._asked
        rate = asked.limits.group if message.address.group else asked.limits.private
        own = limits.look(self._tx, message.conversation, rate, asked.now)
        free = own.free(asked.now)
        if free > asked.now:
            self._tx.run("UPDATE outbox SET due = ? WHERE id = ?", free, message.id)
            return
        for bucket in (own, self.everyone):
            bucket.take()
        limits.write(self._tx, own)
        self._tx.run(
            "UPDATE outbox SET state = ?, due = ?, owner = ?, attempts = attempts + 1 WHERE id = ?",
            HELD,
            message.lease,
            asked.owner,
            message.id,
        )
        self._held.append(message)
        self._repeated += taken_over

    def _park(self, conversation: str) -> None:
        """Put away what was answered since a conversation is unreachable, unless its person is back just now."""
        found = known(self._tx, conversation)
        if found and found[1]:
            park(self._tx, conversation, self._asked.now)


def settle(tx: Tx, owner: str, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages, each only if this sender still holds it.

    One conversation after the other, as `receive` goes, so that the two wait for each other only.
    """
    for outcome in sorted(outcomes, key=lambda outcome: (outcome.message.conversation, outcome.message.id)):
        message = outcome.message
        mine = (message.id, owner, message.attempts + 1)
        match outcome.fate:
            case Fate.SENT:
                _sent(tx, outcome, mine)
            case Fate.LATER:
                if outcome.moved:  # so it has whoever holds the message now
                    move(tx, message.conversation, outcome.moved)
                _wait(tx, outcome, TRIED, mine)
            case Fate.UNSURE:
                _unsure(tx, outcome, mine)
            case Fate.UNREACHABLE:
                _unreachable(tx, outcome, mine)
            case Fate.REFUSED:
                tx.run(SET_ASIDE + MINE, REFUSED, message.lease, outcome.reason or None, *mine)
            case _:
                assert_never(outcome.fate)
    if outcomes:
        tx.notify("outbox")


def park(tx: Tx, conversation: str, since: int) -> None:
    """Put away what waits in a conversation, until its person writes again."""
    tx.run(
        "UPDATE outbox SET state = ?, due = ? WHERE conversation = ? AND state < 2",
        PARKED,
        since,
        conversation,
    )


def slow_down(tx: Tx, name: str, until: int) -> None:
    """Send nothing under a limit before a time: the platform has asked for it."""
    limits.hold(tx, name, until)


def depth(tx: Tx) -> dict[str, int]:
    """How many messages and items wait, and how many were set aside; and when the oldest waiting item came."""
    (waiting, oldest) = tx.rows("SELECT count(*), min(received) FROM inbox WHERE state = 0")[0]
    ((aside,),) = tx.rows(f"SELECT count(*) FROM inbox WHERE {ASIDE}")  # noqa: S608 - ours
    out: dict[int, int] = dict(tx.rows("SELECT state, count(*) FROM outbox GROUP BY state"))
    return {
        "inbox": waiting,
        "oldest": oldest or 0,
        "set_aside": aside,
        "outbox": out.get(WAITING, 0) + out.get(HELD, 0),
        "parked": out.get(PARKED, 0),
        "refused": out.get(REFUSED, 0),
    }


HEADS: Final = (
    "SELECT o.id, o.conversation, o.kind, o.slot, o.body, o.state, o.attempts, o.reason,"
    " a.place, a.shared, a.unreachable, s.reference"
    " FROM outbox o LEFT JOIN address a ON a.conversation = o.conversation"
    " LEFT JOIN shown s ON s.conversation = o.conversation AND s.slot = o.slot"
    " WHERE o.state < 2 AND (o.due <= ? OR o.due > ?) AND NOT EXISTS"
    " (SELECT 1 FROM outbox p WHERE p.conversation = o.conversation AND p.id < o.id AND p.state < 2)"
    " ORDER BY o.id LIMIT ?"
)
"""The first message of each conversation: the next one is not sent before it."""

NEXT: Final = (
    "SELECT o.due FROM outbox o WHERE o.state < 2 AND NOT EXISTS"
    " (SELECT 1 FROM outbox p WHERE p.conversation = o.conversation AND p.id < o.id AND p.state < 2)"
    " ORDER BY o.due LIMIT 1"
)

MOST_CRASHES: Final = 10
"""A message that was taken over so often, and of which nothing else is known, may be what its senders crash of."""
MOST_TRIES: Final = 1_000
"""The same of one that was tried in vain as well, as in an outage: its attempts are not crashes alone."""

FAR: Final = 2 * limits.MOST_WAIT
"""No message is made to wait as long as this: its time was given by a clock that has been set back since."""

MINE: Final = "WHERE id = ? AND owner = ? AND attempts = ?"
"""Only the sender that holds a message decides about it: the next one has another number of attempts."""

SET_ASIDE: Final = "UPDATE outbox SET state = ?, due = ?, reason = ? "

TRIED: Final = "tried"
"""The reason of a message that was tried in vain."""
UNSURE: Final = "unsure"
"""The reason of a message that may have arrived already."""


def _next_due(tx: Tx) -> int | None:
    """When the first message of a conversation is due."""
    found = tx.rows(NEXT)
    return int(found[0][0]) if found else None


def _sent(tx: Tx, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    message = outcome.message
    if not tx.run(f"DELETE FROM outbox {MINE}", *mine):  # noqa: S608 - all ours
        return
    limits.passed(tx, message.conversation, outcome.due)
    if message.slot and message.reference and message.kind is not Kind.EDIT:
        _show(tx, message.conversation, FORMER + message.slot, message.reference)
    if message.slot and outcome.reference:
        _show(tx, message.conversation, message.slot, outcome.reference)
    _leave(tx, message.conversation)


def _show(tx: Tx, conversation: str, slot: str, reference: str) -> None:
    tx.run(
        "INSERT INTO shown (conversation, slot, reference) VALUES (?, ?, ?)"
        " ON CONFLICT (conversation, slot) DO UPDATE SET reference = excluded.reference",
        conversation,
        slot,
        reference,
    )


def _wait(tx: Tx, outcome: Outcome, reason: str, mine: tuple[int, str, int]) -> None:
    """Try again at a time; what is known of earlier tries stays."""
    known = "reason" if reason == TRIED else "NULL"
    tx.run(
        f"UPDATE outbox SET state = ?, due = ?, reason = COALESCE({known}, ?) {MINE}",  # noqa: S608 - all ours
        WAITING,
        min(outcome.due, outcome.message.lease + limits.MOST_WAIT),
        reason,
        *mine,
    )


def _unsure(tx: Tx, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    """Nobody knows whether it arrived: an edit repeats, guidance repeats once, a nudge is dropped."""
    kind = outcome.message.kind
    tried = tx.rows(f"SELECT reason FROM outbox {MINE}", *mine)  # noqa: S608 - all ours
    if kind is Kind.EDIT or (kind is Kind.GUIDANCE and tried != [(UNSURE,)]):
        _wait(tx, outcome, UNSURE, mine)
    else:
        _drop(tx, outcome.message.conversation, MINE, *mine)


def _unreachable(tx: Tx, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    message = outcome.message
    if tx.run(SET_ASIDE + MINE, PARKED, message.lease, outcome.reason or None, *mine):
        lose(tx, message.conversation, message.lease)


def _drop(tx: Tx, conversation: str, which: str, *values: object) -> None:
    """Give a message up."""
    tx.run(f"DELETE FROM outbox {which}", *values)  # noqa: S608 - `which` is ours
    _leave(tx, conversation)


def _leave(tx: Tx, conversation: str) -> None:
    """Forget where a conversation is reached once nothing is left of it."""
    known(tx, conversation)
    people.leave(tx, conversation)
