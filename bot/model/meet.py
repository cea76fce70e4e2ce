"""What can somebody do in a workshop, by a button or a link? A deed, and which workshop it is done in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Deed(StrEnum):
    """What is done. A new one is added at the end: buttons that were sent keep their letters."""

    JOIN = "join"
    WATCH = "watch"
    CLAIM = "claim"
    ROOM = "room"
    ROLE = "role"
    VOTE = "vote"
    WHY = "why"
    BACK = "back"
    ASK_TIME = "ask_time"
    LEAVE = "leave"
    ERASE = "erase"
    KEEP = "keep"
    NOTICE = "notice"
    SETTING = "setting"
    OPEN = "open"
    CLOSE = "close"
    NEXT = "next"
    SKIP = "skip"
    MORE_TIME = "more_time"
    PAUSE = "pause"
    RESUME = "resume"
    UNDO = "undo"
    HANDS = "hands"
    POINT = "point"
    PARK = "park"
    ACTION = "action"
    HAND_OVER = "hand_over"
    LINK = "link"
    REPORT = "report"
    END = "end"
    PANEL = "panel"
    TALK = "talk"
    WEEKS = "weeks"
    OWN = "own"
    STATUS = "status"
    QUESTION = "question"
    PREFILL = "prefill"
    PREPARE = "prepare"


AT_THE_DOOR: Final = frozenset({Deed.JOIN, Deed.WATCH, Deed.CLAIM})
"""What is pressed in the group, and leads each person into their private chat by a link of their own."""


class Outside(StrEnum):
    """What is said to somebody who is in no workshop: the keys of messages."""

    LINK_OLD = "workshop_link_old"
    GONE = "workshop_gone"
    LED_ELSEWHERE = "workshop_led_elsewhere"
    ONLY_STARTER = "workshop_only_starter"
    IN_GROUPS = "workshop_in_groups"
    LOST_VERSION = "workshop_lost_version"
    NOT_JOINED = "workshop_told_not_joined"


UNKNOWN: Final = ""
"""The workshop of a link that has expired, or that was made for somebody else."""


@dataclass(frozen=True, slots=True)
class Meet:
    """A deed in the workshop of that id. `about` is what it is about: a role, a setting, a question.

    Of VOTE it is the mask in hexadecimal and the question, as in `4.role`.
    """

    workshop: str
    deed: Deed
    about: str = ""
