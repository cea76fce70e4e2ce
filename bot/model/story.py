"""What is a story, once it is read and checked? A designer's words, the answers they mean, and what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story and its place (`where`, file:line:column). An answer is an option, a list of options, or dont_know."""

    id: str
    where: str
    title: str
    description: str
    answers: Mapping[str, object]
    results: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    shows: tuple[str, ...]
    hides: tuple[str, ...]
    aims: Mapping[str, int]
