"""Which versions can be opened again? Those whose files are kept and still valid, each in the languages that it offers."""

import re

import pytest
from versions import ROOT, Folder

from bot.assemble import shelf as assemble
from bot.assemble.parts import Parts
from bot.content import shelf
from bot.model.errors import ContentError
from bot.model.reply import Line, Tell
from bot.model.session import Length
from bot.model.talk import Move
from bot.service.turns import begin

MESSAGE = re.search(r"\n  sorry: .*", (ROOT / "knowledge/messages.yaml").read_text(encoding="utf-8"))[0]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def editions(monkeypatch):
    """The editions of a run on a content folder (None: the shipped one)."""

    def editions(folder=None):
        with monkeypatch.context() as patch:
            if folder:
                patch.setenv("TANGO_CONTENT", str(folder.path))
            return Parts().desk().editions

    return editions


@pytest.fixture
def now(editions):
    return editions()


@pytest.fixture
def older(editions, folder):
    """A version that is not the shipped one."""
    return editions(folder.asks_more()).current()


def test_an_older_version_is_opened_from_its_files(now, older):
    opened = now.pinned(older.digest, "en", {older.digest: older.files}.get)

    assert opened.digest == older.digest != now.current().digest
    assert opened.rules.dialogue.questions[-1].id == "results_seen"
    assert opened.files == older.files


def test_it_is_opened_once_and_its_files_are_read_once(now, older):
    first = now.pinned(older.digest, "en", {older.digest: older.files}.get)

    assert now.pinned(older.digest, "en", {}.get) is first


def test_it_comes_from_the_cache_the_next_time(editions, older, monkeypatch):
    monkeypatch.setattr(assemble, "approved", lambda _: pytest.fail("proved again"))

    assert editions().pinned(older.digest, "en", {older.digest: older.files}.get)


def test_a_version_whose_files_are_not_kept_cannot_be_opened(now):
    assert now.pinned("sha256:gone", "en", {}.get) is None


def test_a_version_that_is_not_valid_any_more_cannot_be_opened_and_is_tried_once(now, folder):
    files = {"old": {"dialogues/assess.yaml": b"tango: 0\n"}}

    assert now.pinned("old", "en", files.get) is None
    assert now.pinned("old", "en", {}.get) is None


def test_an_older_version_that_has_no_words_for_what_is_said_today_is_filled_up(now, older):
    files = dict(older.files)
    name = "knowledge/messages.yaml"
    files[name] = re.sub(rb"\n  sorry: .*", b"", files[name])
    del files["knowledge/templates/move.j2"]
    digest = shelf.digest(files)

    opened = now.pinned(digest, "en", {digest: files}.get)

    assert opened.digest == digest
    told = opened.voice.pages(begin(now, Length.FULL, "en").session, (Tell(Line.SORRY),))
    assert told == now.current().voice.pages(begin(now, Length.FULL, "en").session, (Tell(Line.SORRY),))


def test_what_was_filled_up_is_not_taken_for_a_folder_of_its_own(now, older, folder, editions):
    folder.says(MESSAGE, "", "knowledge/messages.yaml")
    files = {**older.files, "knowledge/messages.yaml": (folder.path / "knowledge/messages.yaml").read_bytes()}
    digest = shelf.digest(files)
    assert now.pinned(digest, "en", {digest: files}.get)

    with pytest.raises(ContentError, match="unknown-message"):
        editions(folder)


def test_files_that_are_not_those_of_the_digest_are_not_trusted(now, older):
    assert now.pinned("sha256:other", "en", {"sha256:other": older.files}.get) is None


def test_a_language_that_a_version_does_not_offer_is_that_of_its_source(now, older):
    opened = now.pinned(older.digest, "xx", {older.digest: older.files}.get)

    assert opened.rules.dialogue.language == "en"
    assert now.current("xx") is now.current()


def test_a_few_versions_stay_open(now, older, monkeypatch):
    monkeypatch.setattr(assemble, "OPEN", 1)
    files = {older.digest: older.files}
    first = now.pinned(older.digest, "en", files.get)
    now.pinned("old", "en", {"old": {}}.get)

    again = now.pinned(older.digest, "en", files.get)

    assert again.digest == first.digest
    assert again is not first


def test_the_word_for_moving_is_that_of_the_version_that_offers_it(editions, folder, older):
    newest = editions(folder.says("move: [move, ", "move: [onward, ", "knowledge/messages.yaml"))
    opened = newest.pinned(older.digest, "en", {older.digest: older.files}.get)
    session = opened.codec.decode(b"1|x|en|full|checking|1|0|7||||scope=service|")

    assert opened.ear(session, "onward") == Move()
    assert newest.current().ear(session, "onward") == Move()
    assert opened.ear(session, "move") != Move()
