"""Under which versions of the content can sessions be answered? The one in use, and older ones from their kept files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bot.assemble.content import approved
from bot.content.library import Library, bound, open_library
from bot.model.errors import ContentError
from bot.model.ids import Digest
from bot.model.session import Session
from bot.reasoning.rules import Rules
from bot.settings import Settings

if TYPE_CHECKING:  # as in content
    from bot.model.talk import Act
    from bot.render.speaker import Speaker
    from bot.service.editions import Edition, Files
    from bot.service.ports import Ear

OPEN: Final = 16
"""So many older versions stay open at most, in a process that runs for long."""


class Copy:
    """One version of the content in one language; each part is built when first needed. `chat`: as a chat says it."""

    def __init__(
        self, library: Library, language: str, newer: Copy | None = None, *, chat: bool = False
    ) -> None:
        self.library = library
        self.language = language
        self.chat = chat
        self.rules = Rules(library.dialogue(language))
        self._newer = newer

    @cached_property
    def speaker(self) -> Speaker:
        """The voice."""
        from bot.render.manners import in_a_chat  # noqa: PLC0415
        from bot.render.speaker import Speaker  # noqa: PLC0415

        messages = self.library.messages(self.language)
        return Speaker(
            self.rules,
            in_a_chat(messages) if self.chat else messages,
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
        """Take another version into use. The one before stays open for its sessions."""
        before, language = self._current.library, self._current.language
        spoken = language if language in library.languages else library.languages[0]
        self._current = Copy(library, spoken, chat=self._current.chat)
        self._copies = {(library.digest, self._current.language): self._current}
        self._make_room()
        self._older = {**self._older, before.digest: before}
        self._older.pop(library.digest, None)

    def _copy(self, library: Library, language: str) -> Copy:
        key = library.digest, language
        if key not in self._copies:
            newer = None if library is self._current.library else self._current
            self._copies[key] = Copy(library, language, newer, chat=self._current.chat)
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


def reread(settings: Settings, editions: Shelf) -> Digest:
    """Take the content of the folder into use as it is now; ContentError, and nothing changes, where it is refused."""
    library = open_library(settings.content, settings.cache, approved)
    editions.publish(library)
    return library.digest
