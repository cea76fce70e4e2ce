"""Which parts make a running Tango? The only place that builds adapters and hands them over."""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from bot.content.library import Library, open_library
from bot.model.errors import AnswerError, ContentError, TangoError
from bot.model.session import Length, Session, Stage
from bot.reasoning.rules import Rules
from bot.settings import Settings

if TYPE_CHECKING:  # a script that asks for JSON must not pay for a conversation
    from bot.channels.console import Terminal
    from bot.model.talk import Act
    from bot.render.speaker import Speaker
    from bot.service.conversation import Conversation, Desk
    from bot.service.ports import Ear

Result = TypeVar("Result")


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
    def of(cls, given: Any) -> Wanted:
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


def drive(use_case: Coroutine[Any, Any, Result]) -> Result:
    """Wait for a use case without an event loop: a terminal's ports never give way, and asyncio starts slowly."""
    try:
        use_case.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    raise RuntimeError("a port of the terminal waited for an event loop")


def version() -> str:
    """The version that is installed."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415 - only --version needs it
    from importlib.metadata import version as installed  # noqa: PLC0415

    try:
        return installed("tango-coproduction")
    except PackageNotFoundError as error:
        raise TangoError(
            "This Tango is not installed, so it has no version. Install it with: pip install ."
        ) from error


class Parts:
    """The parts of one run, each built when first needed."""

    def __init__(self, language: str | None = None) -> None:
        self.settings = Settings.read(os.environ)
        self.library: Library = open_library(self.settings.content, self.settings.cache)
        if language and language not in self.library.languages:
            known = ", ".join(self.library.languages)
            raise TangoError(f"There is no complete translation into `{language}`. Languages: {known}.")
        self.language = language or self.library.languages[0]
        self.rules = Rules(self.library.dialogue(self.language))

    @cached_property
    def speaker(self) -> Speaker:
        """The voice."""
        from bot.render.speaker import Speaker  # noqa: PLC0415

        return Speaker(
            self.rules,
            self.library.messages(self.language),
            lambda: self.library.knowledge(self.language),
            self.library.templates,
        )

    def ear(self, session: Session, text: str) -> Act:
        """What a typed line means; a first question is asked before anything is heard."""
        return self._ear(session, text)

    @cached_property
    def _ear(self) -> Ear:
        from bot.hearing.listen import listen  # noqa: PLC0415
        from bot.hearing.phrases import phrases_of  # noqa: PLC0415

        phrases = phrases_of(self.library.phrases(self.language))
        commands = self.library.commands(self.language)
        return lambda session, text: listen(self.rules.dialogue, session, text, phrases, commands)

    def desk(self) -> Desk:
        """The parts that conversations share; opens the store."""
        from bot.service.conversation import Desk  # noqa: PLC0415
        from bot.store.codec import Codec  # noqa: PLC0415
        from bot.store.sqlite import SqliteStore  # noqa: PLC0415

        return Desk(
            rules=self.rules,
            voice=self.speaker,
            ear=self.ear,
            store=SqliteStore(self.settings.database),
            codec=Codec(self.rules.dialogue),
            clock=_now,
            ids=_new_id,
        )


def assess(wanted: Wanted) -> int:
    """The assessment, as a conversation or from a file of answers."""
    parts = Parts(wanted.language)
    if wanted.answers is not None or wanted.no_input:
        sheet = _answers(parts, wanted)
        if wanted.json or wanted.no_input:
            return _judge(parts, wanted, sheet)
    else:
        sheet = None
    return _converse(parts, wanted, sheet)


def _converse(parts: Parts, wanted: Wanted, sheet: tuple[int, ...] | None) -> int:
    from bot.channels.console import Console  # noqa: PLC0415

    terminal = _terminal(plain=wanted.plain)
    if wanted.json:
        terminal = replace(terminal, stdout=terminal.stderr)
    desk = parts.desk()
    conversation = _conversation(parts, desk, terminal, wanted)
    if sheet:
        conversation.session = _with_answers(conversation.session, sheet)
    code = Console(terminal, parts.speaker.words.say, drive, os.getcwd()).run(conversation)
    if wanted.json and conversation.finished and code == 0:
        _print_json(parts, conversation.session.sheet, quick=wanted.quick)
    return code


def sessions(*, as_json: bool) -> int:
    """List the drafts and results on this machine."""
    from bot.service.conversation import drafts  # noqa: PLC0415

    parts = Parts()
    listed = drive(drafts(parts.desk()))
    if as_json:
        _json(
            [
                {
                    "id": d.id,
                    "name": d.name,
                    "answers": d.answers,
                    "finished": d.finished,
                    "changed": d.changed,
                }
                for d in listed
            ]
        )
        return 0
    say = parts.speaker.words.say
    for one in listed:
        key = "sessions_result" if one.finished else "sessions_draft"
        name = one.name or say("unnamed")
        sys.stdout.write(say(key, id=one.id, name=name, count=one.answers, date=_day(one.changed)) + "\n")
    if not listed:
        sys.stdout.write(say("sessions_none") + "\n")
    return 0


def report(name: str | None, form: str, output: str) -> int:
    """Write the report of a session; the latest result if no session is named."""
    from bot.service.conversation import NoSuchSessionError  # noqa: PLC0415

    parts = Parts()
    desk = parts.desk()
    kept = drive(desk.store.load(name)) if name else drive(desk.store.latest(finished=True))
    if kept is None:
        raise NoSuchSessionError(
            f"There is no session {name or 'with a result'} on this machine. See: tango sessions"
        )
    session = desk.codec.decode(kept.state)
    if form == "json":
        text = _as_json(parts, session.sheet, quick=session.length is Length.QUICK)
    else:
        text = parts.speaker.report(session, form, _day(kept.changed)).text
    if output == "-":
        sys.stdout.write(text)
        return 0
    try:
        with open(output, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise TangoError(
            f"The report cannot be written to {output}: {error.strerror}. Try --output - for the screen."
        ) from error
    return 0


def explain(text: str) -> int:
    """Print one item of the knowledge base, with its sources."""
    parts = Parts()
    blank = Session(
        dialogue=parts.rules.dialogue.digest,
        language=parts.language,
        length=Length.FULL,
        stage=Stage.NAMING,
        sheet=(0,) * len(parts.rules.dialogue.questions),
    )
    pages = parts.speaker.about(blank)
    _terminal(plain=False).show((pages.item(text),))
    return 0 if pages.find(text) else USAGE


USAGE = 2


def story(path: str | None) -> int:
    """Run the authors' stories; exit code 1 if one does not hold."""
    from bot.service.stories import tell  # noqa: PLC0415 - only this command needs it

    parts = Parts()
    stories = parts.library.stories(path)
    told = tell(parts.rules, parts.library.knowledge(parts.language), stories)
    failed = [one for one in told if one.problems]
    for one in failed:
        for problem in one.problems:
            sys.stdout.write(f"{one.story.where}: story {one.story.id}: {problem}\n")
    sys.stdout.write(f"{len(told) - len(failed)} stories hold, {len(failed)} do not.\n")
    return 1 if failed else 0


