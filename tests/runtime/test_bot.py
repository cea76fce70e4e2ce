"""A whole bot, held a conversation with: killed, reloaded, asked to forget, watched, and run twice."""

import asyncio
import json
import signal
import urllib.request
from pathlib import Path

import pytest
from plain_tongue import Plain
from platform_of_lines import Platform, end, run, until
from versions import Folder

from bot.assemble.parts import Parts, drive
from bot.model.house import House
from bot.model.post import Incoming
from bot.service.chat import Chat
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store

pytestmark = pytest.mark.thorough

ANN = "5512345678"
ASSESSMENT = [
    "hi",
    "Home visits",
    "",
    "1",
    "5",
    "5",
    "5",
    "4",
    "1",
    "1",
    "4",
    "4",
    "3",
    "4",
    "1",
    "1",
    "1",
    "1",
    "1",
    "result",
]


@pytest.fixture
async def platform():
    async with Platform(delay=0).open() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, tmp_path, monkeypatch):
    """Where the bot keeps everything."""
    place = (
        str(tmp_path / "tango.db") if request.param == "sqlite" else request.getfixturevalue("database_url")
    )
    monkeypatch.setenv("TANGO_DATABASE", place)
    return place


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A bot over a SQLite file."""
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "tango.db"))
    return tmp_path / "tango.db"


async def bot(platform, **environ):
    return await run(platform, "chat_worker.py", str(platform.port), **environ)


async def hears(platform, text, chat=ANN):
    """Somebody writes, and reads what comes back."""
    before = len(platform.sent[chat])
    platform.says(chat, text)
    await until(lambda: len(platform.sent[chat]) > before and not platform.waiting)
    seen = 0
    while seen < len(platform.sent[chat]):  # a turn may have several messages
        seen = len(platform.sent[chat])
        await asyncio.sleep(0.15)
    return platform.sent[chat][before:]


def spoken():
    """What a chat answers to the assessment when nothing goes wrong."""
    store = Store(Inline(SqliteFile(":memory:")))
    said = []

    class Heard(Chat):
        def __call__(self, work):
            done = super().__call__(work)
            said.extend(message.body.decode() for message in done.send)
            return done

    chat = Heard(Parts(chat=True).editions, Plain(), House(platform=True), lambda: "id")
    for number, line in enumerate(ASSESSMENT):
        drive(store.receive([Incoming("t", number, ANN, ANN, line.encode(), number)]))
        drive(store.answer(chat))
    store.close()
    return said


def in_order(texts):
    return [text for text, before in zip(texts, [None, *texts], strict=False) if text != before]


async def test_a_whole_assessment_survives_a_kill_after_every_few_answers(engine, platform):
    expected = spoken()
    worker = await bot(platform)
    for number, line in enumerate(ASSESSMENT):
        platform.says(ANN, line)
        if number % 6 == 5:
            await until(lambda told=number: len(platform.sent[ANN]) >= told // 2)
            worker.kill()
            await worker.communicate()
            worker = await bot(platform)
    await until(lambda: in_order(platform.sent[ANN])[-1:] == expected[-1:])

    told, code = await end(worker)

    assert code == 0
    assert in_order(platform.sent[ANN]) == expected
    assert len(platform.sent[ANN]) - len(expected) <= 3
    assert "Traceback" not in told


async def test_what_is_written_down_names_nobody_and_has_nobodys_words(engine, platform):
    worker = await bot(platform)
    for line in ASSESSMENT[:5]:
        await hears(platform, line)

    told, _ = await end(worker)

    assert [json.loads(line)["event"] for line in told.splitlines()] == [
        "started",
        "erased what was due",
        "stopped",
    ]
    assert ANN not in told
    assert "Home visits" not in told


async def test_what_a_person_deletes_is_in_no_byte_of_the_files(file, platform):
    worker = await bot(platform)
    for line in ASSESSMENT[:5]:
        await hears(platform, line)
    assert ANN.encode() in everything(file)

    goodbye = await hears(platform, "forget everything")
    await asyncio.sleep(0.2)
    await end(worker)

    assert "erased" in goodbye[-1]
    assert ANN.encode() not in everything(file)
    assert b"Home visits" not in everything(file)


def everything(file):
    return b"".join(path.read_bytes() for path in file.parent.glob("tango.db*"))


async def test_a_second_bot_on_the_same_file_is_told_so(file, platform):
    first = await bot(platform)
    await hears(platform, "hi")

    second = await bot(platform)
    _, told = await second.communicate()

    assert second.returncode == 5
    assert told.decode().startswith(f"Another bot is at work on {file}. Stop it first.")
    await hears(platform, "Home visits")
    await end(first)


async def test_new_content_is_offered_to_whoever_is_in_a_conversation_and_refused_content_is_not(
    engine, platform, tmp_path, monkeypatch
):
    folder = Folder(tmp_path / "content")
    worker = await bot(platform, TANGO_CONTENT=str(folder.path))
    for line in ASSESSMENT[:4]:
        await hears(platform, line)

    folder.breaks()
    worker.send_signal(signal.SIGHUP)
    line = await event(worker, "content refused")
    assert "dialogues/assess.yaml" in line["faults"]
    refused = await hears(platform, "5")
    folder.mends().asks_more()
    worker.send_signal(signal.SIGHUP)
    await event(worker, "content in use")
    offered = await hears(platform, "5")
    moved = await hears(platform, "move")
    await end(worker)

    assert not any("NEWER QUESTIONS" in text for text in refused)
    assert "NEWER QUESTIONS" in offered[-1]
    assert moved


async def event(worker, name):
    """Read the journal up to an event."""
    async with asyncio.timeout(60):
        while True:
            line = json.loads(await worker.stderr.readline())
            if line["event"].startswith(name):
                return line


async def test_whoever_is_not_on_the_list_is_told_whom_to_ask(file, platform):
    worker = await bot(platform, TANGO_ALLOW=f"telegram:{ANN}", TANGO_CONTACT="Ask Jo.")

    stranger = await hears(platform, "hi", "5599999999")
    known = await hears(platform, "hi")
    await end(worker)

    assert stranger[0].strip() == "This Tango answers only people whom its operator has listed. Ask Jo."
    assert "# Tango" in known[0]


async def test_the_daily_limit_is_kept(file, platform):
    worker = await bot(platform, TANGO_DAILY_LIMIT="1")
    await hears(platform, "hi")

    told = await hears(platform, "Home visits")
    await end(worker)

    assert told[0].startswith("You have sent 1 messages today")


async def test_a_running_bot_can_be_watched(file, platform):
    worker = await bot(platform, TANGO_HTTP="127.0.0.1:28080")
    await hears(platform, "hi")

    def read(path):
        with urllib.request.urlopen(f"http://127.0.0.1:28080{path}", timeout=10) as answer:
            return answer.read().decode()

    alive, metrics = await asyncio.to_thread(read, "/health"), await asyncio.to_thread(read, "/metrics")
    await end(worker)

    assert alive == '{"alive":true}'
    assert "tango_items_answered_total 1.0" in metrics


async def test_without_its_part_it_says_what_to_install(file, platform, tmp_path):
    (tmp_path / "starlette.py").write_text("raise ImportError")
    path = f"{Path(__file__).parents[2]}:{tmp_path}"

    worker = await bot(platform, TANGO_HTTP="127.0.0.1:28081", PYTHONPATH=path)
    _, told = await worker.communicate()

    assert worker.returncode == 2
    assert told.decode() == (
        "TANGO_HTTP needs a part that is missing. Install it with: pip install 'tango-coproduction[web]'\n"
    )
