"""What does Tango say? Every text that people read, by its path and by the item or question it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from bot.content.library import open_library
from bot.model.dialogue import Place
from bot.model.knowledge import Item, Kind

REPO: Final = Path(__file__).parents[2]
LINK: Final = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]|]*))?\]\]")

_TYPED = re.compile(r"^(command|phrase)/|/(match|not|aka)$")
"""What people type and never read."""

_LIBRARY = open_library(None)
KNOWLEDGE: Final = _LIBRARY.knowledge()
DIALOGUE: Final = _LIBRARY.dialogue()
TEXTS: Final = {path: text for path, text in _LIBRARY.texts().items() if not _TYPED.search(path)}


def shown(text: str) -> str:
    """The text as it is read: each link replaced by its words."""
    return LINK.sub(lambda found: found[2] or re.sub(r"(?<!\bco)-(?!production)", " ", found[1]), text)


def own(depth: int = 1) -> dict[str, dict[str, str]]:
    """Tango's own words: all texts but the names of works, by the first parts of their paths."""
    groups: dict[str, dict[str, str]] = {}
    for path, text in TEXTS.items():
        if not path.startswith("source/"):
            groups.setdefault("/".join(path.split("/")[:depth]), {})[path] = text
    return groups


def written() -> Iterator[Mapping[str, Any]]:
    """Every item of the knowledge files as its author wrote it."""
    for file in sorted((REPO / "knowledge").rglob("*.yaml")):
        for items in yaml.safe_load(file.read_text(encoding="utf-8")).values():
            yield from items if isinstance(items, list) else ()


def items(*kinds: Kind) -> list[Item]:
    return [item for item in KNOWLEDGE.items if item.kind in kinds]


def say(item: Item) -> list[str]:
    """All claims of an item, as they stand in the file."""
    return [claim.say for claims in item.sections.values() for claim in claims]


def places() -> dict[str, Place]:
    """Where each claim comes from, by a name that tells which claim it is."""
    return {
        f"{item.kind}/{item.id}/{section}/{number}": claim.place
        for item in KNOWLEDGE.items
        for section, claims in item.sections.items()
        for number, claim in enumerate(claims, 1)
    }


def question_places() -> dict[str, Place]:
    """Where each question comes from."""
    return {question.id: question.source for question in DIALOGUE.questions}
