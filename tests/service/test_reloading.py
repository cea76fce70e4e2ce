"""New content comes into use on a signal, or leaves the old in use."""

import asyncio
import io
import json
import logging
import os
import signal

import pytest
from versions import Folder

from bot.assemble.parts import Parts
from bot.assemble.shelf import reread
from bot.service import journal
from bot.service.bells import Bell
from bot.service.reloading import Reloading


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = Folder(tmp_path / "content")
    monkeypatch.setenv("TANGO_CONTENT", str(folder.path))
    return folder


@pytest.fixture
def written():
    """The journal, as objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(journal._Lines())
    logger = logging.getLogger("tango")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


@pytest.fixture
async def bot(folder):
    """The editions of a running bot that reloads them."""
    parts = Parts()
    editions = parts.desk().editions
    bell = Bell()
    task = asyncio.create_task(Reloading(lambda: reread(parts.settings, editions), bell).run())
    await asyncio.sleep(0)
    yield editions
    bell.stop()
    await task


async def reload(written):
    before = len(written())
    os.kill(os.getpid(), signal.SIGHUP)
    async with asyncio.timeout(60):
        while len(written()) == before:  # noqa: ASYNC110 - the journal has no bell
            await asyncio.sleep(0.02)
    return written()[-1]


async def test_valid_content_comes_into_use_and_the_old_stays_for_its_sessions(bot, folder, written):
    old = bot.current()
    folder.asks_more()

    line = await reload(written)

    assert line["event"] == "content in use"
    assert line["digest"] == bot.current().digest != old.digest
    assert len(bot.current().rules.dialogue.questions) == len(old.rules.dialogue.questions) + 1
    pinned = bot.pinned(old.digest, "en", {old.digest: old.files}.get)
    assert pinned.digest == old.digest


async def test_refused_content_leaves_the_old_in_use_and_its_faults_are_told(bot, folder, written):
    old = bot.current()
    folder.breaks()

    line = await reload(written)

    assert line["event"] == "content refused, the old stays in use"
    assert "dialogues/assess.yaml:" in line["faults"]
    assert bot.current() is old


async def test_content_that_cannot_be_read_leaves_the_old_in_use(bot, folder, written):
    old = bot.current()
    folder.path.rename(folder.path.with_name("away"))

    line = await reload(written)

    assert line["event"] == "content not read, the old stays in use"
    assert "content folder" in line["why"]
    assert bot.current() is old
