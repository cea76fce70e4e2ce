"""Which use case do the arguments mean? Arguments to one use case, errors to words and an exit code (design 8)."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from bot.model.errors import TangoError

BROKEN_PIPE: Final = 141
INTERRUPTED: Final = 130
USAGE: Final = 2
UNWRITABLE: Final = 5


class Parser(argparse.ArgumentParser):
    """A parser that says what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what to do, and leave with exit code 2."""
        from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

        known = [name for name in COMMANDS if name in message]
        wrong = next((word for word in sys.argv[1:] if f"'{word}'" in message), "")
        near = get_close_matches(wrong, COMMANDS, n=1) if known else []
        hint = f" Did you mean `tango {near[0]}`?" if near else ""
        self.exit(USAGE, f"tango: {message}.{hint}\nSee: tango --help\n")


COMMANDS: Final = ("assess", "sessions", "report", "explain", "story", "schema")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = Parser(
        prog="tango",
        description="Which mode of co-production is your public service in, and what would change it?",
    )
    top.add_argument("--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="command")
    _assess(
        commands.add_parser("assess", help="assess a service, in a conversation or from a file of answers")
    )
    sessions = commands.add_parser("sessions", help="list the drafts and results on this machine")
    sessions.add_argument("--json", action="store_true", help="as JSON")
    report = commands.add_parser("report", help="write the report of a session again")
    report.add_argument(
        "session", nargs="?", help="its id (see: tango sessions); the latest result if left out"
    )
    report.add_argument("--format", choices=("md", "html", "json"), default="md")
    report.add_argument("--output", metavar="FILE", default="-", help="where to write; - is the screen")
    explain = commands.add_parser("explain", help="read one barrier, enabler or term, with its sources")
    explain.add_argument("item", nargs="+", help="its name, for example: tokenism")
    story = commands.add_parser("story", help="run the authors' stories")
    story.add_argument("path", nargs="?", help="a story file or a folder of them")
    commands.add_parser("schema", help="print the JSON Schema of content files, for editors")
    return top


def _assess(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quick", action="store_true", help="ask only what can still change the result")
    command.add_argument(
        "--resume", nargs="?", const="", metavar="SESSION", help="go on with a draft (the latest)"
    )
    command.add_argument(
        "--answers", metavar="FILE", help="answers as YAML or JSON; - reads them from the input"
    )
    command.add_argument("--json", action="store_true", help="print the result as one JSON object")
    command.add_argument("--lang", metavar="L", help="the language")
    command.add_argument("--plain", action="store_true", help="no colour and no bold")
    command.add_argument(
        "--no-input", action="store_true", help="never ask: every answer must be in --answers"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. Nothing that a person can cause ends in a traceback."""
    _open_streams()
    try:
        try:
            return _run(parser().parse_args(arguments))
        finally:
            sys.stdout.flush()  # here, where a reader that has left can still be met
    except TangoError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has left. Python would complain again at exit, so stdout is put out of its way.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        sys.stderr.write(f"The output cannot be written: {error.strerror}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNWRITABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _open_streams() -> None:
    """A closed stream (`<&-`) is empty and takes all that is written; an ASCII terminal gets "?", never a traceback."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115 - open until the process ends
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(given: argparse.Namespace) -> int:
    """Each command imports only what it needs: a first question may not wait for a report's parts."""
    match given.command:
        case "sessions" | "report":
            from bot.commands import kept  # noqa: PLC0415

            if given.command == "sessions":
                return kept.sessions(as_json=given.json)
            return kept.report(given.session, given.format, given.output)
        case "explain" | "story" | "schema":
            from bot.commands import reading  # noqa: PLC0415

            if given.command == "explain":
                return reading.explain(" ".join(given.item))
            return reading.story(given.path) if given.command == "story" else reading.schema()
        case _ if given.version:
            from bot.commands import reading  # noqa: PLC0415

            sys.stdout.write(f"tango {reading.version()}\n")
            return 0
        case _:
            from bot.commands.assess import Wanted, assess  # noqa: PLC0415

            return assess(Wanted.of(given) if given.command else Wanted())
