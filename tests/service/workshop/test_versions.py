"""Under which version and in which language a workshop is held, whatever becomes of the content meanwhile."""

import contextlib

import pytest
from abroad import strange, translated
from roomful import LEADER, PEOPLE, Workshop
from versions import Folder

from bot.assemble.parts import Parts
from bot.workshop.state import Stage

ANN, BEN = PEOPLE[:2]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = Folder(tmp_path / "content")
    monkeypatch.setenv("TANGO_CONTENT", str(folder.path))
    return folder


@pytest.fixture
def older(folder):
    """A workshop whose questions are open, under a version of the content that is not the newest any more."""
    with contextlib.closing(Workshop(Parts(chat=True), database=folder.path / "tango.db")) as room:
        room.opens(6)
        room.picks(ANN, 1)
        yield room


def test_a_workshop_goes_on_under_the_version_that_it_was_begun_with(older, folder):
    before = older.meeting().workshop
    folder.asks_more().loses_an_option()
    older.restarts(Parts(chat=True))

    older.picks(ANN, 1)
    for person in PEOPLE[:6]:
        older.answers(person, lambda _: 1)
    older.taps(LEADER, "Close and show")

    assert older.stage is Stage.CLOSED
    assert older.meeting().workshop.width == before.width
    assert "Where you differ least:" in older.reads()
    (digest,) = older.rows("SELECT digest FROM workshop")[0]
    assert digest == older.parts.editions.current().digest


def test_a_workshop_whose_version_cannot_be_opened_any_more_is_explained_and_nothing_raises(older, folder):
    folder.asks_more()
    older.rows("SELECT 1")
    older.restarts(Parts(chat=True))
    from bot.assemble.parts import drive

    drive(older.store._run(lambda tx: tx.run("DELETE FROM content")))

    assert "questions that this Tango cannot open" in older.calls(ANN)
    before = older.rows("SELECT state FROM workshop")
    older.picks(ANN, 1)
    older.passes(10_000)

    assert older.rows("SELECT state FROM workshop") == before


@pytest.fixture
def abroad(tmp_path, library, monkeypatch):
    monkeypatch.setenv("TANGO_CONTENT", str(translated(tmp_path / "content", library)))
    with contextlib.closing(Workshop(Parts(chat=True), languages={ANN: "xx", "Wilhelmina": "zz"})) as room:
        yield room


def test_each_person_is_asked_in_their_own_language_and_the_group_reads_in_its_own(abroad):
    abroad.gathers(0)
    assert strange("I use the service") in abroad.taps(ANN, "I join")
    abroad.taps(ANN, strange("I use the service"))
    abroad.joins(BEN)
    abroad.taps(LEADER, "Open the questions")

    assert strange("We ask for their views") in abroad.new(ANN)
    assert "2 We ask for their views" in abroad.new(BEN)
    abroad.says(ANN, "2")
    assert strange("You said: ")[:5] in abroad.reads(ANN)
    abroad.passes(11)
    assert "Finished: 0 of 2." in abroad.reads()


def test_a_language_that_is_not_offered_is_that_of_the_workshop(abroad):
    abroad.gathers(0)

    assert "From where do you see this service?" in abroad.taps("Wilhelmina", "I join")


def test_a_group_that_speaks_another_language_reads_in_it(abroad):
    abroad.languages["group"] = "xx"

    assert strange("A workshop about one public service") in abroad.calls()


def test_under_an_older_version_people_are_asked_in_their_own_language_too(tmp_path, library, monkeypatch):
    folder = translated(tmp_path / "content", library)
    monkeypatch.setenv("TANGO_CONTENT", str(folder))
    with contextlib.closing(Workshop(Parts(chat=True), languages={ANN: "xx"})) as room:
        room.gathers(0)
        room.taps(ANN, "I join")
        monkeypatch.setenv("TANGO_CONTENT", str(Folder(tmp_path / "newer").asks_more().path))
        room.restarts(Parts(chat=True))

        room.says(ANN, "1")
        room.taps(LEADER, "Open the questions")

        assert strange("We ask for their views") in room.new(ANN)
