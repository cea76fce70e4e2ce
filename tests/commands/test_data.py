"""One person's data, by the real program over a SQLite file and over PostgreSQL."""

import contextlib
import json
import os
import pathlib
import resource
import sqlite3
import subprocess
import sys

import pytest
from kept import (
    OTHER,
    OTHER_PLACE,
    PERSON,
    PLACE,
    SECRET,
    analyze,
    bytes_of,
    everything,
    fill,
    holds,
    markers,
)
from person import ROOT
from versions import Folder

from bot.service.pseudonyms import Pseudonyms
from bot.settings import is_server
from bot.store.opening import open_database

WHO = f"telegram:{PLACE}"
TYPED = "Repairs of Ada\n\n1\n1\nresult\nplan\n"


def assessed(tango):
    """A result is kept; gives its id."""
    tango("assess", "--quick", given=TYPED)
    (one,) = json.loads(tango("sessions", "--json")[1])
    return one["id"]


def only(person, name):
    """The rows of a database without those of a person, and without the place of what was a message."""
    return {
        table: [row for row in rows if person not in map(str, row) and 1 not in row[1:3]]
        for table, rows in everything(name).items()
    }


def test_a_session_is_exported_so_that_people_can_read_it(database, tango):
    name = assessed(tango)

    code, out, err = tango("data", "export", name)

    (session,) = json.loads(out)["sessions"]
    assert (code, err) == (0, "")
    assert session["answers"] == {"scope": "service", "role": "none"}
    assert session["prompts"] == {"name": "Repairs of Ada"}
    assert (session["id"], session["finished"], session["readable"]) == (name, True, True)


def test_a_session_is_told_in_the_words_of_the_version_it_was_answered_under(
    database, tango, tmp_path, monkeypatch
):
    (tmp_path / "answers.yaml").write_text("whose: groups\n")
    with monkeypatch.context() as patch:
        patch.setenv("TANGO_CONTENT", str(Folder(tmp_path / "content").loses_an_option().path))
        tango("assess", "--answers", str(tmp_path / "answers.yaml"), given="Repairs\nquit\n")
        (one,) = json.loads(tango("sessions", "--json")[1])

    (session,) = json.loads(tango("data", "export", one["id"])[1])["sessions"]

    assert session["answers"] == {"whose": "groups"}


def test_an_export_has_every_value_of_every_column_about_a_person(database, tango):
    mine = markers()
    fill(database, mine, markers(OTHER, OTHER_PLACE, first=90_001))

    _, out, _ = tango("data", "export", WHO)

    told = {
        table: {name: value.decode() if isinstance(value, bytes) else value for name, value in row.items()}
        for table, row in mine.items()
    }
    assert json.loads(out)["rows"] == {table: [row] for table, row in told.items()}
    assert json.loads(out)["sessions"][0]["readable"] is False


def test_a_session_stands_for_its_person(database, tango):
    fill(database, markers())

    by_session = tango("data", "export", "session-id-of-70001")

    assert by_session == tango("data", "export", WHO)


def test_rows_under_an_earlier_secret_are_found(database, tango, monkeypatch):
    fill(database, markers())
    monkeypatch.setenv("TANGO_SECRET", f"a-newer-secret-than-that,{SECRET}")

    _, out, _ = tango("data", "export", WHO)

    assert json.loads(out)["rows"].keys() == markers().keys()


def test_where_the_secret_is_lost_the_address_still_leads_to_a_person(database, tango, monkeypatch):
    fill(database, markers())
    monkeypatch.delenv("TANGO_SECRET")

    _, out, _ = tango("data", "export", WHO)

    assert json.loads(out)["rows"]["address"][0]["place"] == PLACE


