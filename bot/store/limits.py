"""How much may be sent now? Token buckets as rows, shared by all workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.model.sending import Rate
from bot.store.database import Tx

WHOLE: Final = 1000
"""A message in the thousandths that a bucket counts."""
MOST_WAIT: Final = 900_000
"""No platform is asked for more patience than it takes: a wait is this long at most (milliseconds)."""
ASK_AGAIN: Final = 60_000
"""A wait beyond that was asked for by a clock that is wrong, or is worth another try after this long."""
SKEW: Final = 60_000
"""So far the clocks of two workers may be apart. A bucket further ahead was counted by a clock that was set back."""


@dataclass(slots=True)
class Bucket:
    """What a limit has: `tokens` in thousandths of a message, counted at `filled`. Its row is locked meanwhile."""

    name: str
    rate: Rate | None
    tokens: int
    filled: int
    taken: bool = False

    def free(self, now: int) -> int:
        """When it has a whole message."""
        if self.rate is None:
            return max(now, self.filled) if self.tokens < 0 else now
        if self.tokens >= WHOLE:
            return now
        wait = -(-(WHOLE - self.tokens) * self.rate.window // (WHOLE * self.rate.burst))
        return max(now, self.filled) + wait

    def take(self) -> None:
        """Take a message out."""
        self.tokens -= WHOLE
        self.taken = True


def look(tx: Tx, name: str, rate: Rate | None, now: int) -> Bucket:
    """What a limit has now. Where there is none, a platform may still have asked to wait.

    The row is locked by the statement that reads it. It is never counted back to a clock that is only a little
    behind: else each of two workers would fill it for the other.
    """
    tokens, filled = _row(tx, name, rate, now)
    waiting = tokens < 0
    if filled > now + (MOST_WAIT if waiting else SKEW):
        filled = now + (ASK_AGAIN if waiting else 0)
        tx.run("UPDATE bucket SET filled = ? WHERE name = ?", filled, name)
    if rate is not None and filled <= now:
        full = WHOLE * rate.burst
        tokens, filled = min(full, max(tokens, 0) + (now - filled) * full // rate.window), now
    return Bucket(name, rate, tokens, filled)


def write(tx: Tx, bucket: Bucket) -> None:
    """Write down what was taken out of a limit."""
    if bucket.taken and bucket.rate is not None:
        statement = "UPDATE bucket SET tokens = ?, filled = ? WHERE name = ?"
        tx.run(statement, bucket.tokens, bucket.filled, bucket.name)


def passed(tx: Tx, name: str, at: int) -> None:
    """Count a limit from when a message had surely arrived: it may have been long on its way, and the next is faster."""
    tx.run("UPDATE bucket SET filled = ? WHERE name = ? AND filled < ?", at, name, at)


def hold(tx: Tx, name: str, until: int) -> None:
    """Let nothing through a limit before a time."""
    tx.run(
        "INSERT INTO bucket (name, tokens, filled) VALUES (?, -1, ?)"
        " ON CONFLICT (name) DO UPDATE SET tokens = -1, filled = excluded.filled",
        name,
        until,
    )


def _row(tx: Tx, name: str, rate: Rate | None, now: int) -> tuple[int, int]:
    if rate is None:
        found = tx.rows("SELECT tokens, filled FROM bucket WHERE name = ?", name)
        return found[0] if found else (0, now)
    ((tokens, filled),) = tx.rows(
        "INSERT INTO bucket (name, tokens, filled) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING tokens, filled",
        name,
        WHOLE * rate.burst,
        now,
    )
    return tokens, filled
