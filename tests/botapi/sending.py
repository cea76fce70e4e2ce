"""How the bot's messages come about: sent, edited, deleted, pinned, with text, files and keyboards."""

from __future__ import annotations

import re
import time
from dataclasses import replace

from tests.botapi import hearing, keyboards, rooms, views
from tests.botapi.entities import MOST, PERSON, Entity, detected, parse_html, trimmed, units
from tests.botapi.parameters import Kind, Upload, shaped
from tests.botapi.refusals import ApiError, bad

TEXT, CAPTION = 4096, 1024
DAYS = 48 * 3600
REPLY = {
    "message_id": Kind.INTEGER,
    "chat_id": Kind.CHAT,
    "allow_sending_without_reply": Kind.FLAG,
    "quote": Kind.TEXT,
    "quote_parse_mode": Kind.TEXT,
    "quote_entities": Kind.LIST,
    "quote_position": Kind.INTEGER,
}
PREVIEW = {
    "is_disabled": Kind.FLAG,
    "url": Kind.TEXT,
    "prefer_small_media": Kind.FLAG,
    "prefer_large_media": Kind.FLAG,
    "show_above_text": Kind.FLAG,
}
MARK = {
    "type": Kind.TEXT,
    "offset": Kind.INTEGER,
    "length": Kind.INTEGER,
    "url": Kind.TEXT,
    "language": Kind.TEXT,
    "user": Kind.OBJECT,
    "custom_emoji_id": Kind.TEXT,
}
ACTIONS = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
]
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")
LINK = re.compile(r"https://(?:t|telegram)\.me/(\w+)\?start=[A-Za-z0-9_-]{1,64}")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def send_message(world, given):
    text, entities = formatted(world, given, "text")
    if not text:
        raise bad("message text is empty")
    if units(text) > TEXT:
        raise bad("message is too long")
    _preview(given)
    return _send(world, given, "text messages", text=text, entities=entities)


def send_document(world, given):
    return _send_file(world, given, "document")


def send_photo(world, given):
    return _send_file(world, given, "photo")


def _send_file(world, given, kind):
    caption, entities = _caption(world, given)
    chat = rooms.writable(world, given["chat_id"], what=f"{kind}s")
    file = _file(world, kind, given[kind])
    return _send(
        world, given | {"chat_id": chat.id}, f"{kind}s", caption=caption, entities=entities, file=file
    )


def _send(world, given, what, **content):
    markup = keyboards.checked(given.get("reply_markup"))
    chat = rooms.writable(world, given["chat_id"], what=what)
    thread = rooms.thread(world, chat, given.get("message_thread_id"))
    reply_to = _reply(chat, given.get("reply_parameters"))
    rooms.outbound(world, chat)
    more = {"has_protected_content": True} if given.get("protect_content") else {}
    message = world.post(
        chat, world.bot.id, markup=markup, thread=thread, reply_to=reply_to, more=more, **content
    )
    return views.message(world, message)


def formatted(world, given, name):
    """A text and its entities as they will stand: parsed, trimmed, with what Telegram marks by itself."""
    text, mode = given.get(name, "").replace("\r", ""), given.get("parse_mode", "")
    if mode.lower() == "html":
        text, entities = parse_html(text)
    elif mode:
        raise bad(f"unsupported parse_mode: {mode} (this stand-in knows HTML only)")
    else:
        marks = "entities" if name == "text" else "caption_entities"
        entities = tuple(_mark(one, text) for one in given.get(marks, ()))
    if len(entities) > MOST:
        raise bad(f"too many entities: {len(entities)}, and Telegram drops those after the first {MOST}")
    text, entities = trimmed(text, entities)
    return text, detected(text, _mentions(world, entities))


def _mentions(world, entities):
    """A link to a person is a mention of it; to somebody whom nobody knows it is nothing."""
    for one in entities:
        if one.kind != "text_link" or not one.url.startswith(PERSON):
            yield one
        elif user := world.users.get(_number(one.url)):
            yield replace(one, kind="text_mention", url=None, user=views.user(user))


def _number(link):
    text = link.removeprefix(PERSON)
    return int(text) if text.isdecimal() else None


def _mark(one, text):
    shaped("a MessageEntity", one, MARK, must=("type", "offset", "length"))
    if one["offset"] < 0 or one["length"] <= 0 or one["offset"] + one["length"] > units(text):
        raise bad("entity lies outside of the text")
    return Entity(
        kind=one["type"],
        offset=one["offset"],
        length=one["length"],
        url=one.get("url"),
        language=one.get("language"),
        user=one.get("user"),
    )


def _caption(world, given):
    caption, entities = formatted(world, given, "caption")
    if units(caption) > CAPTION:
        raise bad("message caption is too long")
    return caption or None, entities


def _preview(given):
    shaped("link_preview_options", given.get("link_preview_options", {}), PREVIEW)


