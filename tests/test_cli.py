"""The command line in this process; tests/terminal runs the program itself."""

import contextlib
import errno
import io
import json
import os
import shutil
import sqlite3
import sys

import pytest
from versions import Folder

from bot import cli
from bot.assemble import parts as assemble
from bot.cli import main

QUICK = "scope: service\nrole: none\n"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


class Interrupted(Screen):
    """A terminal at which somebody presses Ctrl-C."""

    def readline(self, *_):
        raise KeyboardInterrupt


class Failing(io.StringIO):
    """A stream that cannot be written any more."""

    def __init__(self, error):
        super().__init__()
        self._error = error
        self._fd = os.open(os.devnull, os.O_WRONLY)

    def write(self, _):
        raise self._error

    def fileno(self):
        return self._fd


@pytest.fixture
def tango(monkeypatch, capsys):
    """Run a command line; gives the exit code, stdout and stderr."""

    def tango(*arguments, typed="", stdin=None, stdout=None):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["tango", *arguments])
            patch.setattr(sys, "stdin", stdin or io.TextIOWrapper(io.BytesIO(typed.encode())))
            patch.setattr(sys, "stdout", stdout or sys.stdout)
            code = main()
        return code, *capsys.readouterr()

    return tango


def lines(*typed):
    return "".join(f"{line}\n" for line in typed)


@pytest.fixture
def drafted(tango):
    """A draft is kept on this machine."""
    tango(typed=lines("Home visits", "", "1", "3"))


@pytest.fixture
def resulted(tango):
    """A result is kept on this machine."""
    tango("assess", "--quick", typed=lines("Repairs", "", "1", "1", "result"))


def test_without_a_command_it_is_a_full_assessment(tango):
    code, out, err = tango(typed=lines("", "", "1"))

    assert (code, out) == (2, "")
    assert "Question 1 of about 18" in err


def test_the_end_of_the_input_is_told_in_one_line(tango):
    code, _, err = tango(typed=lines("Home visits", ""))

    assert code == 2
    assert err.splitlines()[-1].startswith(
        "The input ended before the assessment did. Still open: Kind of work, Who decides"
    )


@pytest.mark.parametrize(
    ("wrong", "meant"), [("asess", "assess"), ("storys", "story"), ("explian", "explain")]
)
def test_an_unknown_command_is_told_what_was_probably_meant(tango, capsys, wrong, meant):
    with pytest.raises(SystemExit) as left:
        tango(wrong)

    assert left.value.code == 2
    assert capsys.readouterr().err.endswith(f" Did you mean `tango {meant}`?\nSee: tango --help\n")


def test_an_unknown_command_like_no_other_gets_no_guess(tango, capsys):
    with pytest.raises(SystemExit):
        tango("qqqq")

    assert "Did you mean" not in capsys.readouterr().err


def test_a_missing_argument_is_told(tango, capsys):
    with pytest.raises(SystemExit) as left:
        tango("explain")

    assert left.value.code == 2
    assert (
        capsys.readouterr().err
        == "tango explain: the following arguments are required: item.\nSee: tango explain --help\n"
    )


def test_help_goes_to_stdout(tango, capsys):
    with pytest.raises(SystemExit) as left:
        tango("--help")

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("usage: tango")


