"""A bot that is written with aiogram. Importing it takes seconds, so only the tests that need it do, when they run."""

import asyncio
from contextlib import asynccontextmanager, suppress

import aiogram
from aiogram import F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import BotCommand as Line
from aiogram.types import BotCommandScopeAllGroupChats as AllGroups
from aiogram.types import BotCommandScopeChat as OneChat
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

__all__ = [
    "AllGroups",
    "Line",
    "OneChat",
    "SimpleRequestHandler",
    "TelegramBadRequest",
    "TelegramMigrateToChat",
    "TelegramRetryAfter",
    "aiogram",
    "web",
]


def made(telegram):
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    return aiogram.Bot(telegram.token, session=session)


def dispatcher():
    listening = aiogram.Dispatcher()

    @listening.message(Command("start"))
    async def start(message):
        row = [
            InlineKeyboardButton(text="Yes", callback_data="yes"),
            InlineKeyboardButton(text="Site", url="https://example.org/"),
        ]
        markup = InlineKeyboardMarkup(inline_keyboard=[row])
        await message.answer("<b>Shall</b> we begin?", parse_mode="HTML", reply_markup=markup)

    @listening.callback_query(F.data == "yes")
    async def yes(query):
        await query.answer("Good", show_alert=True)
        await asyncio.sleep(0.06)
        await query.message.edit_text("We have begun.")

    @listening.message(Command("report"))
    async def report(message):
        await asyncio.sleep(0.06)
        file = BufferedInputFile(b"It went well.\r\n", filename="report.txt")
        await message.answer_document(file, caption="Your report")

    return listening


@asynccontextmanager
async def polls(telegram):
    bot, listening = made(telegram), dispatcher()
    polling = asyncio.create_task(listening.start_polling(bot, handle_signals=False, polling_timeout=1))
    try:
        yield bot
    finally:
        with suppress(RuntimeError):
            await listening.stop_polling()
        await polling
