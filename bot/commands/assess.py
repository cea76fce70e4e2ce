"""How is a service assessed from the command line? In a conversation, from a file of answers, or both."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.assemble.parts import Parts, drive
from bot.commands.output import print_json
from bot.model.errors import AnswerError, ContentError, TangoError
from bot.model.session import Length

if TYPE_CHECKING:  # as in assemble
    from argparse import Namespace

    from bot.channels.console import Terminal
    from bot.model.dialogue import Dialogue
    from bot.model.keeping import Kept
    from bot.service.conversation import Conversation, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `tango assess` was asked for. `resume` is a session's id, or empty for the latest draft."""

    quick: bool = False
    resume: str | None = None
    answers: str | None = None
    json: bool = False
    language: str | None = None
    plain: bool = False
    no_input: bool = False

    @classmethod
    def of(cls, given: Namespace) -> Wanted:
        """From the arguments."""
        return cls(
            quick=given.quick,
            resume=given.resume,
            answers=given.answers,
            json=given.json,
            language=given.lang,
            plain=given.plain,
            no_input=given.no_input,
        )


def assess(wanted: Wanted) -> int:
    """The assessment, as a conversation or from a file of answers."""
    parts = Parts(wanted.language)
    if wanted.answers == "-" and not wanted.json and not wanted.no_input:
        raise TangoError(
            "Answers from the input leave no input for a conversation. Add --json or --no-input."
        )
    if wanted.answers is not None or wanted.no_input:
        given = _given(parts, wanted)
        if wanted.json or wanted.no_input:
            return _judge(parts, wanted, _sheet(parts.rules.dialogue, given))
    else:
        given = None
    return _converse(parts, wanted, given)


def _converse(parts: Parts, wanted: Wanted, given: object) -> int:
    from bot.channels.console import Console  # noqa: PLC0415

    terminal = parts.terminal(plain=wanted.plain)
    if wanted.json:
        terminal = replace(terminal, stdout=terminal.stderr)
    desk = parts.desk()
    conversation = _conversation(parts, desk, terminal, wanted)
    if conversation is None:
        return 0
    if given is not None:
        sheet = _sheet(conversation.edition.rules.dialogue, given)
        conversation.fill_in(sheet)
        count = sum(map(bool, sheet))
        terminal.note(parts.speaker.words.say("answers_read", count=count, file=wanted.answers))
    code = Console(terminal, parts.speaker.words.say, drive, os.curdir).run(conversation)
    if wanted.json and conversation.finished and code == 0:
        print_json(conversation.edition.voice.data(conversation.session))
    return code


def _conversation(parts: Parts, desk: Desk, terminal: Terminal, wanted: Wanted) -> Conversation | None:
    from bot.service.conversation import Conversation, draft  # noqa: PLC0415

    length = Length.QUICK if wanted.quick else Length.FULL
    if wanted.resume is not None:
        name = wanted.resume or _latest(desk)
        return drive(Conversation.resume(desk, name, wanted.language))
    kept = drive(desk.store.latest(finished=False))
    if kept and terminal.stdin.isatty() and not wanted.answers:
        known = drive(draft(desk, kept))
        say = parts.speaker.words.say
        name = known.name or say("unnamed")
        offer = say("resume_offer", name=name, count=known.answers, date=known.changed[:10])
        phrases, commands = parts.library.phrases(parts.language), parts.library.commands(parts.language)
        words = {"yes": phrases["yes"], "no": phrases["no"], "quit": commands["quit"]}
        chosen = terminal.choose(offer, say("resume_again"), words)
        if chosen == "yes":
            return drive(Conversation.resume(desk, kept.id, wanted.language))
        if chosen == "quit":
            return None
    last = drive(desk.store.latest(finished=True)) if terminal.stdin.isatty() and not kept else None
    if last:
        _tell_last(parts, desk, terminal, last)
    return Conversation.begin(desk, length, parts.language)


def _tell_last(parts: Parts, desk: Desk, terminal: Terminal, kept: Kept) -> None:
    """Say that the last result is not lost, and how to see it."""
    from bot.service.conversation import draft  # noqa: PLC0415 - only where there is one

    say = parts.speaker.words.say
    known = drive(draft(desk, kept))
    command = f"{terminal.program} assess --resume {kept.id}"
    terminal.note(
        say("last_result", name=known.name or say("unnamed"), date=kept.changed[:10], command=command)
    )
    terminal.stderr.write("\n")


def _latest(desk: Desk) -> str:
    from bot.service.conversation import NoSuchSessionError  # noqa: PLC0415

    kept = drive(desk.store.latest(finished=False))
    if kept is None:
        raise NoSuchSessionError("There is no draft on this machine. Start one with: tango")
    return kept.id


def _given(parts: Parts, wanted: Wanted) -> object:
    """The answers of the file as data; none where no file is named."""
    if wanted.answers is None:
        return {}
    text, name = _text(wanted.answers)
    try:
        return parts.read(text, name)
    except ContentError as error:
        raise AnswerError(str(error)) from error


def _sheet(dialogue: Dialogue, given: object) -> tuple[int, ...]:
    from bot.service.answers import sheet_of  # noqa: PLC0415 - a conversation judges no file

    return sheet_of(dialogue, given)


def _text(path: str) -> tuple[str, str]:
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                data = file.read()
        return data.decode("utf-8-sig"), name
    except OSError as error:
        raise TangoError(
            f"The answers cannot be read from {name}: {error.strerror}. Name a YAML or JSON file."
        ) from error
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"{name} is not a text file in UTF-8. Save the answers as plain YAML or JSON."
        ) from error


def _judge(parts: Parts, wanted: Wanted, sheet: tuple[int, ...]) -> int:
    """Judge a sheet without a conversation."""
    from bot.service.answers import all_given, session_of  # noqa: PLC0415

    length = Length.QUICK if wanted.quick else Length.FULL
    if wanted.no_input:
        all_given(parts.rules, sheet, length)
    if wanted.json:
        print_json(parts.judged(sheet, quick=wanted.quick))
    else:
        terminal = parts.terminal(plain=wanted.plain)
        terminal.show(parts.speaker.about(session_of(parts.rules, sheet, length)).result()[:1])
    return 0