def test_the_version_is_that_of_the_package(tango, monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.1.0")

    assert tango("--version") == (0, "tango 0.1.0\n", "")


def test_a_tango_that_is_not_installed_has_no_version(tango, monkeypatch):
    from importlib import metadata

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert tango("--version") == (
        2,
        "",
        "This Tango is not installed, so it has no version. Install it with: pip install .\n",
    )


def test_answers_in_a_file_become_json(tango, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(QUICK)

    code, out, err = tango("assess", "--answers", str(path), "--json")

    assert (code, err) == (0, "")
    assert json.loads(out)["result"]["rung"] == "consumer"


def test_no_input_shows_the_result_alone(tango):
    code, out, err = tango("assess", "--quick", "--no-input", "--answers", "-", typed=QUICK)

    assert (code, err) == (0, "")
    assert out.startswith("RESULT\nConsumer co-production\n")


def test_no_input_without_answers_names_every_question(tango):
    code, out, err = tango("assess", "--no-input")

    assert (code, out) == (2, "")
    assert err.startswith("No answer is given for: scope, say,")


def test_answers_that_are_not_allowed_are_3(tango):
    assert tango("assess", "--json", "--answers", "-", typed="role: []\n") == (
        3,
        "",
        "`role` has an empty list. Name the options still open, or write dont_know.\n",
    )


def test_answers_that_are_no_yaml_are_3(tango):
    code, _, err = tango("assess", "--json", "--answers", "-", typed="[" * 60_000)

    assert code == 3
    assert err.startswith("standard input:1:33: error yaml-depth:")


def test_answers_that_are_no_text_are_3(tango, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_bytes(b"\xff\xfe")

    assert tango("assess", "--json", "--answers", str(path)) == (
        3,
        "",
        f"{path} is not a text file in UTF-8. Save the answers as plain YAML or JSON.\n",
    )


def test_answers_that_are_not_there_are_2(tango):
    assert tango("assess", "--answers", "/no/file") == (
        2,
        "",
        "The answers cannot be read from /no/file: No such file or directory. Name a YAML or JSON file.\n",
    )


def test_answers_may_open_a_conversation(tango, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("scope: service\nrole: none\n")

    code, out, err = tango("assess", "--quick", "--answers", str(path), typed=lines("", "", "result"))

    assert code == 0
    assert "RESULT" in out
    assert "Question 1 " not in err


def test_a_conversation_with_json_shows_the_talk_on_stderr(tango):
    code, out, err = tango("assess", "--quick", "--json", typed=lines("", "", "1", "1", "result", "quit"))

    assert code == 0
    assert json.loads(out)["result"]["rung"] == "consumer"
    assert "RESULT" in err


def test_a_conversation_with_json_that_is_left_prints_none(tango):
    code, out, _ = tango("assess", "--json", typed=lines("Home visits", "quit"))

    assert (code, out) == (0, "")


def test_a_language_that_is_not_there_is_2(tango):
    assert tango("assess", "--lang", "xx") == (
        2,
        "",
        "There is no complete translation into `xx`. Languages: en.\n",
    )


def test_a_language_that_is_there_is_spoken(tango):
    _, _, err = tango("assess", "--lang", "en", typed="\n\n")

    assert "What are you working on?" in err


def test_resume_takes_the_latest_draft(tango, drafted):
    _, _, err = tango("assess", "--resume", typed="1\n")

    assert "Welcome back." in err


def test_resume_without_a_draft_is_2(tango):
    assert tango("assess", "--resume") == (
        2,
        "",
        "There is no draft on this machine. Start one with: tango\n",
    )


def test_resume_of_an_unknown_session_is_2(tango):
    assert tango("assess", "--resume", "nobody") == (
        2,
        "",
        "There is no session nobody on this machine. See: tango sessions\n",
    )


@pytest.mark.parametrize(
    ("typed", "next_page"), [("y\n", "Welcome back."), ("n\n", "What do you call the service?")]
)
def test_a_draft_is_offered_at_a_terminal(tango, drafted, typed, next_page):
    screen = Screen()

    tango(stdin=Screen(typed), stdout=screen)

    assert "You have a draft: Home visits, 1 " in screen.getvalue().replace("\n", " ")
    assert next_page in screen.getvalue()


def test_a_draft_without_a_name_is_offered_as_such(tango):
    tango(typed=lines("", "", "1", "3"))
    screen = Screen()

    tango(stdin=Screen("n\n"), stdout=screen)

    assert "You have a draft: a service without a name" in screen.getvalue()


def test_ctrl_c_at_the_offer_is_130(tango, drafted):
    assert tango(stdin=Interrupted(), stdout=Screen())[0] == 130


def test_sessions_says_that_there_is_none(tango):
    assert tango("sessions") == (
        0,
        "There is no draft and no result on this machine yet. Start with: tango\n",
        "",
    )


def test_sessions_lists_drafts_and_results(tango, drafted, resulted):
    code, out, _ = tango("sessions")

    assert code == 0
    assert {line.split()[1] for line in out.splitlines()} == {"draft", "result"}


def test_sessions_as_json_have_every_field(tango, drafted):
    _, out, _ = tango("sessions", "--json")

    (one,) = json.loads(out)
    assert set(one) == {"id", "name", "answers", "finished", "changed"}
    assert (one["name"], one["answers"], one["finished"]) == ("Home visits", 1, False)


@pytest.mark.parametrize(("form", "begins"), [("md", "# Co-"), ("html", "<!"), ("json", "{")])
def test_a_report_is_that_of_the_latest_result(tango, drafted, resulted, form, begins):
    code, out, err = tango("report", "--format", form)

    assert (code, err) == (0, "")
    assert out.startswith(begins)


def test_a_report_may_go_to_a_file(tango, resulted, tmp_path):
    code, out, _ = tango("report", "--output", str(tmp_path / "report.md"))

    assert (code, out) == (0, "")
    assert "Repairs" in (tmp_path / "report.md").read_text()


def test_a_report_that_cannot_be_written_is_2(tango, resulted):
    assert tango("report", "--output", "/no/folder/x.md") == (
        2,
        "",
        "The report cannot be written to /no/folder/x.md: No such file or directory. Try --output - for the screen.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [((), "%%{init"), (("--format", "mermaid"), "%%{init"), (("--format", "svg"), "<?xml")],
)
def test_the_dialogue_is_drawn_on_the_screen(tango, arguments, begins):
    code, out, err = tango("draw", *arguments)

    assert (code, err) == (0, "")
    assert out.startswith(begins)


def test_a_picture_may_go_to_a_file(tango, tmp_path):
    _, shown, _ = tango("draw", "--format", "svg")
    code, out, _ = tango("draw", "--format", "svg", "--output", str(tmp_path / "dialogue.svg"))

    assert (code, out) == (0, "")
    assert (tmp_path / "dialogue.svg").read_text() == shown


def test_a_picture_that_cannot_be_written_is_2(tango):
    assert tango("draw", "--output", "/no/folder/x.svg") == (
        2,
        "",
        "The picture cannot be written to /no/folder/x.svg: No such file or directory. Try --output - for the screen.\n",
    )


def test_the_content_that_is_in_use_is_drawn(tango, monkeypatch, tmp_path):
    root = os.path.join(os.path.dirname(__file__), os.pardir)
    shutil.copytree(os.path.join(root, "knowledge"), tmp_path / "knowledge")
    shutil.copytree(os.path.join(root, "dialogues"), tmp_path / "dialogues")
    rules = tmp_path / "dialogues" / "assess.yaml"
    rules.write_text(rules.read_text().replace("short: Trust", "short: Faith in each other"))
    monkeypatch.setenv("TANGO_CONTENT", str(tmp_path))

    assert "15 Faith in each other" in tango("draw")[1]


@pytest.mark.parametrize(("arguments", "which"), [((), "with a result"), (("nobody",), "nobody")])
def test_a_report_of_nothing_is_2(tango, arguments, which):
    assert tango("report", *arguments) == (
        2,
        "",
        f"There is no session {which} on this machine. See: tango sessions\n",
    )


def test_explain_reads_an_item(tango):
    code, out, err = tango("explain", "tokenism")

    assert code == 0
    assert "Tokenism" in out + err


def test_explain_of_an_unknown_item_is_2(tango):
    assert tango("explain", "gnarf")[0] == 2


def test_the_stories_hold(tango):
    code, out, _ = tango("story")

    assert code == 0
    assert out.endswith(" stories hold, 0 do not.\n")


def test_a_story_that_does_not_hold_is_1(tango, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "stories:\n- id: wrong\n  title: Wrong\n  description: It is.\n"
        "  answers: {role: none}\n  expect: {result: enhanced-realised}\n"
    )

    code, out, _ = tango("story", str(path))

    assert code == 1
    assert "story wrong: result: expected enhanced-realised, found consumer\n" in out
    assert out.endswith(
        "0 stories hold, 1 do not.\n"
        "If you mean the new result, mend the story at that line. If not, mend the rules.\n"
    )


def test_schema_is_json(tango):
    code, out, _ = tango("schema")

    assert code == 0
    assert json.loads(out)


def test_a_reader_that_has_left_is_141(tango):
    assert tango("schema", stdout=Failing(BrokenPipeError()))[0] == cli.BROKEN_PIPE


def test_a_full_disk_is_5_and_told(tango):
    code, _, err = tango("schema", stdout=Failing(OSError(errno.ENOSPC, "No space left on device")))

    assert (code, err) == (5, "The output cannot be written: No space left on device.\n")


def test_streams_that_are_closed_are_empty_and_take_all(monkeypatch):
    with monkeypatch.context() as patch, contextlib.ExitStack() as opened:
        patch.setattr(sys, "stdin", None)
        patch.setattr(sys, "stdout", None)
        patch.setattr(sys, "stderr", None)

        code = main(["sessions"])
        opened.enter_context(sys.stdin)
        opened.enter_context(sys.stdout)
        opened.enter_context(sys.stderr)

    assert code == 0


def test_python_m_bot_is_the_same_program(monkeypatch, capsys):
    import runpy

    monkeypatch.setattr(sys, "argv", ["tango", "sessions"])

    with pytest.raises(SystemExit) as left:
        runpy.run_module("bot", run_name="__main__")

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("There is no draft")


def test_a_draft_may_be_left_where_it_is(tango, drafted):
    code, _, _ = tango(stdin=Screen("quit\n"), stdout=Screen())

    assert code == 0


def test_the_last_result_is_told_before_a_new_conversation(tango, resulted):
    _, _, err = tango(stdin=Screen("quit\n"), stdout=Screen())

    assert "Your last result is kept: Repairs, " in err
    assert "tango assess --resume " in err.replace("\n", " ")


@pytest.mark.parametrize(
    ("called", "path", "said"),
    [
        ("/usr/bin/tango", "/bin:/usr/bin", "tango"),
        (".venv/bin/tango", "/bin:/usr/bin", ".venv/bin/tango"),
        ("/somewhere/bot/__main__.py", "/bin", "python -m bot"),
    ],
)
def test_a_command_to_come_back_by_is_one_that_works(called, path, said):
    assert assemble._program(called, path) == said


def test_answers_from_the_input_leave_none_for_a_conversation(tango):
    code, _, err = tango("assess", "--answers", "-", typed=QUICK)

    assert code == 2
    assert err == "Answers from the input leave no input for a conversation. Add --json or --no-input.\n"


@pytest.fixture
def updated(monkeypatch, tmp_path):
    """The content has changed since."""
    monkeypatch.setenv("TANGO_CONTENT", str(Folder(tmp_path / "content").judges_milder().path))


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_report_is_the_same_after_a_change_of_content(tango, resulted, form, request):
    before = tango("report", "--format", form)
    request.getfixturevalue("updated")

    assert tango("report", "--format", form) == before


def test_a_report_whose_version_is_not_kept_is_made_under_the_newer_rules_and_says_so(
    tango, resulted, updated, own_home
):
    with contextlib.closing(sqlite3.connect(own_home / "data" / "tango" / "tango.db")) as database:
        database.execute("DELETE FROM content")
        database.commit()

    code, out, err = tango("report")

    assert (code, out.startswith("# Co-production report: Repairs")) == (0, True)
    assert err == "The questions have changed since you stopped. Your answers that still fit are kept.\n"


def test_the_offer_to_resume_counts_answers_under_the_drafts_version(tango, drafted, updated):
    _, out, _ = tango(stdin=Screen("y\nquit\n"), stdout=Screen())

    assert out == ""


def test_a_folder_without_a_story_is_no_success(tango, tmp_path):
    code, _, err = tango("story", str(tmp_path))

    assert code != 0
    assert "Traceback" not in err


JSON_ANSWERS = '{\n\t"scope": "service",\n\t"role": "none"\n}'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (JSON_ANSWERS, 0),
        ('{"role": "none", "role": "lead"}', 3),
        ("{role: none}", 0),
        ('{"role": ' + "[" * 60_000, 3),
    ],
)
def test_json_answers_are_read_as_json(tango, text, code):
    assert tango("assess", "--answers", "-", "--json", typed=text)[0] == code


def test_a_draft_can_be_resumed_without_naming_the_command(tango):
    assert tango("--resume") == tango("assess", "--resume")
    assert "There is no draft on this machine." in tango("--resume")[2]
