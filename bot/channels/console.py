"""How is a conversation held in a terminal? Plain lines in and out, the same for people, pipes and screen readers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TextIO

from bot.channels.layout import lay_out
from bot.model.errors import MissingAnswerError
from bot.model.page import Document, Page
from bot.model.talk import Done
from bot.service.conversation import Conversation
from bot.service.turns import Turn

WIDEST = 88
NARROWEST = 20
PROMPT = "> "
INTERRUPTED = 130


class Say(Protocol):
    """The words of a message, by its key."""

    def __call__(self, key: str, **slots: object) -> str:
        """The message with its slots filled."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The three streams, the width of lines, whether headings are set in bold, and how this program was called."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    width: int
    colour: bool
    program: str = "tango"

    @classmethod
    def of(
        cls, streams: tuple[TextIO, TextIO, TextIO], environ: Mapping[str, str], *, plain: bool
    ) -> Terminal:
        """The terminal that the streams and the environment describe (NO_COLOR, FORCE_COLOR, TERM, COLUMNS)."""
        stdin, stdout, stderr = streams
        for stream in (stdout, stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # an ASCII terminal gets "?", never a traceback
        if hasattr(stdin, "reconfigure"):
            stdin.reconfigure(errors="replace")
        wanted = stdout.isatty() or bool(environ.get("FORCE_COLOR"))
        refused = plain or bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        return cls(stdin, stdout, stderr, _width(stdout, environ), wanted and not refused)

    def show(self, pages: tuple[Page, ...]) -> None:
        """Results go to stdout. So does the talk, unless stdout is a file or a pipe: then it goes to stderr."""
        for page in pages:
            stream = self.stdout if page.result or self.stdout.isatty() else self.stderr
            stream.write(lay_out(page, self.width, colour=self.colour) + "\n")
            stream.flush()

    def ask(self) -> str | None:
        """One line of input, or None at its end."""
        stream = self.stdout if self.stdout.isatty() else self.stderr
        stream.write(PROMPT)
        stream.flush()
        line = self.stdin.readline()
        stream.write("\n")
        return line.rstrip("\r\n") if line else None

    def choose(self, question: str, again: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
        """Ask until a line is one of some words; gives the name they stand under, or None at the end of the input."""
        self.show((Page(question),))
        while (line := self.ask()) is not None:
            said = line.strip().lower()
            for name, known in words.items():
                if said in known:
                    return name
            self.show((Page(again),))
        return None

    def note(self, text: str) -> None:
        """A message of the program, outside the conversation."""
        self.stderr.write(lay_out(Page(text), self.width, colour=False))
        self.stderr.flush()


class Console:
    """Runs one conversation to its end. `drive` waits for a use case; `folder` is where reports are saved."""

    def __init__(self, terminal: Terminal, say: Say, drive: Callable[..., Turn], folder: str) -> None:
        self._terminal = terminal
        self._say = say
        self._drive = drive
        self._folder = folder

    def run(self, conversation: Conversation) -> int:
        """Hold the conversation; gives the exit code. Interrupting keeps the draft and says how to go on."""
        try:
            return self._talk(conversation)
        except KeyboardInterrupt:
            self._terminal.stderr.write("\n")
            self._terminal.note(
                self._say("interrupted" if conversation.worth_keeping else "interrupted_unsaid")
            )
            self._resume_hint(conversation)
            return INTERRUPTED

    def _talk(self, conversation: Conversation) -> int:
        turn = self._drive(conversation.start())
        while True:
            self._show(turn)
            if turn.left:
                self._resume_hint(conversation)
                return 0
            line = self._terminal.ask()
            if line is None:
                return self._ended(conversation)
            turn = self._drive(conversation.hear(line))

    def _ended(self, conversation: Conversation) -> int:
        """The input is over: fine after a result, else an error that names what is missing."""
        if conversation.answered:
            self._show(self._drive(conversation.act(Done())))
        elif not conversation.finished:
            self._resume_hint(conversation)
            key = "end_of_input" if conversation.worth_keeping else "end_unsaid"
            raise MissingAnswerError(self._say(key, missing=conversation.missing))
        return 0

    def _show(self, turn: Turn) -> None:
        self._terminal.show(turn.pages)
        if turn.document:
            self._save(turn.document)

    def _save(self, document: Document) -> None:
        """Save a file under a name that is not taken."""
        stem, dot, ending = document.name.rpartition(".")
        number = 0
        while True:
            number += 1
            name = document.name if number == 1 else f"{stem}-{number}{dot}{ending}"
            path = os.path.join(self._folder, name)
            try:
                with open(path, "x", encoding="utf-8") as file:
                    file.write(document.text)
            except FileExistsError:
                continue
            except OSError as error:
                command = f"{self._terminal.program} report --output {name}"
                text = self._say("report_failed", reason=error.strerror, command=command)
                return self._terminal.show((Page(text),))
            return self._terminal.show((Page(self._say("saved_report", path=path)),))

    def _resume_hint(self, conversation: Conversation) -> None:
        if conversation.worth_keeping:
            command = f"{self._terminal.program} assess --resume {conversation.name}"
            self._terminal.note(self._say("resume_how", command=command))


def _width(stdout: TextIO, environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        wide = int(columns)
    else:
        try:
            wide = os.get_terminal_size(stdout.fileno()).columns or 80
        except (OSError, ValueError):
            wide = 80
    return max(NARROWEST, min(wide, WIDEST))
