"""How does a rehearsal read? Each chat message by message, with the minutes and seconds of the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from bot.channels.layout import lay_out, wrap
from bot.channels.rehearsal import Did, Message, Saw
from bot.model.page import Page

MINUTE: Final = 60_000
"""Milliseconds."""


class Say(Protocol):
    """The words of a message, by its key."""

    def __call__(self, key: str, **slots: object) -> str:
        """The message with its slots filled."""


class Playbill:
    """Writes a log down for a terminal of that width. `names` are those of people, by how they are called in it."""

    def __init__(self, say: Say, names: Mapping[str, str], width: int, *, colour: bool) -> None:
        self._say = say
        self._names = names
        self._width = width
        self._colour = colour

    def page(self, text: str) -> str:
        """Words around the chats."""
        return lay_out(Page(text), self._width, colour=self._colour)

    def chat(self, log: Sequence[Did | Saw], chat: str) -> str:
        """All that was done, said and changed in one chat."""
        told = (self._told(one) for one in _runs([one for one in log if one.chat == chat]))
        return "\n".join(filter(None, told))

    def _told(self, run: Sequence[Did | Saw]) -> str:
        first, last = run[0], run[-1]
        if isinstance(last, Did):
            return self.page(self._done(last))
        if last.before is None:
            return self.page(self._say("workshop_sim_said", time=_clock(last.at))) + self._message(
                last.message
            )
        before = first.before if isinstance(first, Saw) and first.before else last.before
        known = [_words(line) for line in before.text.split("\n")]
        new = [line for line in last.message.text.split("\n") if _words(line) not in known]
        return self.page("\n".join((self._when(run), *new))) if new else ""

    def _done(self, did: Did) -> str:
        time, who = _clock(did.at), self._names[did.person]
        if did.pressed:
            return self._say("workshop_sim_pressed", time=time, who=who, label=did.pressed)
        return self._say("workshop_sim_typed", time=time, who=who, text=did.typed)

    def _when(self, run: Sequence[Did | Saw]) -> str:
        first, last = _clock(run[0].at), _clock(run[-1].at)
        if len(run) == 1:
            return self._say("workshop_sim_changed", time=last)
        return self._say("workshop_sim_changed_often", first=first, time=last, times=len(run))

    def _message(self, message: Message) -> str:
        """A message with the labels of its buttons that its words do not list already, its picture and its file."""
        told = self.page(message.text)
        listed = [line.partition(" ")[0] for line in message.text.split("\n")]
        numbers = tuple(f"{word} " for word in listed if word.isdecimal())
        labels = [label for label in message.labels if not label.startswith(numbers)]
        lines = wrap(" ".join(f"[{label}]" for label in labels), self._width) if labels else []
        if message.drawn:
            lines += ["", *wrap(self._say("workshop_sim_picture"), self._width)]
            lines += [part for line in message.drawn for part in self._fits(line)]
        if message.file[0]:
            lines += wrap(self._say("workshop_sim_file", name=message.file[0]), self._width)
        return told + "".join(f"{line}\n" for line in lines)

    def _fits(self, line: str) -> list[str]:
        """A line of a picture as it is or, on a narrow screen, on several lines."""
        return [line] if len(line) <= self._width else wrap(line, self._width)


def counts(log: Sequence[Did | Saw], chat: str) -> tuple[int, int, int]:
    """How many messages were sent to a chat, how many were changed, and how many of both in the busiest minute."""
    seen = [one for one in log if isinstance(one, Saw) and one.chat == chat]
    edits = sum(one.before is not None for one in seen)
    busiest = max((_within(seen, one.at) for one in seen), default=0)
    return len(seen) - edits, edits, busiest


def _within(seen: Sequence[Saw], begin: int) -> int:
    return sum(begin <= one.at < begin + MINUTE for one in seen)


def _runs(log: Sequence[Did | Saw]) -> Iterator[list[Did | Saw]]:
    """One after the other; changes of the same message with nothing between them are told at once."""
    run: list[Did | Saw] = []
    for one in log:
        if run and _same(run[-1], one):
            run.append(one)
            continue
        if run:
            yield run
        run = [one]
    if run:
        yield run


def _same(one: Did | Saw, other: Did | Saw) -> bool:
    if not isinstance(one, Saw) or not isinstance(other, Saw):
        return False
    return one.before is not None and other.before is not None and one.message.number == other.message.number


def _words(line: str) -> str:
    """A line without the mark of a heading."""
    return line.removeprefix("# ")


def _clock(at: int) -> str:
    """Minutes and seconds."""
    minutes, seconds = divmod(at // 1000, 60)
    return f"{minutes:02}:{seconds:02}"
