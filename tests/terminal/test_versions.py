"""A conversation outlives its questions: the content changes under drafts and results, in a real terminal."""

import json
import re
import sqlite3
import subprocess
import sys
import zlib

import pytest
from person import Person, environ
from versions import Folder

BEGUN = ("Home visits", "", "1", "3", "1", "1", "1", "2", "2", "1", "1")
"""A public service; users are asked, staff consider it and decide, and nothing has changed."""
CHECK = "CHECK YOUR ANSWERS"
COSMETIC = "Consumer co-production; participation is cosmetic"
LIMITED = "Participative co-production, limited"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def arrives(home, folder):
    """Somebody comes to the terminal, under the content as it stands now."""
    home.mkdir()
    return lambda *arguments: Person(home, *arguments, TANGO_CONTENT=str(folder.path))


@pytest.fixture
def tango(home, folder):
    """Run a command; gives its output and errors."""

    def tango(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=environ(home, TANGO_CONTENT=str(folder.path)),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout, done.stderr

    return tango


@pytest.fixture
def begun(arrives):
    """A draft; gives its id."""
    person = arrives()
    person.types(*BEGUN)
    return re.search(r"assess --resume (\w+)", person.leaves()[1])[1]


@pytest.fixture
def finished(arrives):
    """A result; gives its id."""
    person = arrives()
    person.types(*BEGUN)
    person.answers_until(CHECK, "2")
    person.types("")
    return re.search(r"assess --resume (\w+)", person.leaves()[1])[1]


def test_a_draft_is_begun_offered_refused_moved_and_finished_and_its_report_stays(
    arrives, begun, folder, tango
):
    folder.loses_an_option().asks_more().judges_milder()

    # Refused: it goes on under the questions it began with, and nobody asks again.
    person = arrives("assess", "--resume", begun)
    assert "Welcome back." in person.shown
    assert "What kind of change are you making?" in person.shown
    assert "NEWER QUESTIONS" in person.shown
    assert "- Who sees how it turns out" in person.shown
    assert "Before: Participative, cosmetic. After: Participative, limited." in person.shown.replace(
        "\n", " "
    )
    shown = "".join(person.types(line) for line in ("1", "1", "2", "1"))
    assert "Several groups who want much the same" in shown
    assert "NEWER QUESTIONS" not in shown
    person.leaves()
    assert tango("sessions")[0].endswith("Home visits (12 answered)\n")

    # Offered again by the next run, and moved: only what is new is asked.
    person = arrives("assess", "--resume", begun)
    assert "- 13 Who the service is for: Several groups, same wishes" in person.shown
    shown = person.types("move")
    assert "YOU HAVE MOVED" in shown
    assert "Is it clear who the service is for?" in shown
    person.types("1")
    person.answers_until(CHECK, "1")
    assert "Who sees how the service turns out?" in person.shown
    assert LIMITED in person.types("")
    person.leaves()

    # Changed once more: the report is that of the version under which it was finished.
    before = tango("report", begun)
    folder.says('report_made: "Made', 'report_made: "Done', "knowledge/messages.yaml")
    assert tango("report", begun) == before
    assert before[1] == ""
    assert "Made 2" in before[0]


def test_a_result_is_shown_and_told_under_its_own_version(arrives, finished, folder, tango):
    digest = json.loads(tango("report", "--format", "json")[0])["digest"]
    folder.judges_milder()

    person = arrives("assess", "--resume", finished)
    out, err = tango("report", finished, "--format", "json")

    assert COSMETIC in person.shown
    assert "NEWER QUESTIONS" not in person.shown
    assert json.loads(out)["digest"] == digest
    assert json.loads(out)["result"]["rung"] == "participative-cosmetic"
    assert err == ""


def test_a_result_that_is_moved_is_judged_under_the_newer_rules(arrives, finished, folder, tango):
    digest = json.loads(tango("report", "--format", "json")[0])["digest"]
    folder.judges_milder()

    person = arrives("assess", "--resume", finished)
    shown = person.types("move")
    person.leaves()

    assert "Before: Participative, cosmetic. After: Participative, limited." in shown.replace("\n", " ")
    assert LIMITED in shown
    assert json.loads(tango("report", "--format", "json")[0])["digest"] != digest


def test_answers_from_a_file_are_read_under_the_version_of_the_draft(arrives, begun, folder, home):
    folder.asks_more().loses_an_option()
    (home / "answers.yaml").write_text("whose: several\n")

    person = arrives("assess", "--resume", begun, "--answers", "answers.yaml")

    assert "1 answers are read from answers.yaml." in person.shown
    assert "13 Who the service is for: Several groups, same wishes" in person.types("check")


def test_two_windows_on_one_draft_are_both_heard(arrives, begun):
    first, second = (arrives("assess", "--resume", begun) for _ in range(2))
    first.types("1")

    told = second.types("2")

    assert "This conversation was changed in another window." in told
    assert second.types("2", "check").count("CHECK YOUR ANSWERS") == 1
    assert second.leaves()[0] == first.leaves()[0] == 0


def test_a_version_that_is_damaged_is_left_behind_and_that_is_told(arrives, finished, folder, tango, home):
    with sqlite3.connect(home / "data" / "tango" / "tango.db") as database:
        database.execute("UPDATE content SET files = substr(files, 1, 500)")
    database.close()
    folder.judges_milder()

    _, err = tango("report", finished)

    assert err == "The questions have changed since you stopped. Your answers that still fit are kept.\n"
    assert "Home visits" in tango("sessions")[0]


def test_a_version_that_is_not_valid_any_more_is_left_behind_and_that_is_told(
    arrives, finished, folder, tango, home
):
    broken = zlib.compress(json.dumps({"dialogues/assess.yaml": "tango: 0\n"}).encode())
    with sqlite3.connect(home / "data" / "tango" / "tango.db") as database:
        database.execute("UPDATE content SET files = ?", (broken,))
    database.close()
    folder.judges_milder()

    out, err = tango("report", finished)
    person = arrives("assess", "--resume", finished)

    assert "participation is limited" in out or LIMITED in out
    assert err == "The questions have changed since you stopped. Your answers that still fit are kept.\n"
    assert "The questions have changed since you stopped." in person.shown
    assert LIMITED in person.shown
