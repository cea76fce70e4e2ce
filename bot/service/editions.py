"""Under which version of the content is a session answered? Its own, as long as that can be opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.model.ids import Digest
from bot.reasoning.rules import Rules
from bot.service.ports import Codec, Ear, Voice

Files: TypeAlias = Callable[[Digest], Mapping[str, bytes] | None]
"""The kept files of a version of the content, by its digest; None where they are not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One published version of the content in one language, with the files that it was read from."""

    rules: Rules
    voice: Voice
    ear: Ear
    codec: Codec
    files: Mapping[str, bytes]

    @property
    def digest(self) -> Digest:
        """What tells this version from all others."""
        return self.rules.dialogue.digest


class Editions(Protocol):
    """The versions of the content that sessions are answered under. Neither method waits or fails."""

    def current(self, language: str | None = None) -> Edition:
        """The version in use, in this language; in the first one where it is not offered, or none is named."""

    def pinned(self, digest: Digest, language: str, files: Files) -> Edition | None:
        """That version; None where its files are not kept, or are not valid under this Tango.

        `files` is asked only for a version that is not open already.
        """
