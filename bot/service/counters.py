"""What has happened since the start? Plain numbers, without anybody's name; the metrics extra shows them."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum


class Event(StrEnum):
    """What is counted."""

    RECEIVED = "updates_received"
    DUPLICATE = "updates_duplicate"
    QUARANTINED = "quarantined"
    ANSWERED = "items_answered"
    SET_ASIDE = "items_set_aside"
    SENT = "messages_sent"
    RETRIED = "messages_retried"
    REPEATED = "messages_repeated"
    UNSURE = "messages_unsure"
    DROPPED = "messages_dropped"
    PARKED = "messages_parked"
    REFUSED = "messages_refused"
    MOVED = "messages_moved"
    SLOWED = "slow_downs"
    ERASED = "rows_erased"
    RESTARTED = "tasks_restarted"
    STORE_FAILED = "store_failures"


Counters = Counter[Event]
"""How often each of them happened."""
