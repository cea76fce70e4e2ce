"""Which parts make a running Tango? The only place that builds adapters and hands them over."""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from bot.content.library import Library, bound, open_library
from bot.model.errors import ContentError, TangoError
from bot.model.ids import Digest
from bot.model.session import Session
from bot.reasoning.rules import Rules
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:  # a script that asks for JSON must not pay for a conversation
    from datetime import date

    from bot.channels.console import Terminal
    from bot.model.proof import Difference
    from bot.model.talk import Act
    from bot.render.proving.prove import Rendered
    from bot.render.speaker import Speaker
    from bot.service.conversation import Desk
    from bot.service.editions import Edition, Files
    from bot.service.ports import Ear, Texts
    from bot.service.pseudonyms import Pseudonyms
    from bot.service.publish import Examined
    from bot.store.custody import Custody

Result = TypeVar("Result")

Content: TypeAlias = Library
"""One content folder, opened; commands know it by this name."""


OPEN: Final = 16
"""So many older versions stay open at most, in a process that runs for long."""


def settings() -> Settings:
    """What the operator decides; TangoError with all that is wrong in it."""
    try:
        return Settings.read(os.environ)
    except SettingsError as error:
        raise TangoError(str(error)) from error


def drive(use_case: Coroutine[Any, Any, Result]) -> Result:
    """Wait for a use case without an event loop: a terminal's ports never give way, and asyncio starts slowly."""
    try:
        use_case.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    raise RuntimeError("a port of the terminal waited for an event loop")


class Copy:
    """One version of the content in one language; each part is built when first needed."""

    def __init__(self, library: Library, language: str, newer: Copy | None = None) -> None:
        self.library = library
        self.language = language
        self.rules = Rules(library.dialogue(language))
        self._newer = newer

    @cached_property
    def speaker(self) -> Speaker:
        """The voice."""
        from bot.render.speaker import Speaker  # noqa: PLC0415

        return Speaker(
            self.rules,
            self.library.messages(self.language),
            lambda: self.library.knowledge(self.language),
            self.library.templates,
        )

    @cached_property
    def edition(self) -> Edition:
        """The parts that a session under this version needs."""
        from bot.service.editions import Edition  # noqa: PLC0415
        from bot.store.codec import Codec  # noqa: PLC0415

        return Edition(
            rules=self.rules,
            voice=self.speaker,
            ear=self._hear,
            codec=Codec(self.rules.dialogue),
            files=self.library.files,
        )

    def _hear(self, session: Session, text: str) -> Act:
        """What a typed line means; a first question is asked before anything is heard."""
        return self._ear(session, text)

    @cached_property
    def _ear(self) -> Ear:
        from bot.hearing.listen import listen  # noqa: PLC0415
        from bot.hearing.phrases import phrases_of  # noqa: PLC0415

        phrases = phrases_of(self.library.phrases(self.language), self.language)
        commands = dict(self.library.commands(self.language))
        if self._newer:  # which offers the move, so that its word for it is what people type
            commands["move"] = self._newer.library.commands(self._newer.language).get("move", ())
        return lambda session, text: listen(self.rules.dialogue, session, text, phrases, commands)


