"""All data together, by the real program over a SQLite file and over PostgreSQL."""

import contextlib
import os
import random
import re
import sqlite3
import time
import zlib

import pytest
from kept import OTHER, OTHER_PLACE, content, everything, fill, markers, old_store

from bot.assemble import upkeep as assemble
from bot.service.retention import DAY, moment
from bot.store.migrations import MIGRATIONS
from bot.store.opening import open_database, shown

MINUTE = 60_000


def session(name, finished, age):
    """A session that was last changed so many milliseconds ago."""
    changed = moment(time.time_ns() // 1_000_000 - age)
    row = {**markers()["session"], "id": name, "finished": finished, "changed": changed}
    return {"session": {**row, "reported": ""}}


def ids(database):
    return sorted(row[0] for row in everything(database)["session"])


def test_what_was_kept_for_its_days_is_erased_and_nothing_before(database, tango, monkeypatch):
    monkeypatch.setenv("TANGO_KEEP_DRAFTS_DAYS", "10")
    monkeypatch.setenv("TANGO_KEEP_RESULTS_DAYS", "20")
    fill(
        database,
        session("draft-over", 0, 10 * DAY + MINUTE),
        session("draft-open", 0, 10 * DAY - MINUTE),
        session("result-over", 1, 20 * DAY + MINUTE),
        session("result-open", 1, 20 * DAY - MINUTE),
    )

    ran = tango("data", "retain")

    assert ran == (0, "Erased: session 2.\n", "")
    assert ids(database) == ["draft-open", "result-open"]


def test_a_result_is_kept_for_its_days_after_its_last_report(database, tango):
    fill(
        database,
        *(
            {"session": {**session(name, finished, 31 * DAY)["session"], "reported": reported}}
            for name, finished, reported in (
                ("result-reported", 1, moment(time.time_ns() // 1_000_000 - 29 * DAY)),
                ("result-reported-long-ago", 1, moment(time.time_ns() // 1_000_000 - 30 * DAY - MINUTE)),
                ("draft-reported", 0, moment(time.time_ns() // 1_000_000)),
            )
        ),
    )

    tango("data", "retain")

    assert ids(database) == ["result-reported"]


def test_a_report_counts_and_changes_nothing_else(database, tango):
    tango("assess", "--quick", given="Repairs of Ada\n\n1\n1\nresult\n")
    (before,) = everything(database)["session"]

    reports = [tango("report")[0], tango("report", before[0], "--output", "/dev/null")[0]]

    (after,) = everything(database)["session"]
    assert reports == [0, 0]
    assert (before[:-1], before[-1]) == (after[:-1], "")
    assert after[3] < after[-1] <= moment(time.time_ns() // 1_000_000)


def test_a_report_that_could_not_be_written_does_not_count(database, tango, tmp_path):
    tango("assess", "--quick", given="Repairs of Ada\n\n1\n1\nresult\n")

    code, _, _ = tango("report", "--output", str(tmp_path / "nowhere" / "report.md"))

    assert code == 2
    assert everything(database)["session"][0][-1] == ""


def test_a_rehearsal_says_what_would_go_and_leaves_it(database, tango):
    fill(database, session("over", 0, 31 * DAY))

    ran = tango("data", "retain", "--dry-run")

    assert ran == (0, "Would be erased: session 1.\n", "")
    assert ids(database) == ["over"]


def test_what_hangs_on_a_session_goes_with_it(database, tango):
    mine = markers()
    kept = {name: mine[name] for name in ("shown", "address", "consent", "usage", "bucket")}
    fill(database, session("over", 1, 31 * DAY), {**kept, "usage": {**kept["usage"], "day": "2026-01-01"}})

    ran = tango("data", "retain")

    assert ran == (0, "Erased: session 1, shown 1, usage 1, bucket 1, address 1, consent 1.\n", "")


def test_where_nothing_is_due_that_is_said(database, tango):
    fill(database)

    assert tango("data", "retain") == (0, "Nothing is due.\n", "")


def test_a_backup_comes_back_row_by_row(database, tango, tmp_path, monkeypatch):
    fill(database, markers(), markers(OTHER, OTHER_PLACE, first=90_001))
    path = tmp_path / "backup"

    written = tango("data", "backup", str(path))
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "new" / "tango.db"))
    restored = tango("data", "restore", str(path))

    told = "session 2, workshop 2, seat 2, inbox 2, outbox 2, shown 2, timer 2, address 2, consent 2, usage 2, bucket 2"
    assert written == (
        0,
        f"{path} holds {told}. Only you can read it. The secret is not in it: keep a copy elsewhere.\n",
        "",
    )
    assert restored == (
        0,
        (
            f"Restored: {told}.\nWho was erased since the backup is back: erase them again."
            " Then run: tango data retain\n"
        ),
        "",
    )
    assert everything(str(tmp_path / "new" / "tango.db")) == everything(database)


def test_a_backup_is_one_file_that_only_its_owner_reads(database, tango, tmp_path):
    fill(database, markers())
    (tmp_path / "away").mkdir()

    tango("data", "backup", str(tmp_path / "away" / "backup"))

    assert os.listdir(tmp_path / "away") == ["backup"]
    assert (tmp_path / "away" / "backup").stat().st_mode & 0o777 == 0o600


def test_a_backup_is_restored_into_either_engine(database, tango, tmp_path, monkeypatch):
    filled = str(tmp_path / "filled.db")
    fill(filled, markers())
    monkeypatch.setenv("TANGO_DATABASE", filled)
    tango("data", "backup", str(tmp_path / "backup"))
    monkeypatch.setenv("TANGO_DATABASE", database)

    code, _, _ = tango("data", "restore", str(tmp_path / "backup"))

    assert code == 0
    assert everything(database) == everything(filled)


def test_a_backup_is_not_written_over_a_file(database, tango, tmp_path):
    fill(database, markers())
    path = tmp_path / "backup"
    path.write_text("mine")

    ran = tango("data", "backup", str(path))

    assert ran == (5, "", f"{path} is there already, and is left as it is. Name another file.\n")
    assert path.read_text() == "mine"


def test_a_backup_that_cannot_be_written_is_told(database, tango, tmp_path):
    fill(database, markers())
    path = tmp_path / "nowhere" / "backup"

    ran = tango("data", "backup", str(path))

    said = f"The backup cannot be written to {path}: No such file or directory. Name another file.\n"
    assert ran == (5, "", said)


def test_a_backup_that_fails_leaves_no_file(tango, tmp_path, monkeypatch):
    broken = tmp_path / "broken.db"
    fill(str(broken), markers())
    data = broken.read_bytes()
    broken.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    monkeypatch.setenv("TANGO_DATABASE", str(broken))

    code, out, err = tango("data", "backup", str(tmp_path / "backup"))

    assert (code, out) == (5, "")
    assert "The file is damaged. Move it away, then bring back a backup: tango data restore FILE" in err
    assert os.listdir(tmp_path) == ["broken.db"]


def test_a_slip_in_the_name_is_not_backed_up_as_an_empty_database(tango, tmp_path, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "slip.db"))

    ran = tango("data", "backup", str(tmp_path / "backup"))

    said = f"There is no database at {tmp_path / 'slip.db'}. Name the one you mean in TANGO_DATABASE.\n"
    assert ran == (5, "", said)
    assert os.listdir(tmp_path) == []


def test_nothing_is_restored_over_what_people_wrote(database, tango, tmp_path):
    fill(database, markers())
    tango("data", "backup", str(tmp_path / "backup"))

    code, out, err = tango("data", "restore", str(tmp_path / "backup"))

    assert (code, out) == (5, "")
    assert re.fullmatch(
        r"There are sessions or messages in \S+, and they are left as they are."
        r" Name an empty database, or move that one away.\n",
        err,
    )
    assert everything(database)["session"] == [tuple(markers()["session"].values())]


def test_a_password_is_not_shown(database_url, tango, tmp_path, monkeypatch):
    secret = f"{database_url}&password=nobody-may-see-it"
    fill(database_url, markers())
    monkeypatch.setenv("TANGO_DATABASE", secret)
    tango("data", "backup", str(tmp_path / "backup"))

    _, _, err = tango("data", "restore", str(tmp_path / "backup"))

    assert "There are sessions or messages in postgresql:///tango_" in err
    assert "nobody-may-see-it" not in err


def test_what_a_first_start_left_is_no_hindrance(database, tango, tmp_path, monkeypatch):
    filled = str(tmp_path / "filled.db")
    fill(filled, markers())
    monkeypatch.setenv("TANGO_DATABASE", filled)
    tango("data", "backup", str(tmp_path / "backup"))
    monkeypatch.setenv("TANGO_DATABASE", database)
    turn = {"timer": {**markers()["timer"], "conversation": "", "name": "retain"}}
    fill(database, turn, {"content": {"digest": "sha256:abc", "files": b"", "kept": "2026-03-25"}})

    code, _, _ = tango("data", "restore", str(tmp_path / "backup"))

    assert code == 0
    assert everything(database) == everything(filled)


@pytest.fixture
def target(tmp_path, monkeypatch):
    """A database that is not there yet."""
    path = str(tmp_path / "target" / "tango.db")
    monkeypatch.setenv("TANGO_DATABASE", path)
    return path


def test_a_backup_of_the_first_version_is_restored_and_stays_as_it_is(tango, target, tmp_path):
    old = tmp_path / "old"
    digest = "sha256:" + "a" * 64
    old_store(str(old), ("a1", f"1|{digest}|en".encode(), 0, "2026-03-25T10:00:00Z"))
    before = old.read_bytes()

    code, out, _ = tango("data", "restore", str(old))

    assert (code, out.splitlines()[0]) == (0, "Restored: session 1.")
    assert everything(target)["session"] == [
        ("a1", f"1|{digest}|en".encode(), 0, "2026-03-25T10:00:00Z", "", "", digest, 1, "")
    ]
    assert old.read_bytes() == before


def test_a_copied_database_is_restored_with_the_log_beside_it(tango, target, tmp_path):
    source, copied = str(tmp_path / "source"), str(tmp_path / "copied")
    with contextlib.closing(open_database(source)) as opened:
        fill(source, markers())
        for ending in ("", "-wal"):
            with open(source + ending, "rb") as file, open(copied + ending, "wb") as copy:
                copy.write(file.read())
        assert opened.path == source

    tango("data", "restore", copied)

    assert everything(target) == everything(source)


def newer(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def foreign(path):
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE session")
        db.execute("CREATE TABLE session (cookie TEXT)")
        db.execute("PRAGMA user_version = 1")
        db.commit()


def other(path):
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE cookie (name TEXT)")
        db.commit()


def letter(path):
    path.write_text("Dear reader, " * 1000)


def empty(path):
    path.write_bytes(b"")


def torn(path):
    path.write_bytes(path.read_bytes()[:-9000])


def scribbled(path):
    data = bytearray(path.read_bytes())
    data[4096 * 2 + 100 : 4096 * 3] = b"\xaa" * (4096 - 100)
    path.write_bytes(data)


def shuffled(path):
    """The pages are all there, but two are in each other's place."""
    data = path.read_bytes()
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    pages[3], pages[5] = pages[5], pages[3]
    path.write_bytes(b"".join(pages))


def crossed(path):
    """Each page can be read, but an index is another's."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'timer_due')"
            " WHERE name = 'inbox_open'"
        )
        db.commit()


def gone(path):
    path.unlink()


NO_BACKUP = "{path} is no backup of Tango. Nothing was changed. Name another file.\n"
DAMAGED = "{path} is damaged. Nothing was changed. Take an earlier backup.\n"
REFUSED = {
    newer: f"{{path}} was written by a newer Tango (schema {len(MIGRATIONS) + 1}). Nothing was changed. Install the newer Tango.\n",
    foreign: NO_BACKUP,
    other: NO_BACKUP,
    letter: NO_BACKUP,
    empty: NO_BACKUP,
    torn: DAMAGED,
    scribbled: DAMAGED,
    shuffled: DAMAGED,
    crossed: DAMAGED,
    gone: "{path} cannot be read: No such file or directory. Name another file.\n",
}


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__)
def test_what_is_no_whole_backup_of_ours_is_refused(tango, target, tmp_path, spoil):
    filled, path = str(tmp_path / "filled.db"), tmp_path / "backup"
    fill(
        filled,
        markers(),
        *(content(at) for at in range(5)),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANGO_DATABASE", filled)
        tango("data", "backup", str(path))
    spoil(path)

    ran = tango("data", "restore", str(path))

    assert ran == (5, "", REFUSED[spoil].format(path=path))
    assert not os.path.exists(target)


@pytest.mark.parametrize("seed", range(12))
def test_bytes_that_flipped_inside_the_rows_of_a_backup_are_noticed(tango, target, tmp_path, seed):
    filled, path = str(tmp_path / "filled.db"), tmp_path / "backup"
    fill(filled, *(session(f"s{at}", 0, 0) for at in range(9)), markers(), content(seed, 60_000))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANGO_DATABASE", filled)
        tango("data", "backup", str(path))
    data = bytearray(path.read_bytes())
    words = [at.start() for at in re.finditer(rb"-of-70001|2026-03-25", data)]
    for place in random.Random(seed).sample(words, 20):
        data[place + 4] ^= 1
    path.write_bytes(data)

    ran = tango("data", "restore", str(path))

    assert ran == (5, "", DAMAGED.format(path=path))
    assert not os.path.exists(target)


@pytest.mark.parametrize("seed", range(12))
def test_a_single_byte_that_flipped_in_kept_content_is_noticed_without_a_seal(tango, target, tmp_path, seed):
    path = tmp_path / "copied.db"
    row = content(seed)
    fill(str(path), row)
    data = bytearray(path.read_bytes())
    place = data.index(row["content"]["files"][:40]) + random.Random(seed).randrange(40)
    data[place] ^= 1
    path.write_bytes(data)

    ran = tango("data", "restore", str(path))

    assert ran == (5, "", DAMAGED.format(path=path))


def test_a_backup_that_was_used_as_a_database_is_copied_as_one(tango, target, tmp_path, monkeypatch):
    filled, path = str(tmp_path / "filled.db"), str(tmp_path / "backup")
    fill(filled, markers())
    monkeypatch.setenv("TANGO_DATABASE", filled)
    tango("data", "backup", path)
    fill(path, session("more", 0, 0))
    monkeypatch.setenv("TANGO_DATABASE", target)

    code, out, _ = tango("data", "restore", path)

    assert (code, out.split(",")[0]) == (0, "Restored: session 2")


SPOILED = [
    ("session", "state", b"1|\xff", "session session-id-of-70001"),
    ("session", "state", b"no fields", "session session-id-of-70001"),
    ("workshop", "state", b"1|\xff", "workshop workshop-id-of-70001"),
    ("content", "files", b"no archive", f"content {content(1)['content']['digest']}"),
    ("content", "files", zlib.compress(b"no json"), f"content {content(1)['content']['digest']}"),
    ("content", "files", zlib.compress(b"[1]"), f"content {content(1)['content']['digest']}"),
    ("content", "files", content(2)["content"]["files"], f"content {content(1)['content']['digest']}"),
]


@pytest.mark.parametrize("action", ["backup", "move"])
@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_row_that_is_damaged_inside_is_not_copied(database, tango, tmp_path, action, spoiled):
    table, column, value, what = spoiled
    rows = {**markers(), **content(1)}
    fill(database, {**rows, table: {**rows[table], column: value}})

    code, out, err = tango("data", action, str(tmp_path / "copy"))

    assert (code, out) == (5, "")
    group, sessions = "group (as in: tango data erase telegram:-100123)", "sessions (see: tango sessions)"
    assert err == (
        f"In {shown(database)}, {what} is damaged. Nothing was copied. Erase its {group if table == 'workshop' else sessions},"
        " or bring back a backup: tango data restore FILE\n"
    )
    assert not (tmp_path / "copy").exists()


def thousand():
    """A thousand sessions with messages that wait on both sides."""
    for at in range(1000):
        person = f"person-{at % 50}"
        one = markers(person, str(at), first=100_000 + 100 * at)
        yield {name: one[name] for name in ("session", "inbox", "outbox")}
        if at < 50:
            yield {name: one[name] for name in ("shown", "timer", "address", "consent", "usage", "bucket")}


@pytest.mark.thorough
def test_a_thousand_sessions_move_to_a_server_and_back_row_by_row(tango, database_url, tmp_path, monkeypatch):
    first, last = str(tmp_path / "first.db"), str(tmp_path / "last.db")
    fill(first, *thousand())

    monkeypatch.setenv("TANGO_DATABASE", first)
    there = tango("data", "move", database_url)
    monkeypatch.setenv("TANGO_DATABASE", database_url)
    back = tango("data", "move", last)

    assert (
        there
        == back
        == (
            0,
            (
                "Moved: session 1,000, inbox 1,000, outbox 1,000, shown 50, timer 50, address 50, consent 50, usage 50,"
                " bucket 50.\nName the new database in TANGO_DATABASE. The old one stays as it is: delete it when all"
                " works.\n"
            ),
            "",
        )
    )
    assert everything(first) == everything(database_url) == everything(last)


def numbered(database):
    """The number that a new message gets, and that of a new timer."""
    with contextlib.closing(open_database(database)) as opened, opened.transaction() as tx:
        tx.run(
            "INSERT INTO outbox (conversation, kind, slot, body, state, due, attempts, owner)"
            " VALUES ('c', '', '', ?, 0, 0, 0, '')",
            b"",
        )
        tx.run("INSERT INTO timer (conversation, name, due, body) VALUES ('c', 'n', 0, ?)", b"")
        return [tx.rows(f"SELECT max(id) FROM {table}")[0][0] for table in ("outbox", "timer")]


def test_no_number_is_given_twice_after_a_move(database, tango, tmp_path):
    fill(database, markers())
    with contextlib.closing(open_database(database)) as opened, opened.transaction() as tx:
        tx.number_after("outbox", 80_000)
        tx.number_after("timer", 90_000)
        tx.run("DELETE FROM timer")

    tango("data", "move", str(tmp_path / "next.db"))

    assert numbered(str(tmp_path / "next.db")) == [80_001, 90_001]


def test_no_number_is_given_twice_on_a_server(tango, database_url, tmp_path, monkeypatch):
    first = str(tmp_path / "first.db")
    fill(first, {"outbox": markers()["outbox"]})
    monkeypatch.setenv("TANGO_DATABASE", first)

    tango("data", "move", database_url)

    assert numbered(database_url) == [markers()["outbox"]["id"] + 1, 1]


def test_what_a_server_cannot_hold_leaves_it_as_it_was(tango, database_url, tmp_path, monkeypatch):
    first = str(tmp_path / "first.db")
    fill(first, markers(), {"consent": {**markers()["consent"], "subject": "nothing\0more"}})
    monkeypatch.setenv("TANGO_DATABASE", first)
    before = everything(database_url)

    code, out, err = tango("data", "move", database_url)

    assert (code, out) == (5, "")
    assert err.startswith(
        "The database cannot be used: PostgreSQL text fields cannot contain NUL (0x00) bytes."
    )
    assert everything(database_url) == before


def test_a_file_that_cannot_be_filled_is_as_it_was(database, tango, tmp_path):
    fill(database, markers())
    target = str(tmp_path / "target.db")
    open_database(target).close()
    with contextlib.closing(sqlite3.connect(target)) as db:
        db.execute(
            "CREATE TRIGGER no BEFORE INSERT ON timer BEGIN SELECT RAISE(ABORT, 'no timers here'); END"
        )
    before = everything(target)

    code, out, err = tango("data", "move", target)

    assert (code, out) == (5, "")
    assert "no timers here" in err
    assert everything(target) == before


def test_rows_that_do_not_arrive_are_noticed(database, tango, tmp_path, monkeypatch):
    fill(database, markers(), markers(OTHER, OTHER_PLACE, first=90_001))
    with contextlib.closing(open_database(database)) as opened, opened.snapshot() as tx:
        kind = type(tx)
    whole = kind.stream
    monkeypatch.setattr(kind, "stream", lambda tx, sql: list(whole(tx, sql))[1:])

    ran = tango("data", "move", str(tmp_path / "new.db"))

    assert ran == (
        5,
        "",
        "Of 2 rows of session, 1 arrived, so nothing was kept of them. Try again when nothing else writes there.\n",
    )
    assert not (tmp_path / "new.db").exists()


def test_a_database_is_not_moved_onto_itself(database, tango):
    fill(database, markers())

    ran = tango("data", "move", database)

    assert ran == (5, "", "That is the database in TANGO_DATABASE. Name another file or URL to move to.\n")


def test_another_name_of_the_same_file_is_the_same(tango, tmp_path, monkeypatch):
    path = str(tmp_path / "tango.db")
    fill(path, markers())
    os.symlink(path, tmp_path / "link.db")
    monkeypatch.setenv("TANGO_DATABASE", path)

    assert tango("data", "move", str(tmp_path / "link.db"))[0] == 5


@pytest.mark.parametrize("scheme", ["nonsense", "mysql", "postgresql+psycopg"])
def test_nothing_is_moved_to_a_database_of_an_unknown_kind(database, tango, tmp_path, monkeypatch, scheme):
    fill(database, markers())
    monkeypatch.chdir(tmp_path)
    before = os.listdir(tmp_path)

    ran = tango("data", "move", f"{scheme}://ann:nobody-may-see-it@db/tango")

    said = (
        f"The argument of `tango data move` names a database of the kind `{scheme}`, which Tango does not know."
        " Give the path of a file, or a URL that begins with postgresql://.\n"
    )
    assert ran == (2, "", said)
    assert os.listdir(tmp_path) == before


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A database whose secret Tango keeps itself; gives the place of the secret."""
    path = str(tmp_path / "kept" / "tango.db")
    fill(path, session("one", 0, 0))
    monkeypatch.setenv("TANGO_DATABASE", path)
    return tmp_path / "kept" / "secret"


NEEDED = {
    "an old session": (session("old", 1, 45 * DAY), 2),
    "a session of the day": (session("old", 1, 40 * DAY), 2),
    "a later session": (session("later", 1, 10 * DAY), 1),
    "no session": ({"address": markers()["address"]}, 1),
    "a session of a terminal": (
        {"session": {**session("own", 1, 45 * DAY)["session"], "person": "", "conversation": ""}},
        0,
    ),
    "nothing": ({}, 0),
}


@pytest.mark.parametrize(("kept", "left"), NEEDED.values(), ids=NEEDED)
def test_an_earlier_secret_stays_while_anything_may_have_been_written_under_it(
    tango, tmp_path, monkeypatch, kept, left
):
    """The one from 400 days ago was replaced 40 days ago."""
    path = str(tmp_path / "tango.db")
    fill(path, kept)
    monkeypatch.setenv("TANGO_DATABASE", path)
    now = time.time_ns() // 1_000_000
    made = [moment(now - age * DAY)[:10] for age in (40, 400)]
    (tmp_path / "secret").write_text("".join(f"{day} a-secret-that-nobody-guesses-{day}\n" for day in made))
    (tmp_path / "secret").chmod(0o600)

    code, _, _ = tango("data", "rotate")

    lines = (tmp_path / "secret").read_text().splitlines()
    assert (code, [line[:10] for line in lines[1:]]) == (0, made[:left])


def test_where_there_is_no_database_no_secret_is_dropped(tango, tmp_path, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "slip.db"))

    ran = tango("data", "rotate")

    said = f"There is no database at {tmp_path / 'slip.db'}. Name the one you mean in TANGO_DATABASE.\n"
    assert ran == (5, "", said)
    assert os.listdir(tmp_path) == []


def test_a_new_secret_stands_above_the_earlier_one(tango, own):
    first = tango("data", "rotate")
    before = own.read_text()

    second = tango("data", "rotate")

    assert first == (
        0,
        f"A new secret stands in {own}. No earlier one is needed. Start Tango again, so that it is used.\n",
        "",
    )
    assert second == (
        0,
        f"A new secret stands in {own}. Earlier ones still needed: 1. Start Tango again, so that it is used.\n",
        "",
    )
    assert own.read_text().endswith(f"\n{before}")


def test_the_bot_makes_its_secret_once_and_finds_people_after_a_rotation(tango, own):
    unknown = assemble.pseudonyms()
    made = assemble.made_pseudonyms().of("telegram", "5")

    tango("data", "rotate")

    assert unknown is None
    assert assemble.pseudonyms().former("telegram", "5") == (made,)


def test_somebody_who_wrote_before_two_rotations_is_found(tango, own):
    person = assemble.made_pseudonyms().of("telegram", "5512345678")
    fill(str(own.parent / "tango.db"), markers(person, "not-the-number"))

    tango("data", "rotate")
    tango("data", "rotate")
    code, out, _ = tango("data", "erase", "telegram:5512345678", "--yes")

    assert (code, out.split(",")[0]) == (0, "Erased for good: session 1")
    assert person not in repr(everything(str(own.parent / "tango.db")))


def test_the_environments_secret_is_changed_there(database, tango):
    ran = tango("data", "rotate")

    assert ran == (
        2,
        "",
        (
            "The secret comes from TANGO_SECRET. Put a new one before it there, with a comma between."
            " Make one with: openssl rand -hex 32\n"
        ),
    )


def test_the_secret_moves_along(tango, own, tmp_path):
    tango("data", "rotate")

    tango("data", "move", str(tmp_path / "new" / "tango.db"))

    assert (tmp_path / "new" / "secret").read_text() == own.read_text()
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600


def test_another_secret_is_not_overwritten_by_a_move(tango, own, tmp_path):
    tango("data", "rotate")
    (tmp_path / "new").mkdir()
    other = tmp_path / "new" / "secret"
    other.write_text("2026-01-01 another-secret-than-that\n")
    other.chmod(0o600)

    ran = tango("data", "move", str(tmp_path / "new" / "tango.db"))

    assert ran == (
        5,
        "",
        (
            f"Everything was moved. But there is another secret in {other}, under which nobody is recognised."
            f" Put the one in {own} there instead.\n"
        ),
    )
    assert other.read_text() == "2026-01-01 another-secret-than-that\n"


def test_a_move_within_a_folder_keeps_its_secret(tango, own):
    tango("data", "rotate")
    before = own.read_text()

    code, _, _ = tango("data", "move", str(own.parent / "next.db"))

    assert code == 0
    assert own.read_text() == before


def test_the_inventory_has_the_operators_days(tango, monkeypatch):
    monkeypatch.setenv("TANGO_KEEP_DRAFTS_DAYS", "7")

    code, out, err = tango("data", "inventory")

    assert (code, err) == (0, "")
    assert "| session | | one service that somebody describes | |" in out
    assert "a draft: 7 days after its last change; a result: 30 days after its last change or report" in out


def test_without_an_action_it_says_what_is_missing(tango, capsys):
    with pytest.raises(SystemExit) as caught:
        tango("data")

    said = "tango data: the following arguments are required: action.\nSee: tango data --help\n"
    assert (caught.value.code, capsys.readouterr().err) == (2, said)


def test_an_action_that_is_misspelt_is_told_what_was_probably_meant(tango, capsys):
    with pytest.raises(SystemExit):
        tango("data", "exprt")

    assert "Did you mean `tango data export`?\nSee: tango data --help\n" in capsys.readouterr().err


def test_a_wrong_setting_is_told(tango, monkeypatch):
    monkeypatch.setenv("TANGO_KEEP_DRAFTS_DAYS", "never")

    said = "TANGO_KEEP_DRAFTS_DAYS is `never`. Give a whole number from 1 to 3,650.\n"
    assert tango("data", "retain") == (2, "", said)
