"""Which commands does Telegram offer, in which kind of chat? Their names; the words come with the messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from telegram import (
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

PRIVATE: Final = (
    "start",
    "resume",
    "change",
    "why",
    "sofar",
    "whatif",
    "report",
    "mydata",
    "delete",
    "privacy",
    "language",
    "help",
)
GROUP: Final = ("workshop", "start", "help", "privacy")

SCOPES: Final[Mapping[str, BotCommandScope]] = {
    "private": BotCommandScopeAllPrivateChats(),
    "group": BotCommandScopeAllGroupChats(),
    "administrators": BotCommandScopeAllChatAdministrators(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands of one kind of chat in a language (empty: whoever has none of the others), with their words."""

    scope: str
    language: str
    commands: tuple[tuple[str, str], ...]


def menus(words: Mapping[str, Mapping[str, str]]) -> tuple[Menu, ...]:
    """The menus of each language, by its messages; the first language is also everybody else's."""
    first = next(iter(words))
    found = {"": words[first], **words}
    return tuple(
        Menu(
            scope=scope,
            language=language,
            commands=tuple((name, messages[f"command_{name}"]) for name in names),
        )
        for language, messages in found.items()
        for scope, names in (("private", PRIVATE), ("group", GROUP), ("administrators", GROUP))
    )
