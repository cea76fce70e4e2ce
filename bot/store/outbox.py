"""How does each message get out once, in order, and within the platform's limits? Held under a lease while it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.model.sending import EVERYONE, Address, Claim, Claimed, Fate, Kind, Outcome, Outgoing, Rate, Sending
from bot.store import people
from bot.store.database import Row, Tx

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
    found = tx.rows("SELECT place, unreachable FROM address WHERE conversation = ?", conversation)
    if found and found[0] == (address.place, 0):
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


def claim(tx: Tx, asked: Claim) -> Claimed:
    """Hold the first message of as many conversations as may be sent to now."""
    held, dropped, repeated = [], 0, 0
    for row in tx.rows(HEADS + tx.skip_locked, asked.now, asked.count):
        message, state = _sending(row, asked.now + asked.lease)
        if state == HELD and message.kind is Kind.NUDGE:
            tx.run("DELETE FROM outbox WHERE id = ?", message.id)
            dropped += 1
            continue
        free = _may_send(tx, message, asked)
        if free > asked.now:
            tx.run("UPDATE outbox SET due = ? WHERE id = ?", free, message.id)
            continue
        tx.run(
            "UPDATE outbox SET state = ?, due = ?, owner = ?, attempts = attempts + 1 WHERE id = ?",
            HELD,
            message.lease,
            asked.owner,
            message.id,
        )
        held.append(message)
        repeated += state == HELD
    return Claimed(held, _next_due(tx), dropped, repeated)


def settle(tx: Tx, owner: str, outcomes: Sequence[Outcome]) -> None:
    """Write down what became of messages, each only if this sender still holds it."""
    for outcome in outcomes:
        message = outcome.message
        mine = (message.id, owner, message.attempts + 1)
        match outcome.fate:
            case Fate.SENT:
                _sent(tx, outcome, mine)
            case Fate.LATER:
                _again(tx, WAITING, outcome, mine)
            case Fate.UNSURE:
                _unsure(tx, outcome, mine)
            case Fate.UNREACHABLE:
                _again(tx, PARKED, outcome, mine)
                tx.run("UPDATE address SET unreachable = 1 WHERE conversation = ?", message.conversation)
                tx.run(
                    "UPDATE outbox SET state = ? WHERE conversation = ? AND state = 0",
                    PARKED,
                    message.conversation,
                )
            case Fate.REFUSED:
                _again(tx, REFUSED, outcome, mine)


def slow_down(tx: Tx, name: str, until: int) -> None:
    """Send nothing under a limit before a time: the platform has asked for it."""
    tx.run(
        "INSERT INTO bucket (name, tokens, filled) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET tokens = excluded.tokens, filled = excluded.filled",
        name,
        ASKED_TO_WAIT,
        until,
    )


def depth(tx: Tx) -> dict[str, int]:
    """How many messages and items wait, and how many were set aside; and when the oldest waiting item came."""
    (waiting, oldest) = tx.rows("SELECT count(*), min(received) FROM inbox WHERE state = 0")[0]
    ((aside,),) = tx.rows("SELECT count(*) FROM inbox WHERE state = 2")
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
    "SELECT o.id, o.conversation, o.kind, o.slot, o.body, o.state, o.attempts, a.place, a.shared, s.reference"
    " FROM outbox o JOIN address a ON a.conversation = o.conversation"
    " LEFT JOIN shown s ON s.conversation = o.conversation AND s.slot = o.slot"
    " WHERE o.state < 2 AND o.due <= ? AND NOT EXISTS"
    " (SELECT 1 FROM outbox p WHERE p.conversation = o.conversation AND p.id < o.id AND p.state < 2)"
    " ORDER BY o.due, o.id LIMIT ?"
)
"""The first message of each conversation: the next one is not sent before it."""


def _sending(row: Row, lease: int) -> tuple[Sending, int]:
    number, conversation, kind, slot, body, state, attempts, place, shared, reference = row
    address = Address(place, bool(shared))
    message = Sending(
        number, conversation, address, bytes(body), Kind(kind), slot, reference or "", attempts, lease
    )
    return message, state


def _next_due(tx: Tx) -> int | None:
    """When the next message is due that nobody holds now."""
    ((due,),) = tx.rows("SELECT min(due) FROM outbox WHERE state < 2")
    return None if due is None else int(due)


def _may_send(tx: Tx, message: Sending, asked: Claim) -> int:
    """Now, after taking from every limit; or, taking nothing, when the slowest of them has something."""
    limits = asked.limits
    own = limits.group if message.address.group else limits.private
    rates = [
        (name, rate) for name, rate in ((EVERYONE, limits.everyone), (message.conversation, own)) if rate
    ]
    left = {name: _left(tx, name, rate, asked.now) for name, rate in rates}
    free = max((when for _, when in left.values()), default=asked.now)
    if free <= asked.now:
        for name, _ in rates:
            tx.run(
                "UPDATE bucket SET tokens = ?, filled = ? WHERE name = ?",
                left[name][0] - 1000,
                asked.now,
                name,
            )
    return free


def _left(tx: Tx, name: str, rate: Rate, now: int) -> tuple[int, int]:
    """What a limit has now, in thousandths of a message, and when it has a whole one."""
    full = 1000 * rate.burst
    tx.run(
        "INSERT INTO bucket (name, tokens, filled) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
        name,
        full,
        now,
    )
    lock = tx.skip_locked.removesuffix(" SKIP LOCKED")
    ((tokens, filled),) = tx.rows(f"SELECT tokens, filled FROM bucket o WHERE name = ?{lock}", name)  # noqa: S608 - ours
    passed = now - filled
    if tokens == ASKED_TO_WAIT:
        if now < filled <= now + MOST_WAIT:
            return 0, filled
        tokens, passed = 1000, 0
    elif passed < 0:  # the clock was set back: the sending must not stand still until it is there again
        passed = rate.window
    tokens = min(full, tokens + passed * full // rate.window)
    return tokens, now if tokens >= 1000 else now + (1000 - tokens) * rate.window // full + 1


ASKED_TO_WAIT: Final = -1
"""The tokens of a limit under which the platform has asked to wait; it has one when the time is over."""
MOST_WAIT: Final = 3_600_000
"""No platform's request to wait is honoured for longer than an hour."""


