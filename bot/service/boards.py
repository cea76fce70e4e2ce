"""Where is a turn shown, and what are its buttons bound to? A channel is told both with the turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the buttons of a turn are bound to, and where it is shown.

    `session` and `digest` are empty outside a session; in a workshop `session` is the workshop's id. `turned` is the
    message whose place the turn takes, and `group` says that it is shown to a group, where nobody's answers may be asked.
    `again` says that each page takes the place of the last message that has its `asks`, and `pins` that it is to be pinned.
    `to` is the conversation, empty for the one that is answered.
    """

    session: str = ""
    digest: str = ""
    turned: str = ""
    group: bool = False
    again: bool = False
    pins: bool = False
    to: str = ""
