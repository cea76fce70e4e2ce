"""How many messages may go out: 30 a second over all, 1 a second to a private chat, 20 a minute to a group.

Sends and edits share these limits, and so does the creation of topics. The windows slide. In a private chat the window
is 0.02 s shorter, for the jitter of the way here: two messages that left a second apart may arrive a little closer.
"""

from __future__ import annotations

import math
import time
from collections import deque

from tests.botapi.refusals import too_many

JITTER = 0.02


class Window:
    """At most `most` calls in any `span` seconds; remembers the most that it ever saw."""

    def __init__(self, most, span):
        self.most = most
        self.span = span
        self.times = deque()
        self.blocked_until = 0.0
        self.worst = 0

    def wait(self, now):
        """The seconds until a call may pass: 0 if it may pass now."""
        while self.times and self.times[0] <= now - self.span:
            self.times.popleft()
        full = self.times[-self.most] + self.span - now if len(self.times) >= self.most else 0.0
        return max(full, self.blocked_until - now, 0.0)

    def count(self, now):
        self.times.append(now)
        self.worst = max(self.worst, len(self.times))


class Flood:
    """Counts what goes out, and refuses what is too much; `pace` divides all windows, `limited=False` only counts."""

    def __init__(self, *, pace=1.0, limited=True, clock=time.monotonic):
        self.pace = pace
        self.limited = limited
        self.clock = clock
        self.refused = 0
        self.overall = Window(30, 1 / pace)
        self.private = {}
        self.groups = {}

    def pass_one(self, chat_id, *, private):
        """Count a send or an edit, or refuse it with 429; a refused one counts nothing, and does not lengthen the wait."""
        now = self.clock()
        windows = (self.overall, self._of(chat_id, private=private))
        waits = [window.wait(now) for window in windows]
        if self.limited and max(waits) > 0:
            self._refuse(now, windows, waits)
        for window in windows:
            window.count(now)

    def _refuse(self, now, windows, waits):
        self.refused += 1
        seconds = max(1, math.ceil(max(waits) * self.pace))
        for window, wait in zip(windows, waits, strict=True):
            if wait > 0 and window.blocked_until <= now:
                window.blocked_until = now + max(1, math.ceil(wait * self.pace)) / self.pace
        raise too_many(seconds)

    def _of(self, chat_id, *, private):
        if private:
            span = 1 / self.pace
            return self.private.setdefault(chat_id, Window(1, max(span - JITTER, span / 2)))
        return self.groups.setdefault(chat_id, Window(20, 60 / self.pace))

    def worst(self):
        """The fullest windows so far: over all, of each private chat, of each group; and how often 429 was said."""
        return {
            "all": self.overall.worst,
            "private": max((window.worst for window in self.private.values()), default=0),
            "group": max((window.worst for window in self.groups.values()), default=0),
            "by_chat": {
                str(chat): window.worst for chat, window in [*self.private.items(), *self.groups.items()]
            },
            "refused": self.refused,
        }
