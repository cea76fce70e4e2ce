"""Two hundred designers at once, a bot that is killed twenty times, and a Telegram that fails: every answer is exact.

TANGO_TEST_DESIGNERS, _FEW, _SECONDS, _KILLS, _FAILURES and _SEED (as in TANGO_TEST_SECONDS=600) make it longer or another.
"""

import asyncio
import json
import os
import random
import time
from collections import Counter
from contextlib import closing
from statistics import fmean

import load_figures
import pytest
from designers import Designer, questions
from trouble import Process, failing, killed

from bot.service.pseudonyms import Pseudonyms
from bot.store import sessions
from bot.store.codec import Codec
from bot.store.opening import open_existing
from tests.botapi.standin import StandIn

pytestmark = pytest.mark.thorough


def given(name, otherwise):
    return int(os.environ.get(f"TANGO_TEST_{name}", otherwise))


SECONDS, KILLS = given("SECONDS", 40), given("KILLS", 20)
CROWDS = (given("DESIGNERS", 200), given("FEW", 20))
"""Many wait for the limit of all chats, and say little; few say much."""
FAILURES, SEED = given("FAILURES", 40), given("SEED", 7)
AFTERWARDS = 400.0
"""Seconds until all is quiet."""
TOKEN = "123456:" + "L" * 35
SECRET = "a secret for this test alone"


@pytest.fixture
async def api():
    """Telegram with its limits; a tenth of all updates is delivered twice."""
    async with StandIn.start(token=TOKEN, seed=SEED) as standin:
        await standin.repeat(0.1)
        yield standin


@pytest.fixture
def process(api, tmp_path):
    environment = {
        "TANGO_TELEGRAM_TOKEN": TOKEN,
        "TANGO_TELEGRAM_API": api.url,
        "TANGO_DATABASE": str(tmp_path / "tango.db"),
        "TANGO_SECRET": SECRET,
    }
    return Process(environment, tmp_path)


async def talked(api, process, count):
    """Everybody talks while the bot is killed and calls fail; then all becomes quiet."""
    asked, chance = questions(), random.Random(SEED)
    people = [await api.person(f"Designer {number}", language="en") for number in range(count)]
    designers = [Designer(person, SEED * 1000 + at, asked) for at, person in enumerate(people)]
    await process.start()
    ends = time.monotonic() + SECONDS
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(killed(process, chance, KILLS, SECONDS))
        tasks.create_task(failing(api, random.Random(SEED + 1), FAILURES, SECONDS))
        for designer in designers:
            tasks.create_task(designer.talk(ends))
    await api.mend()
    await api.all_confirmed(within=AFTERWARDS)
    await process.quiet(AFTERWARDS)
    return designers


def kept(process, dialogue, designers):
    """For each designer the answers of each service, as they stand in the database."""
    names, codec = Pseudonyms([SECRET]), Codec(dialogue)
    with closing(open_existing(process.database)) as database, database.transaction() as tx:
        found = {
            one.person.id: sessions.every(tx, names.of("telegram", str(one.person.id))) for one in designers
        }
    return {
        number: Counter(_answers(dialogue, codec.decode(one.state).sheet) for one in every)
        for number, every in found.items()
    }


def _answers(dialogue, sheet):
    given = zip(dialogue.questions, sheet, strict=True)
    return frozenset((q.id, _option(dialogue, q, mask)) for q, mask in given if mask)


def _option(dialogue, question, mask):
    if mask == question.every:
        return "dont_know"
    (option,) = dialogue.options(dialogue.index[question.id], mask)
    return option


async def gathered(api):
    methods = ("sendMessage", "editMessageText", "answerCallbackQuery")
    return load_figures.Calls(*[await api.calls(method) for method in methods])


def told(designers, process, calls, worst):
    """The figures, as they are printed and kept."""
    deeds = [deed for one in designers for deed in one.deeds]
    waits = [calls.waits(one.person.id, one.deeds) for one in designers]
    every = [wait for some in waits for wait in some]
    follow = sum(deed.answered for deed in deeds)
    passed = [one for one in (*calls.sends, *calls.edits) if one["result"] is not None]
    calls_each = len(passed) / follow
    thought = fmean([one.thought / max(1, len(one.deeds)) for one in designers])
    share = load_figures.of_the_limit(every, len(designers), thought, calls_each)
    return {
        "designers": len(designers),
        "seconds": SECONDS,
        "updates": len(deeds),
        "answers_kept": sum(len(service) for one in designers for service in one.services),
        "services": sum(len(one.services) for one in designers),
        "update_to_send": load_figures.shares(every),
        "share_of_the_limit": round(share, 2),
        "boards": {
            "fewest": min(one.boards for one in designers),
            "most": max(one.boards for one in designers),
        },
        "reminded": sum(one.reminded for one in designers),
        "sends": sum(one["result"] is not None for one in calls.sends),
        "edits": sum(one["result"] is not None for one in calls.edits),
        "edits_repeated": calls.repeats,
        "sent_twice": len(calls.twice()),
        "kills": len(process.kills),
        "under_way_at_kills": sum(len(kill.under_way) for kill in process.kills),
        "failures": dict(Counter(one["fault"] for one in calls.all if "fault" in one)),
        "windows": {name: worst[name] for name in ("all", "private", "group", "refused")},
        "presses_lost": load_figures.unanswered(calls, deeds, process.kills)[1],
    }


@pytest.fixture
def keep(tmp_path, capsys):
    """Keeps the figures in a file, and prints them."""

    def keep(figures):
        written = json.dumps(figures, indent=2)
        (tmp_path / "load.json").write_text(written)
        with capsys.disabled():
            print(f"\n{written}\n{tmp_path / 'load.json'}")

    return keep


@pytest.mark.parametrize("count", CROWDS)
async def test_every_answer_is_exact_whatever_fails(count, api, process, dialogue, keep):
    designers = await talked(api, process, count)
    code = await process.end()
    calls, worst = await gathered(api), await api.worst()
    keep(told(designers, process, calls, worst))

    deeds = [deed for one in designers for deed in one.deeds]
    model = {
        one.person.id: Counter(frozenset(service.items()) for service in one.services) for one in designers
    }
    assert kept(process, dialogue, designers) == model
    assert code == 0
    assert all(calls.sent_to(one.person.id) and one.boards for one in designers)
    assert worst["all"] <= 30
    assert worst["private"] <= 1
    assert worst["refused"] == 0
    assert calls.unexplained(process.kills) == []
    assert load_figures.unanswered(calls, deeds, process.kills)[0] == []
    assert load_figures.answered_twice(calls, process.kills) == []
    written = "\n".join(path.read_text() for path in process.written)
    assert "Traceback" not in written
    assert TOKEN not in written
    assert TOKEN.partition(":")[2] not in written
