"""What the people of a test do: talk, edit, press, forward, block."""

from __future__ import annotations

import base64
import time

from tests.botapi import hearing, rooms, views
from tests.botapi.world import ANONYMOUS, Member, Query

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def person(world, name, number=None, language=None, username=None):
    if number in world.users:
        raise ValueError(f"the id {number} is taken")
    return {"id": world.add_user(name, number=number, language=language, username=username).id}


def says(world, person, chat, text, **where):
    """A text of a person; it must not be empty, for no app sends such a one."""
    words = hearing.spoken(text)
    if not words["text"]:
        raise ValueError("nobody can send an empty message")
    return speak(world, person, chat, where, words)


def sends(world, person, chat, what, *, caption="", name="photo.png", data=None, **where):  # noqa: PLR0913 - each is a keyword of the test's side
    """A sticker, a photo or a document of a person."""
    if what == "sticker":
        return speak(world, person, chat, where, {"sticker": True})
    raw = PICTURE if data is None else base64.b64decode(data)
    mime = "image/png" if what == "photo" else "application/octet-stream"
    words = hearing.spoken(caption)
    file = world.add_file(what, name, mime, raw)
    facts = {"file": file, "caption": words["text"] or None, "entities": words["entities"]}
    return speak(world, person, chat, where, facts)


def forwards(world, person, chat, text, origin=None, **where):
    """Words of somebody else, whose account is named or hidden."""
    date = int(time.time())
    if origin is None:
        source = {"type": "hidden_user", "date": date, "sender_user_name": "Somebody"}
    else:
        source = {"type": "user", "date": date, "sender_user": views.user(world.users[origin])}
    return speak(world, person, chat, where, hearing.spoken(text) | {"more": {"forward_origin": source}})


def speak(world, number, chat_id, where, facts):
    """Post what a person sends where it sends it, as itself or as the group, and let the bot hear it."""
    user, chat = world.users[number], world.chats[chat_id]
    _may_speak(world, user, chat, where.get("thread"))
    user.started = user.started or chat.private
    message = world.post(chat, **_face(chat, number), **where, **facts)
    hearing.offer(world, message)
    return {"message": views.seen(world, message), "seq": world.seq, "at": time.time()}


def _face(chat, number):
    if rooms.membership(chat, number).anonymous:
        return {"sender": ANONYMOUS, "sender_chat": chat.id}
    return {"sender": number}


def _may_speak(world, user, chat, thread):
    if chat.private and (user.blocked or user.deactivated):
        raise ValueError(f"{user.first_name} blocked the bot, or is gone")
    if chat.migrated_to is not None:
        raise ValueError("this group moved to a supergroup")
    if not chat.private and not rooms.membership(chat, user.id).inside:
        raise ValueError(f"{user.first_name} is not in this group")
    if thread is not None and (thread not in chat.topics or chat.topics[thread].closed):
        raise ValueError("there is no such open topic")


def edits(world, person, chat, message, text):
    """A person changes the words of an own message."""
    old = world.chats[chat].messages[message]
    if old.sender not in {person, ANONYMOUS}:
        raise ValueError("this is somebody else's message")
    words = hearing.spoken(text)
    if old.text is None:
        words = {"caption": words["text"], "entities": words["entities"]}
    new = world.change(old, edited=int(time.time()), **words)
    hearing.offer(world, new, kind="edited_message")
    return {"message": views.seen(world, new), "seq": world.seq}


def presses(world, person, chat, message, data):
    """A button, or what somebody forged as one: the bot learns who it was, and how the message looks now.

    In a public group whoever looks at it can press, too.
    """
    user, room = world.users[person], world.chats[chat]
    if not room.private and not room.public and not rooms.membership(room, person).inside:
        raise ValueError(f"{user.first_name} is not in this group")
    query = Query(id=str(world.chance.getrandbits(62)), person=person, chat=chat, asked=time.monotonic())
    world.queries[query.id] = query
    known = room.messages.get(message)
    if known is None:
        shape = {"chat": views.chat(world, room), "message_id": message, "date": 0}
    else:
        shape = views.message(world, known)
    body = {"id": query.id, "from": views.user(user), "message": shape, "chat_instance": room.instance}
    if room.private or rooms.membership(room, world.bot.id).inside:
        world.updates.add("callback_query", body | {"data": data}, chat=chat)
    return {"query": query.id, "seq": world.seq, "at": time.time()}


def blocks(world, person):
    return _turn(world, world.users[person], blocked=True)


def unblocks(world, person):
    return _turn(world, world.users[person], blocked=False)


def _turn(world, user, *, blocked):
    if user.blocked == blocked:
        raise ValueError(f"{user.first_name} has done so before")
    user.blocked = blocked
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    old, new = (views.member(world, Member(status=status), world.bot.id) for status in statuses)
    body = {
        "chat": views.chat(world, world.chats[user.id]),
        "from": views.user(user),
        "date": int(time.time()),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.updates.add("my_chat_member", body, chat=user.id)
    return {"seq": world.seq}


def deactivates(world, person):
    """The account is gone; nobody tells the bot."""
    world.users[person].deactivated = True
    return {"seq": world.seq}
