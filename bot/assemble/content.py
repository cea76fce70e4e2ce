"""How is content opened, proved, compared and drawn? One folder at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from bot.assemble.environment import settings
from bot.content.library import Library, open_library
from bot.reasoning.rules import Rules

if TYPE_CHECKING:  # a script that asks for JSON must not pay for a conversation
    from bot.model.proof import Difference
    from bot.render.proving.prove import Rendered
    from bot.service.ports import Texts
    from bot.service.publish import Examined

Content: TypeAlias = Library
"""One content folder, opened; commands know it by this name."""


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


def schema() -> Mapping[str, object]:
    """The JSON Schema of content files."""
    from bot.content.schema import json_schema  # noqa: PLC0415 - pydantic is slow to import

    return json_schema()
