"""What is kept of an update until it is answered? What was said or pressed, the language, and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """A typed message."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button: its data, and the number of the message that it stands on."""

    data: str
    message: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class NoWords:
    """A picture, a sticker, a voice message: something that cannot be read."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The private chat was opened, perhaps by a link that bears a `token`."""

    token: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody has called us in a group, perhaps by a `command` (without its slash), or added us to it."""

    language: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """We may write to this chat again."""

    language: str = ""


Letter: TypeAlias = Words | Press | NoWords | Opened | Call | Back

KINDS: Final[dict[str, type[Letter]]] = {
    kind.__name__.lower(): kind for kind in (Words, Press, NoWords, Opened, Call, Back)
}


def sealed(letter: Letter) -> bytes:
    """The letter as bytes."""
    return json.dumps([type(letter).__name__.lower(), asdict(letter)], ensure_ascii=False).encode()


def opened(body: bytes) -> Letter:
    """The letter of these bytes."""
    kind, fields = json.loads(body)
    return KINDS[kind](**fields)
