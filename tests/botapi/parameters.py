"""What kind of value each parameter takes, however it came: JSON, a form or the address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from tests.botapi.refusals import bad


class Kind(StrEnum):
    INTEGER = "an Integer"
    TEXT = "a String"
    FLAG = "a Boolean"
    CHAT = "an Integer or a String"
    OBJECT = "an Object"
    LIST = "an Array"
    FILE = "a file or a String"
    REFUSED = "not supported here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came inside the request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A value that came as characters (a form, the address): its kind is in the eye of the method."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the Bot API: what must be given, what may be, and what it does."""

    run: object
    must: dict
    may: dict


def typed(method, given):
    """The parameters as values of their kinds; an unknown, a missing or a mistyped one is refused by its name."""
    kinds = method.must | method.may
    files = {name: value for name, value in given.items() if isinstance(value, Upload)}
    wanted = {name: value for name, value in given.items() if name in kinds and not _empty(value)}
    named = {_attached(value) for value in wanted.values()}
    for name in given:
        if name not in kinds and not (name in files and name in named):
            raise bad(f'unknown parameter "{name}"')
    for name in method.must:
        if name not in wanted and name != "text":
            raise bad("chat_id is empty" if name == "chat_id" else f'parameter "{name}" is required')
    return {name: _typed(name, kinds[name], value, files) for name, value in wanted.items()}


def _empty(value):
    """None counts as not given; so do empty characters of a form."""
    return value is None or (isinstance(value, Words) and not value.text)


def _attached(value):
    text = value.text if isinstance(value, Words) else value
    return text.removeprefix("attach://") if isinstance(text, str) and text.startswith("attach://") else None


def _typed(name, kind, value, files):
    if kind is Kind.REFUSED:
        raise bad(f'parameter "{name}" is not supported here')
    if kind is Kind.FILE:
        return _file(name, value, files)
    if isinstance(value, Words):
        value = _read(name, kind, value.text)
    elif kind in {Kind.OBJECT, Kind.LIST} and isinstance(value, str):
        value = _json(name, kind, value)
    if not _is(kind, value):
        raise bad(f'parameter "{name}" must be {kind}')
    return value


def _file(name, value, files):
    text = value.text if isinstance(value, Words) else value
    if (attached := _attached(value)) is not None:
        if attached not in files:
            raise bad(f'file "{attached}" of parameter "{name}" is not attached')
        return files[attached]
    if isinstance(text, str | Upload):
        return text
    raise bad(f'parameter "{name}" must be {Kind.FILE}')


def _read(name, kind, text):
    match kind:
        case Kind.INTEGER | Kind.CHAT if text.removeprefix("-").isdecimal():
            return int(text)
        case Kind.FLAG if text in {"true", "false"}:
            return text == "true"
        case Kind.OBJECT | Kind.LIST:
            return _json(name, kind, text)
        case _:
            return text


def _json(name, kind, text):
    try:
        return json.loads(text)
    except ValueError:
        raise bad(f'parameter "{name}" must be {kind}: it is not valid JSON') from None


def _is(kind, value):
    match kind:
        case Kind.INTEGER:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.TEXT:
            return isinstance(value, str)
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.CHAT:
            return isinstance(value, int | str) and not isinstance(value, bool)
        case Kind.OBJECT:
            return isinstance(value, dict)
        case _:
            return isinstance(value, list)


def shaped(what, value, kinds, must=()):
    """An object inside a parameter, its fields checked as strictly as parameters are."""
    if not isinstance(value, dict):
        raise bad(f"{what} must be an Object")
    for name, one in value.items():
        if name not in kinds:
            raise bad(f'unknown field "{name}" of {what}')
        if kinds[name] is Kind.REFUSED:
            raise bad(f'field "{name}" of {what} is not supported here')
        if not _is(kinds[name], one):
            raise bad(f'field "{name}" of {what} must be {kinds[name]}')
    for name in must:
        if name not in value:
            raise bad(f'field "{name}" of {what} is required')
    return value
