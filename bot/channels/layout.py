"""How does a page fit a screen? Lines wrapped on words to a width, with hanging indents; no escape byte unless asked for."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.model.page import Page

BOLD: Final = "\x1b[1m"
PLAIN: Final = "\x1b[0m"
LEAD: Final = re.compile(r"\s*(?:- |\d+ )?")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def lay_out(page: Page, width: int, *, colour: bool) -> str:
    """The page as lines of at most `width` columns, the choices last, each under its number."""
    lines = [line for text in page.text.split("\n") for line in _line(text, width, colour=colour)]
    if page.choices and not listed(page):
        for choice in page.choices:
            lines += wrap(f"{choice.key:>2} {choice.long}", width)
    return "\n".join(lines) + "\n"


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; a list line hangs under its first word, a long word is cut."""
    text = CONTROL.sub("", text.replace("\t", " "))
    lead = LEAD.match(text)
    start = lead.group() if lead else ""
    hang = " " * min(len(start), width // 2)
    lines = [start]
    used = columns(start)
    for word in text[len(start) :].split():
        for part in _cut(word, width - len(hang)):
            glue = "" if used <= len(hang) or lines[-1] == start else " "
            if used + len(glue) + columns(part) > width:
                lines.append(hang)
                used, glue = len(hang), ""
            lines[-1] += glue + part
            used += len(glue) + columns(part)
    return [line.rstrip() for line in lines]


def columns(text: str) -> int:
    """How many columns a terminal needs for the text."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _line(text: str, width: int, *, colour: bool) -> list[str]:
    if not text.startswith("# "):
        return wrap(text, width)
    lines = wrap(text[2:], width)
    return [f"{BOLD}{line}{PLAIN}" for line in lines] if colour else lines


def listed(page: Page) -> bool:
    """Whether the text already lists its choices, as the aims page does."""
    return all(f"\n{choice.key} {choice.long}" in page.text for choice in page.choices)


def _cut(word: str, width: int) -> list[str]:
    if columns(word) <= width:
        return [word]
    parts = [""]
    for character in word:
        if columns(parts[-1]) + columns(character) > width:
            parts.append("")
        parts[-1] += character
    return parts
