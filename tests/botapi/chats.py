"""What the bot may ask and do about chats: who they are, who is in them, their topics, and leaving them."""

from __future__ import annotations

import time

from tests.botapi import rooms, views
from tests.botapi.refusals import bad
from tests.botapi.world import Member, Topic

COLORS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}


def get_me(world, given):
    return views.user(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.options.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world, given):
    """A ChatFullInfo; of a private chat also before its person began, as Telegram allows it to those it knows."""
    chat = rooms.find(world, given["chat_id"])
    if not chat.private:
        rooms.entered(world, chat.id)
    gifts = [
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ]
    shape = views.chat(world, chat) | {
        "accent_color_id": 3,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.pinned in chat.messages:
        shape["pinned_message"] = views.message(world, chat.messages[chat.pinned])
    if not chat.private:
        may = dict.fromkeys([*views.PERMISSIONS, *views.POWERS], True)
        shape["permissions"] = may | {"can_send_messages": chat.can_send}
    return shape


def get_member(world, given):
    """A ChatMember; who is anonymous looks like any member to a bot that is no administrator."""
    chat = rooms.entered(world, given["chat_id"])
    number = given["user_id"]
    if number not in world.users:
        raise bad("user not found")
    member = rooms.membership(chat, number)
    if chat.private and number in {chat.id, world.bot.id}:
        member = Member(status="member")
    if member.anonymous and not rooms.membership(chat, world.bot.id).admin:
        member = Member(status="member")
    return views.member(world, member, number)


def get_administrators(world, given):
    """All administrators but other bots; the anonymous ones only if the bot is one too."""
    chat = rooms.entered(world, given["chat_id"])
    if chat.private:
        raise bad("there are no administrators in the private chat")
    sees_all = rooms.membership(chat, world.bot.id).admin
    return [
        views.member(world, member, number)
        for number, member in chat.members.items()
        if member.admin
        and (sees_all or not member.anonymous)
        and (number == world.bot.id or given.get("return_bots") or not world.users[number].is_bot)
    ]


def get_member_count(world, given):
    chat = rooms.entered(world, given["chat_id"])
    return 2 if chat.private else sum(member.inside for member in chat.members.values())


def leave(world, given):
    chat = rooms.entered(world, given["chat_id"])
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    turn(world, chat, world.bot, Member(status="left"), by=world.bot)
    return True


def turn(world, chat, user, member, *, by):
    """Someone's standing in a chat changes; the bot is told of its own, and of others' where it is administrator."""
    old = rooms.membership(chat, user.id)
    chat.members[user.id] = member
    told_others = rooms.membership(chat, world.bot.id).admin
    if user is not world.bot and not told_others:
        return
    body = {
        "chat": views.chat(world, chat),
        "from": views.user(by),
        "date": int(time.time()),
        "old_chat_member": views.member(world, old, user.id),
        "new_chat_member": views.member(world, member, user.id),
    }
    world.updates.add("my_chat_member" if user is world.bot else "chat_member", body, chat=chat.id)


def create_topic(world, given):
    """A new topic of a forum, which the bot may make if it is an administrator; it counts as a message."""
    chat = rooms.writable(world, given["chat_id"])
    if not chat.forum:
        raise bad("the chat is not a forum")
    if not rooms.membership(chat, world.bot.id).admin:
        raise bad("not enough rights to create a topic")
    if not 1 <= len(given["name"].strip()) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not given["name"].strip() else "topic name is too long")
    if given.get("icon_color", 7322096) not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    rooms.outbound(world, chat)
    topic = open_topic(world, chat, given["name"].strip(), world.bot, given.get("icon_color", 7322096))
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def open_topic(world, chat, name, by, color=7322096):
    """A topic is numbered as the service message that began it."""
    created = {"forum_topic_created": {"name": name, "icon_color": color}}
    message = world.post(chat, by.id, thread=chat.next_id, service=created)
    topic = Topic(id=message.id, name=name, icon_color=color)
    chat.topics[topic.id] = topic
    return topic


def get_file(world, given):
    file = world.files.get(given["file_id"])
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > 20 * 2**20:
        raise bad("file is too big")
    return views.file(file)