class Shelf:
    """The version of the content in use, and older ones from their kept files. A few stay open; `cache` is their compiler's."""

    def __init__(self, current: Copy, cache: str | None) -> None:
        self._current = current
        self._cache = cache
        self._copies = {(current.library.digest, current.language): current}
        self._older: dict[Digest, Library | None] = {}

    def current(self, language: str | None = None) -> Edition:
        """The version in use, in this language; in that of this run where it is not offered, or none is named."""
        library = self._current.library
        offered = language if language in library.languages else None
        return self._copy(library, offered or self._current.language).edition

    def pinned(self, digest: Digest, language: str, files: Files) -> Edition | None:
        """That version; None where its files are not kept, or are not valid under this Tango."""
        if digest not in self._older:
            kept = files(digest)
            if kept is None:
                return None
            self._make_room()
            self._older[digest] = self._opened(digest, kept)
        library = self._older[digest]
        if library is None:
            return None
        return self._copy(
            library, language if language in library.languages else library.languages[0]
        ).edition

    def publish(self, library: Library) -> None:
        """Take another version into use; sessions under the one before open it from its kept files."""
        language = self._current.language
        self._current = Copy(library, language if language in library.languages else library.languages[0])
        self._copies = {(library.digest, self._current.language): self._current}

    def _copy(self, library: Library, language: str) -> Copy:
        key = library.digest, language
        if key not in self._copies:
            newer = None if library is self._current.library else self._current
            self._copies[key] = Copy(library, language, newer)
        return self._copies[key]

    def _opened(self, digest: Digest, files: Mapping[str, bytes]) -> Library | None:
        try:
            library = bound(files, self._cache, approved, spare=self._current.library)
        except ContentError:
            return None
        return library if library.digest == digest else None

    def _make_room(self) -> None:
        """Close the version that was opened first, where many are open."""
        if len(self._older) == OPEN:
            first = next(iter(self._older))
            del self._older[first]
            self._copies = {key: copy for key, copy in self._copies.items() if key[0] != first}


