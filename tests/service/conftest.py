"""The real parts over a real file and a content folder that moves on, with a clock and ids that can be told beforehand."""

import contextlib
import itertools
from dataclasses import replace

import pytest
from chatting import Chats
from plain_tongue import Plain
from versions import Folder

from bot.assemble.parts import Parts
from bot.model.house import House
from bot.service.chat import Chat
from bot.service.editions import Editions
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def opened(monkeypatch):
    """Opens a desk as a new run does: on the content as it stands now (None: the shipped one), over the same store."""
    ids = (f"id{number}" for number in itertools.count(1))
    seconds = itertools.count()
    clock = lambda: f"2026-03-25T10:{next(seconds) // 60:02}:{next(seconds) % 60:02}Z"  # noqa: E731
    with contextlib.ExitStack() as stack:

        def opened(folder=None, language=None):
            with monkeypatch.context() as patch:
                if folder:
                    patch.setenv("TANGO_CONTENT", str(folder.path))
                desk = Parts(language).desk()
            stack.enter_context(contextlib.closing(desk.store))
            return replace(desk, clock=clock, ids=lambda: next(ids))

        yield opened


@pytest.fixture
def desk(opened):
    return opened()


@pytest.fixture
def store():
    with contextlib.closing(Store(Inline(SqliteFile(":memory:")))) as store:
        yield store


@pytest.fixture
def editions() -> Editions:
    return Parts().desk().editions


@pytest.fixture
def chats(store, editions):
    return Chats(store, Chat(editions, Plain(), House(), map("id{}".format, itertools.count(1)).__next__))
