"""Which messages of people reach the bot: all of a private chat; of a group those that privacy mode lets through."""

from __future__ import annotations

from tests.botapi import rooms, views
from tests.botapi.entities import cut, detected, trimmed


def offer(world, message, *, kind="message"):
    """Queue the message for the bot if it may hear it."""
    chat = world.chats[message.chat]
    if chat.private or (rooms.membership(chat, world.bot.id).inside and hears(world, chat, message)):
        world.updates.add(kind, views.message(world, message), chat=chat.id)


def hears(world, chat, message):
    """With privacy on: commands, replies to the bot, mentions of it and service messages; with it off, all but other bots."""
    if world.users[message.sender].is_bot and message.sender_chat is None and not message.service:
        return False
    if not world.options.privacy or rooms.membership(chat, world.bot.id).admin or message.service:
        return True
    replied = chat.messages.get(message.reply_to)
    if replied is not None and replied.sender == world.bot.id:
        return True
    return any(_is_for(world.bot, message.words, entity) for entity in message.entities)


def _is_for(bot, text, entity):
    word = cut(text, entity).lower()
    name = f"@{bot.username}".lower()
    if entity.kind == "bot_command":
        return entity.offset == 0 and ("@" not in word or word.endswith(name))
    return entity.kind == "mention" and word == name


def spoken(text):
    """A text as a person's app sends it: trimmed, with commands, mentions and addresses marked."""
    text, _ = trimmed(text, ())
    return {"text": text, "entities": detected(text)}
