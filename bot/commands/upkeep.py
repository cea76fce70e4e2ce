"""What does the operator do with all data together? Retention, backups, another database, the inventory, the secret."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from contextlib import closing

from bot.assemble import upkeep
from bot.assemble.environment import settings
from bot.commands.data import listed
from bot.service.retention import due


def retain(*, rehearse: bool) -> int:
    """Erase what is kept for long enough, and say what went; `rehearse` only says it."""
    given = settings()
    before = due(time.time_ns() // 1_000_000, given.drafts_days, given.results_days)
    with closing(upkeep.custody()) as custody:
        gone = custody.retain(before, rehearse=rehearse)
    told = listed(gone)
    if not told:
        sys.stdout.write("Nothing is due.\n")
    else:
        sys.stdout.write(f"{'Would be erased' if rehearse else 'Erased'}: {told}.\n")
    return 0


def backup(path: str) -> int:
    """Write everything to one new file."""
    counts = upkeep.backed_up(path)
    sys.stdout.write(
        f"{path} holds {_all(counts)}. Only you can read it. The secret is not in it: keep a copy elsewhere.\n"
    )
    return 0


def restore(path: str) -> int:
    """Bring everything back from a backup."""
    counts = upkeep.restored(path)
    sys.stdout.write(
        f"Restored: {_all(counts)}.\nWho was erased since the backup is back: erase them again."
        " Then run: tango data retain\n"
    )
    return 0


def move(to: str) -> int:
    """Bring everything to another database."""
    counts = upkeep.moved(to)
    sys.stdout.write(
        f"Moved: {_all(counts)}.\nName the new database in TANGO_DATABASE. The old one stays as it is:"
        " delete it when all works.\n"
    )
    return 0


def inventory() -> int:
    """Print what is kept, what for, and until when."""
    sys.stdout.write(upkeep.inventory())
    return 0


def rotate() -> int:
    """Begin a new secret."""
    place, former = upkeep.rotated()
    earlier = "No earlier one is needed" if not former else f"Earlier ones still needed: {former}"
    sys.stdout.write(f"A new secret stands in {place}. {earlier}. Start Tango again, so that it is used.\n")
    return 0


def _all(counts: Mapping[str, int]) -> str:
    return listed(counts) or "nothing yet"
