"""What does a conversation in Telegram cost? Whole bots on the same stand-in, by the CPU of their own process, in one run.

Each says word for word what Tango says, with as many sends, edits and answers to presses. The time of the stand-in and
of whoever presses the buttons is not counted; that of a clean end is, for what a bot has not written down until then.
A pickle file is saved once a minute, so here once, at the end; at the pace of people it is saved some ten times more.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from telegram.ext import ExtBot, PicklePersistence

from tests.bench import update
from tests.bench.recorded import recorded
from tests.bench.table import Numbers, interleaved, show
from tests.botapi.standin import ROOT, StandIn

TOKEN = "123456:" + "B" * 35
BOTS = Path(__file__).parent / "rival_bots"
PEOPLE = 16
"""They talk at once, each one whole conversation in a round."""
TANGO = "Tango, SQLite file"
OPEN = 3
"""Messages whose buttons stay at the end: the answers to check, the result and the aims."""
TICK = os.sysconf("SC_CLK_TCK")


def run(runs: int) -> None:
    rounds = max(3, runs // 4)
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "script.json")
        steps = asyncio.run(_script(folder))
        Path(script).write_text(json.dumps(steps), encoding="utf-8")
        stored = {count: asyncio.run(_stored(folder, count, steps)) for count in (100, 10_000)}
        bots = {
            TANGO: partial(_tango, folder),
            "python-telegram-bot, in memory": partial(_rival, script, "plain.py"),
            **{
                f"the same, pickle file with {count:,} chats": partial(_pickled, script, path)
                for count, path in stored.items()
            },
            "aiogram-dialog, in memory": partial(_rival, script, "dialog.py"),
        }
        found = interleaved({name: partial(_round, start, steps) for name, start in bots.items()}, rounds)
    _show(found, steps, rounds)
    update.run(steps)


def _show(found: dict[str, Numbers], steps: list, rounds: int) -> None:
    updates = PEOPLE * len(steps)
    tango = found[TANGO][0]
    calls = sum(len(step["sends"]) + len(step["edits"]) for step in steps) / len(steps)
    show(
        f"Telegram: {PEOPLE} conversations of {len(steps)} updates, {calls:.1f} sends and edits each,"
        f" {rounds} interleaved rounds",
        ("bot (medians)", "updates a CPU-second", "an update", "speed (Tango 1)", "peak"),
        {
            name: (
                f"{updates / cpu:,.0f}",
                f"{1e6 * cpu / updates:,.0f} us",
                f"{tango / cpu:.2f}",
                f"{peak:.0f} MiB",
            )
            for name, (cpu, peak) in found.items()
        },
    )


def _tango(folder, telegram):
    environment = {
        "TANGO_TELEGRAM_TOKEN": TOKEN,
        "TANGO_TELEGRAM_API": telegram.url,
        "TANGO_DATABASE": os.path.join(tempfile.mkdtemp(dir=folder), "tango.db"),
        "TANGO_SECRET": "a secret for this benchmark alone",
    }
    return [str(BOTS / "tango.py")], environment


def _rival(script, name, telegram, *more):
    return [str(BOTS / name), script, telegram.url, TOKEN, *more], {}


def _pickled(script, stored, telegram):
    """The bot on a copy of a file in which so many chats are stored."""
    copied = shutil.copy(stored, f"{stored}.now")
    return _rival(script, "plain.py", telegram, copied)


async def _stored(folder, count, steps):
    """A pickle file with so many chats that have answered everything."""
    path = os.path.join(folder, f"{count}.pickle")
    persistence = PicklePersistence(path, on_flush=True)
    persistence.set_bot(ExtBot(TOKEN))
    for read in (persistence.get_user_data, persistence.get_chat_data, persistence.get_bot_data):
        await read()
    await persistence.get_conversations("assess")
    answers = {f"step {at}": f"{at}:{at % 4}" for at in range(2, len(steps))} | {"asked": 1234}
    for chat in range(count):
        await persistence.update_chat_data(chat, dict(answers))
        await persistence.update_conversation("assess", (chat, chat), None)
    await persistence.flush()
    return path


async def _script(folder):
    """What Tango says in one conversation."""
    async with StandIn.start(token=TOKEN, limits=False) as telegram:
        bot = _started(_tango(folder, telegram))
        steps = await recorded(telegram, await telegram.person("Recorder", language="en"))
        await asyncio.to_thread(_ended, bot)
        return steps


def _round(start, steps) -> Numbers:
    """Seconds of CPU that a bot needs for all conversations, and the MiB that it had at most."""
    return asyncio.run(_conversations(start, steps))


async def _conversations(start, steps):
    async with StandIn.start(token=TOKEN, limits=False) as telegram:
        bot = _started(start(telegram))
        await _talks(telegram, "Warm", steps)
        before = _used(bot.pid)
        async with asyncio.TaskGroup() as tasks:
            for number in range(PEOPLE):
                tasks.create_task(_talks(telegram, f"Person {number}", steps))
        usage = await asyncio.to_thread(_ended, bot)
        return usage.ru_utime + usage.ru_stime - before, usage.ru_maxrss / 1024


async def _talks(telegram, name, steps):
    """One conversation: each step once all of the one before was said, but for what closes a question."""
    person = await telegram.person(name, language="en")
    said = 0
    for step in steps:
        if step["types"]:
            await person.says(step["types"])
        else:
            await person.presses(step["presses"], within=60)
        said += len(step["sends"])
        await _until(telegram, person, lambda shown, said=said: sum(m.own for m in shown) >= said)
    await _until(telegram, person, lambda shown: sum(bool(m.own and m.buttons) for m in shown) <= OPEN)


async def _until(telegram, person, holds):
    if not holds(telegram.shown(person.id)):
        found = await telegram.wait_for(person.id, lambda _: holds(telegram.shown(person.id)), 60)
        assert found, await person.transcript()


def _started(command):
    arguments, environment = command
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TANGO_")}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        stderr=subprocess.DEVNULL,
    )


def _used(pid):
    """Seconds of CPU so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _ended(bot):
    """Stop a bot in good order; gives what it has used."""
    bot.terminate()
    _, status, usage = os.wait4(bot.pid, 0)
    bot.returncode = os.waitstatus_to_exitcode(status)
    return usage
