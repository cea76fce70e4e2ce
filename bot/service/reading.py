"""What does an update of a platform say? Typed words or an act, and the button that was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.model.meet import Meet
from bot.model.talk import Act


class Pressed(Protocol):
    """A button that was pressed: on which message, whether its page is to be turned, and a name for just this press.

    `once` is the same for a second tap on the same button.
    """

    @property
    def message(self) -> str:
        """The platform's name of the message that it stands on."""

    @property
    def turns(self) -> bool:
        """Whether what it leads to takes the place of that message."""

    @property
    def once(self) -> str:
        """A name without commas or bars."""

    def fits(self, session: str, digest: str) -> bool:
        """Whether it was made here, for this session under this version of the content (both empty: for none)."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an update says: a typed text or an act, and the language of a new conversation (None: the first)."""

    said: str | Act | Meet
    language: str | None = None
    pressed: Pressed | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody has called Tango in a group, perhaps by a `command` (without its slash)."""

    language: str | None = None
    command: str = ""
