"""A session as people can read it."""

from dataclasses import replace

import pytest

from bot.engine.step import open_session
from bot.model.session import Action, Length, Notebook
from bot.service.exporting import exported
from bot.store.codec import Codec

ROW = {"id": "a1", "finished": 0, "changed": "2026-03-25T10:00:00.000Z", "digest": "sha256:abc"}


@pytest.fixture
def session(dialogue):
    return open_session(dialogue, "en", Length.FULL)


def readable(dialogue, session):
    codec = Codec(dialogue)
    rows = {"session": [{**ROW, "state": codec.encode(session)}]}
    return exported(dialogue, codec, rows)["sessions"][0]


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


def test_what_cannot_be_read_is_handed_over_as_it_is(dialogue):
    rows = {"session": [{**ROW, "state": b"1|\xff"}]}

    told = exported(dialogue, Codec(dialogue), rows)

    assert told["sessions"] == [{**ROW, "finished": False, "readable": False}]
    assert told["rows"]["session"][0]["state"] == "1|\\xff"


def test_without_a_session_the_other_rows_are_there(dialogue):
    rows = {"consent": [{"person": "ann", "subject": "reminder", "given": "2026-03-25"}]}

    assert exported(dialogue, Codec(dialogue), rows) == {"sessions": [], "rows": rows}
