import io
import os

import pytest

from bot.assemble.parts import Parts, drive
from bot.channels.console import Console, Terminal
from bot.model.errors import MissingAnswerError
from bot.model.page import Page
from bot.model.session import Length
from bot.service.conversation import Conversation

HEADING = Page("# Tango\nplain words")
RESULT = Page("# RESULT", result=True)
BOLD_HEADING = "\x1b[1mTango\x1b[0m\nplain words\n\n"


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def terminal(stdin="", *, tty=True, plain=False, **environ):
    """A terminal, or a pipe, with what was typed before."""
    stream = Screen if tty else io.StringIO
    return Terminal.of((stream(stdin), stream(), io.StringIO()), environ, plain=plain)


def piped(typed):
    """Streams as a pipe gives them: bytes with an encoding."""
    return Terminal.of(
        (io.TextIOWrapper(io.BytesIO(typed), "utf-8"), io.StringIO(), io.StringIO()), {}, plain=False
    )


def test_a_screen_gets_everything_on_stdout():
    screen = terminal()

    screen.show((HEADING, RESULT))

    assert "Tango" in screen.stdout.getvalue()
    assert "RESULT" in screen.stdout.getvalue()
    assert screen.stderr.getvalue() == ""


def test_a_pipe_gets_the_result_only_and_the_talk_goes_to_stderr():
    pipe = terminal(tty=False)

    pipe.show((HEADING, RESULT))

    assert pipe.stdout.getvalue() == "RESULT\n\n"
    assert pipe.stderr.getvalue() == "Tango\nplain words\n\n"


def test_headings_are_bold_on_a_screen():
    screen = terminal()

    screen.show((HEADING,))

    assert screen.stdout.getvalue() == BOLD_HEADING


@pytest.mark.parametrize(
    "given",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"plain": True},
        {"tty": False},
        {"NO_COLOR": "1", "FORCE_COLOR": "1"},
    ],
)
def test_where_colour_is_refused_there_is_no_escape_byte(given):
    screen = terminal(**given)

    screen.show((HEADING, RESULT))
    screen.note("# a note")

    assert "\x1b" not in screen.stdout.getvalue() + screen.stderr.getvalue()


def test_an_empty_no_color_refuses_nothing():
    screen = terminal(NO_COLOR="")

    screen.show((HEADING,))

    assert screen.stdout.getvalue() == BOLD_HEADING


def test_force_color_colours_a_pipe_too():
    pipe = terminal(tty=False, FORCE_COLOR="1")

    pipe.show((RESULT,))

    assert pipe.stdout.getvalue() == "\x1b[1mRESULT\x1b[0m\n\n"


@pytest.mark.parametrize(
    ("columns", "width"),
    [("40", 40), ("5", 20), ("500", 88), ("0", 80), ("", 80), ("wide", 80), ("-7", 80), ("²", 80)],
)
def test_lines_are_as_wide_as_the_terminal_within_bounds(columns, width):
    assert terminal(COLUMNS=columns).width == width


def test_the_width_of_a_real_terminal_is_asked_for():
    ours, theirs = os.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:
        found = Terminal.of((io.StringIO(), stream, stream), {}, plain=False)
    os.close(ours)

    assert found.width == 80


def test_a_line_is_asked_for_with_a_prompt():
    screen = terminal("first\r\nsecond")

    assert (screen.ask(), screen.ask(), screen.ask()) == ("first", "second", None)
    assert screen.stdout.getvalue().startswith("> ")


def test_the_prompt_of_a_piped_run_goes_to_stderr():
    pipe = terminal("first\n", tty=False)

    pipe.ask()

    assert pipe.stdout.getvalue() == ""
    assert pipe.stderr.getvalue() == "> \n"


def test_bytes_that_are_no_text_are_read_as_such():
    assert piped(b"caf\xe9\n").ask() == "caf\ufffd"


WORDS = {"yes": ("y", "yes"), "no": ("n", "no")}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("y\n", "yes"),
        (" YES \n", "yes"),
        ("n\n", "no"),
        ("no\n", "no"),
        ("maybe\ny\n", "yes"),
        ("", None),
        ("hm\n", None),
    ],
)
def test_a_yes_or_no_is_asked_until_it_is_given(typed, answer):
    assert terminal(typed).choose("Go on?", "Type y or n.", WORDS) == answer


