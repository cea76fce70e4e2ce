"""The program in scripts: pipes, files of answers, exit codes, and what stands on which stream (design 8)."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
from inline_snapshot import snapshot
from person import ROOT, environ

QUICK = "scope: service\nrole: none\n"
KNOWN = (
    "scope, say, meet, do, gap, role, answer, effect, join, change, source, needs, choice, whose, staff_view, trust,"
    " time, digital, pieces"
)


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def tango(tmp_path):
    """Run the program with something on its input."""

    def tango(*arguments, typed=b"", **changed):
        command = [sys.executable, "-m", "bot", *arguments]
        done = subprocess.run(
            command,
            input=typed,
            env=environ(tmp_path, **changed),
            cwd=tmp_path,
            capture_output=True,
            timeout=60,
            check=False,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err
        return ran

    return tango


def lines(*typed):
    return "".join(f"{line}\n" for line in typed).encode()


# The conversation in a pipe


def test_a_piped_run_reads_the_exact_answers(tango):
    ran = tango(typed=lines("Home visits", "", "1", "3", "1", "staff check and adjust", "quit"))

    assert ran.code == 0
    assert "You said: The person and staff agree it together." in ran.err
    assert "You said: In person, at the same time and place." in ran.err


def test_the_result_goes_to_stdout_and_the_talk_to_stderr(tango):
    ran = tango("assess", "--quick", typed=lines("Home visits", "", "1", "1", "result", "quit"))

    assert ran.code == 0
    assert ran.out.startswith("RESULT: Home visits\nConsumer co-production\n")
    assert "Question 1" in ran.err
    assert "Question 1" not in ran.out


def test_a_pipe_gets_no_escape_byte(tango):
    ran = tango(typed=lines("", "", "2", "help"))

    assert "\x1b" not in ran.out + ran.err


def test_the_end_of_the_input_names_what_is_missing_and_keeps_the_draft(tango):
    ran = tango(typed=lines("Home visits", "", "1", "3", "1"))
    kept = tango("sessions")

    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith(
        "The input ended before the assessment did. Still open: What people do"
    )
    assert "assess --resume" in ran.err
    assert "Home visits" in kept.out


def test_the_end_of_the_input_before_anything_is_said_keeps_nothing(tango):
    ran = tango()

    assert ran.code == 2
    assert ran.out == ""
    assert "Still open: Kind of work, Who decides for each person, " in ran.err.splitlines()[-1]
    assert ran.err.endswith(" Nothing was said yet, so nothing is kept.\n")
    assert tango("sessions").out == "There is no draft and no result on this machine yet. Start with: tango\n"


def test_the_end_of_the_input_on_the_check_page_gives_the_result(tango):
    ran = tango("assess", "--quick", typed=lines("", "", "1", "1"))

    assert ran.code == 0
    assert ran.out.startswith("RESULT\nConsumer co-production\n")


def test_an_unmatched_line_is_never_taken_for_an_answer(tango):
    ran = tango(typed=lines("", "", "1", "gnarf", "17"))

    assert ran.code == 2
    assert "Still open: Who decides for each person," in ran.err


def test_the_two_ways_in_give_the_same_result(tango):
    talked = tango("assess", "--quick", typed=lines("", "", "1", "1", "result"))
    judged = tango("assess", "--quick", "--no-input", "--answers", "-", typed=QUICK.encode())

    assert talked.out.startswith(judged.out)


@pytest.mark.parametrize("arguments", [("schema",), ("explain", "tokenism"), ("sessions",), ("--help",)])
def test_a_reader_that_leaves_early_hears_no_complaint(tmp_path, arguments):
    command = [sys.executable, "-m", "bot", *arguments]

    with subprocess.Popen(
        command, env=environ(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        program.stdout.close()
        complaints = program.stderr.read()

    assert complaints == b""
    assert program.returncode == 141


def test_head_gets_its_first_line(tmp_path):
    script = f"{sys.executable} -m bot schema | head -1"

    done = subprocess.run(
        ["sh", "-c", script], env=environ(tmp_path), cwd=tmp_path, capture_output=True, check=False
    )

    assert done.stdout == b"{\n"
    assert done.stderr == b""


def test_a_full_disk_is_told_without_a_traceback(tmp_path):
    script = f"{sys.executable} -m bot schema > /dev/full"

    done = subprocess.run(
        ["sh", "-c", script], env=environ(tmp_path), cwd=tmp_path, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (5, b"The output cannot be written: No space left on device.\n")


def test_closed_streams_are_no_traceback(tmp_path):
    script = f"{sys.executable} -m bot sessions <&- >&- && {sys.executable} -m bot <&-"

    done = subprocess.run(
        ["sh", "-c", script], env=environ(tmp_path), cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"The input ended" in done.stderr


# Answers from a file


def test_answers_become_the_documented_object(tango):
    ran = tango("assess", "--answers", "-", "--json", typed=b"{role: advise, answer: explain, effect: small}")

    found = json.loads(ran.out)
    assert ran.code == 0
    assert ran.err == ""
    assert found["dialogue"] == "assess"
    assert found["scope"] == "in"
    assert found["result"]["rung"] == "participative-limited"
    assert found["result"]["certain"] is True


def test_answers_may_be_json_and_may_stand_in_a_file(tango, tmp_path):
    (tmp_path / "answers.json").write_text(
        '{"role": "advise", "say": ["agree", "person"], "gap": "dont_know"}'
    )

    ran = tango("assess", "--answers", "answers.json", "--json")

    assert ran.code == 0
    assert json.loads(ran.out)["facts"]["control"] == ["shared"]


def test_a_missing_answer_counts_as_not_given_yet(tango):
    ran = tango("assess", "--answers", "-", "--json", typed=b"role: advise\n")

    found = json.loads(ran.out)
    assert ran.code == 0
    assert (found["result"]["certain"], found["result"]["rung"]) == (False, None)


def test_out_of_scope_is_a_result(tango):
    ran = tango("assess", "--answers", "-", "--no-input", "--json", typed=b"scope: policy\n")

    assert ran.code == 0
    assert json.loads(ran.out)["scope"] == "out"


def test_no_input_needs_every_answer_that_applies(tango):
    ran = tango("assess", "--answers", "-", "--no-input", typed=b"scope: service\nrole: none\nchange: none\n")

    assert ran == Ran(
        2,
        "",
        "No answer is given for: say, meet, do, gap, choice, whose, staff_view, trust, time, digital, pieces."
        " Add it, or write dont_know.\n",
    )


def test_no_input_without_answers_names_all_questions(tango):
    ran = tango("assess", "--no-input")

    assert ran == Ran(2, "", f"No answer is given for: {KNOWN}. Add it, or write dont_know.\n")


def test_quick_needs_only_what_decides(tango):
    ran = tango("assess", "--answers", "-", "--no-input", "--quick", typed=QUICK.encode())

    assert ran.code == 0
    assert ran.out.startswith("RESULT\nConsumer co-production\n")


def test_answers_may_open_a_conversation_that_asks_the_rest(tango, tmp_path):
    (tmp_path / "answers.yaml").write_text("scope: service\nsay: staff\n")

    ran = tango("assess", "--answers", "answers.yaml", typed=lines("", "", "1"))

    assert ran.code == 2
    assert "You said: In person, at the same time and place." in ran.err
    assert "Still open: What people do while using it, " in ran.err


def test_a_conversation_may_end_in_json(tango):
    ran = tango("assess", "--quick", "--json", typed=lines("", "", "1", "1", "result", "quit"))

    assert json.loads(ran.out)["result"]["rung"] == "consumer"
    assert "RESULT" in ran.err


def test_answers_that_are_not_allowed_are_told_all_at_once(tango):
    ran = tango(
        "assess",
        "--answers",
        "-",
        "--json",
        typed=b"rol: x\nsay: often\ngap: []\nmeet: [online, dont_know]\n",
    )

    assert (ran.code, ran.out) == (3, "")
    assert ran.err == snapshot("""\
