"""How does a page read in Telegram? Its headings bold, everything else as it is; cut where a message would be too long."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Final

LONGEST: Final = 4096
"""Units of UTF-16 of a message, its marks not counted."""
CAPTION: Final = 1024
"""The same of what stands below a file."""
HEADING: Final = re.compile(r"(?<!^)\n+# ")
"""A heading below something: a blank line goes before it, as nothing else sets it off."""
MARKS: Final = re.compile(r"</?b>")


def marked(text: str) -> str:
    """The text of pages as HTML: what people or content have written is escaped."""
    spaced = HEADING.sub(r"\n\n# ", text)
    return "\n".join(_line(line) for line in spaced.split("\n"))


def plain(marked_up: str) -> str:
    """The same without its marks."""
    return html.unescape(MARKS.sub("", marked_up))


def units(text: str) -> int:
    """How long Telegram takes a text to be: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces of at most so many units, cut between paragraphs, else lines, else words."""
    found: list[str] = []
    rest = text if units(text) <= longest else text.lstrip()
    while units(rest) > longest:
        head = _head(rest, longest)
        found.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return [*found, rest] if rest.strip() or not found else found


def shortened(text: str, longest: int) -> str:
    """As much of a text as fits, with a sign that there is more."""
    return text if units(text) <= longest else f"{pieces(text, longest - 1)[0]}…"


def _line(line: str) -> str:
    if line.startswith("# "):
        return f"<b>{html.escape(line[2:], quote=False)}</b>"
    return html.escape(line, quote=False)


def _head(text: str, longest: int) -> str:
    """As much of the text as fits, up to the best place to cut it."""
    fits = _fitting(text, longest)
    for end in _ends(fits):
        if end > len(fits) // 2:
            return fits[:end]
    return fits


def _ends(text: str) -> Iterator[int]:
    yield from (text.rfind("\n\n"), text.rfind("\n"), text.rfind(" "))


def _fitting(text: str, longest: int) -> str:
    """As many of its first characters as have so many units together."""
    widths = accumulate(2 if ord(character) > 0xFFFF else 1 for character in text)
    return text[: sum(1 for _ in takewhile(lambda width: width <= longest, widths))]
