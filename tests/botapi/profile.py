"""What the bot says of itself: commands by scope and language, name, descriptions and the menu button."""

from __future__ import annotations

import re

from tests.botapi import rooms
from tests.botapi.parameters import Kind, shaped
from tests.botapi.refusals import bad

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
FIELDS = {"type": Kind.TEXT, "chat_id": Kind.CHAT, "user_id": Kind.INTEGER}
COMMAND = {"command": Kind.TEXT, "description": Kind.TEXT}
MENU = {"type": Kind.TEXT, "text": Kind.TEXT, "web_app": Kind.OBJECT}


def set_commands(world, given):
    if len(given["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in given["commands"]:
        shaped("a BotCommand", one, COMMAND, must=("command", "description"))
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", one["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(one["description"].strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_key(world, given)] = given["commands"]
    return True


def get_commands(world, given):
    return world.commands.get(_key(world, given), [])


def delete_commands(world, given):
    world.commands.pop(_key(world, given), None)
    return True


def menu(world, person, chat=None):
    """The commands that a person's app shows in a chat: of the narrowest scope that has any, its language before all."""
    user, room = world.users[person], world.chats[chat or person]
    member = rooms.membership(room, person)
    if room.private:
        scopes = [("chat", room.id), ("all_private_chats",)]
    else:
        admin = [("chat_administrators", room.id)], [("all_chat_administrators",)]
        here, everywhere = admin if member.admin else ([], [])
        scopes = [
            ("chat_member", room.id, person),
            *here,
            ("chat", room.id),
            *everywhere,
            ("all_group_chats",),
        ]
    for scope in [*scopes, ("default",)]:
        for language in (user.language or "", ""):
            if found := world.commands.get((scope, language)):
                return [(line["command"], line["description"]) for line in found]
    return []


def _key(world, given):
    scope = shaped("a BotCommandScope", given.get("scope", {"type": "default"}), FIELDS, must=("type",))
    if scope["type"] not in SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    fields = SCOPES[scope["type"]]
    if set(scope) != {"type", *fields}:
        raise bad(f"BotCommandScope of type {scope['type']} takes {', '.join(('type', *fields))}")
    if "chat_id" in scope:
        chat = rooms.entered(world, scope["chat_id"])
        if chat.private and scope["type"] != "chat":
            raise bad("can't change commands in private chats for their members")
    return tuple(scope[name] for name in ("type", *fields)), _language(given)


def _language(given):
    code = given.get("language_code", "")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad("invalid language code specified")
    return code


def setter(name, most):
    """A method that sets a text of the bot in a language; an empty one removes it."""

    def set_text(world, given):
        text = given.get(name, "").strip()
        if len(text) > most:
            raise bad(f"{name.replace('_', ' ')} is too long")
        world.texts[name, _language(given)] = text
        return True

    return set_text


def getter(name):
    """A method that gives a text of the bot: in that language, else in the one for all others."""

    def get_text(world, given):
        ours = world.texts.get((name, _language(given))) or world.texts.get((name, ""))
        return {name: ours or (world.bot.first_name if name == "name" else "")}

    return get_text


def set_menu(world, given):
    button = shaped("a MenuButton", given.get("menu_button", {"type": "default"}), MENU, must=("type",))
    if button["type"] not in {"default", "commands", "web_app"}:
        raise bad("MenuButton has unsupported type")
    if (button["type"] == "web_app") != ("web_app" in button and "text" in button):
        raise bad("a MenuButton has a text and a web_app exactly if its type is web_app")
    if "chat_id" in given:
        _private(world, given).menu = button
    else:
        world.menu = button
    return True


def get_menu(world, given):
    return (_private(world, given).menu if "chat_id" in given else None) or world.menu


def _private(world, given):
    chat = rooms.entered(world, given["chat_id"])
    if not chat.private:
        raise bad("menu buttons are for private chats only")
    return chat
