"""Which keyboards may stand under a message: inline ones checked button by button, the others by their form."""

from __future__ import annotations

import re

from tests.botapi.parameters import Kind, shaped
from tests.botapi.refusals import bad

ACTIONS = {
    "url": Kind.TEXT,
    "callback_data": Kind.TEXT,
    "web_app": Kind.OBJECT,
    "login_url": Kind.OBJECT,
    "switch_inline_query": Kind.TEXT,
    "switch_inline_query_current_chat": Kind.TEXT,
    "switch_inline_query_chosen_chat": Kind.OBJECT,
    "copy_text": Kind.OBJECT,
    "callback_game": Kind.REFUSED,
    "pay": Kind.REFUSED,
}
BUTTON = {"text": Kind.TEXT, "style": Kind.TEXT, "icon_custom_emoji_id": Kind.TEXT} | ACTIONS
FORMS = {
    "inline_keyboard": {"inline_keyboard": Kind.LIST},
    "force_reply": {
        "force_reply": Kind.FLAG,
        "input_field_placeholder": Kind.TEXT,
        "selective": Kind.FLAG,
    },
    "remove_keyboard": {"remove_keyboard": Kind.FLAG, "selective": Kind.FLAG},
    "keyboard": {
        "keyboard": Kind.LIST,
        "is_persistent": Kind.FLAG,
        "resize_keyboard": Kind.FLAG,
        "one_time_keyboard": Kind.FLAG,
        "input_field_placeholder": Kind.TEXT,
        "selective": Kind.FLAG,
    },
}
MOST, MOST_A_ROW, MOST_BYTES = 100, 8, 64


def checked(markup, *, inline_only=False):
    """The markup of a message, or None if there is none; refused as Telegram refuses it."""
    if markup is None or markup == {}:
        return None
    name = next((name for name in FORMS if name in markup), None)
    if name is None or (inline_only and name != "inline_keyboard"):
        raise bad("inline keyboard expected" if inline_only else "object expected as reply markup")
    shaped("reply_markup", markup, FORMS[name], must=(name,))
    if name in {"force_reply", "remove_keyboard"} and markup[name] is not True:
        raise bad(f'field "{name}" of reply_markup must be True')
    if len(markup.get("input_field_placeholder", "")) > 64:
        raise bad("input_field_placeholder is too long")
    if name == "keyboard":
        return _plain(markup)
    return _inline(markup) if name == "inline_keyboard" else markup


def _plain(markup):
    for button in _buttons(markup["keyboard"]):
        if not isinstance(button, str) and not (isinstance(button, dict) and button.get("text")):
            raise bad("can't parse keyboard button: field text must be non-empty")
    return markup


def _inline(markup):
    buttons = _buttons(markup["inline_keyboard"])
    for row in markup["inline_keyboard"]:
        if len(row) > MOST_A_ROW:
            raise bad(f"too many buttons in a row: {len(row)}, at most {MOST_A_ROW}")
    if len(buttons) > MOST:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _button(button)
    return markup if buttons else None


def _buttons(rows):
    if not all(isinstance(row, list) for row in rows):
        raise bad("can't parse keyboard: expected an Array of Array of buttons")
    return [button for row in rows for button in row]


def _button(button):
    shaped("an inline keyboard button", button, BUTTON)
    if not button.get("text", "").strip():
        raise bad("can't parse inline keyboard button: field text must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"can't parse inline keyboard button: more than one action: {', '.join(actions)}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MOST_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(?:https?://|tg://)[^\s.]+(?:[.?/][^\s]+|$)", button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