There is no question `rol`. Did you mean `role`? The questions are: scope, say, meet, do, gap, role, answer, effect, join, change, source, needs, choice, whose, staff_view, trust, time, digital, pieces.
`say` has no option `often`. It takes: staff, choose, agree, person, dont_know.
`gap` has an empty list. Name the options still open, or write dont_know.
`meet` has dont_know in a list. Write dont_know alone, or options alone.
""")


NOT_ALLOWED = {
    "an unknown option": (
        b"role: advice\n",
        snapshot(
            "`role` has no option `advice`. Did you mean `advise`? It takes: none, asked, advise, share, lead, dont_know.\n"
        ),
    ),
    "a number": (
        b"role: 2\n",
        snapshot("`role` has no option `2`. It takes: none, asked, advise, share, lead, dont_know.\n"),
    ),
    "a mapping": (
        b"role: {a: b}\n",
        snapshot(
            "`role` has no option `{'a': 'b'}`. It takes: none, asked, advise, share, lead, dont_know.\n"
        ),
    ),
    "nothing": (
        b"role:\n",
        snapshot(
            "standard input:1:6: error yaml-null: The value is empty, which can be read as nothing at all. Leave the key out, or put the text in quotes.\n"
        ),
    ),
    "a key twice": (
        b"role: advise\nrole: lead\n",
        snapshot(
            "standard input:2:1: error yaml-twice: The key `role` is given twice (first in line 1). Keep one of the two.\n"
        ),
    ),
    "yes and no as keys": (
        b"yes: a\nno: b\n",
        snapshot("""\