class Parts:
    """The parts of one run, each built when first needed."""

    def __init__(self, language: str | None = None) -> None:
        self.settings = settings()
        self.library: Library = open_library(self.settings.content, self.settings.cache, approved)
        if language and language not in self.library.languages:
            known = ", ".join(self.library.languages)
            raise TangoError(f"There is no complete translation into `{language}`. Languages: {known}.")
        self.language = language or self.library.languages[0]
        self._copy = Copy(self.library, self.language)
        self.rules = self._copy.rules

    @property
    def speaker(self) -> Speaker:
        """The voice."""
        return self._copy.speaker

    @cached_property
    def editions(self) -> Shelf:
        """The versions of the content that sessions are answered under."""
        return Shelf(self._copy, self.settings.cache)

    def desk(self) -> Desk:
        """The parts that conversations share; opens the store."""
        from bot.service.conversation import Desk  # noqa: PLC0415
        from bot.store.inline import Inline  # noqa: PLC0415
        from bot.store.opening import open_database  # noqa: PLC0415
        from bot.store.store import Store  # noqa: PLC0415

        return Desk(
            editions=self.editions,
            store=Store(Inline(open_database(self.settings.database))),
            clock=_now,
            ids=_new_id,
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


def custody() -> Custody:
    """The people's data in the database; opens it."""
    from bot.store.custody import Custody  # noqa: PLC0415 - only the commands for data need these
    from bot.store.opening import open_database  # noqa: PLC0415

    return Custody(open_database(settings().database))


def pseudonyms(*, make: bool = False) -> Pseudonyms | None:
    """The pseudonyms under the secrets that there are; where there is none, one is made or this is None."""
    from bot.service.pseudonyms import Pseudonyms  # noqa: PLC0415 - a terminal knows nobody
    from bot.store import secret  # noqa: PLC0415

    given = settings()
    place = secret.place(given.database, given.data)
    kept = given.secret or [
        one.value for one in (secret.obtain(place, _today()) if make else secret.read(place))
    ]
    return Pseudonyms(kept) if kept else None


def rotated() -> tuple[str, int]:
    """Begin a new secret; gives where it stands, and how many earlier ones are still needed."""
    from bot.service.retention import longest  # noqa: PLC0415 - as above
    from bot.store import secret  # noqa: PLC0415

    given = settings()
    if given.secret:
        raise TangoError(
            "The secret comes from TANGO_SECRET. Put a new one before it there, with a comma between."
            " Make one with: openssl rand -hex 32"
        )
    place = secret.place(given.database, given.data)
    kept = secret.rotate(place, _today(), longest(given.drafts_days, given.results_days))
    return place, len(kept) - 1


def backed_up(path: str) -> Mapping[str, int]:
    """Write a backup; gives how many rows of each table it has."""
    from bot.store.moving import backup  # noqa: PLC0415 - as above

    return backup(settings().database, path)


def restored(path: str) -> Mapping[str, int]:
    """Bring a backup back; gives how many rows of each table it has."""
    from bot.store.moving import restore  # noqa: PLC0415 - as above

    return restore(path, settings().database)


def moved(to: str) -> Mapping[str, int]:
    """Bring everything to another database, the secret too; gives how many rows of each table there are."""
    from bot.store import secret  # noqa: PLC0415 - as above
    from bot.store.moving import move  # noqa: PLC0415

    given = settings()
    counts = move(given.database, to)
    if not given.secret:
        secret.carry(secret.place(given.database, given.data), secret.place(to, given.data))
    return counts


def inventory() -> str:
    """What is kept, what for, and until when, in Markdown."""
    from bot.store.inventory import inventory  # noqa: PLC0415 - as above

    given = settings()
    return inventory(given.drafts_days, given.results_days)


def content(folder: str | None) -> Library:
    """The library of a folder (None: the one that TANGO_CONTENT names, or Tango's own), read anew and not yet proved."""
    return open_library(folder or settings().content)


def examined(library: Library) -> Examined:
    """The proof of content, its texts in every language that is offered."""
    from bot.service.publish import examine  # noqa: PLC0415 - only content that is not in the cache needs it

    texts = [_texts(library, language) for language in library.languages]
    return examine(
        Rules(library.dialogue()), library.knowledge(), library.spots(), texts, library.glossary_links
    )


def drawing(folder: str | None, form: str) -> str:
    """The dialogue of a folder as a picture, in Mermaid or as SVG, proved or not: a picture may show what is wrong."""
    from bot.render.drawing.mermaid import mermaid  # noqa: PLC0415 - nothing else draws
    from bot.render.drawing.picture import picture_of  # noqa: PLC0415
    from bot.render.drawing.svg import svg  # noqa: PLC0415

    picture = picture_of(content(folder).dialogue())
    return svg(picture) if form == "svg" else mermaid(picture)


def _texts(library: Library, language: str) -> Texts:
    """Proves the pages and messages of one language."""
    from bot.render.proving.prove import prove  # noqa: PLC0415 - as above
    from bot.render.words import Words  # noqa: PLC0415

    def proved() -> Rendered:
        words = Words(library.messages(language), library.dialogue(language), dict)
        return prove(library.templates(), words, library.knowledge(language), library.spots())

    return proved


def compared(old: Library, new: Library) -> Difference:
    """What sets two versions of content apart."""
    from bot.proof.compare import compare  # noqa: PLC0415 - only this command needs it

    before, after = ((library.dialogue(), library.knowledge()) for library in (old, new))
    return compare(before, after)


def approved(library: Library) -> None:
    """Raise ContentError with everything for which the content is refused."""
    from bot.service.publish import approve  # noqa: PLC0415 - as above

    approve(examined(library))


def reread(settings: Settings, editions: Shelf) -> Digest:
    """Take the content of the folder into use as it is now; ContentError, and nothing changes, where it is refused."""
    library = open_library(settings.content, settings.cache, approved)
    editions.publish(library)
    return library.digest


def schema() -> Mapping[str, object]:
    """The JSON Schema of content files."""
    from bot.content.schema import json_schema  # noqa: PLC0415 - pydantic is slow to import

    return json_schema()


def _program(called: str, path: str) -> str:
    """What to type to call this program again: its name where the shell finds it, else the way it was called."""
    if os.path.basename(called) != "tango":
        return "python -m bot"
    found = any(os.path.join(folder, "tango") == called for folder in path.split(os.pathsep))
    return "tango" if found else called


def _now() -> str:
    import time  # noqa: PLC0415

    milliseconds = time.time_ns() // 1_000_000
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(milliseconds // 1000))
    return f"{seconds}.{milliseconds % 1000:03}Z"


def _today() -> date:
    from datetime import UTC, datetime  # noqa: PLC0415 - slow to import

    return datetime.now(UTC).date()


def _new_id() -> str:
    return os.urandom(4).hex()
