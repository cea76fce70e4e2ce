"""Which use case do the arguments mean? Arguments to one use case, errors to words and an exit code (design 8)."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.model.errors import TangoError

if TYPE_CHECKING:  # argparse is slow to import, and `tango` alone needs no arguments
    from argparse import Namespace

BROKEN_PIPE: Final = 141
INTERRUPTED: Final = 130
UNWRITABLE: Final = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. Nothing that a person can cause ends in a traceback."""
    _open_streams()
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
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
        told = f"{error.filename} cannot be used" if error.filename else "The output cannot be written"
        sys.stderr.write(f"{told}: {error.strerror or error}.\n")
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


def _run(arguments: Sequence[str]) -> int:
    """Each command imports only what it needs: a first question may not wait for a report's parts."""
    if not arguments:
        return _assess(None)
    from bot.commands.arguments import parser  # noqa: PLC0415

    alone = arguments[0].startswith("--resume")  # `tango --resume` is `tango assess --resume`
    return _command(parser().parse_args(["assess", *arguments] if alone else arguments))


def _command(given: Namespace) -> int:
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
        case "check":
            from bot.commands import check  # noqa: PLC0415

            return check.check(given.path, as_json=given.json, write_facts=given.write_facts)
        case "diff":
            from bot.commands import diff  # noqa: PLC0415

            return diff.diff(given.old, given.new, as_json=given.json)
        case "draw":
            from bot.commands import drawing  # noqa: PLC0415

            return drawing.draw(given.path, given.format, given.output)
        case "assess":
            return _assess(given)
        case "telegram" | "workshop" | "data":
            return _bot(given)
        case _:  # no command, so it was --version
            from bot.commands import reading  # noqa: PLC0415

            sys.stdout.write(f"tango {reading.version()}\n")
            return 0


def _bot(given: Namespace) -> int:
    if given.command == "data":
        return _data(given)
    if given.command == "workshop":
        from bot.commands import workshop  # noqa: PLC0415

        return workshop.simulate(given.simulate, given.seed, language=given.lang, plain=given.plain)
    from bot.commands import telegram  # noqa: PLC0415

    return telegram.check() if given.check else telegram.run()


def _data(given: Namespace) -> int:
    from bot.commands import data, upkeep  # noqa: PLC0415

    match given.action:
        case "export":
            return data.export(given.id, given.output)
        case "erase":
            return data.erase(given.id, sure=given.yes)
        case "retain":
            return upkeep.retain(rehearse=given.dry_run)
        case "backup":
            return upkeep.backup(given.file)
        case "restore":
            return upkeep.restore(given.file)
        case "move":
            return upkeep.move(given.to)
        case "inventory":
            return upkeep.inventory()
        case _:
            return upkeep.rotate()


def _assess(given: Namespace | None) -> int:
    from bot.commands.assess import Wanted, assess  # noqa: PLC0415

    return assess(Wanted.of(given) if given else Wanted())
