"""Which slots and glossary links has a text? `{slot}` is filled in by Tango, `[[term]]` or `[[term|words]]` leads to the glossary."""

from __future__ import annotations

import re
from string import Formatter
from typing import Final

LINK: Final = re.compile(r"\[\[([^\[\]|]*)(\|[^\[\]|]*)?\]\]")


def links(text: str) -> tuple[str, ...]:
    """The terms that the text leads to, in order."""
    return tuple(found[1] for found in LINK.finditer(text))


def broken_link(text: str) -> bool:
    """Whether brackets of a link are left over, or a link shows no words."""
    rest = LINK.sub("", text)
    return "[[" in rest or "]]" in rest or any(found[2] == "|" for found in LINK.finditer(text))


def slots(text: str) -> frozenset[str]:
    """The names of the slots; ValueError says what is wrong with one."""
    found = set()
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("Expected every `{` to be closed by a `}`.") from None
    for _, name, form, conversion in parts:
        if name is not None:
            if not name.isidentifier() or form or conversion:
                raise ValueError("Expected a plain name between `{` and `}`.")
            found.add(name)
    return frozenset(found)
