"""Whole chats, as they read: each is held by a script, and compared with what was approved.

To write them anew after a change of words: TANGO_WRITE_GOLDEN=1 pytest tests/telegram/test_golden.py, then read them.
"""

import asyncio
import os
import pathlib
import sys
from contextlib import asynccontextmanager

import pytest
from scribe import Scribe

ROOT = pathlib.Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
ANEW = bool(os.environ.get("TANGO_WRITE_GOLDEN"))
"""Asked before any test: none of them sees the environment of whoever runs it."""

HURRIED = [
    "/start", "Repairs online", "[Leave it out]", "[1 A public service]", "[1 Staff decide]", "result",
    "[4 Little or no live contact]", "1", "1", "2", "1", "1", "[I don't know]", "[1 No change]",
    *["[I don't know]"] * 7, "[Show my result]", "[Why?]", "[2 Real participation in planning]", "[My result]",
    "[Report]", "[Web page]", "bye",
]  # fmt: skip
CONFUSED = [
    "hello", "[Help]", "[Go on]", "Probation in town", "people on community orders", "what is this", "public service", "hmm", "(sticker)",
    "99", "none of these", "? empowerment", "[Go on]", "[Why?]", "/why", "staff decide", "in person", "1 and 2",
    "[Keep it open]", "not sure", "a survey", "[Yes]", "it does not", "we reply", "its to early to tell",
    "[No, show the answers]", "[4 It is too early to tell]", "1", "better", "managers", "1", "the law makes them",
    "people disagree about who", "some do", "neither", "skip", "little", "one service", "what now", "/sofar", "[Go on]",
    "(photo)", "[Show my result]", "thank you", "[Barriers]", "[1]", "[2 of 15]", "[The list]", "limits",
    "/settings", "[My result]", "/help", "quit",
]  # fmt: skip
CHANGES_ITS_MIND = [
    "/start", "Night clinic", "[Leave it out]", "[1 A public service]", "[3 Agreed together]", "[1 In person]",
    "[3 Take part and shape the result]", "[2 We ask after it is over]", "[4 Members with a real vote]",
    "[3 We act or say why not]", "[Back]", "[Keep it]", "[3 Where the service is heading]",
    "note The opening hours moved in May, the youth board can confirm", "[3 Users bring it themselves]",
    "[4 New kind of service, planned]", "[3 Users and staff together]", "[2 Needs not yet put into words]",
    "[1 Yes, freely]", "[1 Yes, one group]", "[1 Most welcome it]", "[1 Yes, on both sides]", "[1 Yes, on both sides]",
    "[3 Gives users facts]", "change 5", "[1 None, staff plan it]", "[Back]", "[4 Members with a real vote]",
    "[2 Yes, though it varies]", "[5]", "[3 A group advises or co-designs]", "[Show my result]", "[Change an answer]",
    "[4]", "[1 We do not, or by complaints]", "[Show my result]", "[What if…]", "[9]",
    "[5 New kind of service, running]", "[My result]", "what if not D5", "/change", "[Show my result]",
    "[3 A new kind of service, with users]", "[Plan]", "[1]", "the ward manager", "30 June", "[1]", "[Keep it]",
    "[Leave it out]", "[Done]", "/mydata", "/delete", "[My result]", "[Another service]", "Day clinic", "/delete",
    "[Erase it for good]",
]  # fmt: skip
TALKS = {"hurried": HURRIED, "confused": CONFUSED, "changes-its-mind": CHANGES_ITS_MIND}


def approved(name, shown):
    """What was approved under that name; it is what was shown, where golden files are written anew."""
    path = GOLDEN / f"telegram-{name}.txt"
    if ANEW:
        path.write_text(shown, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@asynccontextmanager
async def bot_process(days=0):
    """The bot, so many days from now; it is stopped in good order where it was not killed."""
    script = str(ROOT / "tests" / "telegram" / "bot_of_another_day.py")
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, script, str(days), env=environ, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.terminate()
        await bot.wait()


@pytest.fixture
def database(tmp_path):
    return tmp_path / "tango.db"


@pytest.mark.parametrize("name", TALKS)
async def test_a_whole_chat_reads_as_it_was_approved(name, ana, database):
    scribe = Scribe(ana, database)

    await scribe.does(*TALKS[name])

    assert scribe.transcript == approved(name, scribe.transcript)


async def test_whoever_comes_back_reads_what_was_approved(api, environment, database):
    ana = await api.person("Ana", language="en")
    scribe = Scribe(ana, database)

    async with bot_process() as bot:
        await scribe.does("/start", "Home visits", "[Leave it out]")
        question = next(m for m in await ana.chat() if m.buttons and "1 A public service" in m.labels)
        await scribe.does("[1 A public service]", "[2 They pick from set options]", "[1 In person]")
        bot.kill()
    scribe.notes("The bot is killed. Ana writes to nobody, and it is started again")
    await scribe.begins("they take part")
    async with bot_process():
        await scribe.looks()
        await scribe.does("[Yes]")
    scribe.notes("Three days later")
    async with bot_process(days=3):
        await scribe.does("hi, I am back", "[My answers]", "[Go on]", "[2 We ask after it is over]")
        await scribe.taps_old("1 A public service", question)
        await scribe.taps_old("3 A service with no public role", question)
        await scribe.does("quit", "/privacy", "[Delete]", "[Erase it for good]")
        await scribe.taps_old("1 A public service", question)
        await scribe.does("[Begin]", "Home visits again")

    assert scribe.transcript == approved("comes-back", scribe.transcript)


async def test_a_group_reads_what_was_approved(api, bot, ana, database):
    ben = await api.person("Ben", language="en")
    group = await api.group("Service design", [ana, ben])
    name = (await api.api("getMe"))["result"]["username"]
    room, private = Scribe(ben, database, group), Scribe(ana, database)

    await api.add_bot(group, by=ana)
    await room.looks()
    await room.does(
        "Did anybody book the room for Tuesday?", f"/start@{name}", "1", f"@{name} what is this",
        "/start@SomeOtherBot", "(photo)", f"/help@{name}", "/privacy",
    )  # fmt: skip
    private.notes("Ana follows the link, and is in her own chat")
    await private.does("/start group", "Library visits")
    await room.looks()

    shown = f"{room.transcript}\n{private.transcript}"
    assert shown == approved("group", shown)
