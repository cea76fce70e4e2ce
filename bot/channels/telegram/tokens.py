"""What does a link into a private chat bear? What to do there and in which workshop, for whom, until when, and a seal."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.model.meet import UNKNOWN, Deed, Meet

VERSION: Final = "1"
SEAL: Final = 12
"""Bytes of the seal: a link is guessed from afar, with nothing to hold against it but this."""
TIME: Final = 4
"""Bytes of the time in seconds; they last until the year 2106."""
LETTERS: Final[Mapping[Deed, str]] = {Deed.JOIN: "j", Deed.WATCH: "w", Deed.CLAIM: "c", Deed.ROOM: "r"}
DEEDS: Final = {letter: deed for deed, letter in LETTERS.items()}
FORM: Final = re.compile(
    r"(?P<told>1(?P<deed>[jwcr])(?P<workshop>[0-9a-f]{8})(?P<until>[\w-]{6}))(?P<seal>[\w-]{16})", re.ASCII
)
WORKSHOP: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)


class Tokens:
    """Makes and reads tokens. `keys` are those that seals are made with, the newest first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    def made(self, meet: Meet, person: str, until: int) -> str:
        """A token for just that person (a pseudonym), good until a time in milliseconds since 1970.

        That of ROOM hangs on the wall, and is for everybody who reads it there.
        """
        if not WORKSHOP.fullmatch(meet.workshop):
            raise ValueError(f"no id of a workshop: {meet.workshop}")
        seconds = min(max(until // 1000, 0), 256**TIME - 1)
        told = f"{VERSION}{LETTERS[meet.deed]}{meet.workshop}{_letters(seconds.to_bytes(TIME, 'big'))}"
        return told + _seal(self._keys[0], told, _bound(meet.deed, person))

    def read(self, token: str, person: str, now: int) -> Meet | None:
        """What a token stands for, for that person at that time; None for what has not the form of one.

        One that has expired, or was made for somebody else or by somebody else, wants to join an UNKNOWN workshop.
        """
        found = FORM.fullmatch(token)
        if not found:
            return None
        deed, told = DEEDS[found["deed"]], found["told"]
        bound = _bound(deed, person)
        ours = any(hmac.compare_digest(found["seal"], _seal(key, told, bound)) for key in self._keys)
        if ours and now < _seconds(found["until"]) * 1000:
            return Meet(found["workshop"], deed)
        return Meet(UNKNOWN, Deed.JOIN)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that open a private chat with us. `username` is our name, empty until it was asked for."""

    tokens: Tokens
    username: Callable[[], str]

    @property
    def plain(self) -> str:
        """The address for everybody, from a group; empty until our name is known."""
        return self._to("group")

    def made(self, meet: Meet, person: str, until: int) -> str:
        """The address with a token; empty until our name is known."""
        return self._to(self.tokens.made(meet, person, until))

    def _to(self, token: str) -> str:
        name = self.username()
        return f"https://t.me/{name}?start={token}" if name else ""


def _bound(deed: Deed, person: str) -> str:
    """Whom a token is bound to."""
    return "" if deed is Deed.ROOM else person


def _seal(key: bytes, told: str, person: str) -> str:
    return _letters(hmac.digest(key, f"{told}\0{person}".encode(), "sha256")[:SEAL])


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _seconds(letters: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(f"{letters}=="), "big")
