"""What does a typed line mean, where the conversation is now? The one entry for text: a line in, an act out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.hearing.commands import Table, behind, change, command, spoken, whole
from bot.hearing.elsewhere import find
from bot.hearing.listing import NUMBER, picked
from bot.hearing.options import UNCLEAR, hear, is_one_of
from bot.hearing.phrases import Phrases
from bot.hearing.words import LIMIT, NOT, clean, fold, guards, key, keys, plain, within
from bot.model.dialogue import Dialogue, Question
from bot.model.session import Doubt, Session, Stage
from bot.model.talk import Act, Ask, Change, Chose, Done, Heard, Hearing, Said, Topic, Unreadable, WhatIf

OWN_WORDS: Final = frozenset({Stage.NAMING, Stage.OWNING, Stage.DATING})
"""Stages that take a person's own words as they are."""

HEARD_THERE: Final = frozenset({"back", "skip", "help", "quit", "why", "forget", "privacy"})
"""The only commands among own words, with `move` where that was offered; any other needs a slash before it."""

HEARD_AGAIN: Final = frozenset(
    {"result", "check", "so_far", "change", "what_if", "barriers", "enablers", "report"}
)
"""What is also heard where own words are given anew: by then people know the commands."""

NUMBERS: Final[Mapping[Stage, Callable[[Dialogue, Session, str], Act]]] = {
    Stage.CHECKING: change,
    Stage.RESULT: lambda _, __, number: Ask(Topic.WISHES, number),
    Stage.PICKING: lambda _, __, number: Ask(Topic.PLAN, number),
}
"""What a number alone means where no question is on the table."""

EMPTY: Final[Mapping[Stage, Act]] = {
    Stage.RESULT: Ask(Topic.RESULT),
    Stage.CHECKING: Done(),
    Stage.PICKING: Done(),
}
"""What an empty line means there."""

AGREED: Final[Mapping[Stage, Act]] = {Stage.CHECKING: Done()}
"""What yes means there."""

_SLASHED: Final = re.compile(r"/[A-Za-z]")
"""What begins so is a command, known or not, and never an answer or somebody's own words."""


def listen(dialogue: Dialogue, session: Session, text: str, phrases: Phrases, table: Table) -> Act:
    """The act that a typed line stands for: the reply to a doubt, a command, an answer, or words that say neither."""
    if len(text.strip()) > LIMIT:
        return Said(clean(text.strip()[:LIMIT]), Heard(Hearing.TOO_LONG))
    line = clean(text)
    if _SLASHED.match(line):
        return command(line, table, dialogue, session) or Ask(Topic.HELP)
    if session.stage in OWN_WORDS:
        return _own_words(dialogue, session, line, table)
    if act := picked(dialogue, session, line):
        return act
    if session.stage is Stage.ASKING:
        return _answer(dialogue, session, line, phrases, table)
    act = (
        whole(line, table)
        or _at_stage(dialogue, session, line, phrases)
        or command(line, table, dialogue, session)
    )
    if session.stage is Stage.RESULT:
        act = _wanted(dialogue, line, act, phrases) or act
    return act or Said(line, UNCLEAR if line else Heard(Hearing.EMPTY))


def _wanted(dialogue: Dialogue, line: str, act: Act | None, phrases: Phrases) -> Act | None:
    """The aim behind a line that is no other command, as in "how do we get to enhanced?" or "what if enhanced"."""
    if isinstance(act, Unreadable) and act.command == "what_if":
        return wished(dialogue, act.text, phrases)
    return None if act else wished(dialogue, line, phrases)


def wished(dialogue: Dialogue, line: str, phrases: Phrases) -> Act | None:
    """The one aim that a line names and says to want; a line that turns round or counts is none."""
    folded = fold(line)
    if NOT in guards(folded, phrases.language) or any(map(str.isdecimal, folded.split())):
        return None
    wants = any(folded.startswith(f"{want} ") for want in keys(phrases.wants))
    found = [
        number
        for number, aim in enumerate(dialogue.aims, start=1)
        if any(
            folded == named or (wants and within(named, folded)) for named in keys((aim.title, *aim.match))
        )
    ]
    return Ask(Topic.WISHES, str(found[0])) if len(found) == 1 else None


