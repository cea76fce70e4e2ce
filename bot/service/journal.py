"""What is written down while the bot runs? One JSON object a line: what happened, never to whom, and no token.

Nothing that a person wrote, no id and no pseudonym may be given to it; what other libraries say is redacted.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from typing import Final, TextIO

from bot.model.errors import place_of

NAME: Final = "tango"
TOKEN: Final = re.compile(r"(?<!\d)\d{5,16}:[\w-]{30,}")
"""A bot token of Telegram, wherever it stands: in an address it follows the letters `bot` without a break."""
QUIET: Final = ("httpx", "httpcore", "telegram", "psycopg", "psycopg.pool", "uvicorn.access")
"""Libraries that log an address or a body at INFO."""

_journal = logging.getLogger(NAME)


def write(event: str, level: int = logging.INFO, **facts: float | str) -> None:
    """Write down that something happened, with numbers or words of ours."""
    _journal.log(level, event, extra={"facts": facts})


def warn(event: str, error: BaseException, **facts: float | str) -> None:
    """Write down that something failed: the kind of error and where in the code, not what it says."""
    write(event, logging.WARNING, error=type(error).__name__, where=place_of(error), **facts)


def open_journal(stream: TextIO | None = None) -> None:
    """Send everything that is logged in this process to a stream (stderr) as JSON lines without tokens."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(text: str) -> str:
    """The text with every token replaced."""
    return TOKEN.sub("[token]", text)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {"at": f"{moment}.{int(record.msecs):03}Z", "level": record.levelname.lower()}
        if record.name == NAME:
            line |= {"event": record.getMessage(), **getattr(record, "facts", {})}
        else:
            line |= {"from": record.name, "event": record.getMessage()}
            if record.exc_info and record.exc_info[1]:
                error = record.exc_info[1]
                line |= {"error": type(error).__name__, "where": place_of(error)}
        return redact(json.dumps(line, ensure_ascii=False, default=str))
