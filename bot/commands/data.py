"""What becomes of one person's data? They are handed over, or erased for good, which is then proved."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from typing import Final

from bot.assemble import upkeep
from bot.assemble.environment import settings
from bot.assemble.parts import Parts
from bot.model.errors import StoreError, TangoError
from bot.model.keeping import Subject
from bot.service.exporting import exported
from bot.service.ports import Custody
from bot.settings import PLACE

SESSION: Final = re.compile(r"[0-9a-f]{8}")
"""What an id of a session looks like."""


def export(name: str, output: str) -> int:
    """Write all that is kept about a person, as JSON."""
    parts = Parts()
    with closing(upkeep.custody()) as custody:
        subject = _subject(custody, name)
        rows = custody.rows(subject) if subject else {}
        if not rows:
            raise _nothing(name)
        told = exported(parts.editions, custody.files, rows)
    text = json.dumps(told, indent=1) + "\n"
    if output == "-":
        sys.stdout.write(text)
    else:
        _write(text, output)
    return 0


def erase(name: str, *, sure: bool) -> int:
    """Erase all that is kept about a person, and look for it again."""
    with closing(upkeep.custody()) as custody:
        subject = _subject(custody, name)
        counts = custody.count(subject) if subject else {}
        if not subject or not counts:
            return _finished(custody, name, subject or Subject(sessions=(name,)))
        if not sure and not _confirmed(name, counts):
            sys.stdout.write("Nothing was erased.\n")
            return 0
        gone, traits = custody.erase(subject)
        custody.vacuum()
        _prove(custody, name, traits)
        sys.stdout.write(f"Erased for good: {listed(gone)}.\n{_told()}\n")
    return 0


def _write(text: str, output: str) -> None:
    """Write a new file that nobody else can read, whole or not at all."""
    try:
        handle = os.open(output, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with ExitStack() as undo:
            undo.callback(os.unlink, output)
            with open(handle, "w", encoding="ascii") as file:
                file.write(text)
            undo.pop_all()
    except FileExistsError as error:
        raise TangoError(f"{output} is there already, and is left as it is. Name another file.") from error
    except OSError as error:
        raise TangoError(
            f"The data cannot be written to {output}: {error.strerror}. Try --output - for the screen."
        ) from error


def listed(counts: Mapping[str, int]) -> str:
    """The tables with their numbers of rows, without those that have none."""
    return ", ".join(f"{table} {count:,}" for table, count in counts.items() if count)


def _subject(custody: Custody, name: str) -> Subject | None:
    """Whom an id means."""
    place = PLACE.fullmatch(name)
    if not place:
        return custody.subject_of(name)
    known = upkeep.pseudonyms()
    names = (known.of(place[1], place[2]), *known.former(place[1], place[2])) if known else ()
    return Subject(names=names, places=(place[2],))


def _nothing(name: str) -> TangoError:
    if PLACE.fullmatch(name) and not upkeep.pseudonyms():
        return TangoError(
            f"There is no secret here, so nobody can be looked up by a platform's number: {name}."
            f" It is looked for in TANGO_SECRET, then in {upkeep.secret_place()}."
            " Bring it back from your copy, or name a session."
        )
    return TangoError(
        f"Nothing is kept about {name}. Name a session (see: tango sessions), or a person as telegram:12345."
    )


def _confirmed(name: str, counts: Mapping[str, int]) -> bool:
    if not sys.stdin.isatty():
        raise TangoError("Nothing was erased. Add --yes to erase without being asked.")
    sys.stderr.write(f"About {name} there is: {listed(counts)}.\nType yes to erase it for good: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _finished(custody: Custody, name: str, subject: Subject) -> int:
    """Finish an erasure that was cut short: no row is left, but perhaps the files have been read meanwhile."""
    known = Subject(names=subject.names, sessions=tuple(filter(SESSION.fullmatch, subject.sessions)))
    if not known.names + known.sessions or not custody.traces(known):
        raise _nothing(name)
    custody.vacuum()
    _prove(custody, name, known)
    sys.stdout.write(f"It was erased before; what was left of it in the files is gone now.\n{_told()}\n")
    return 0


def _prove(custody: Custody, name: str, traits: Subject) -> None:
    """Raise StoreError where anything can still be found."""
    left = custody.count(traits)
    if left:
        raise StoreError(f"Something of {name} is there again: {listed(left)}. Erase it again.")
    files = custody.traces(traits)
    if files:
        raise StoreError(
            f"The rows of {name} are erased, but it can still be found in {', '.join(files)}."
            " Close every other Tango, and erase it again."
            "\nWhere a message of somebody else names it, that goes once the message is answered."
        )


def _told() -> str:
    if settings().on_server:
        return (
            "No table holds it any more. The server's own log and backups may: see the README, People's data."
        )
    return "No table and no byte of the database's files holds it any more. Your backups may."
