"""What goes wrong on purpose: which calls fail, how, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tests.botapi.refusals import ApiError, too_many


class Failure(StrEnum):
    FLOOD = "429"
    SERVER = "500"
    TIMEOUT = "timeout"
    RESET = "reset"
    LATE = "late"


@dataclass(slots=True, kw_only=True)
class Fault:
    method: str
    kind: Failure
    times: int | None = 1
    chat: int | None = None
    retry_after: int = 1

    def meets(self, method, chat):
        return self.times != 0 and self.method in {method, "*"} and self.chat in {None, chat}


def struck(world, method, given):
    """The failure that this call meets, if any; each is used up by so many calls."""
    raw = given.get("chat_id")
    text = str(getattr(raw, "text", raw))
    chat = int(text) if text.removeprefix("-").isdecimal() else None
    for fault in world.faults:
        if fault.meets(method, chat):
            fault.times = None if fault.times is None else fault.times - 1
            return fault
    return None


def refuse(fault):
    """The answer of those failures that have one."""
    if fault.kind is Failure.FLOOD:
        raise too_many(fault.retry_after)
    if fault.kind is Failure.SERVER:
        raise ApiError(500, "Internal Server Error")
