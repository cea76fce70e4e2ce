"""Is a line a command, and which act is it? By the command words of the messages, whole or with something behind.

Precedence, kept by `listen`: a line that is exactly a command word is that command, even if an answer has the same
words. Then an answer named word by word wins; then a command with something readable behind it; then an answer that
is only likely. A command word with something unreadable behind it comes last, so it never takes an answer away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bot.hearing.naming import mask_at, named, pointed, several
from bot.hearing.words import clean, fold, key, keys, plain
from bot.model.dialogue import Dialogue, Question
from bot.model.ids import QuestionId
from bot.model.session import Length, Session
from bot.model.talk import (
    Act,
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Forget,
    Move,
    Note,
    Pause,
    Skip,
    Speak,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)

Table: TypeAlias = Mapping[str, tuple[str, ...]]
"""Each command's name with the words that people type for it."""

Reader: TypeAlias = Callable[[Dialogue, Session, str], Act | None]
"""What reads the rest of a line behind a command word; None means that it was no command after all."""

WHOLE: Final[Mapping[str, Act]] = {
    **{topic.value: Ask(topic) for topic in Topic if topic is not Topic.TERM},
    "back": Back(),
    "skip": Skip(),
    "quit": Pause(),
    "forget": Forget(),
    "forget_ask": Unreadable("forget", ""),
    "note": Note(""),
    "done": Done(),
    "day_to_day": DayToDay(),
    "move": Move(),
    "change": Ask(Topic.CHECK),
    "start": Start(),
    "anew": Anew(),
    "quick": Anew(Length.QUICK),
    "full": Anew(Length.FULL),
}
"""Commands that stand alone. The others are unreadable without something behind them."""

MENU: Final[Mapping[str, str]] = {
    "start": "start",
    "resume": "services",
    "change": "change",
    "why": "why",
    "sofar": "so_far",
    "whatif": "what_if",
    "report": "report",
    "mydata": "data",
    "delete": "forget_ask",
    "privacy": "privacy",
    "language": "language",
    "help": "help",
}
"""The commands of a messenger's menu: behind a slash they are the same in every language."""

ASKED: Final[Mapping[str, Act]] = {"forget": WHOLE["forget_ask"], "move": Ask(Topic.HELP)}
"""What changes much never happens at a question: `forget everything?` is told how it is done."""

POINTING_BACK: Final = frozenset({"it", "this", "that", "these", "those"})
"""What is "what does this mean" about? The question on the table."""

_ABOUT: Final = re.compile(r"\W*\?\W*\w")
"""A question mark before the first word."""
_SLASH: Final = re.compile(r"^/(\w+)(?:@\w+)?")
_MENU: Final = re.compile(r"/(\w+)(?:@\w+)?\s*(.*)", re.DOTALL)
_NAME: Final = re.compile(
    r"(?:my |the )?(?:question |answer |q(?=\d))?(?:to |no\.? ?|number |question )?#?(?P<name>\w+)[.!?]*"
)
_OWNED: Final = re.compile(r"(?:my|the)\s+", re.IGNORECASE)
_READING: Final = re.compile(r"(?:not|without|no)\s+(?P<reading>\w+)[.!?]*")
_TRIED: Final = re.compile(
    r"(?:question |answer |q(?=\d))?#?(?P<name>\d+|[a-z_]+)"
    r"\s*(?:=|:|->|\b(?:is|was|were|to)\b)?\s*(?P<answer>\S.*?)[.!?]*"
)
_CHANGED: Final = re.compile(
    r"(?:my )?(?:question |answer |q(?=\d))?(?:to )?#?(?P<name>\d+|(?!answer\b)[a-z_]+)\s*(?:=|:|->|\bto\b)\s*(?P<answer>\S.*?)[.!?]*"
)
_NOTED: Final = re.compile(
    r"(?:for )?(?:question )?(?P<name>\w+)(?:\s*:\s*|\s+[-\u2013\u2014]\s+|$)(?P<words>.*)", re.DOTALL
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}")
_MEANING: Final = re.compile(
    r"(?:(?:an?|the|by|of)\s+)*(?P<term>.*?)(?:\s+(?:mean|means|meaning))?[\s.!?]*", re.IGNORECASE | re.DOTALL
)


def command(text: str, table: Table, dialogue: Dialogue, session: Session) -> Act | None:
    """The act of a typed command; Unreadable if only its word is known; None if the line is no command."""
    return whole(text, table) or behind(text, table, dialogue, session)


def whole(text: str, table: Table) -> Act | None:
    """The act of a line that is exactly the word of a command that can stand alone."""
    name = spoken(text, table)
    if name is None:
        return None
    return ASKED.get(name, WHOLE[name]) if "?" in plain(text) else WHOLE[name]


def spoken(text: str, table: Table) -> str | None:
    """The name of the command that can stand alone and whose word the line is; a slash before it does no harm.

    A question mark before it does: `? move` asks about a word.
    """
    if _ABOUT.match(plain(clean(text))):
        return None
    if (chosen := _from_menu(text)) and (not chosen[1] or chosen[0] not in READERS):
        return chosen[0]
    line = key(_unslashed(text))
    return next((name for name, words in table.items() if name in WHOLE and line in keys(words)), None)


