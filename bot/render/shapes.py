"""What can stand under a name of a view? The types of views as data, for the proof that templates fit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, Literal, NewType, TypeAlias, get_args, get_origin, get_type_hints, is_typeddict

from bot.model.dialogue import Dialogue
from bot.model.knowledge import Knowledge
from bot.render.view_types import FaceMode, SectionName

Vocabulary: TypeAlias = Mapping[object, tuple[str, ...]]
"""The words of content that can stand under a type."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; it may be empty."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number from 0 on."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a closed list."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, which may be empty."""

    of: Shape


@dataclass(frozen=True, slots=True)
class Part:
    """Names with what stands under each. Where it may be absent, None stands there instead."""

    fields: Mapping[str, Shape]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """What stands under a name that is not there: its fault is told once, and nothing more is asked of it."""


Shape: TypeAlias = Text | Flag | Count | Word | Listed | Part | Unknown

_PLAIN: Final[Mapping[object, Shape]] = {str: Text(), bool: Flag(), int: Count()}


def vocabulary_of(dialogue: Dialogue, knowledge: Knowledge) -> Vocabulary:
    """The words that this content has for the types whose words content decides."""
    sections = (name for item in knowledge.items for name, claims in item.sections.items() if claims)
    return {
        FaceMode: tuple(face.mode for face in dialogue.faces),
        SectionName: tuple(dict.fromkeys(sections)),
    }


def fields_of(view: type, vocabulary: Vocabulary) -> Mapping[str, Shape]:
    """What can stand under each name of a view."""
    return {name: _shape(hint, vocabulary) for name, hint in _hints(view).items()}


@cache
def _hints(view: type) -> Mapping[str, Any]:
    return get_type_hints(view)


def _shape(hint: Any, vocabulary: Vocabulary) -> Shape:
    if hint in vocabulary:
        return Word(vocabulary[hint])
    if isinstance(hint, NewType):
        return _shape(hint.__supertype__, vocabulary)
    if is_typeddict(hint):
        return Part(fields_of(hint, vocabulary))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Word(tuple(hint))
    return _PLAIN[hint] if hint in _PLAIN else _made_of(hint, vocabulary)


def _made_of(hint: Any, vocabulary: Vocabulary) -> Shape:
    """A list, a closed list of words, or a part that may be absent: no view has anything else."""
    inner = get_args(hint)
    if get_origin(hint) is Literal:
        return Word(inner)
    if get_origin(hint) is list:
        return Listed(_shape(inner[0], vocabulary))
    part = _shape(inner[0], vocabulary)
    if inner[1:] != (NoneType,) or not isinstance(part, Part):
        raise TypeError(f"no template may read a {hint}")
    return replace(part, absent=True)