def schema() -> int:
    """Print the JSON Schema of content files."""
    from bot.content.schema import json_schema  # noqa: PLC0415 - pydantic is slow to import

    _json(json_schema())
    return 0


def _terminal(*, plain: bool) -> Terminal:
    from bot.channels.console import Terminal  # noqa: PLC0415

    return Terminal.of((sys.stdin, sys.stdout, sys.stderr), os.environ, plain=plain)


def _conversation(parts: Parts, desk: Desk, terminal: Terminal, wanted: Wanted) -> Conversation:
    from bot.service.conversation import Conversation, draft  # noqa: PLC0415

    length = Length.QUICK if wanted.quick else Length.FULL
    if wanted.resume is not None:
        name = wanted.resume or _latest(desk)
        return drive(Conversation.resume(desk, name))
    kept = drive(desk.store.latest(finished=False))
    if kept and terminal.stdin.isatty() and not wanted.answers:
        known = draft(desk, kept)
        say = parts.speaker.words.say
        name = known.name or say("unnamed")
        if terminal.yes(
            say("resume_offer", name=name, count=known.answers, date=_day(known.changed)), say("resume_again")
        ):
            return drive(Conversation.resume(desk, kept.id))
    return Conversation.begin(desk, length, parts.language)


def _with_answers(session: Session, sheet: tuple[int, ...]) -> Session:
    """The session with these answers over its own, as if they had been given in the order of the dialogue."""
    given = [place for place, mask in enumerate(sheet) if mask]
    trail = (*(place for place in session.trail if place not in given), *given)
    merged = tuple(new or old for new, old in zip(sheet, session.sheet, strict=True))
    return replace(session, sheet=merged, trail=trail)


def _latest(desk: Desk) -> str:
    from bot.service.conversation import NoSuchSessionError  # noqa: PLC0415

    kept = drive(desk.store.latest(finished=False))
    if kept is None:
        raise NoSuchSessionError("There is no draft on this machine. Start one with: tango")
    return kept.id


def _answers(parts: Parts, wanted: Wanted) -> tuple[int, ...]:
    from bot.content.yaml import read  # noqa: PLC0415 - a conversation reads no YAML
    from bot.service.answers import sheet_of  # noqa: PLC0415

    if wanted.answers is None:
        return (0,) * len(parts.rules.dialogue.questions)
    text, name = _text(wanted.answers)
    try:
        data = read(text, name).data
    except ContentError as error:
        raise AnswerError(str(error)) from error
    return sheet_of(parts.rules.dialogue, data)


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
        _print_json(parts, sheet, quick=wanted.quick)
    else:
        terminal = _terminal(plain=wanted.plain)
        terminal.show(parts.speaker.about(session_of(parts.rules, sheet, length)).result()[:1])
    return 0


def _print_json(parts: Parts, sheet: tuple[int, ...], *, quick: bool) -> None:
    sys.stdout.write(_as_json(parts, sheet, quick=quick))


def _as_json(parts: Parts, sheet: tuple[int, ...], *, quick: bool) -> str:
    import json  # noqa: PLC0415

    from bot.reasoning.assess import assess as judge  # noqa: PLC0415
    from bot.render.data import as_data  # noqa: PLC0415

    verdict = judge(parts.rules, parts.library.knowledge(parts.language), sheet, quick=quick)
    return (
        json.dumps(as_data(parts.rules.dialogue, parts.language, verdict), indent=1)
        + "\n"
    )


def _json(data: object) -> None:
    import json  # noqa: PLC0415

    sys.stdout.write(json.dumps(data, indent=1) + "\n")


def _day(moment: str) -> str:
    return moment[:10]


def _now() -> str:
    import time  # noqa: PLC0415

    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _new_id() -> str:
    return os.urandom(4).hex()