def test_an_export_goes_to_a_file_that_nobody_else_reads(database, tango, tmp_path):
    fill(database, markers())
    path = tmp_path / "ada.json"

    first = tango("data", "export", WHO, "--output", str(path))

    assert first == (0, "", "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["rows"]["consent"]


def test_an_export_that_fails_in_the_middle_leaves_no_file(database, tango, tmp_path, monkeypatch):
    """No file may grow beyond 100 bytes from the moment when all is read."""
    fill(database, markers())
    path = tmp_path / "ada.json"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    dumps = json.dumps

    def limited(*given, **named):
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        return dumps(*given, **named)

    with monkeypatch.context() as patch, contextlib.ExitStack() as undo:
        undo.callback(resource.setrlimit, resource.RLIMIT_FSIZE, before)
        patch.setattr("bot.commands.data.json.dumps", limited)
        ran = tango("data", "export", WHO, "--output", str(path))

    said = f"The data cannot be written to {path}: File too large. Try --output - for the screen.\n"
    assert ran == (2, "", said)
    assert not path.exists()


def test_an_export_is_not_written_over_a_file(database, tango, tmp_path):
    fill(database, markers())
    path = tmp_path / "ada.json"
    path.write_text("mine")

    ran = tango("data", "export", WHO, "--output", str(path))

    assert ran == (2, "", f"{path} is there already, and is left as it is. Name another file.\n")
    assert path.read_text() == "mine"


def test_an_export_that_cannot_be_written_is_told(database, tango, tmp_path):
    fill(database, markers())
    path = tmp_path / "nowhere" / "ada.json"

    ran = tango("data", "export", WHO, "--output", str(path))

    assert ran == (
        2,
        "",
        f"The data cannot be written to {path}: No such file or directory. Try --output - for the screen.\n",
    )


@pytest.mark.parametrize("action", ["export 1234abcd", "erase 1234abcd --yes", "retain", "backup copy"])
def test_a_slip_in_the_name_of_the_database_is_no_empty_database(tango, tmp_path, monkeypatch, action):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "slip.db"))

    ran = tango("data", *action.split())

    said = f"There is no database at {tmp_path / 'slip.db'}. Name the one you mean in TANGO_DATABASE.\n"
    assert ran == (5, "", said)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("action", [("export",), ("erase", "--yes")], ids=["export", "erase"])
@pytest.mark.parametrize("who", ["1234abcd", "telegram:5", "whoever", "\udcff"])
def test_an_unknown_id_is_told(database, tango, action, who):
    fill(database, markers())

    code, out, err = tango("data", action[0], who, *action[1:])

    assert (code, out) == (2, "")
    assert err.endswith("Name a session (see: tango sessions), or a person as telegram:12345.\n")


@pytest.mark.parametrize("action", ["export telegram:5", "erase telegram:-1005 --yes"])
def test_without_a_secret_nobody_is_called_unknown(database, tango, monkeypatch, own_home, action):
    fill(database, markers())
    monkeypatch.delenv("TANGO_SECRET")

    ran = tango("data", *action.split())

    who = action.split()[1]
    place = own_home / "data" / "tango" if is_server(database) else pathlib.Path(database).parent
    assert ran == (
        2,
        "",
        (
            f"There is no secret here, so nobody can be looked up by a platform's number: {who}. It is looked for in"
            f" TANGO_SECRET, then in {place / 'secret'}. Bring it back from your copy, or name a session.\n"
        ),
    )


def test_nothing_of_who_is_erased_is_left_in_a_row_or_a_byte(database, tango):
    mine, theirs = markers(), markers(OTHER, OTHER_PLACE, first=90_001)
    fill(database, mine, theirs)
    analyze(database)
    written = [value for row in mine.values() for value in row.values() if not isinstance(value, int)]
    words = {value.decode() if isinstance(value, bytes) else value for value in written}
    words -= {"inbox-channel-of-70001"}
    before = bytes_of(database)
    assert [word for word in words if not holds(before, word)] == []

    code, out, _ = tango("data", "erase", WHO, "--yes")

    after = bytes_of(database)
    assert code == 0
    assert out.startswith(
        "Erased for good: session 1, workshop 1, seat 1, inbox 1, outbox 1, shown 1, timer 1, address 1, consent 1, usage 1, bucket 1.\n"
    )
    assert [word for word in words if holds(after, word)] == []


def test_nothing_is_left_where_the_tables_are_empty_afterwards(database, tango):
    sessions = [{"session": {**markers(first=first)["session"], "person": PERSON}} for first in range(20, 29)]
    fill(database, *sessions)
    analyze(database)

    tango("data", "erase", WHO, "--yes")

    after = bytes_of(database)
    assert not holds(after, PERSON)
    assert not any(holds(after, f"session-state-of-{first}") for first in range(20, 29))


def test_the_columns_are_what_they_were_after_an_erasure(database, tango):
    fill(database, markers())
    tango("data", "erase", WHO, "--yes")

    fill(database, {"session": markers()["session"]})

    assert everything(database)["session"] == [tuple(markers()["session"].values())]


