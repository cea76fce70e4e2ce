"""What is said in one whole conversation? Tango's own is recorded once, so that every bot says the same at each step."""

from __future__ import annotations

import asyncio

TYPED = ("/start", "home visits")
LAST = "Show my result"
SILENCE = 0.5
"""Seconds without a call after which a step is over."""


async def recorded(telegram, person):
    """Each step: what is typed or pressed, the toast, the messages that are sent, and the texts of the edits.

    An edit without a text takes the buttons away.
    """
    steps, at = [], 0
    pressed = ""
    for typed in TYPED:
        await person.says(typed)
        made, at = await _made(telegram, at)
        steps.append(_step(made, typed, ""))
    while pressed != LAST:
        pressed = _next((await person.chat())[-1].labels, pressed) if pressed else "Leave it out"
        await person.presses(pressed)
        made, at = await _made(telegram, at)
        steps.append(_step(made, "", pressed))
    return steps


def _next(labels, _):
    return LAST if LAST in labels else labels[0]


async def _made(telegram, at):
    """The calls since that place, once no more come; and the place after them."""
    calls = []
    while True:
        await asyncio.sleep(SILENCE)
        found = [one for one in await telegram.calls() if one["method"] in METHODS]
        if len(found) > at and len(found) == len(calls):
            return found[at:], len(found)
        calls = found


EDITS = {"editMessageText", "editMessageReplyMarkup"}
METHODS = {"sendMessage", "answerCallbackQuery", *EDITS}


def _step(made, typed, pressed):
    by = {method: [one["params"] for one in made if one["method"] == method] for method in METHODS}
    return {
        "types": typed,
        "presses": pressed,
        "toast": next((str(one.get("text", "")) for one in by["answerCallbackQuery"]), ""),
        "sends": [{"text": str(one["text"]), "rows": _rows(one)} for one in by["sendMessage"]],
        "edits": [str(one["params"].get("text", "")) for one in made if one["method"] in EDITS],
    }


def _rows(params):
    keyboard = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in keyboard]
