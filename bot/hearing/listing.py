"""Which entry of the list that was shown last does a line pick? A number stands for what the eye has just read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.hearing.commands import question_of
from bot.hearing.naming import mask_at, pointed
from bot.hearing.words import plain
from bot.model.dialogue import Dialogue
from bot.model.ids import QuestionId
from bot.model.session import Session
from bot.model.talk import Act, Ask, Open, Topic, Unreadable, WhatIf

NUMBER: Final = re.compile(r"#?(\d+)[.)]?")
"""A line that is a number and nothing else."""


def picked(dialogue: Dialogue, session: Session, line: str) -> Act | None:
    """What the line picks from the list that was shown last; None where there is none, or the line is no pick."""
    if session.listing is None:
        return None
    if session.listing.topic is Topic.WHAT_IF and session.listing.about:
        return _tried(dialogue, session.listing, line)
    number = NUMBER.fullmatch(plain(line))
    return ENTRIES[session.listing.topic](dialogue, session, number[1]) if number else None


def _tried(dialogue: Dialogue, listing: Ask, line: str) -> Act | None:
    """Another answer to the question, by its number or letter."""
    question = dialogue.questions[dialogue.index[QuestionId(listing.about)]]
    place = pointed(line, len(question.options))
    if place is None:
        return None
    mask = mask_at(question, place)
    return WhatIf(question.id, mask) if mask else Unreadable("what_if", line)


def _other(dialogue: Dialogue, session: Session, number: str) -> Act:
    """The question of that number, to try another answer."""
    question = question_of(dialogue, session, number)
    return Ask(Topic.WHAT_IF, question.id) if question else Unreadable("what_if", number)


ENTRIES: Final[Mapping[Topic, Callable[[Dialogue, Session, str], Act]]] = {
    Topic.BARRIERS: lambda _, __, number: Ask(Topic.TERM, number),
    Topic.ENABLERS: lambda _, __, number: Ask(Topic.TERM, number),
    Topic.WHAT_IF: _other,
    Topic.SERVICES: lambda _, __, number: Open(number),
}
"""What a number means below each list."""
