"""Which turns of phrase are no answer by themselves? Those of the messages file, a language at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Words for "I don't know", "none of these", yes, no, "either of them", hedges such as "maybe", and what begins a wish."""

    dont_know: tuple[str, ...] = ()
    none_of_these: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    language: str = "en"


def phrases_of(words: Mapping[str, tuple[str, ...]], language: str = "en") -> Phrases:
    """The phrases of the messages file, by name."""
    return Phrases(
        dont_know=words.get("dont_know", ()),
        none_of_these=words.get("none_of_these", ()),
        yes=words.get("yes", ()),
        no=words.get("no", ()),
        either=words.get("either", ()),
        hedges=words.get("hedges", ()),
        wants=words.get("wants", ()),
        language=language,
    )
