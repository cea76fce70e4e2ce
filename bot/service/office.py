"""What do the tasks of the runtime share? The queues, the time of day, and the counters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bot.service.counters import Counters
from bot.service.queues import Now, Queues


@dataclass(frozen=True, slots=True)
class Office:
    """One worker process's own: `owner` is its name for leases."""

    queues: Queues
    now: Now
    owner: str
    counters: Counters = field(default_factory=Counter)
