"""What happens to groups: who is in, what the bot may do there, topics, the move to a supergroup, other voices."""

from __future__ import annotations

from dataclasses import replace

from tests.botapi import chats, hearing, views
from tests.botapi.world import CHANNEL_BOT, Member


def group(  # noqa: PLR0913 - each is a keyword of the test's side
    world, title, members, kind, *, topics=False, public=False, admins=(), anonymous=()
):
    """A group; its first administrator made it, or somebody whom no test plays."""
    if (topics or public) and kind != "supergroup":
        raise ValueError("only a supergroup has topics or is public")
    owner = admins[0] if admins else world.add_user("Owner").id
    chat = world.add_chat(kind, title, forum=topics, public=public)
    for number in dict.fromkeys([owner, *members, *admins]):
        status = "creator" if number == owner else "administrator" if number in admins else "member"
        if number in anonymous and status == "member":
            raise ValueError("only administrators may be anonymous")
        chat.members[number] = Member(status=status, anonymous=number in anonymous)
    return {"id": chat.id}


def _scene(world, chat, by):
    """The chat, and who acts there: whoever is named, else who made the group."""
    room = world.chats[chat]
    return room, by or next(number for number, one in room.members.items() if one.status == "creator")


def add_bot(world, chat, by=None, *, admin=False):
    room, by = _scene(world, chat, by)
    status = "administrator" if admin else "member"
    chats.turn(world, room, world.bot, Member(status=status), by=world.users[by])
    return _serve(world, room, by, new_chat_members=[views.user(world.bot)])


def kick_bot(world, chat, by=None):
    """The bot is told of it; in a small group it sees the message that says so, too."""
    room, by = _scene(world, chat, by)
    chats.turn(world, room, world.bot, Member(status="kicked"), by=world.users[by])
    message = world.post(room, by, service={"left_chat_member": views.user(world.bot)})
    if room.kind == "group":
        world.updates.add("message", views.message(world, message), chat=room.id)
    return {"seq": world.seq}


def mute(world, chat, by=None, *, muted=True):
    """The bot may no longer write: restricted in a supergroup; in a small group nobody but administrators may."""
    room, by = _scene(world, chat, by)
    if room.kind == "group":
        room.can_send = not muted
    else:
        member = Member(status="restricted", muted=True) if muted else Member(status="member")
        chats.turn(world, room, world.bot, member, by=world.users[by])
    return {"seq": world.seq}


def promote(world, chat, person=None, by=None, *, admin=True, anonymous=False):  # noqa: PLR0913 - each is a keyword of the test's side
    """Someone, or the bot (no person), becomes an administrator or is none any more."""
    room, by = _scene(world, chat, by)
    user = world.bot if person is None else world.users[person]
    member = Member(status="administrator" if admin else "member", anonymous=anonymous)
    chats.turn(world, room, user, member, by=world.users[by])
    return {"seq": world.seq}


def joins(world, chat, person):
    room, user = world.chats[chat], world.users[person]
    chats.turn(world, room, user, Member(status="member"), by=user)
    return _serve(world, room, person, new_chat_members=[views.user(user)])


def leaves(world, chat, person):
    room, user = world.chats[chat], world.users[person]
    done = _serve(world, room, person, left_chat_member=views.user(user))
    chats.turn(world, room, user, Member(status="left"), by=user)
    return done


def _serve(world, room, by, thread=None, **service):
    message = world.post(room, by, thread=thread, service=service)
    hearing.offer(world, message)
    return {"id": message.id, "seq": world.seq}


def topic(world, chat, name, by=None):
    room, by = _scene(world, chat, by)
    if not room.forum:
        raise ValueError("this group has no topics")
    made = chats.open_topic(world, room, name, world.users[by])
    hearing.offer(world, room.messages[made.id])
    return {"thread": made.id, "seq": world.seq}


def close_topic(world, chat, thread, by=None, *, closed=True):
    room, by = _scene(world, chat, by)
    room.topics[thread] = replace(room.topics[thread], closed=closed)
    return _serve(world, room, by, thread, **{"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def delete_topic(world, chat, thread):
    """The topic is gone with all that was said in it; the bot is not told."""
    room = world.chats[chat]
    del room.topics[thread]
    for message in [one for one in room.messages.values() if one.thread == thread]:
        world.remove(message)
    return {"seq": world.seq}


def upgrade(world, chat, by=None, *, new_first=False):
    """A group becomes a supergroup: one message in the old chat and one in the new say so, in either order."""
    old, by = _scene(world, chat, by)
    if old.kind != "group" or old.migrated_to is not None:
        raise ValueError("only a small group moves to a supergroup")
    new = world.add_chat("supergroup", old.title, members=dict(old.members), can_send=old.can_send)
    steps = [(old, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": old.id})]
    for room, service in reversed(steps) if new_first else steps:
        _serve(world, room, by, **service)
    old.migrated_to = new.id
    return {"id": new.id, "seq": world.seq}


def post_as_channel(world, chat, text, title="News", thread=None):
    """A channel speaks in the group as itself."""
    channel = world.add_chat("channel", title)
    message = world.post(
        world.chats[chat], CHANNEL_BOT, sender_chat=channel.id, thread=thread, **hearing.spoken(text)
    )
    hearing.offer(world, message)
    return {"id": message.id, "seq": world.seq}


def post_as_bot(world, chat, text, name="Other", thread=None):
    """Another bot writes in the group: people see it, our bot does not."""
    room = world.chats[chat]
    other = world.add_user(name, is_bot=True, username=f"{name.lower()}_bot")
    room.members[other.id] = Member(status="member")
    message = world.post(room, other.id, thread=thread, **hearing.spoken(text))
    hearing.offer(world, message)
    return {"id": message.id, "seq": world.seq}
