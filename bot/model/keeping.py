"""What is kept of a conversation? Its bytes, with what a list of drafts needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored conversation. `changed` is ISO 8601 in UTC; `finished` once its result was shown."""

    id: str
    state: bytes
    finished: bool
    changed: str
