"""What is where: people, chats, members, topics, messages, files, queries, and what happened in which order."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import random
import time
from collections import deque
from dataclasses import dataclass, field, replace

from tests.botapi.flood import Flood
from tests.botapi.updates import Updates
from tests.botapi.views import seen

BOT_NAME = "tango_test_bot"
ANONYMOUS = 1087968824
CHANNEL_BOT = 136817688


@dataclass(slots=True, kw_only=True)
class User:
    id: int
    first_name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    status: str
    anonymous: bool = False
    muted: bool = False

    @property
    def inside(self):
        return self.status not in {"left", "kicked"}

    @property
    def admin(self):
        return self.status in {"creator", "administrator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    id: str
    unique: str
    kind: str
    name: str
    mime: str
    data: bytes = field(repr=False)
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: int
    chat: int
    date: int
    sender: int | None
    sender_chat: int | None = None
    text: str | None = None
    caption: str | None = None
    entities: tuple = ()
    file: File | None = None
    sticker: bool = False
    markup: dict | None = None
    reply_to: int | None = None
    thread: int | None = None
    edited: int | None = None
    service: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)
    changed: int = 0

    @property
    def words(self):
        """Its text, or what stands under its file."""
        return self.text if self.text is not None else self.caption or ""


@dataclass(slots=True, kw_only=True)
class Chat:
    id: int
    kind: str
    title: str
    members: dict = field(default_factory=dict)
    topics: dict = field(default_factory=dict)
    messages: dict = field(default_factory=dict)
    forum: bool = False
    public: bool = False
    migrated_to: int | None = None
    can_send: bool = True
    pinned: int | None = None
    menu: dict | None = None
    next_id: int = 1

    @property
    def private(self):
        return self.kind == "private"

    @property
    def instance(self):
        digest = hashlib.sha256(str(self.id).encode()).digest()
        return str(int.from_bytes(digest[:8], "big", signed=True))


@dataclass(slots=True, kw_only=True)
class Query:
    id: str
    person: int
    chat: int
    asked: float
    answered: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    token: str
    pace: float = 1.0
    limits: bool = True
    privacy: bool = True
    query_age: float = 15.0
    seed: int | None = None


class World:
    """Everything that the stand-in knows; `tell` writes what happened into one stream, in order."""

    def __init__(self, options):
        self.options = options
        self.chance = random.Random(options.seed)
        self.flood = Flood(pace=options.pace, limited=options.limits)
        self.updates = Updates(self.chance, pace=options.pace)
        bot_id = int(options.token.partition(":")[0])
        self.bot = User(id=bot_id, first_name="Tango", username=BOT_NAME, is_bot=True)
        self.users = {bot_id: self.bot} | {one.id: one for one in _services()}
        self.chats, self.files, self.queries = {}, {}, {}
        self.commands, self.texts = {}, {}
        self.menu = {"type": "commands"}
        self.calls, self.faults = deque(maxlen=100_000), []
        self.twice = self.too_old = 0
        self.happened, self.news = [], asyncio.Event()
        self.private_ids = itertools.count(self.chance.randrange(10, 5000))
        self.numbers = itertools.count(1)

    @property
    def seq(self):
        return len(self.happened)

    def tell(self, kind, **facts):
        """Write an event into the stream that the tests follow."""
        self.happened.append(json.dumps({"kind": kind, "seq": self.seq + 1, **facts}))
        news, self.news = self.news, asyncio.Event()
        news.set()

    def add_user(self, name, *, number=None, language=None, is_bot=False, username=None):
        number = number or 5_512_345_678 + next(self.numbers)
        user = User(id=number, first_name=name, language=language, is_bot=is_bot, username=username)
        self.users[number] = user
        if not is_bot:
            self.chats[number] = Chat(id=number, kind="private", title=name)
        return user

    def add_chat(self, kind, title, **facts):
        number = 4_012_345_678 + next(self.numbers) * 1017
        number = -number if kind == "group" else -(10**12) - number // 2
        chat = Chat(id=number, kind=kind, title=title, **facts)
        self.chats[number] = chat
        return chat

    def post(self, chat, sender, **facts):
        """A new message in a chat; its number is its chat's own in a supergroup, and shared by all chats elsewhere."""
        if chat.kind in {"supergroup", "channel"}:
            number = chat.next_id
            chat.next_id += 1
        else:
            number = next(self.private_ids)
        message = Message(id=number, chat=chat.id, date=int(time.time()), sender=sender, **facts)
        return self._keep(chat, message)

    def change(self, message, **facts):
        """The message as it looks from now on."""
        return self._keep(self.chats[message.chat], replace(message, **facts))

    def _keep(self, chat, message):
        message = replace(message, changed=self.seq + 1)
        chat.messages[message.id] = message
        self.tell("message", message=seen(self, message))
        return message

    def remove(self, message):
        del self.chats[message.chat].messages[message.id]
        self.tell("deleted", chat=message.chat, id=message.id)

    def add_file(self, kind, name, mime, data):
        """Keep the bytes of an upload under an id that only this kind of message may use."""
        unique = hashlib.sha256(data + kind.encode()).hexdigest()[:16]
        number = f"{kind[:2].upper()}AAC{next(self.numbers):06d}{unique}"
        size = _size(data) if kind == "photo" else (0, 0)
        file = File(id=number, unique=unique, kind=kind, name=name, mime=mime, data=data, size=size)
        self.files[number] = file
        return file


def _services():
    yield User(id=ANONYMOUS, first_name="Group", username="GroupAnonymousBot", is_bot=True)
    yield User(id=CHANNEL_BOT, first_name="Channel", username="Channel_Bot", is_bot=True)


def _size(data):
    """Width and height, read from a PNG; of other pictures we only know that they have some."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return 90, 90