def _sent(tx: Tx, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    message = outcome.message
    if not tx.run("DELETE FROM outbox WHERE id = ? AND owner = ? AND attempts = ?", *mine):
        return
    if message.slot and outcome.reference:
        tx.run(
            "INSERT INTO shown (conversation, slot, reference) VALUES (?, ?, ?)"
            " ON CONFLICT (conversation, slot) DO UPDATE SET reference = excluded.reference",
            message.conversation,
            message.slot,
            outcome.reference,
        )
    people.leave(tx, message.conversation)


def _again(tx: Tx, state: int, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    tx.run(
        "UPDATE outbox SET state = ?, due = ?, reason = ? WHERE id = ? AND owner = ? AND attempts = ?",
        state,
        outcome.due,
        outcome.reason or None,
        *mine,
    )


def _unsure(tx: Tx, outcome: Outcome, mine: tuple[int, str, int]) -> None:
    """Nobody knows whether it arrived: an edit repeats, guidance repeats once, a nudge is dropped."""
    kind = outcome.message.kind
    first = tx.rows("SELECT reason FROM outbox WHERE id = ? AND owner = ? AND attempts = ?", *mine)
    if kind is Kind.EDIT or (kind is Kind.GUIDANCE and first and first[0][0] != UNSURE):
        _again(tx, WAITING, Outcome(outcome.message, Fate.UNSURE, due=outcome.due, reason=UNSURE), mine)
    else:
        tx.run("DELETE FROM outbox WHERE id = ? AND owner = ? AND attempts = ?", *mine)


UNSURE: Final = "unsure"
"""The reason of a message that may have arrived already."""