standard input:1:1: error yaml-word: `yes` can be read as true or false. Put it in quotes.
standard input:2:1: error yaml-word: `no` can be read as true or false. Put it in quotes.
"""),
    ),
    "an empty list": (
        b"role: []\n",
        snapshot("`role` has an empty list. Name the options still open, or write dont_know.\n"),
    ),
    "dont_know in a list": (
        b"role: [advise, dont_know]\n",
        snapshot("`role` has dont_know in a list. Write dont_know alone, or options alone.\n"),
    ),
    "a list of lines": (
        b"- role\n",
        snapshot("Answers must be lines like `question: option`, for example `role: advise`.\n"),
    ),
    "brackets without end": (
        b"[" * 60_000,
        snapshot(
            "standard input:1:33: error yaml-depth: This is nested more than 32 deep. Bring it nearer to the top level.\n"
        ),
    ),
    "tabs": (
        b"role:\n\tadvise\n",
        snapshot("standard input:2:1: error yaml-tab: Found a tab. Use spaces.\n"),
    ),
    "an empty file": (
        b"",
        snapshot(
            "standard input:1:1: error yaml-empty: The file is empty. Write its content, or delete the file.\n"
        ),
    ),
    "bytes that are no text": (
        b"\xff\xfe\x00\x01",
        snapshot("standard input is not a text file in UTF-8. Save the answers as plain YAML or JSON.\n"),
    ),
    "bytes that nobody can see": (
        b"\x00\x00",
        snapshot("""\
standard input:1:1: error yaml-character: Found a character that cannot be seen (U+0000). Delete it.
standard input:1:2: error yaml-character: Found a character that cannot be seen (U+0000). Delete it.
"""),
    ),
    "two documents": (
        b"role: advise\n---\nrole: lead\n",
        snapshot(
            "standard input:2:1: error yaml-documents: Expected one document in a file. Move what follows `---` to a file of its own.\n"
        ),
    ),
}


@pytest.mark.parametrize(("typed", "words"), NOT_ALLOWED.values(), ids=NOT_ALLOWED)
def test_what_is_not_allowed_is_3_and_says_how_to_mend_it(tango, typed, words):
    ran = tango("assess", "--answers", "-", "--json", typed=typed)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err == words


def test_a_yaml_bomb_is_refused_at_once(tango):
    first = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    bomb = first + "".join(
        f"{x}: &{x} [{', '.join([f'*{y}'] * 9)}]\n" for y, x in zip("abcdefgh", "bcdefghi", strict=True)
    )

    ran = tango("assess", "--answers", "-", "--json", typed=bomb.encode())

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(
        "standard input:1:4: error yaml-anchor: The anchor `&a` is not allowed. Take it away, and write repeated content out."
    )


@pytest.mark.parametrize(
    ("path", "reason"), [("nowhere.yaml", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_of_answers_that_cannot_be_read_is_2(tango, path, reason):
    ran = tango("assess", "--answers", path, "--json")

    assert ran == Ran(2, "", f"The answers cannot be read from {path}: {reason}. Name a YAML or JSON file.\n")


# The other commands


def test_an_unknown_command_is_told_what_was_probably_meant(tango):
    ran = tango("asess")

    assert ran == Ran(
        2,
        "",
        snapshot("""\
