"""What does Tango say and know? One content folder, whole: opened once, each part unpacked when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.content import decode, shelf
from bot.model.dialogue import Dialogue
from bot.model.errors import Fault, Severity, Spot, TangoError
from bot.model.ids import Digest

if TYPE_CHECKING:  # a first question needs the dialogue alone
    from bot.content.overlay import Plain
    from bot.model.knowledge import Knowledge
    from bot.model.story import Story


def open_library(
    folder: str | None, cache: str | None = None, approve: Callable[[Library], None] | None = None
) -> Library:
    """The library of a content folder (None: Tango's own). ContentError has the faults of all files; nothing half-loads.

    `cache` is a folder for compiled content, which need not be there or be writable; None reads everything anew.
    `approve` looks at content that is not in the cache, and raises where nothing may use it: the cache holds nothing
    else than what was approved.
    """
    root = shelf.locate(folder)
    return bound(shelf.read(root, shelf.names(root)), cache, approve, root)


def bound(
    files: Mapping[str, bytes],
    cache: str | None = None,
    approve: Callable[[Library], None] | None = None,
    root: str = "",
    spare: Library | None = None,
) -> Library:
    """The library of these content files, by their names in a folder; compiled, approved and cached as one of a folder.

    `spare` is a newer library, from which messages and templates are taken that these files have none of: a newer Tango
    may say more than they knew. Content that was filled up is cached apart, for a folder must stand on its own.
    """
    digest = shelf.digest(files)
    key = Digest(f"{digest}-filled") if spare else digest
    packed = shelf.recall(cache, key) if cache and approve else None
    if packed is None:
        from bot.content.compiling import compiled  # noqa: PLC0415  a hit must not pay for yaml and pydantic

        packed = shelf.packed(compiled(files, spare.spoken if spare else None))
        if approve:
            approve(Library(root, digest, packed, files))
        if cache and approve:
            shelf.keep(cache, key, packed)
    return Library(root, digest, packed, files)


class Library:
    """Valid content, in the languages in which it is complete. `files` is what was read; `root` is empty where no folder was."""

    def __init__(
        self, root: str, digest: Digest, packed: Mapping[str, bytes], files: Mapping[str, bytes]
    ) -> None:
        self.root = root
        self.digest = digest
        self.files = files
        self._packed = packed
        self._parts: dict[tuple[str, str], Any] = {}
        self._dialogues: dict[str, Dialogue] = {}
        self._knowledge: dict[str, Knowledge] = {}
        self._source: str = self._part("dialogue")["language"]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are offered, that of the source first."""
        return (self._source, *sorted(self._part("overlays")))

    def dialogue(self, language: str | None = None) -> Dialogue:
        """The dialogue in a language (None: that of the source)."""
        name = language or self._source
        if name not in self._dialogues:
            self._dialogues[name] = decode.dialogue(self._part("dialogue", name), self.digest, name)
        return self._dialogues[name]

    def knowledge(self, language: str | None = None) -> Knowledge:
        """The knowledge base in a language."""
        from bot.content import decode_knowledge  # noqa: PLC0415  as above

        name = language or self._source
        if name not in self._knowledge:
            self._knowledge[name] = decode_knowledge.knowledge(self._part("knowledge", name), self.digest)
        return self._knowledge[name]

    def messages(self, language: str | None = None) -> Mapping[str, str]:
        """The short messages by key."""
        found: Mapping[str, str] = self._part("messages", language)
        return found

    def commands(self, language: str | None = None) -> Mapping[str, tuple[str, ...]]:
        """The words of each command."""
        return {name: tuple(words) for name, words in self._part("commands", language).items()}

    def phrases(self, language: str | None = None) -> Mapping[str, tuple[str, ...]]:
        """The words of answers that fit every question, such as "I don't know"."""
        return {name: tuple(words) for name, words in self._part("phrases", language).items()}

    def templates(self) -> Mapping[str, str]:
        """The text of each template by its file name."""
        found: Mapping[str, str] = self._part("templates")
        return found

    @property
    def spoken(self) -> Mapping[str, Mapping[str, Any]]:
        """What is said beside the dialogue and the knowledge, in the language of the source."""
        from bot.content.compiling import FILLED  # noqa: PLC0415  as above

        return {part: self._part(part) for part in FILLED}

    def texts(self) -> Mapping[str, str]:
        """Every text to translate, by its path."""
        from bot.content import overlay  # noqa: PLC0415  as above

        return overlay.texts(self._whole())

    @property
    def glossary_links(self) -> int:
        """How many links to the glossary its texts have; each leads to a term, or nothing would have loaded."""
        from bot.model import markup  # noqa: PLC0415  as above

        return sum(len(markup.links(text)) for text in self.texts().values())

    def spots(self) -> Mapping[str, Spot]:
        """Where every question, row, item and message stands, by its kind and names joined with "/"."""
        return {subject: Spot(*row) for subject, row in self._part("spots").items()}

    @property
    def facts_file(self) -> str:
        """Where the facts of the dialogue are committed, relative to the content folder."""
        return f"dialogues/{self.dialogue().id}{shelf.FACTS}"

    def facts_faults(self) -> list[Fault]:
        """A fault for every facts file that belongs to no dialogue here: its numbers would never be compared."""
        message = "These facts belong to no dialogue here."
        mend = f"Take the file away, or name it {self.facts_file}."
        others = [name for name in shelf.facts_files(self.root) if name != self.facts_file]
        return [Fault(Spot(name, 1, 1), "facts-lost", message, mend) for name in others]

    def facts(self) -> str | None:
        """The committed facts as text; None where there are none."""
        return shelf.text_of(self.root, self.facts_file)

    def write_facts(self, text: str) -> None:
        """Write the facts file; TangoError where it cannot be written."""
        shelf.write_text(self.root, self.facts_file, text)

    def translation_faults(self) -> tuple[Fault, ...]:
        """Why a language is not offered: its missing, stale and broken texts."""
        return tuple(
            Fault(Spot(file, line, column), code, message, mend, Severity.WARNING)
            for file, line, column, code, message, mend in self._part("untranslated")
        )

    def stories(self, path: str | None = None) -> tuple[Story, ...]:
        """The authors' stories in a file or folder (None: the content folder's own), read anew each time."""
        from bot.content.stories import told  # noqa: PLC0415  only this needs yaml and pydantic

        return told(path or f"{self.root}/dialogues/stories", self._whole())

    def _part(self, name: str, language: str | None = None) -> Any:
        """One part of the content, unpacked; translated where the language is not that of the source."""
        if (language or "", name) not in self._parts:
            if not language or language == self._source:
                self._parts[language or "", name] = shelf.unpacked(self._packed[name])
            else:
                translated = self._translated(language).items()
                self._parts.update({(language, part): found for part, found in translated})
        return self._parts[language or "", name]

    def _translated(self, language: str) -> Plain:
        from bot.content import overlay  # noqa: PLC0415  as above

        overlays = self._part("overlays")
        if language not in overlays:
            known = ", ".join(self.languages)
            raise TangoError(f"The language `{language}` is not offered. Choose one of: {known}.")
        return overlay.apply(self._whole(), overlays[language])

    def _whole(self) -> Plain:
        return {name: self._part(name) for name in self._packed}