def test_other_people_keep_all_of_theirs(database, tango):
    theirs = markers(OTHER, OTHER_PLACE, first=90_001)
    fill(database, markers(), theirs)

    tango("data", "erase", WHO, "--yes")

    left = {table: [row for row in rows if row[1] != 70_002] for table, rows in everything(database).items()}
    assert left["session"] == [tuple(theirs["session"].values())]
    assert {table for table, rows in left.items() if rows} >= theirs.keys()
    assert json.loads(tango("data", "export", f"telegram:{OTHER_PLACE}")[1])["rows"].keys() == theirs.keys()


def test_of_a_message_there_stays_its_number_so_that_it_is_not_answered_again(database, tango):
    fill(database, markers())

    tango("data", "erase", WHO, "--yes")

    (message,) = everything(database)["inbox"]
    assert message == (
        "inbox-channel-of-70001",
        markers()["inbox"]["update_id"],
        1,
        *message[3:4],
        *[None] * 5,
    )


def test_a_session_of_a_terminal_is_erased_with_its_words(database, tango):
    name = assessed(tango)
    assert holds(bytes_of(database), "Repairs of Ada")

    code, out, _ = tango("data", "erase", name, "--yes")

    assert (code, out.splitlines()[0]) == (0, "Erased for good: session 1.")
    assert not holds(bytes_of(database), "Repairs of Ada")
    assert not holds(bytes_of(database), name)


def test_what_cannot_be_promised_of_a_server_is_said(database, tango):
    fill(database, markers())

    _, out, _ = tango("data", "erase", WHO, "--yes")

    promised = {
        False: "No table and no byte of the database's files holds it any more. Your backups may.",
        True: "No table holds it any more. The server's own log and backups may: see the README, People's data.",
    }
    assert out.splitlines()[1] == promised[is_server(database)]


def test_who_types_yes_erases(database, tango):
    fill(database, markers())

    code, out, err = tango("data", "erase", WHO, typed="yes\n")

    assert (code, out.split(":")[0]) == (0, "Erased for good")
    assert err == (
        f"About {WHO} there is: session 1, workshop 1, seat 1, inbox 1, outbox 1, shown 1, timer 1, address 1, consent 1, usage 1,"
        " bucket 1.\nType yes to erase it for good: "
    )


def test_who_types_anything_else_erases_nothing(database, tango):
    fill(database, markers())

    code, out, _ = tango("data", "erase", WHO, typed="y\n")

    assert (code, out) == (0, "Nothing was erased.\n")
    assert everything(database)["session"] == [tuple(markers()["session"].values())]


def test_without_a_terminal_it_needs_a_yes(database, tango):
    fill(database, markers())

    ran = tango("data", "erase", WHO)

    assert ran == (2, "", "Nothing was erased. Add --yes to erase without being asked.\n")


def test_a_group_is_erased_by_its_number(database, tango):
    group = Pseudonyms([SECRET]).of("telegram", "-100123")
    fill(
        database,
        {**markers(group, "-100123"), "address": {**markers(group, "-100123")["address"], "person": ""}},
    )

    code, _, _ = tango("data", "erase", "telegram:-100123", "--yes")

    assert code == 0
    assert not holds(bytes_of(database), group)


def test_a_group_is_erased_with_its_topics(database, tango):
    topic = Pseudonyms([SECRET]).of("telegram", "-100123/45")
    rows = markers(topic, "-100123/45")
    kept = {table: row for table, row in rows.items() if table not in ("consent", "usage")}
    fill(database, {**kept, "address": {**rows["address"], "person": ""}})

    code, _, _ = tango("data", "erase", "telegram:-100123", "--yes")

    assert code == 0
    assert not holds(bytes_of(database), topic)