tango: argument command: invalid choice: 'asess' (choose from 'assess', 'sessions', 'report', 'explain', 'story', 'schema', 'check', 'diff', 'draw', 'telegram', 'workshop', 'data'). Did you mean `tango assess`?
See: tango --help
"""),
    )


def test_an_unknown_option_is_told_where_the_help_is(tango):
    ran = tango("assess", "--quik")

    assert ran == Ran(2, "", "tango: unrecognized arguments: --quik.\nSee: tango --help\n")


def test_an_unknown_language_is_told_which_there_are(tango):
    ran = tango("assess", "--lang", "xx")

    assert ran == Ran(2, "", "There is no complete translation into `xx`. Languages: en.\n")


def test_explain_reads_an_item_with_its_sources(tango):
    ran = tango("explain", "tokenism")

    assert ran.code == 0
    assert "Tokenism" in ran.out + ran.err
    assert "Osborne & Strokosch 2013" in ran.out


def test_explain_takes_several_words(tango):
    assert tango("explain", "Consumer", "co-production").code == 0


def test_explain_of_an_unknown_item_is_2(tango):
    ran = tango("explain", "gnarf")

    assert ran.code == 2
    assert ran.out + ran.err == snapshot("""\
I have nothing under gnarf.
Try a word such as co-production, tokenism or trust.

""")


def test_the_authors_stories_hold(tango):
    ran = tango("story")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(" stories hold, 0 do not.\n")


def test_a_story_that_does_not_hold_is_1_and_is_named(tango, tmp_path):
    (tmp_path / "wrong.yaml").write_text(
        "stories:\n- id: wrong\n  title: Wrong\n  description: It is.\n  answers: {role: none}\n  expect: {result: enhanced-realised}\n"
    )

    ran = tango("story", "wrong.yaml")

    assert ran == Ran(
        1,
        snapshot("""\
wrong.yaml:2:3: story wrong: result: expected enhanced-realised, found consumer
0 stories hold, 1 do not.
If you mean the new result, mend the story at that line. If not, mend the rules.
"""),
        "",
    )


def test_stories_that_are_not_there_are_2(tango):
    assert tango("story", "nowhere") == Ran(
        2, "", "There are no stories at nowhere. Name a .yaml file, or a folder of them.\n"
    )


def test_a_story_file_that_is_not_valid_is_4(tango, tmp_path):
    (tmp_path / "broken.yaml").write_text("stories:\n- id: x\n  colour: red\n")

    ran = tango("story", "broken.yaml")

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("broken.yaml:2:")


def test_schema_is_json(tango):
    ran = tango("schema")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)


@pytest.fixture
def kept(tango):
    """A finished session and a draft; gives the id of the finished one."""
    tango("assess", "--quick", typed=lines("Café 市", "", "1", "1", "result"))
    tango(typed=lines("Home visits", "", "1", "3"))
    return json.loads(tango("sessions", "--json").out)


def test_sessions_lists_drafts_and_results(tango, kept):
    ran = tango("sessions")

    assert ran.code == 0
    assert sorted(line.split()[1] for line in ran.out.splitlines()) == ["draft", "result"]
    assert {(one["name"], one["finished"]) for one in kept} == {("Café 市", True), ("Home visits", False)}


def test_sessions_in_an_ascii_terminal_are_no_traceback(tango, kept):
    ran = tango("sessions", PYTHONIOENCODING="ascii")

    assert ran.code == 0
    assert "Caf? ?" in ran.out


@pytest.mark.parametrize(
    ("form", "begins"),
    [("md", "# Co-production report: Café 市\n"), ("html", "<!doctype html>"), ("json", "{\n")],
)
def test_a_report_comes_in_every_form(tango, kept, form, begins):
    ran = tango("report", "--format", form)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.lower().startswith(begins.lower())


def test_a_report_of_a_session_goes_to_a_file(tango, kept, tmp_path):
    draft = next(one["id"] for one in kept if not one["finished"])

    ran = tango("report", draft, "--output", "mine.md")

    assert ran == Ran(0, "", "Your report is saved: mine.md\n")
    assert (
        (tmp_path / "mine.md").read_text(encoding="utf-8").startswith("# Co-production report: Home visits")
    )


def test_a_report_that_cannot_be_written_is_2(tango, kept):
    ran = tango("report", "--output", "no/such/folder.md")

    assert ran == Ran(
        2,
        "",
        "The report cannot be written to no/such/folder.md: No such file or directory. Try --output - for the screen.\n",
    )


def test_a_report_of_nothing_is_2(tango):
    assert tango("report") == Ran(
        2, "", "There is no session with a result on this machine. See: tango sessions\n"
    )


@pytest.mark.parametrize("arguments", [("report", "nobody"), ("assess", "--resume", "nobody")])
def test_an_unknown_session_is_2(tango, arguments):
    assert tango(*arguments) == Ran(
        2, "", "There is no session nobody on this machine. See: tango sessions\n"
    )


def test_an_id_that_is_no_text_is_2(tango):
    assert tango("report", b"\xff") == Ran(
        2, "", "There is no session ? on this machine. See: tango sessions\n"
    )


def test_without_a_draft_there_is_nothing_to_resume(tango):
    assert tango("assess", "--resume") == Ran(
        2, "", "There is no draft on this machine. Start one with: tango\n"
    )


def test_resume_goes_on_with_the_latest_draft(tango, kept):
    ran = tango("assess", "--resume", typed=lines("1"))

    assert "Welcome back." in ran.err
    assert "You said: In person, at the same time and place." in ran.err


# What stands around the program


@pytest.fixture
def content(tmp_path):
    """A copy of the content, to break."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "dialogues", folder / "dialogues")
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    return folder


