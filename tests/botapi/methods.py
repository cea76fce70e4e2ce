"""Which methods there are, what they take, and who does them."""

from __future__ import annotations

from tests.botapi import chats, delivery, profile, sending
from tests.botapi.parameters import Kind, Method, typed

I, S, B, C, O, L, F = (  # noqa: E741 - letters keep the table below a table
    Kind.INTEGER,
    Kind.TEXT,
    Kind.FLAG,
    Kind.CHAT,
    Kind.OBJECT,
    Kind.LIST,
    Kind.FILE,
)
NOT_HERE = Kind.REFUSED

BUSINESS = {"business_connection_id": NOT_HERE}
SEND = BUSINESS | {
    "message_thread_id": I,
    "direct_messages_topic_id": NOT_HERE,
    "disable_notification": B,
    "protect_content": B,
    "allow_paid_broadcast": B,
    "message_effect_id": NOT_HERE,
    "suggested_post_parameters": NOT_HERE,
    "reply_parameters": O,
    "reply_markup": O,
    "ephemeral_message_parameters": NOT_HERE,
    "receiver_user_id": NOT_HERE,
    "callback_query_id": NOT_HERE,
}
TEXT = {"parse_mode": S, "entities": L, "link_preview_options": O}
CAPTION = {"caption": S, "parse_mode": S, "caption_entities": L}
EDIT = BUSINESS | {"chat_id": C, "message_id": I, "inline_message_id": NOT_HERE, "reply_markup": O}
SCOPE = {"scope": O, "language_code": S}


def _method(run, must=None, may=None):
    return Method(run=run, must=must or {}, may=may or {})


def _texts():
    """The three texts of a bot: each is set and got, in a language."""
    for title, name, most in (
        ("MyName", "name", 64),
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
    ):
        yield f"set{title}", _method(profile.setter(name, most), may={name: S, "language_code": S})
        yield f"get{title}", _method(profile.getter(name), may={"language_code": S})


METHODS = {
    "getMe": _method(chats.get_me),
    "getUpdates": _method(
        delivery.get_updates, may={"offset": I, "limit": I, "timeout": I, "allowed_updates": L}
    ),
    "setWebhook": _method(
        delivery.set_webhook,
        {"url": S},
        {
            "certificate": NOT_HERE,
            "ip_address": S,
            "max_connections": I,
            "allowed_updates": L,
            "drop_pending_updates": B,
            "secret_token": S,
        },
    ),
    "deleteWebhook": _method(delivery.delete_webhook, may={"drop_pending_updates": B}),
    "getWebhookInfo": _method(delivery.webhook_info),
    "sendMessage": _method(sending.send_message, {"chat_id": C, "text": S}, SEND | TEXT),
    "sendDocument": _method(
        sending.send_document,
        {"chat_id": C, "document": F},
        SEND | CAPTION | {"thumbnail": F, "disable_content_type_detection": B},
    ),
    "sendPhoto": _method(
        sending.send_photo,
        {"chat_id": C, "photo": F},
        SEND | CAPTION | {"show_caption_above_media": B, "has_spoiler": B},
    ),
    "editMessageText": _method(sending.edit_text, {"text": S}, EDIT | TEXT | {"rich_message": NOT_HERE}),
    "editMessageCaption": _method(sending.edit_caption, may=EDIT | CAPTION | {"show_caption_above_media": B}),
    "editMessageReplyMarkup": _method(sending.edit_markup, may=EDIT),
    "deleteMessage": _method(sending.delete, {"chat_id": C, "message_id": I}),
    "pinChatMessage": _method(
        sending.pin, {"chat_id": C, "message_id": I}, BUSINESS | {"disable_notification": B}
    ),
    "unpinChatMessage": _method(sending.unpin, {"chat_id": C}, BUSINESS | {"message_id": I}),
    "sendChatAction": _method(
        sending.action, {"chat_id": C, "action": S}, BUSINESS | {"message_thread_id": I}
    ),
    "answerCallbackQuery": _method(
        sending.answer,
        {"callback_query_id": S},
        {"text": S, "show_alert": B, "url": S, "cache_time": I},
    ),
    "getFile": _method(chats.get_file, {"file_id": S}),
    "getChat": _method(chats.get_chat, {"chat_id": C}),
    "getChatMember": _method(chats.get_member, {"chat_id": C, "user_id": I}),
    "getChatAdministrators": _method(chats.get_administrators, {"chat_id": C}, {"return_bots": B}),
    "getChatMemberCount": _method(chats.get_member_count, {"chat_id": C}),
    "leaveChat": _method(chats.leave, {"chat_id": C}),
    "createForumTopic": _method(
        chats.create_topic,
        {"chat_id": C, "name": S},
        {"icon_color": I, "icon_custom_emoji_id": NOT_HERE},
    ),
    "setMyCommands": _method(profile.set_commands, {"commands": L}, SCOPE),
    "getMyCommands": _method(profile.get_commands, may=SCOPE),
    "deleteMyCommands": _method(profile.delete_commands, may=SCOPE),
    "setChatMenuButton": _method(profile.set_menu, may={"chat_id": I, "menu_button": O}),
    "getChatMenuButton": _method(profile.get_menu, may={"chat_id": I}),
    **dict(_texts()),
}
BY_NAME = {name.lower(): name for name in METHODS}


def known(name):
    """The method's own name, whatever case it was written in; None if there is none such."""
    return BY_NAME.get(name.lower())


def call(world, name, given):
    """Do what the method does: its result, or something to wait for, or a refusal."""
    method = METHODS[name]
    return method.run(world, typed(method, given))
