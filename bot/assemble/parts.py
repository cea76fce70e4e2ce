"""Which parts does a conversation in a terminal need? Each is built when first needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from bot.assemble.content import approved
from bot.assemble.environment import settings
from bot.assemble.shelf import Copy, Shelf
from bot.content.library import Library, open_library
from bot.model.errors import TangoError

if TYPE_CHECKING:  # as in content
    from bot.channels.console import Terminal
    from bot.model.house import House
    from bot.render.speaker import Speaker
    from bot.service.conversation import Desk

Result = TypeVar("Result")


def drive(use_case: Coroutine[Any, Any, Result]) -> Result:
    """Wait for a use case without an event loop: a terminal's ports never give way, and asyncio starts slowly."""
    try:
        use_case.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    raise RuntimeError("a port of the terminal waited for an event loop")


class Parts:
    """The parts of one run, each built when first needed. `chat`: people come by a messenger, not by a terminal."""

    def __init__(self, language: str | None = None, *, chat: bool = False) -> None:
        self.settings = settings()
        self.library: Library = open_library(self.settings.content, self.settings.cache, approved)
        if language and language not in self.library.languages:
            known = ", ".join(self.library.languages)
            raise TangoError(f"There is no complete translation into `{language}`. Languages: {known}.")
        self.language = language or self.library.languages[0]
        self._copy = Copy(self.library, self.language, chat=chat)
        self.rules = self._copy.rules

    @property
    def speaker(self) -> Speaker:
        """The voice."""
        return self._copy.speaker

    @cached_property
    def editions(self) -> Shelf:
        """The versions of the content that sessions are answered under."""
        return Shelf(self._copy, self.settings.cache)

    def house(self) -> House:
        """What the operator decides about people."""
        from bot.model.house import House  # noqa: PLC0415

        given = self.settings
        return House(
            platform=self._copy.chat,
            languages=tuple(
                (code, self.library.messages(code)["this_language"]) for code in self.library.languages
            ),
            daily_limit=given.limit,
            contact=given.contact,
            drafts_days=given.drafts_days,
            results_days=given.results_days,
        )

    def desk(self) -> Desk:
        """The parts that conversations share; opens the store."""
        from bot.service.conversation import Desk  # noqa: PLC0415
        from bot.store.inline import Inline  # noqa: PLC0415
        from bot.store.opening import open_database  # noqa: PLC0415
        from bot.store.store import Store  # noqa: PLC0415

        return Desk(
            editions=self.editions,
            house=self.house(),
            store=Store(Inline(open_database(self.settings.database))),
            clock=_now,
            ids=new_id,
        )

    def terminal(self, *, plain: bool = False) -> Terminal:
        """The terminal that this process runs in."""
        from bot.channels.console import Terminal  # noqa: PLC0415

        terminal = Terminal.of((sys.stdin, sys.stdout, sys.stderr), os.environ, plain=plain)
        return replace(terminal, program=_program(sys.argv[0], os.environ.get("PATH", "")))

    def read(self, text: str, name: str) -> object:
        """Answers as data: JSON as it is, all else by the strict reader; ContentError has every fault with its place."""
        from bot.content.yaml import read, read_json  # noqa: PLC0415 - a conversation reads no answers

        found = read_json(text)
        return read(text, name).data if found is None else found

    def judged(self, sheet: Sequence[int], *, quick: bool) -> Mapping[str, object]:
        """The documented object for a sheet (design 8)."""
        from bot.reasoning.assess import assess  # noqa: PLC0415 - a first question judges nothing
        from bot.render.data import as_data  # noqa: PLC0415

        verdict = assess(self.rules, self.library.knowledge(self.language), sheet, quick=quick)
        return as_data(self.rules.dialogue, self.language, verdict)


def _program(called: str, path: str) -> str:
    """What to type to call this program again: its name where the shell finds it, else the way it was called."""
    if os.path.basename(called) != "tango":
        return "python -m bot"
    found = any(os.path.join(folder, "tango") == called for folder in path.split(os.pathsep))
    return "tango" if found else called


def _now() -> str:
    import time  # noqa: PLC0415

    from bot.service.retention import moment  # noqa: PLC0415

    return moment(time.time_ns() // 1_000_000)


def new_id() -> str:
    """A new id of a session: eight letters and digits."""
    return os.urandom(4).hex()
