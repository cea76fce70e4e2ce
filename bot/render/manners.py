"""How are messages said in a chat? Some have words of their own there: under the same key with `_chat` behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

IN_A_CHAT: Final = "_chat"


def in_a_chat(messages: Mapping[str, str]) -> dict[str, str]:
    """The messages as a chat says them."""
    return {key: messages.get(f"{key}{IN_A_CHAT}", text) for key, text in messages.items()}


def plainly(key: str) -> str:
    """The key that a chat's own words stand in for; the key itself where it has none."""
    return key.removesuffix(IN_A_CHAT)
