"""How is a fault of shape told? In words for authors: what was expected, what was found, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.content.yaml import Document
from bot.model.errors import Fault
from bot.model.hints import closest, listed, near

_QUOTE = "Put it in quotes if it is text."
_CONDITION = "Write a condition such as `{role: [share, lead]}`, or `{}` for always."


def found(value: object) -> str:
    """What a value is, in words."""
    match value:
        case bool():
            return f"found `{str(value).lower()}`"
        case int() | float():
            return f"found the number {value}"
        case str():
            return f"found the text `{value if len(value) <= 40 else value[:37] + '...'}`"
        case list():
            return "found a list"
        case _:
            return "found keys with values"


def told(document: Document, error: Mapping[str, Any], keys: Sequence[str]) -> Fault:
    """The fault for one error of pydantic; `keys` are those known beside the one in question."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    kind = str(error["type"])
    if kind == "missing":
        mend = f"Add a line `{path[-1]}: ...`."
        return Fault(document.spot(path[:-1]), "missing", f"The key `{path[-1]}` is missing.", mend)
    if kind == "extra_forbidden":
        message = f"The key `{path[-1]}` is not known here."
        return Fault(document.key_spot(path), "unknown-key", message, near(str(path[-1]), keys))
    message, mend = _SAYINGS.get(kind, _other)(error)
    at_key = path != tuple(error["loc"])
    spot = document.key_spot(path) if at_key else document.spot(path)
    return Fault(spot, _CODES.get(kind, "value"), message, mend)


def _type(expected: str, mend: str = "") -> Callable[[Mapping[str, Any]], tuple[str, str]]:
    return lambda error: (f"Expected {expected}, {found(error['input'])}.", mend)


def _shape(error: Mapping[str, Any]) -> tuple[str, str]:
    if error["ctx"]["class_name"] == "Condition":
        return f"Expected a condition, {found(error['input'])}.", _CONDITION
    return f"Expected keys with values, {found(error['input'])}.", "Write `key: value` lines here."


def _word(error: Mapping[str, Any]) -> tuple[str, str]:
    known = re.findall(r"'([^']*)'", error["ctx"]["expected"]) or [error["ctx"]["expected"]]
    mend = closest(str(error["input"]), known) or "Use one of these."
    return f"Expected {'one of ' if len(known) > 1 else ''}{listed(known)}, {found(error['input'])}.", mend


def _pattern(error: Mapping[str, Any]) -> tuple[str, str]:
    if not error["input"].strip():
        return "Expected some text, found none.", "Write the text, or take the key away."
    if error["ctx"]["pattern"] == r"^[0-9a-f]{8}$":
        return f"Expected eight hex digits, {found(error['input'])}.", "Copy the digest of the source text."
    return (
        f"Expected an id, {found(error['input'])}.",
        "Use letters, digits, `-` and `_`, and start with a letter.",
    )


def _long(error: Mapping[str, Any]) -> tuple[str, str]:
    most, length = error["ctx"]["max_length"], len(error["input"])
    return f"Expected at most {most} characters, found {length}.", "Shorten it."


def _few(_error: Mapping[str, Any]) -> tuple[str, str]:
    return "Expected at least one item, found none.", "Add an item, or take the key away."


def _many(error: Mapping[str, Any]) -> tuple[str, str]:
    most, length = error["ctx"]["max_length"], len(error["input"])
    return (
        f"Expected at most {most} items, found {length:,}.",
        "Take some away, or split what they belong to.",
    )


def _least(error: Mapping[str, Any]) -> tuple[str, str]:
    return f"Expected a number of at least {error['ctx']['ge']}, found {error['input']}.", "Mend the number."


def _sentence(error: Mapping[str, Any]) -> tuple[str, str]:
    return str(error["msg"]), "Split the sentence."


def _other(error: Mapping[str, Any]) -> tuple[str, str]:
    return f"{error['msg']}.", ""


_SAYINGS: Final[dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]]] = {
    "string_type": _type("text", _QUOTE),
    "int_type": _type("a whole number"),
    "bool_type": _type("true or false"),
    "list_type": _type("a list", "Write `[one, two]`, or one item to a line after `- `."),
    "dict_type": _type("keys with values", "Write `key: value` lines here."),
    "model_type": _shape,
    "literal_error": _word,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _long,
    "too_short": _few,
    "too_long": _many,
    "greater_than_equal": _least,
    "sentence": _sentence,
}
_CODES: Final = {
    "literal_error": "word",
    "string_pattern_mismatch": "text",
    "string_too_long": "too-long",
    "too_short": "too-few",
    "too_long": "too-many",
    "greater_than_equal": "number",
    "sentence": "sentence",
}
