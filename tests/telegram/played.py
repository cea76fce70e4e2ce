"""A story as a conversation: what its designer does, from one source, in a terminal and in a chat, and what is shown."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from talking import Talk

from bot.assemble.parts import Parts, drive
from bot.channels.layout import lay_out
from bot.model.knowledge import Kind
from bot.model.session import Length
from bot.service.conversation import Conversation

WIDE = 100_000
"""Columns: no line is wrapped."""
SLOT = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One thing that is done: what is typed for it, and the button for it where there is one.

    `boards` is how many messages with buttons it brings in a chat.
    """

    typed: str
    button: str = ""
    boards: int = 1


# From a story to its deeds


def deeds(rules, story):
    """All that the designer of a story does, up to the lists of the result."""
    talk = Talk(rules)
    talk.begin(story.title)
    yield from (Deed(typed=""), Deed(typed=story.title), Deed(typed="", button="Leave it out"))
    yield from _answers(talk, story)
    out = talk.session.stage.value == "result"
    if out and set(story.answers) != {"scope"}:
        yield Deed(typed="day to day", button="Day-to-day part")
        yield from _of_a_part(rules, story)
    if not out:
        yield Deed(typed="", button="Show my result", boards=2)
        yield Deed(typed="why", button="Why?")
        yield Deed(typed="barriers", button="Barriers")
        yield Deed(typed="helps", button="What helps")


def _answers(talk, story):
    """The answers to what is asked, one after the other; what the story leaves out is taken as given, or not known."""
    while talk.session.stage.value == "asking":
        answer = story.answers.get(talk.question.id, talk.question.given or "dont_know")
        yield from _given(talk.question, answer)
        talk.answer(answer)


def _of_a_part(rules, story):
    """The answers to the part that can be looked at though the rest does not apply."""
    first = rules.dialogue.questions[0]
    opens = next(one.opens for one in first.options if one.id == story.answers["scope"])
    for question in rules.dialogue.questions:
        if question.part == opens:
            yield from _given(question, story.answers.get(question.id, "dont_know"))


def _given(question, answer):
    """An answer by the number of its option; several are typed, and confirmed as they are."""
    names = [option.id for option in question.options]
    if answer == "dont_know":
        unsure = str(len(names) + 1)
        return (Deed(typed=unsure, button=f"{unsure} I don't know"),)
    if isinstance(answer, str):
        number = names.index(answer) + 1
        label = question.options[number - 1].label
        return (Deed(typed=str(number), button=f"{number} {label}"),)
    several = " or ".join(str(names.index(one) + 1) for one in answer)
    return (Deed(typed=several), Deed(typed="both", button="Keep it open"))


def results_of(rules, knowledge, story):
    """What the card must say about the result: the title of the one, or the names of all that are possible."""
    if len(story.results) == 1:
        return [knowledge.find(Kind.RUNG, story.results[0]).title]
    labels = {one.id: one.label for one in rules.dialogue.results}
    return sorted(f"- {labels[one]}" for one in story.results)


def results_on(shown):
    """What the last card of a conversation says about the result."""
    below = next(_below_heading(text) for text in reversed(shown) if any(map(_opens_card, text)))
    if below[0] != "Not certain yet":
        return below[:1]
    return sorted(itertools.takewhile(lambda line: line.startswith("- "), below[2:]))


def _below_heading(text):
    """The lines below the heading of a card."""
    return list(itertools.dropwhile(lambda line: not _opens_card(line), text))[1:]


def _opens_card(line):
    return line.startswith("RESULT: ")


# The two places where it is held


def in_a_terminal(library, file, script):
    """What a terminal shows after each deed."""
    parts = Parts()
    parts.settings = replace(parts.settings, database=str(file))
    talk = Conversation.begin(parts.desk(), Length.FULL, "en")
    turns = [drive(talk.start()), *(drive(talk.hear(deed.typed)) for deed in script[1:])]
    shown = ("\n".join(lay_out(page, WIDE, colour=False) for page in turn.pages) for turn in turns)
    read_there = [read(library, text, "") for text in shown]
    return [_unechoed(text) if deed.button else text for deed, text in zip(script, read_there, strict=True)]


def _unechoed(text):
    """What is said without the echo of an answer: in a chat whoever taps has it in the toast, and in the closed question."""
    return list(itertools.dropwhile(lambda line: line.startswith(ECHOES), text))


ECHOES = ("You said: ", "Left open.", "Still open between these: ")


async def in_a_chat(library, person, script):
    """What a chat shows after each deed: all new messages, up to the last that has buttons."""
    shown = []
    await person.says("/start")
    board = await boards(person, 0, script[0].boards)
    shown.append(_said(person, 0, board.id))
    for deed in script[1:]:
        before = max(m.id for m in person.telegram.shown(person.id))
        if deed.button:
            await person.presses(deed.button, m=_with(person, deed.button))
        else:
            await person.says(deed.typed)
        board = await boards(person, before, deed.boards)
        shown.append(_said(person, before, board.id))
    return [read(library, text, "_chat") for text in shown]


async def boards(person, after, count):
    """The last of so many messages with buttons that come after that one."""

    def new():
        return [m for m in person.telegram.shown(person.id) if m.id > after and m.buttons]

    found = await person.telegram.wait_for(person.id, lambda m: m.id > after and len(new()) >= count, 20.0)
    assert found, f"after message {after}:\n{await person.transcript()}"
    return max(new(), key=lambda m: m.id)


def _with(person, label):
    """The newest message that has a button of just this label."""
    shown = sorted(person.telegram.shown(person.id), key=lambda m: m.id)
    return next((m for m in reversed(shown) if label in m.labels), shown[-1])


def _said(person, after, last):
    """What was said to a person from one message to another."""
    shown = sorted(person.telegram.shown(person.id), key=lambda m: m.id)
    return "\n".join(m.text for m in shown if m.own and after < m.id <= last)


# What is read alike


def read(library, text, manner):
    """The lines of a text that are not blank; one that a chat says in words of its own stands for its message."""
    own = _own_words(library.messages("en"), manner)
    found = []
    for line in filter(None, map(_plainly, text.split("\n"))):
        key = next((key for key, form in own if form.fullmatch(line)), line)
        if key == line or found[-1:] != [key]:
            found.append(key)
    return found


def _plainly(line):
    """A line without the blank before the number of a choice."""
    return re.sub(r"^ (?=\d )", "", line.rstrip())


def _own_words(messages, manner):
    """The lines of messages that have words of their own in a chat, as they are said in this manner."""
    both = [key.removesuffix("_chat") for key in messages if key.endswith("_chat")]
    return [
        (f"({key})", re.compile(SLOT.sub(".+", re.escape(line.removeprefix("# ")))))
        for key in both
        for line in messages[f"{key}{manner}"].split("\n")
        if line
    ]
