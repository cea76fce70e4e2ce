"""What does content say in another language? Its translations laid over a copy; the source stays as it is."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Plain: TypeAlias = dict[str, Any]
Overlay: TypeAlias = Mapping[str, str | Sequence[str]]


def texts(plain: Plain) -> dict[str, str]:
    """Every text that people read by its path, such as `assess/question/say/text`; words of a list stand on lines."""
    found = {}
    for path in plain["texts"]:
        value = value_at(plain, path)
        text = value if isinstance(value, str) else "\n".join(value)
        if text.strip():
            found[path] = text
    return found


def stamp(text: str) -> str:
    """What tells a translation that its source text has changed: eight hex digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def apply(plain: Plain, overlay: Overlay) -> Plain:
    """The content with these texts in place of its own."""
    copy: Plain = marshal.loads(marshal.dumps(plain))  # noqa: S302  our own bytes: the fastest deep copy
    for path, said in overlay.items():
        _, *steps, last = copy["texts"][path]
        _at(copy, steps)[last] = said
    return copy


def value_at(plain: Plain, path: str) -> str | list[str]:
    """The text, or the list of words, at a path."""
    found: str | list[str] = _at(plain, plain["texts"][path][1:])
    return found


def _at(plain: Any, steps: Sequence[str | int]) -> Any:
    for step in steps:
        plain = plain[step]
    return plain
