"""Before which dates is what is kept erased? Worked out from the operator's days and the time."""

from __future__ import annotations

import time
from typing import Final

from bot.model.keeping import Dates

DAY: Final = 86_400_000
"""Milliseconds."""
SEEN_DAYS: Final = 8
"""A platform may deliver a message again for a day; a week leaves time to look at what could not be answered."""
ENDED_DAYS: Final = 365
"""What is left of a workshop after its end says nothing about one person: a year, to look back at what was decided."""
BUCKET: Final = 3_600_000
"""Milliseconds after which no limit of a platform counts any more."""


def due(now: int, drafts: int, results: int) -> Dates:
    """What is erased now (milliseconds since 1970), where drafts and results are kept for so many days."""
    return Dates(
        drafts=moment(now - drafts * DAY),
        results=moment(now - results * DAY),
        ended=moment(now - ENDED_DAYS * DAY),
        seen=now - SEEN_DAYS * DAY,
        day=moment(now - DAY)[:10],
        bucket=now - BUCKET,
    )


def longest(drafts: int, results: int) -> int:
    """The days after which nothing about a person is kept that was not changed since, but for results with a later report."""
    return max(drafts, results, SEEN_DAYS)


def moment(milliseconds: int) -> str:
    """A time as ISO 8601 in UTC, to the millisecond."""
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(milliseconds // 1000))
    return f"{seconds}.{milliseconds % 1000:03}Z"


def milliseconds(moment: str) -> int:
    """The milliseconds since 1970 of a time in that form."""
    import calendar  # noqa: PLC0415 - a conversation asks for no dates

    whole = calendar.timegm(time.strptime(moment[:19], "%Y-%m-%dT%H:%M:%S"))
    part = moment[19:].strip(".Z")
    return whole * 1000 + (int(part[:3].ljust(3, "0")) if part else 0)
