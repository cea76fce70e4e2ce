"""Which known name did somebody mean? For the last words of a fault."""

from __future__ import annotations

from collections.abc import Iterable

FEW = 12


def closest(name: str, known: Iterable[str]) -> str:
    """A question that offers the nearest known name; nothing where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip needs it

    close = get_close_matches(name, list(known), n=1)
    return f"Did you mean `{close[0]}`?" if close else ""


def near(name: str, known: Iterable[str]) -> str:
    """The same, or else all known names if they are few."""
    names = list(dict.fromkeys(known))
    few = 0 < len(names) <= FEW
    return closest(name, names) or ("Known here: " + listed(names) + "." if few else "")


def listed(names: Iterable[str]) -> str:
    """Names in one line, each as it is typed."""
    return ", ".join(f"`{name}`" for name in names)
