"""What can be typed after `tango`? The arguments of every command, and a hint where one is misspelt."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import Final, NoReturn

from bot.model.hints import closest

USAGE: Final = 2


class Parser(argparse.ArgumentParser):
    """A parser that says what was probably meant."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what to do, and leave with exit code 2."""
        known = [name for name in (*COMMANDS, *ACTIONS) if name in message]
        wrong = next((word for word in sys.argv[1:] if f"'{word}'" in message), "")
        hint = f" {closest(wrong, known)}".rstrip().replace("`", f"`{self.prog} ", 1)
        self.exit(USAGE, f"{self.prog}: {message}.{hint}\nSee: {self.prog} --help\n")


COMMANDS: Final = (
    "assess",
    "sessions",
    "report",
    "explain",
    "story",
    "schema",
    "check",
    "diff",
    "draw",
    "telegram",
    "workshop",
    "data",
)
ACTIONS: Final = ("export", "erase", "retain", "backup", "restore", "move", "inventory", "rotate")
"""What can be done with data."""


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
    check = commands.add_parser("check", help="prove content over all its conversations")
    check.add_argument("path", nargs="?", help="a content folder; Tango's own if left out")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.add_argument("--write-facts", action="store_true", help="write the facts file of the dialogue")
    diff = commands.add_parser("diff", help="which conversations change their result between two versions")
    diff.add_argument("old", help="the content folder as it was")
    diff.add_argument("new", help="the content folder as it is now")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    draw = commands.add_parser("draw", help="draw the dialogue as a picture")
    draw.add_argument("path", nargs="?", help="a content folder; Tango's own if left out")
    draw.add_argument("--format", choices=("mermaid", "svg"), default="mermaid")
    draw.add_argument("--output", metavar="FILE", default="-", help="where to write; - is the screen")
    _telegram(commands.add_parser("telegram", help="run the bot for Telegram"))
    _workshop(commands.add_parser("workshop", help="play a whole workshop in the terminal"))
    _data(commands.add_parser("data", help="people's data, backups, and the secret of pseudonyms"))
    return top


def _telegram(command: argparse.ArgumentParser) -> None:
    told = "only see whether it could run, and say what is wrong"
    command.add_argument("--check", action="store_true", help=told)


def _number(text: str, what: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected {what}, not '{text}'") from None


def _workshop(command: argparse.ArgumentParser) -> None:
    people = partial(_number, what="a number of people, such as 14")
    seed = partial(_number, what="a whole number, such as 3")
    command.add_argument("--simulate", type=people, metavar="N", help="how many people take part: 1 to 200")
    command.add_argument(
        "--seed", type=seed, metavar="S", default=1, help="the same seed plays the same workshop"
    )
    command.add_argument("--lang", metavar="L", help="the language")
    command.add_argument("--plain", action="store_true", help="no colour and no bold")


def _data(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", metavar="action", required=True)
    export = actions.add_parser("export", help="write all that is kept about a person, as JSON")
    erase = actions.add_parser("erase", help="erase all that is kept about a person, and prove it")
    for action in (export, erase):
        action.add_argument("id", metavar="ID", help="a session (see: tango sessions), or telegram:12345")
    export.add_argument("--output", metavar="FILE", default="-", help="where to write; - is the screen")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    retain = actions.add_parser("retain", help="erase what is kept for long enough")
    retain.add_argument("--dry-run", action="store_true", help="only say what would go")
    backup = actions.add_parser("backup", help="write everything to one new file")
    backup.add_argument("file", metavar="FILE", help="the file, which may not be there yet")
    restore = actions.add_parser("restore", help="bring everything back from a backup")
    restore.add_argument("file", metavar="FILE", help="the backup")
    move = actions.add_parser("move", help="bring everything to another database")
    move.add_argument("to", metavar="TO", help="a file, or a URL that begins with postgresql://")
    actions.add_parser("inventory", help="what is kept, what for, and until when, in Markdown")
    actions.add_parser("rotate", help="begin a new secret for pseudonyms")


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