def _reply(chat, given):
    """The message that is replied to, which must be there unless the bot does not mind."""
    if given is None:
        return None
    shaped("reply_parameters", given, REPLY, must=("message_id",))
    if given.get("chat_id", chat.id) != chat.id:
        raise bad("replies to other chats are not supported here")
    if given["message_id"] in chat.messages:
        return given["message_id"]
    if given.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _file(world, kind, given):
    """A new file of an upload, or the old one that a file_id names."""
    if isinstance(given, Upload):
        return _uploaded(world, kind, given)
    if given.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    file = world.files.get(given)
    if file is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return file


def _uploaded(world, kind, given):
    if not given.data:
        raise bad("file must be non-empty")
    if len(given.data) > 50 * 2**20:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(given.data) > 10 * 2**20:
        raise bad("file is too big")
    if kind == "photo" and not given.data.startswith(PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")
    file = world.add_file(kind, given.name, given.mime, given.data)
    if kind == "photo" and (sum(file.size) > 10_000 or max(file.size) > 20 * min(file.size)):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return file


def edit_text(world, given):
    text, entities = formatted(world, given, "text")
    if not text:
        raise bad("message text is empty")
    if units(text) > TEXT:
        raise bad("message is too long")
    _preview(given)
    markup = keyboards.checked(given.get("reply_markup"), inline_only=True)
    message = _editable(world, given)
    if message.text is None:
        raise bad("there is no text in the message to edit")
    return _edit(world, message, text=text, entities=entities, markup=markup)


def edit_caption(world, given):
    caption, entities = _caption(world, given)
    markup = keyboards.checked(given.get("reply_markup"), inline_only=True)
    message = _editable(world, given)
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    return _edit(world, message, caption=caption, entities=entities, markup=markup)


def edit_markup(world, given):
    markup = keyboards.checked(given.get("reply_markup"), inline_only=True)
    return _edit(world, _editable(world, given), markup=markup)


def _editable(world, given):
    """The bot's own message, in a chat where it may still write."""
    if "chat_id" not in given or "message_id" not in given:
        raise bad("message identifier is not specified")
    chat = rooms.writable(world, given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad("message to edit not found")
    other_keyboard = message.markup and "inline_keyboard" not in message.markup
    if message.sender != world.bot.id or message.service or other_keyboard:
        raise bad("message can't be edited")
    return message


def _edit(world, message, **content):
    """Counted as a send, also when nothing changes: only Telegram's servers know that."""
    rooms.outbound(world, world.chats[message.chat])
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad(NOT_MODIFIED)
    changed = world.change(message, edited=max(int(time.time()), message.date), **content)
    return views.message(world, changed)


def delete(world, given):
    chat = rooms.entered(world, given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad("message to delete not found")
    own = message.sender == world.bot.id
    if not own and not chat.private and not rooms.membership(chat, world.bot.id).admin:
        raise bad("message can't be deleted")
    if time.time() - message.date > DAYS:
        raise bad("message can't be deleted for everyone")
    world.remove(message)
    return True


def pin(world, given):
    """Counted as a send, for that is what it brings: a service message that says so."""
    chat = _pinning(world, given)
    pinned = chat.messages.get(given["message_id"])
    if pinned is None:
        raise bad("message to pin not found")
    rooms.outbound(world, chat)
    chat.pinned = pinned.id
    service = {"pinned_message": views.message(world, pinned, reply=False)}
    hearing.offer(world, world.post(chat, world.bot.id, thread=pinned.thread, service=service))
    return True


def unpin(world, given):
    chat = _pinning(world, given)
    if given.get("message_id", chat.pinned) != chat.pinned or chat.pinned is None:
        raise bad("message to unpin not found")
    chat.pinned = None
    return True


def _pinning(world, given):
    chat = rooms.entered(world, given["chat_id"])
    if not chat.private and not rooms.membership(chat, world.bot.id).admin:
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


def action(world, given):
    if given["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = rooms.writable(world, given["chat_id"])
    rooms.thread(world, chat, given.get("message_thread_id"))
    world.tell("action", chat=chat.id, action=given["action"])
    return True


def _link(world, url):
    """What a press may open beside games: the bot's own chat, with a word to begin with."""
    found = LINK.fullmatch(url)
    if url and not (found and found[1].lower() == world.bot.username.lower()):
        raise bad("URL_INVALID")


def answer(world, given):
    """End the spinner of a pressed button: once, and soon."""
    if units(given.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    _link(world, given.get("url", ""))
    query = world.queries.get(given["callback_query_id"])
    now = time.monotonic()
    too_old = query is None or now - query.asked > world.options.query_age
    if too_old or query.answered is not None:
        world.too_old += too_old
        world.twice += not too_old
        raise bad("query is too old and response timeout expired or query ID is invalid")
    query.answered = now
    text, alert = given.get("text", ""), given.get("show_alert", False)
    seconds = round(now - query.asked, 4)
    world.tell("answered", query=query.id, text=text, alert=alert, url=given.get("url"), seconds=seconds)
    return True
