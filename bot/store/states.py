"""In which state is an item of the inbox? Waiting, answered, or set aside because it could not be answered."""

from __future__ import annotations

from typing import Final

WAITING, ANSWERED, SET_ASIDE = range(3)

OPEN: Final = "state <> 1"
"""What is not answered: little, however much is. SQLite takes the index `inbox_open` only for these very words."""
KEY: Final = "channel = ? AND update_id = ?"
WAITS: Final = f"{OPEN} AND state = 0"
ASIDE: Final = f"{OPEN} AND state = 2"
