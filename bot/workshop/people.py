"""Who takes part in a workshop? Participants, each an opaque voter with a role, and hands that were only counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NewType

from bot.reasoning.doubt import Sheet
from bot.workshop.tally import Counts

VoterId = NewType("VoterId", str)
"""Opaque: whoever made it from a key of the workshop can no longer do so once the key is destroyed."""


class Role(StrEnum):
    """From where somebody sees the service. Each chooses their own, in private."""

    USERS = "users"
    FRONT_LINE = "front_line"
    PLANNERS = "planners"
    PARTNERS = "partners"
    OBSERVER = "observer"


VOTING: Final = (Role.USERS, Role.FRONT_LINE, Role.PLANNERS, Role.PARTNERS)
"""The roles that have a voice, in the order that breaks ties: service users first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who joined. `sheet` has a mask for each question, as in a session; `here` is False after leaving."""

    sheet: Sheet
    role: Role | None = None
    here: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HandCount:
    """Answers of people without a phone to the question at `place`: raised in the open, counted by the facilitator."""

    place: int
    role: Role
    counts: Counts
