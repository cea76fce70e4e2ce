"""Where does the time of one update go? Each step alone, on the real parts in one process, by the CPU of this process.

Whole conversations are taken step by step, one update at a time: what in a busy bot is done for several at once, as
the taking in and the commits are, is dearest here.
"""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import contextmanager

from bot.assemble import telegram as assembled
from bot.assemble.parts import Parts, new_id
from bot.assemble.upkeep import made_pseudonyms
from bot.channels.telegram.buttons import act_of
from bot.channels.telegram.messages import unpacked
from bot.channels.telegram.updates import tap_of, update_of
from bot.model.sending import Claim, Fate, Limits, Outcome, Rate
from bot.service.chat import Chat
from bot.service.intake import Intake
from bot.service.office import Office
from bot.service.toasts import Toasts
from bot.store.opening import open_shared
from bot.store.store import Store
from tests.bench.table import show
from tests.botapi.standin import StandIn

TOKEN = "123456:" + "B" * 35
PEOPLE = 10
FREE = Rate(1_000_000, 1_000)
LIMITS = Limits(everyone=FREE, private=FREE, group=FREE)
PARTS = {
    "parse": "parse (JSON, library, letter)",
    "take in": "take in (inbox, one commit)",
    "answer": "answer the press (toast, library, HTTP)",
    "chat": "engine and words (Chat)",
    "store": "store (the answer's transaction without it)",
    "claim": "claim (outbox, one commit a message)",
    "send": "send (library, HTTP)",
    "settle": "settle (outbox, one commit a message)",
}


def run(steps: list) -> None:
    spent = asyncio.run(_measured(steps))
    updates = PEOPLE * len(steps)
    whole = sum(spent[part] for part in PARTS)
    show(
        f"One update, {updates} taken one by one: {1e6 * whole / updates:,.0f} us of CPU",
        ("step", "an update", "share"),
        {
            told: (f"{1e6 * spent[part] / updates:,.0f} us", f"{100 * spent[part] / whole:.0f} %")
            for part, told in PARTS.items()
        },
    )


async def _measured(steps):
    with tempfile.TemporaryDirectory() as folder:
        async with StandIn.start(token=TOKEN, limits=False) as telegram:
            environment = {
                "TANGO_TELEGRAM_TOKEN": TOKEN,
                "TANGO_TELEGRAM_API": telegram.url,
                "TANGO_DATABASE": os.path.join(folder, "tango.db"),
                "TANGO_SECRET": "a secret for this benchmark alone",
            }
            os.environ.update(environment)
            bot = Bot(telegram)
            try:
                await bot.at.open()
                await _conversation(telegram, bot, steps, "Warm")
                bot.spent.clear()
                for number in range(PEOPLE):
                    await _conversation(telegram, bot, steps, f"Person {number}")
                return dict(bot.spent)
            finally:
                await bot.close()
                for name in environment:
                    del os.environ[name]


async def _conversation(telegram, bot, steps, name):
    person = await telegram.person(name, language="en")
    for step in steps:
        if step["types"]:
            await telegram.do("says", person=person.id, chat=person.id, text=step["types"])
        else:
            data, message = bot.buttons[step["presses"]]
            await telegram.do("presses", person=person.id, chat=person.id, message=int(message), data=data)
        await bot.takes_one()


class Bot:
    """The parts of a bot without its tasks: each step is done when asked, and timed alone."""

    def __init__(self, telegram):
        parts = Parts(chat=True)
        names = made_pseudonyms()
        self.telegram = telegram
        self.at = assembled.connection(parts.settings)
        self.platform = assembled._platform(parts, self.at, names)
        self.store = Store(open_shared(parts.settings.database, lambda _: None))
        self.office = Office(self.store, lambda: time.time_ns() // 1_000_000, "bench", Counter())
        self.intake = Intake(self.office, names, lambda _: True)
        self.chat = Chat(parts.editions, self.platform.tongue, parts.house(), new_id)
        self.toasts = Toasts(parts.editions)
        self.spent = defaultdict(float)
        self.buttons = {}
        self.next = 0

    async def close(self):
        await self.at.close()
        self.store.close()

    @contextmanager
    def _timed(self, part):
        begun = time.process_time()
        yield
        self.spent[part] += time.process_time() - begun

    async def takes_one(self):
        """The one update that waits, from its bytes to the last message that it leads to."""
        answer = await self.telegram.api("getUpdates", offset=self.next, timeout=10)
        (raw,) = answer["result"]
        self.next = raw["update_id"] + 1
        body = json.dumps(raw).encode()
        with self._timed("parse"):
            raw = json.loads(body)
            tap, update = tap_of(raw), update_of(raw, self.at.account)
        with self._timed("take in"):
            await self.intake.take([update])
        if tap:
            with self._timed("answer"):
                toast = self.toasts.of(act_of(tap.data), tap.language)
                await self.at.bot.answer_callback_query(tap.id, text=toast.text or None)
        inside = self.spent["chat"]
        with self._timed("store"):
            await self.store.answer(self, "2026-03-25")
        self.spent["store"] -= self.spent["chat"] - inside
        while await self._sends_one():
            pass

    def __call__(self, work):
        with self._timed("chat"):
            return self.chat(work)

    def sorry(self, item):
        return self.chat.sorry(item)

    async def _sends_one(self):
        now = self.office.now()
        with self._timed("claim"):
            claimed = await self.store.claim(
                Claim(owner="bench", now=now, lease=60_000, count=32, limits=LIMITS)
            )
        for message in claimed.messages:
            with self._timed("send"):
                reference = await self.platform.transport.send(message)
            with self._timed("settle"):
                await self.store.settle("bench", [Outcome(message, Fate.SENT, reference=reference, due=now)])
            for row in unpacked(message.body).rows:
                self.buttons.update({label: (data, reference) for label, data in row})
        return bool(claimed.messages)