def test_what_came_in_meanwhile_is_not_called_erased(database, tango, monkeypatch):
    fill(database, markers())
    opened = type(open_database(database))
    vacuum = opened.vacuum

    def vacuumed(self):
        vacuum(self)
        fill(database, {"consent": markers()["consent"]})

    monkeypatch.setattr(opened, "vacuum", vacuumed)

    ran = tango("data", "erase", WHO, "--yes")

    assert ran == (5, "", f"Something of {WHO} is there again: consent 1. Erase it again.\n")


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database in a file."""
    path = str(tmp_path / "kept" / "tango.db")
    monkeypatch.setenv("TANGO_DATABASE", path)
    monkeypatch.setenv("TANGO_SECRET", SECRET)
    return path


def test_what_another_persons_message_says_about_somebody_is_not_called_erased(file, tango):
    theirs = markers(OTHER, OTHER_PLACE, first=90_001)
    fill(file, markers(), {**theirs, "inbox": {**theirs["inbox"], "body": b'{"reply_to": %d}' % int(PLACE)}})

    ran = tango("data", "erase", WHO, "--yes")

    assert ran == (
        5,
        "",
        (
            f"The rows of {WHO} are erased, but it can still be found in {file}."
            " Close every other Tango, and erase it again."
            "\nWhere a message of somebody else names it, that goes once the message is answered.\n"
        ),
    )


def test_an_erasure_that_a_reader_held_up_is_finished_by_the_next(file, tango, monkeypatch):
    fill(file, markers())
    monkeypatch.setattr("bot.store.sqlite.PATIENCE", 1)
    reader = sqlite3.connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM session").fetchall()

    first = tango("data", "erase", WHO, "--yes")
    reader.execute("COMMIT")
    again = tango("data", "erase", WHO, "--yes")
    reader.close()

    assert first == (
        5,
        "",
        (
            f"It is erased, but its old pages are still in {file}-wal, because another Tango reads the file."
            " Close it, and erase again.\n"
        ),
    )
    assert again[:2] == (
        0,
        (
            "It was erased before; what was left of it in the files is gone now.\n"
            "No table and no byte of the database's files holds it any more. Your backups may.\n"
        ),
    )
    assert not holds(bytes_of(file), PERSON)


def test_nobody_is_erased_while_a_worker_answers_them(database_url, tango, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", database_url)
    monkeypatch.setenv("TANGO_SECRET", SECRET)
    fill(database_url, markers())

    with contextlib.closing(open_database(database_url)) as worker, worker.transaction() as tx:
        tx.lock(PERSON)
        ran = tango("data", "erase", WHO, "--yes")

    assert ran == (
        5,
        "",
        "A message of this person is being answered at this moment. Nothing was erased. Try again soon.\n",
    )
    assert len(everything(database_url)["session"]) == 1


def test_a_server_without_its_driver_is_told(tmp_path):
    hidden = (
        "import sys; sys.modules['psycopg'] = None; from bot.cli import main; sys.exit(main(['sessions']))"
    )

    ran = program(tmp_path, "-c", hidden, TANGO_DATABASE="postgresql://nowhere/tango")

    assert (ran.returncode, ran.stdout) == (5, "")
    assert ran.stderr == (
        "TANGO_DATABASE names a PostgreSQL, and its driver is missing."
        " Install it with: pip install 'tango-coproduction[postgres]'\n"
    )


def test_a_file_needs_no_driver_of_a_server(tmp_path):
    program(tmp_path, "-m", "bot", "sessions")
    asked = "import sys; from bot.cli import main; main(['data', 'retain']); print('psycopg' in sys.modules)"

    ran = program(tmp_path, "-c", asked)

    assert ran.stdout == "Nothing is due.\nFalse\n"


def test_the_program_keeps_conversations_on_a_server(database_url, tmp_path):
    program(tmp_path, "-m", "bot", "assess", "--quick", given=TYPED, TANGO_DATABASE=database_url)

    listed = program(tmp_path, "-m", "bot", "sessions", TANGO_DATABASE=database_url)

    assert "Repairs of Ada (1 answered)" in listed.stdout


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://ann:pass@127.0.0.1:1/tango", "The database cannot be used: connection failed: "),
        ("postgresql://ann:pa@ss:x@db/tango?no=1", "The URL in TANGO_DATABASE cannot be read. "),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_without_the_password(tmp_path, url, said):
    ran = program(tmp_path, "-m", "bot", "sessions", TANGO_DATABASE=url)

    assert (ran.returncode, ran.stdout) == (5, "")
    assert ran.stderr.startswith(said)
    assert "pa" not in ran.stderr.replace("password", "")


def test_a_wrong_setting_is_told_by_every_command(tmp_path):
    ran = program(tmp_path, "-m", "bot", "sessions", TANGO_DAILY_LIMIT="many")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "TANGO_DAILY_LIMIT is `many`. Give a whole number from 0 to 1,000,000.\n"


def program(folder, *arguments, given="", **changed):
    """Run the program itself."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **changed},
        input=given,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
