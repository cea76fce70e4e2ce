"""How many messages may a platform have counted by now? Those under way, and those whose end is not older than its window."""

from __future__ import annotations

import time
from collections import deque

from bot.model.sending import Rate


class Arrivals:
    """Keeps the messages that may have arrived within one window to what the platform takes, however late each came.

    A bucket says when messages leave. Where the way or this machine is slow, some of them arrive together.
    """

    def __init__(self, most: Rate | None) -> None:
        self._most = most
        self._ends: deque[float] = deque()

    def ended(self) -> None:
        """A message is not under way any more."""
        self._ends.append(time.monotonic())

    def room(self, under_way: int, most: int) -> int:
        """How many more may leave now, and no more than `most`."""
        self._forget()
        return most if self._most is None else min(most, self._most.burst - under_way - len(self._ends))

    def wait(self) -> float | None:
        """Seconds until there may be more room; None where only the end of a message makes some."""
        return self._ends[0] + self._window - time.monotonic() if self._ends else None

    @property
    def _window(self) -> float:
        return self._most.window / 1000 if self._most else 0.0

    def _forget(self) -> None:
        now = time.monotonic()
        while self._ends and self._ends[0] + self._window <= now:
            self._ends.popleft()