def _own_words(dialogue: Dialogue, session: Session, line: str, table: Table) -> Act:
    heard = HEARD_THERE | {"move"} if session.offered else HEARD_THERE
    again = session.stage is Stage.NAMING and any(session.sheet)
    act = whole(line, table) if spoken(line, table) in (heard | HEARD_AGAIN if again else heard) else None
    behind_it = behind(line, table, dialogue, session) if again and act is None else None
    if isinstance(behind_it, Change | Chose | WhatIf):
        act = behind_it
    return act or Said(line, Heard(Hearing.EXACT if line else Hearing.EMPTY))


def _at_stage(dialogue: Dialogue, session: Session, line: str, phrases: Phrases) -> Act | None:
    """What a number, yes or an empty line means at this stage."""
    if not line:
        return EMPTY.get(session.stage)
    number = NUMBER.fullmatch(plain(line))
    if number and session.stage in NUMBERS:
        return NUMBERS[session.stage](dialogue, session, number[1])
    agreed = is_one_of(line, keys(phrases.yes), phrases.language)
    return AGREED.get(session.stage) if agreed else None


def _answer(dialogue: Dialogue, session: Session, line: str, phrases: Phrases, table: Table) -> Act:
    """A line while a question is on the table, or a doubt about its answer."""
    place = dialogue.index[session.doubt.question] if session.doubt else session.focus
    question = dialogue.questions[place]
    settled = _settled(question, session.doubt, line, phrases) if session.doubt else None
    if settled:
        return Said(line, settled)
    if act := whole(line, table):
        return act
    heard = (
        UNCLEAR
        if line.lower() in (*phrases.yes, *phrases.no) and len(line) == 1
        else hear(question, line, phrases)
    )
    act = None if heard.how is Hearing.EXACT else behind(line, table, dialogue, session)
    if act and (heard.how is Hearing.UNCLEAR or not isinstance(act, Unreadable)):
        return act
    return Said(line, _or_elsewhere(dialogue, place, line, phrases) if heard == UNCLEAR else heard)


def _or_elsewhere(dialogue: Dialogue, here: int, line: str, phrases: Phrases) -> Heard:
    other = find(dialogue, here, line, phrases)
    return UNCLEAR if other is None else Heard(Hearing.ELSEWHERE, elsewhere=other)


def _settled(question: Question, doubt: Doubt, line: str, phrases: Phrases) -> Heard | None:
    """What a line makes of a doubt: one of its answers, all of them, yes or no; None if it says something new."""
    if is_one_of(line, keys(phrases.no), phrases.language):
        return Heard(Hearing.NO)
    if is_one_of(line, keys(phrases.yes), phrases.language):
        return Heard(Hearing.YES) if len(doubt.masks) == 1 else UNCLEAR
    if len(doubt.masks) > 1:
        return _either(doubt, line, phrases)
    return _corrected(question, line, phrases)


def _either(doubt: Doubt, line: str, phrases: Phrases) -> Heard | None:
    """All the candidates of a doubt, for "either of them". A number means what it means in the question's own list."""
    if not is_one_of(line, keys(phrases.either), phrases.language):
        return None
    union = 0
    for mask in doubt.masks:
        union |= mask
    return Heard(Hearing.EXACT, (union,))


def _corrected(question: Question, line: str, phrases: Phrases) -> Heard | None:
    """The answer behind "no, ..." or the assent of "yes, that is right"; None if the line begins otherwise."""
    first, _, rest = (part.strip() for part in re.split(r"([,.;:!]|\s[-\u2013\u2014]\s|$)", line, maxsplit=1))
    if not key(rest):
        return None
    if key(first) in keys(phrases.yes) and is_one_of(rest, keys(phrases.yes), phrases.language):
        return Heard(Hearing.YES)
    if key(first) not in keys(phrases.no):
        return None
    heard = hear(question, rest, phrases)
    return replace(heard, how=Hearing.NO) if heard == UNCLEAR else heard
