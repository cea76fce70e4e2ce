"""The same conversation on aiogram-dialog, with its memory storage: `dialog.py SCRIPT API TOKEN`.

Written as its guide says: one window a step. A window that is sent anew takes the buttons of the one before away, which
is the edit, and a press is answered by the library itself.
"""

from __future__ import annotations

import asyncio
import json
import sys
from functools import partial
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram_dialog import Dialog, ShowMode, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.widgets.text import Const


def windows(steps, states):
    """The window after each step, which listens for the next one."""
    for at, step in enumerate(steps):
        *_, said = step["sends"]
        rows = [
            Row(
                *(
                    Button(Const(label), id=f"b{row}_{place}", on_click=partial(pressed, steps, states))
                    for place, label in enumerate(labels)
                )
            )
            for row, labels in enumerate(said["rows"])
        ]
        types = at + 1 < len(steps) and steps[at + 1]["types"]
        yield Window(
            Const(said["text"]),
            *rows,
            *([MessageInput(partial(typed, states))] if types else []),
            state=states[at],
        )


async def pressed(steps, states, callback, button, manager):
    at = states.index(manager.current_context().state) + 1
    if at < len(steps):
        manager.dialog_data[f"step {at}"] = button.widget_id
        for said in steps[at]["sends"][:-1]:
            await callback.message.answer(said["text"])
        await manager.switch_to(states[at], show_mode=ShowMode.SEND)


async def typed(states, message, _, manager):
    at = states.index(manager.current_context().state) + 1
    manager.dialog_data[f"step {at}"] = message.text
    await manager.switch_to(states[at], show_mode=ShowMode.SEND)


async def main(steps, api, token):
    group = type("Steps", (StatesGroup,), {f"s{at}": State() for at in range(len(steps))})
    states = [getattr(group, f"s{at}") for at in range(len(steps))]

    async def start(_, dialog_manager):
        await dialog_manager.start(states[0], mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)

    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    bot = Bot(
        token,
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.message.register(start, CommandStart())
    dispatcher.include_router(Dialog(*windows(steps, states)))
    setup_dialogs(dispatcher)
    await dispatcher.start_polling(bot, allowed_updates=["message", "callback_query"])


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    asyncio.run(main(told, *sys.argv[2:]))