def behind(text: str, table: Table, dialogue: Dialogue, session: Session) -> Act | None:
    """The act of a command word with something behind it, or of one that needs something and has nothing."""
    if (chosen := _from_menu(text)) and chosen[0] in READERS:
        return READERS[chosen[0]](dialogue, session, chosen[1]) or WHOLE[chosen[0]]
    line = _unslashed(text)
    for name, read in READERS.items():
        for word in sorted(table.get(name, ()), key=len, reverse=True):
            argument = _argument(line, word)
            act = None if argument is None else read(dialogue, session, argument)
            if act is not None:
                return act
    return None


def change(dialogue: Dialogue, session: Session, argument: str) -> Act:
    """Come back to the question of that number or id, or answer it at once, or come back to the prompt of that name."""
    question = _asked_for(dialogue, session, argument)
    if question:
        return Change(question.id)
    answered = _CHANGED.fullmatch(plain(argument))
    question = question_of(dialogue, session, answered["name"]) if answered else None
    mask = _mask(question, answered["answer"]) if answered and question else 0
    if question and mask:
        return Chose(question.id, mask)
    wanted = {key(argument), key(_OWNED.sub("", argument))}
    prompt = next((one for one in dialogue.prompts if wanted & set(keys((one.short, one.id)))), None)
    return Change(QuestionId(prompt.id)) if prompt else Unreadable("change", argument)


def _from_menu(text: str) -> tuple[str, str] | None:
    """The name of a command of the menu, and what stands behind it."""
    match = _MENU.fullmatch(clean(text))
    return (MENU[match[1].lower()], match[2]) if match and match[1].lower() in MENU else None


def _unslashed(text: str) -> str:
    return _SLASH.sub(r"\1", clean(text))


def _argument(line: str, word: str) -> str | None:
    """What stands behind a command word, in the person's own words; None if the line does not begin with it."""
    head = r"\s+".join(re.escape(part) for part in clean(word).split())
    end = r"(?![\w'\u2019])" if word[-1:].isalnum() else ""
    match = re.match(rf"{head}{end}[\s:,]*", line, re.IGNORECASE)
    return line[match.end() :].strip() if match else None


def _asked_for(dialogue: Dialogue, session: Session, argument: str) -> Question | None:
    """The question that an argument names: "7", "question 7", "q7", "my answer to 7", or its id."""
    match = _NAME.fullmatch(plain(argument))
    return question_of(dialogue, session, match["name"]) if match else None


def question_of(dialogue: Dialogue, session: Session, name: str) -> Question | None:
    """The question of that number, as the session's length counts (the scope is 0), or of that id."""
    if not name.isdecimal():
        place = dialogue.index.get(QuestionId(name))
        return None if place is None else dialogue.questions[place]
    order = dialogue.order(quick=session.length is Length.QUICK)
    known = len(name) < 10 and int(name) < len(order)
    return dialogue.questions[order[int(name)]] if known else None


def _term(_: Dialogue, __: Session, argument: str) -> Act:
    match = _MEANING.fullmatch(argument)
    term = match["term"].strip(" \"'\u201c\u201d\u2018\u2019") if match else ""
    if not term:
        return Unreadable("term", argument)
    return Ask(Topic.WHY) if fold(term) in POINTING_BACK else Ask(Topic.TERM, term)


def _what_if(dialogue: Dialogue, session: Session, argument: str) -> Act:
    line = plain(argument)
    reading = _READING.fullmatch(line)
    known = {fold(name): name for name in dialogue.readings}
    if reading and reading["reading"] in known:
        return WhatIf(without=known[reading["reading"]])
    tried = _TRIED.fullmatch(line)
    question = question_of(dialogue, session, tried["name"]) if tried else None
    mask = _mask(question, tried["answer"]) if tried and question else 0
    return WhatIf(question.id, mask) if question and mask else Unreadable("what_if", argument)


def _mask(question: Question, answer: str) -> int:
    """The mask of the answers named, 0 if there is none."""
    place = pointed(answer, len(question.options))
    if place is not None:
        return mask_at(question, place)
    masks = named(question, answer) or several(question, answer)
    union = 0
    for mask in masks:
        union |= mask
    return 0 if 0 in masks else union


def _note(dialogue: Dialogue, session: Session, argument: str) -> Act:
    match = _NOTED.fullmatch(argument)
    question = question_of(dialogue, session, match["name"].casefold()) if match else None
    return Note(match["words"], question.id) if match and question else Note(argument)


def _why(dialogue: Dialogue, session: Session, argument: str) -> Act | None:
    question = _asked_for(dialogue, session, argument)
    return Ask(Topic.WHY, question.id) if question else None


def _language(_: Dialogue, __: Session, argument: str) -> Act | None:
    return Speak(argument.lower()) if _LANGUAGE.fullmatch(argument) else None


def _report(_: Dialogue, __: Session, argument: str) -> Act | None:
    form = argument.lower().removeprefix(".")
    return Ask(Topic.REPORT, form) if form in ("md", "html") else None


def _listed(topic: Topic) -> Reader:
    """A reader of a number in a list of that topic."""
    return lambda _, __, argument: Ask(topic, argument) if argument.isdecimal() else None


READERS: Final[Mapping[str, Reader]] = {
    "what_if": _what_if,
    "change": change,
    "note": _note,
    "why": _why,
    "wishes": _listed(Topic.WISHES),
    "plan": _listed(Topic.PLAN),
    "language": _language,
    "report": _report,
    "term": _term,
}
"""Who reads the rest of a line, for each command that takes something. `what if` stands before `what is`."""
