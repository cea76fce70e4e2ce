"""A session as people can read it."""

from dataclasses import replace

import pytest
from versions import Folder

from bot.assemble.parts import Parts
from bot.engine.step import open_session
from bot.model.session import Action, Length, Notebook
from bot.service.exporting import exported
from bot.store.codec import Codec

ROW = {"id": "a1", "finished": 0, "changed": "2026-03-25T10:00:00.000Z", "digest": "sha256:abc"}


@pytest.fixture
def session(dialogue):
    return open_session(dialogue, "en", Length.FULL)


def told(*rows):
    """The sessions of rows, as they are handed over."""
    return exported(Parts().editions, lambda _: None, {"session": rows})["sessions"]


def readable(dialogue, session):
    return told({**ROW, "state": Codec(dialogue).encode(session)})[0]


def test_answers_stand_by_their_names(dialogue, session):
    sheet = [0] * len(dialogue.questions)
    one, several, doubt = (dialogue.index[name] for name in ("scope", "role", "answer"))
    sheet[one], sheet[several], sheet[doubt] = 1, 0b110, dialogue.questions[doubt].every

    told = readable(dialogue, replace(session, sheet=tuple(sheet)))

    options = {
        name: [option.id for option in dialogue.questions[dialogue.index[name]].options]
        for name in ("scope", "role")
    }
    assert told["answers"] == {
        "scope": options["scope"][0],
        "role": options["role"][1:3],
        "answer": "dont_know",
    }


def test_what_a_person_wrote_stands_in_their_words(dialogue, session):
    notebook = Notebook(
        prompts={"name": "Räume"},
        notes={"role": "We ask"},
        actions=(Action("reply-to-users", "Ann", "May"),),
        aim="participative-substantive",
    )

    told = readable(dialogue, replace(session, notebook=notebook))

    assert told["prompts"] == {"name": "Räume"}
    assert told["notes"] == {"role": "We ask"}
    assert told["actions"] == [{"item": "reply-to-users", "owner": "Ann", "due": "May"}]
    assert told["aim"] == "participative-substantive"
    assert (told["language"], told["length"], told["finished"]) == ("en", "full", False)


def test_what_cannot_be_read_is_handed_over_as_it_is():
    rows = {"session": [{**ROW, "state": b"1|\xff"}]}

    found = exported(Parts().editions, lambda _: None, rows)

    assert found["sessions"] == [{**ROW, "finished": False, "readable": False}]
    assert found["rows"]["session"][0]["state"] == "1|\\xff"


def test_without_a_session_the_other_rows_are_there():
    rows = {"consent": [{"person": "ann", "subject": "reminder", "given": "2026-03-25"}]}

    assert exported(Parts().editions, lambda _: None, rows) == {"sessions": [], "rows": rows}


def test_a_session_is_told_in_the_words_of_its_own_version(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TANGO_CONTENT", str(Folder(tmp_path / "content").asks_more().path))
        older = Parts().editions.current()
    place = older.rules.dialogue.index["results_seen"]
    blank = open_session(older.rules.dialogue, "en", Length.FULL)
    sheet = tuple(int(at == place) for at in range(len(blank.sheet)))
    row = {**ROW, "digest": older.digest, "state": older.codec.encode(replace(blank, sheet=sheet))}

    found = exported(Parts().editions, {older.digest: older.files}.get, {"session": [row]})

    assert found["sessions"][0]["answers"] == {"results_seen": "staff"}
