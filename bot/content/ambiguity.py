"""Which plain words of YAML do people and programs read differently? They are refused, so that nothing changes its type unseen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

TRUTH: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")
_QUOTES: Final = "Put it in quotes."


@dataclass(frozen=True, slots=True)
class Trap:
    """Why a plain word is refused, and how to mend it."""

    code: str
    message: str
    mend: str


_KINDS: Final = (
    (
        re.compile(r"(?:y|n|yes|no|on|off|true|false)\Z", re.IGNORECASE),
        "yaml-word",
        "can be read as true or false.",
        "Put the word in quotes, or write true or false in lower case.",
    ),
    (
        re.compile(r"(?:null|~)?\Z", re.IGNORECASE),
        "yaml-null",
        "can be read as nothing at all.",
        "Leave the key out, or put the text in quotes.",
    ),
    (
        re.compile(r"[-+]?\d+(?::\d+)+(?:\.\d*)?\Z"),
        "yaml-clock",
        "can be read as a count of seconds.",
        _QUOTES,
    ),
    (re.compile(r"[-+]?0\d[\d_]*\Z"), "yaml-octal", "can be read as an octal number.", _QUOTES),
    (
        re.compile(r"[-+]?0[xob][0-9a-f_]+\Z", re.IGNORECASE),
        "yaml-hex",
        "can be read as a number of another base.",
        _QUOTES,
    ),
    (re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?\Z"), "yaml-date", "can be read as a date.", _QUOTES),
    (
        re.compile(r"[-+]?\d[\d_]*_[\d_.]*\Z"),
        "yaml-underscore",
        "can be read as a number without `_`.",
        _QUOTES,
    ),
    (
        re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\Z", re.IGNORECASE),
        "yaml-number",
        "is a number that programs read differently.",
        "Write it like 12, -3 or 0.5, or put it in quotes.",
    ),
    (
        re.compile(r"[-+]?\.(?:inf|nan)\Z", re.IGNORECASE),
        "yaml-infinite",
        "can be read as a number without end.",
        _QUOTES,
    ),
    (re.compile(r"(?:=|<<)\Z"), "yaml-merge", "has a special meaning in YAML.", _QUOTES),
)


def of_value(word: str) -> Trap | None:
    """Why this plain value is refused, or None."""
    if word in TRUTH or _INTEGER.match(word) or _DECIMAL.match(word):
        return None
    return _trap(word)


def of_key(word: str) -> Trap | None:
    """Why this plain key is refused, or None: a key is a word, never a number or a truth value."""
    if _INTEGER.match(word) or _DECIMAL.match(word):
        return Trap("yaml-key", f"The key `{word}` is a number.", _QUOTES)
    trap = _trap(word)
    return trap and Trap(trap.code, trap.message, _QUOTES)


def typed(word: str) -> object:
    """The value of a plain word: true, false, a number, or the word itself."""
    if word in TRUTH:
        return TRUTH[word]
    if _INTEGER.match(word):
        return int(word)
    return float(word) if _DECIMAL.match(word) else word


def _trap(word: str) -> Trap | None:
    for pattern, code, why, mend in _KINDS:
        if pattern.match(word):
            return Trap(code, f"`{word}` {why}" if word else "The value is empty, which " + why, mend)
    return None