def test_broken_content_is_4_with_file_line_and_column(tango, content):
    path = content / "dialogues" / "assess.yaml"
    path.write_text(path.read_text().replace("\ndialogue: assess\n", "\ndialogue: yes\n", 1))

    ran = tango("sessions", TANGO_CONTENT=str(content))

    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(
        "dialogues/assess.yaml:5:11: error yaml-word: `yes` can be read as true or false."
    )


def test_all_faults_of_content_are_told_at_once(tango, content):
    dialogue, messages = content / "dialogues" / "assess.yaml", content / "knowledge" / "messages.yaml"
    dialogue.write_text(dialogue.read_text().replace("\nlanguage: en\n", "\nlanguage: [\n", 1))
    messages.write_text("messages: &all\n  welcome: *all\n")

    ran = tango("sessions", TANGO_CONTENT=str(content))

    assert ran.code == 4
    assert {line.split(":")[0] for line in ran.err.splitlines()} == {
        "dialogues/assess.yaml",
        "knowledge/messages.yaml",
    }


def test_a_content_folder_that_is_missing_is_2(tango):
    assert tango("sessions", TANGO_CONTENT="/no/such/folder") == Ran(
        2,
        "",
        "The content folder /no/such/folder is missing. Name a folder that holds dialogues/ and knowledge/.\n",
    )


def test_a_draft_goes_on_under_changed_content(tango, kept, content):
    path = content / "dialogues" / "assess.yaml"
    path.write_text(path.read_text() + "\n# A new version.\n")

    ran = tango("assess", "--resume", typed=lines("1"), TANGO_CONTENT=str(content))

    assert "NEWER QUESTIONS" in ran.err
    assert "You said: In person, at the same time and place." in ran.err


def test_a_database_that_cannot_be_written_is_5(tango, tmp_path):
    (tmp_path / "file").write_text("x")
    database = str(tmp_path / "file" / "tango.db")

    ran = tango("sessions", TANGO_DATABASE=database)

    assert (ran.code, ran.out) == (5, "")
    assert ran.err.startswith(f"{database} cannot be used: ")
    assert ran.err.endswith(" Set TANGO_DATABASE to a file that you may write.\n")


def test_help_shows_every_command(tango):
    ran = tango("--help")

    assert ran.code == 0
    assert [
        name for name in ("assess", "sessions", "report", "explain", "story", "schema") if name not in ran.out
    ] == []
