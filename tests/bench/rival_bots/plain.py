"""The same conversation on python-telegram-bot's ConversationHandler: `plain.py SCRIPT API TOKEN [PICKLE]`.

Written as its guide says: one state a step, `chat_data` for the answers, and PicklePersistence where a file is named.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    Defaults,
    MessageHandler,
    PicklePersistence,
    filters,
)

NAME = "assess"


class Questionnaire:
    """Says what the script says at each step, and keeps what was answered."""

    def __init__(self, steps):
        self.steps = steps

    def handler(self, *, persistent):
        states = {at: [self._listening(at)] for at in range(1, len(self.steps))}
        start = CommandHandler("start", self.started)
        return ConversationHandler([start], states, [start], name=NAME, persistent=persistent)

    def _listening(self, at):
        if self.steps[at]["types"]:
            return MessageHandler(filters.TEXT & ~filters.COMMAND, self.typed(at))
        return CallbackQueryHandler(self.pressed(at), pattern=rf"^{at}:\d+$")

    async def started(self, update, context):
        context.chat_data.clear()
        return await self._say(0, update, context)

    def typed(self, at):
        async def typed(update, context):
            context.chat_data[f"step {at}"] = update.message.text
            asked = context.chat_data["asked"]
            for text in self.steps[at]["edits"]:
                await _edit(context.bot, update.effective_chat.id, asked, text)
            return await self._say(at, update, context)

        return typed

    def pressed(self, at):
        async def pressed(update, context):
            query, step = update.callback_query, self.steps[at]
            await query.answer(step["toast"] or None)
            context.chat_data[f"step {at}"] = query.data
            for text in step["edits"]:
                await _edit(context.bot, update.effective_chat.id, query.message.message_id, text)
            return await self._say(at, update, context)

        return pressed

    async def _say(self, at, update, context):
        """Send what follows a step; gives the next state."""
        for said in self.steps[at]["sends"]:
            sent = await update.effective_chat.send_message(
                said["text"], reply_markup=_keys(at + 1, said["rows"])
            )
        context.chat_data["asked"] = sent.message_id
        return at + 1 if at + 1 < len(self.steps) else ConversationHandler.END


async def _edit(bot, chat, message, text):
    """The text in place of the one that stood there, or the buttons away; they go either way."""
    if text:
        await bot.edit_message_text(text, chat, message)
    else:
        # Its own method would name the default parse mode, which this method of the API does not know.
        await bot.do_api_request(
            "editMessageReplyMarkup", api_kwargs={"chat_id": chat, "message_id": message}
        )


def _keys(at, rows):
    made = [
        [
            InlineKeyboardButton(label, callback_data=f"{at}:{10 * row + place}")
            for place, label in enumerate(labels)
        ]
        for row, labels in enumerate(rows)
    ]
    return InlineKeyboardMarkup(made) if made else None


def main(script, api, token, pickle=""):
    steps = json.loads(Path(script).read_text(encoding="utf-8"))
    defaults = Defaults(ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True))
    building = Application.builder().token(token).base_url(f"{api}/bot").defaults(defaults)
    if pickle:
        building = building.persistence(PicklePersistence(pickle))
    bot = building.build()
    bot.add_handler(Questionnaire(steps).handler(persistent=bool(pickle)))
    bot.run_polling(allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    main(*sys.argv[1:])
