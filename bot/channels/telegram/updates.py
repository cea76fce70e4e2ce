"""What does an update say happened? One of Telegram's at a time, parsed by its library, to one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, MessageEntity
from telegram import Update as Theirs
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.letters import Back, Call, Letter, NoWords, Opened, Press, Words, sealed
from bot.model.post import Gone, Unreadable
from bot.service.queues import MovedTo, Update

ALLOWED: Final = ("message", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""
HIGHEST: Final = 2**53
"""Below it numbers of updates are read: Telegram's are far lower, and no store keeps any number."""
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
"""What the link into a private chat may bear."""
OURS: Final = frozenset({"start", "workshop", "help", "privacy"})
"""The commands that are answered in a group though they name no bot."""
AWAY: Final = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


@dataclass(frozen=True, slots=True)
class Tap:
    """A press of a button that Telegram waits to have answered.

    `group` is the group that it stands in, and `person` who pressed it; 0 is no group, and nobody.
    """

    id: str
    data: str
    language: str
    group: int = 0
    person: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Our account: `channel` as in `telegram:123456`, and its name without the at sign."""

    channel: str
    username: str


def tap_of(raw: object) -> Tap | None:
    """The press that an update tells of, if it is one; whatever else may be wrong with it."""
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    if not isinstance(query, dict) or not isinstance(query.get("id"), str):
        return None
    person, chat = _inside(query, "from"), _inside(_inside(query, "message"), "chat")
    language, data = person.get("language_code"), str(query.get("data", ""))
    spoken = _base(language if isinstance(language, str) else None)
    group = 0 if chat.get("type") == ChatType.PRIVATE else _id(chat)
    return Tap(query["id"], data, spoken, group, _id(person))


def _inside(facts: dict[str, object], name: str) -> dict[str, object]:
    """The facts of that name; none where it is something else."""
    found = facts.get(name)
    return found if isinstance(found, dict) else {}


def _id(facts: dict[str, object]) -> int:
    """The number of a chat or a person; 0 where there is none."""
    found = facts.get("id")
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def number_of(raw: object) -> int | None:
    """The number of an update; None where it has none that can be kept."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < HIGHEST
    return number if known else None


def update_of(raw: object, account: Account) -> Update | None:
    """What happened; None where it is nobody's business of ours. What cannot be read is set aside under its number."""
    number = number_of(raw)
    if number is None or not isinstance(raw, dict):
        return None
    try:
        theirs = Theirs.de_json(raw, None)
        known = theirs.message or theirs.callback_query or theirs.my_chat_member
        found = _happened(theirs, account) if known else Unreadable()
    except Exception:  # noqa: BLE001 - whatever somebody sends: those behind it must go on
        found = Unreadable()
    match found:
        case None:
            return None
        case Unreadable():
            return Update(channel=account.channel, number=number, place="", person="", body=b"", news=found)
        case _:
            return Update(channel=account.channel, number=number, **found)


def _happened(theirs: Theirs, account: Account) -> dict[str, Any] | None:
    """The rest of an update of ours, by its names."""
    if theirs.callback_query:
        return _pressed(theirs.callback_query)
    if theirs.my_chat_member:
        return _member(theirs.my_chat_member)
    return _message(theirs.message, account) if theirs.message else None


def _pressed(query: CallbackQuery) -> dict[str, Any] | None:
    """A press in a private chat. In a group our buttons only lead there: whoever presses one is answered by a link."""
    message = query.message
    if message is None or query.data is None or message.chat.type != ChatType.PRIVATE:
        return None
    letter = Press(query.data, str(message.message_id), _base(query.from_user.language_code))
    return _update(str(message.chat.id), str(query.from_user.id), letter, group=False)


def _member(changed: ChatMemberUpdated) -> dict[str, Any] | None:
    """We were added or sent away, blocked or let in again."""
    chat, person = changed.chat, str(changed.from_user.id)
    group = chat.type != ChatType.PRIVATE
    if chat.type == ChatType.CHANNEL:
        return None
    before, now = _writes(changed.old_chat_member), _writes(changed.new_chat_member)
    if not now:
        return {"place": str(chat.id), "person": person, "body": b"", "group": group, "news": Gone()}
    if before:
        return None
    language = _base(changed.from_user.language_code)
    added = group and changed.old_chat_member.status in AWAY
    return _update(str(chat.id), person, Call(language) if added else Back(language), group=group)


def _writes(member: ChatMember) -> bool:
    """Whether we may write as that member."""
    return member.status not in AWAY and bool(getattr(member, "can_send_messages", True))


def _message(message: Message, account: Account) -> dict[str, Any] | None:
    chat = message.chat
    group = chat.type != ChatType.PRIVATE
    if message.migrate_to_chat_id:
        return _moved(chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return _moved(message.migrate_from_chat_id, chat.id)
    person = _person(message)
    if person is None:
        return None
    letter = _called(message, account) if group else _private(message)
    thread = message.message_thread_id if message.is_topic_message else None
    return _update(_place(chat.id, thread), person, letter, group=group) if letter else None


def _person(message: Message) -> str | None:
    """Who wrote it; empty for an administrator who is anonymous, None for a channel or another bot."""
    if message.sender_chat:
        return "" if message.sender_chat.id == message.chat.id else None
    if message.from_user is None or message.from_user.is_bot:
        return None
    return str(message.from_user.id)


def _private(message: Message) -> Letter:
    language = _base(message.from_user.language_code if message.from_user else None)
    if message.text is None:
        return NoWords(language)
    first, _, rest = message.text.partition(" ")
    if first.partition("@")[0].lower() == "/start":
        token = rest.strip()
        return Opened(token if TOKEN.fullmatch(token) else "", language)
    return Words(message.text, language)


def _called(message: Message, account: Account) -> Letter | None:
    """A command or a mention that means us; all else in a group is not for us."""
    text = message.text or ""
    language = _base(message.from_user.language_code if message.from_user else None)
    at_us = f"@{account.username}".lower()
    for word in _entities(message):
        name, at, bot = word.lower().partition("@")
        command = name.removeprefix("/")
        ours = f"{at}{bot}" == at_us if at else command in OURS
        if ours and (not name or text.startswith(word)):
            return Call(language, command if command in OURS else "")
    return None


def _entities(message: Message) -> Iterable[str]:
    """The commands and mentions of a message."""
    return message.parse_entities([MessageEntity.BOT_COMMAND, MessageEntity.MENTION]).values()


def _moved(old: int, new: int) -> dict[str, Any]:
    return {"place": str(old), "person": "", "body": b"", "group": True, "news": MovedTo(str(new))}


def _update(place: str, person: str, letter: Letter, *, group: bool) -> dict[str, Any]:
    return {"place": place, "person": person, "body": sealed(letter), "group": group}


def _place(chat: int, thread: int | None) -> str:
    return f"{chat}/{thread}" if thread else str(chat)


def _base(language: str | None) -> str:
    """The language without its country: `de` of `de-AT`."""
    return (language or "").partition("-")[0]
