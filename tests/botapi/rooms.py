"""Where a call may act: the chat it names, and whether the bot may write there."""

from __future__ import annotations

from tests.botapi.refusals import bad, forbidden
from tests.botapi.world import Member

OUTSIDE = Member(status="left")


def membership(chat, number):
    return chat.members.get(number, OUTSIDE)


def find(world, chat_id):
    """The chat of this id or @name as the bot knows it; one that moved says where to."""
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def entered(world, chat_id):
    """A chat of which the bot is a member, or a private chat that its person began."""
    if isinstance(chat_id, int) and chat_id == world.bot.id:
        raise forbidden("bot can't send messages to the bot itself")
    if chat_id in world.users and world.users[chat_id].is_bot:
        raise forbidden("bot can't send messages to bots")
    chat = find(world, chat_id)
    if chat.private:
        _reachable(world.users[chat.id])
        return chat
    kind = "group" if chat.kind == "group" else chat.kind
    me = chat.members.get(world.bot.id)
    if me is None:
        raise bad("chat not found")
    if me.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if me.status == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def _reachable(person):
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def writable(world, chat_id, *, what="text messages"):
    """A chat that the bot is in, and where it has the right to send."""
    chat = entered(world, chat_id)
    me = membership(chat, world.bot.id)
    if not chat.private and (me.muted or not (chat.can_send or me.admin)):
        raise bad(f"not enough rights to send {what} to the chat")
    if chat.kind == "channel" and not me.admin:
        raise bad("need administrator rights in the channel chat")
    return chat


def thread(world, chat, number):
    """The topic to write in, or None for the chat itself."""
    if number is None:
        return None
    topic = chat.topics.get(number)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not membership(chat, world.bot.id).admin:
        raise bad("TOPIC_CLOSED")
    return number


def outbound(world, chat):
    """Count a send or an edit against the limits."""
    world.flood.pass_one(chat.id, private=chat.private)
