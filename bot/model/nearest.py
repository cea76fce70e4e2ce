"""Which known name did somebody mean? For the last words of a fault."""

from __future__ import annotations

from collections.abc import Iterable

FEW = 12


def near(name: str, known: Iterable[str]) -> str:
    """A question that offers the nearest known name, or else all of them if they are few."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    names = list(dict.fromkeys(known))
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return "Known here: " + ", ".join(f"`{other}`" for other in names) + "." if 0 < len(names) <= FEW else ""