def test_rubbish_for_a_yes_or_no_is_told_what_to_type():
    screen = terminal("maybe\ny\n")

    screen.choose("Go on?", "Type y or n.", WORDS)

    assert "Type y or n." in screen.stdout.getvalue()


@pytest.fixture
def parts():
    return Parts()


@pytest.fixture
def hold(parts, tmp_path):
    """Hold a conversation with what is typed; gives the exit code, stdout and stderr."""

    def hold(*lines, interrupted=False):
        typed = "".join(f"{line}\n" for line in lines)
        screen = terminal(typed)
        stream = Interrupted(typed) if interrupted else screen.stdin
        screen = Terminal(stream, screen.stdout, screen.stderr, screen.width, colour=False)
        conversation = Conversation.begin(parts.desk(), Length.FULL, "en")
        console = Console(screen, parts.speaker.words.say, drive, str(tmp_path))
        code = console.run(conversation)
        return code, screen.stdout.getvalue(), screen.stderr.getvalue()

    return hold


class Interrupted(Screen):
    """A stream at whose end somebody presses Ctrl-C."""

    def readline(self, *size):
        line = super().readline(*size)
        if not line:
            raise KeyboardInterrupt
        return line


TO_RESULT = ("Home visits", "", "1", *["skip"] * 18, "result")


def test_quit_leaves_with_how_to_go_on(hold):
    code, _, stderr = hold("Home visits", "quit")

    assert code == 0
    assert "tango assess --resume" in stderr


def test_quit_before_anything_was_said_has_nothing_to_go_on_with(hold):
    code, _, stderr = hold("quit")

    assert (code, stderr) == (0, "")


def test_ctrl_c_is_130_and_says_how_to_go_on(hold):
    code, _, stderr = hold("Home visits", "", "1", interrupted=True)

    assert code == 130
    assert "Interrupted." in stderr
    assert "tango assess --resume" in stderr


def test_ctrl_c_before_anything_was_said_has_nothing_to_go_on_with(hold):
    code, _, stderr = hold(interrupted=True)

    assert (code, stderr) == (130, "\nInterrupted. Nothing was said yet, so nothing is kept.\n")


def test_the_end_of_the_input_names_what_is_missing(hold):
    with pytest.raises(MissingAnswerError, match="Still open: Who decides for each person, How"):
        hold("Home visits", "", "1")


def test_the_end_of_the_input_before_anything_was_said_is_an_error_too(hold):
    with pytest.raises(MissingAnswerError, match=r"Nothing was said yet, so nothing is kept\."):
        hold()


def test_the_end_of_the_input_at_a_question_asked_again_names_that_one(hold):
    with pytest.raises(
        MissingAnswerError, match=r"Still open: Who decides for each person\. Your draft is kept\."
    ):
        hold(*TO_RESULT, "change 1")


def test_the_end_of_the_input_on_the_check_page_shows_the_result(hold):
    code, stdout, _ = hold(*TO_RESULT[:-1])

    assert code == 0
    assert "RESULT: Home visits" in stdout


def test_the_end_of_the_input_after_the_result_is_fine(hold):
    assert hold(*TO_RESULT)[0] == 0


def test_a_report_is_saved_under_a_name_that_is_not_taken(hold, tmp_path):
    (tmp_path / "tango-report.md").write_text("mine")

    _, stdout, _ = hold(*TO_RESULT, "report", "report")

    assert (tmp_path / "tango-report.md").read_text() == "mine"
    assert (tmp_path / "tango-report-2.md").read_text().startswith("# Co-production report: Home visits")
    assert (tmp_path / "tango-report-3.md").is_file()
    assert "Your report is saved:" in stdout


def test_a_report_that_cannot_be_saved_says_why_and_what_to_do(parts):
    screen = terminal("".join(f"{line}\n" for line in (*TO_RESULT, "report")))
    conversation = Conversation.begin(parts.desk(), Length.FULL, "en")

    code = Console(screen, parts.speaker.words.say, drive, "/no/such/folder").run(conversation)

    assert code == 0
    assert "No such file or directory" in screen.stdout.getvalue()
    assert "tango report --output tango-report.md" in screen.stdout.getvalue()
