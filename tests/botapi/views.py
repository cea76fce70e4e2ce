"""How things look in the Bot API's JSON, and how a message looks to the people of a test."""

from __future__ import annotations

import base64

from tests.botapi.entities import as_html

RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
]
PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
]
POWERS = ["can_edit_tag", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"]


def user(one):
    """A User, without the fields that are not known."""
    shape = {"id": one.id, "is_bot": one.is_bot, "first_name": one.first_name}
    more = {"username": one.username, "language_code": one.language}
    return shape | {name: value for name, value in more.items() if value is not None}


def chat(world, one):
    """A Chat as it stands in a message."""
    if one.private:
        person = world.users[one.id]
        shape = {"id": one.id, "type": "private", "first_name": person.first_name}
        return shape | ({"username": person.username} if person.username else {})
    name = {"username": f"group_{abs(one.id)}"} if one.public else {}
    return (
        {"id": one.id, "type": one.kind, "title": one.title}
        | name
        | ({"is_forum": True} if one.forum else {})
    )


def message(world, one, *, reply=True):
    """A Message as the bot gets it."""
    room = world.chats[one.chat]
    shape = {"message_id": one.id, "chat": chat(world, room), "date": one.date}
    if one.sender is not None:
        shape["from"] = user(world.users[one.sender])
    if one.sender_chat is not None:
        shape["sender_chat"] = chat(world, world.chats[one.sender_chat])
    if one.thread is not None:
        shape |= {"message_thread_id": one.thread, "is_topic_message": True}
    if one.edited is not None:
        shape["edit_date"] = one.edited
    if one.markup and "inline_keyboard" in one.markup:
        shape["reply_markup"] = one.markup
    quoted = one.reply_to if one.reply_to is not None else one.thread
    if reply and quoted in room.messages:
        shape["reply_to_message"] = message(world, room.messages[quoted], reply=False)
    return shape | _content(one) | one.service | one.more


def _content(one):
    shape = {}
    marks = [entity.view() for entity in one.entities]
    if one.text is not None:
        shape = {"text": one.text} | ({"entities": marks} if marks else {})
    elif one.caption:
        shape = {"caption": one.caption} | ({"caption_entities": marks} if marks else {})
    if one.sticker:
        size = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        shape["sticker"] = {"file_id": "CAACAgIAAx", "file_unique_id": "AgADAx", **size, "emoji": "👍"}
    elif one.file is not None and one.file.kind == "photo":
        width, height = one.file.size
        shape["photo"] = [_ids(one.file) | {"width": width, "height": height}]
    elif one.file is not None:
        shape["document"] = _ids(one.file) | {"file_name": one.file.name, "mime_type": one.file.mime}
    return shape


def _ids(file):
    return {"file_id": file.id, "file_unique_id": file.unique, "file_size": len(file.data)}


def file(one):
    """A File with the path to load it from."""
    return _ids(one) | {"file_path": f"{one.kind}s/{one.unique}_{one.name}"}


def member(world, one, number):
    """A ChatMember with every field that its status must have."""
    shape = {"user": user(world.users[number]), "status": one.status}
    match one.status:
        case "creator":
            return shape | {"is_anonymous": one.anonymous}
        case "administrator":
            rights = dict.fromkeys(RIGHTS, True) | {"can_promote_members": False}
            return shape | {"can_be_edited": False, "is_anonymous": one.anonymous} | rights
        case "restricted":
            may = dict.fromkeys(PERMISSIONS, not one.muted) | dict.fromkeys(POWERS, False)
            return shape | {"is_member": True, "until_date": 0} | may
        case "kicked":
            return shape | {"until_date": 0}
        case _:
            return shape


def seen(world, one):
    """A message as a person of a test sees it."""
    shape = {
        "id": one.id,
        "chat": one.chat,
        "sender": one.sender,
        "sender_name": world.users[one.sender].first_name if one.sender in world.users else "",
        "own": one.sender == world.bot.id,
        "text": one.words,
        "html": as_html(one.words, one.entities),
        "buttons": _buttons(one.markup),
        "keyboard": next(iter(one.markup or {}), None),
        "edited": one.edited is not None,
        "thread": one.thread,
        "reply_to": one.reply_to,
        "service": next(iter(one.service), None),
        "changed": one.changed,
    }
    if one.file is not None:
        data = base64.b64encode(one.file.data).decode()
        shape["document"] = {"name": one.file.name, "data": data, "kind": one.file.kind}
    return shape


def _buttons(markup):
    rows = (markup or {}).get("inline_keyboard", [])
    return [
        [
            (button["text"], button.get("callback_data", button.get("url", "")), "url" in button)
            for button in row
        ]
        for row in rows
    ]
