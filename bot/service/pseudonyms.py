"""Under which name is somebody kept? One that only the holder of the secret can work out from the platform's number."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

LETTERS = 32
"""Hexadecimal digits of a pseudonym: 128 bits."""


class Pseudonyms:
    """The pseudonyms under some secrets, the newest first."""

    __slots__ = ("_former", "_secret")

    def __init__(self, secrets: Sequence[str]) -> None:
        first, *rest = (secret.encode() for secret in secrets)
        self._secret = first
        self._former = tuple(rest)

    def of(self, channel: str, place: str) -> str:
        """The pseudonym of a person or a chat, which `place` names on the platform."""
        return _pseudonym(self._secret, channel, place)

    def former(self, channel: str, place: str) -> tuple[str, ...]:
        """Their pseudonyms under earlier secrets, the newest first."""
        return tuple(_pseudonym(secret, channel, place) for secret in self._former)

    def keys(self, purpose: str) -> tuple[bytes, ...]:
        """Keys for a purpose of its own, one for each secret, the newest first."""
        return tuple(
            hmac.digest(secret, f"key:{purpose}".encode(), "sha256")
            for secret in (self._secret, *self._former)
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """By what two workers see whether they have the same secret, the newest first; it gives away nothing of it."""
        return tuple(_pseudonym(secret, "", "") for secret in (self._secret, *self._former))


def _pseudonym(secret: bytes, channel: str, place: str) -> str:
    return hmac.digest(secret, f"{channel}:{place}".encode(), "sha256").hex()[:LETTERS]
