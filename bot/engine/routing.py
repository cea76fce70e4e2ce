"""Which question comes next? The author's order; quick asks only what can still change the result."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.dialogue import Dialogue
from bot.model.ids import OUT_OF_SCOPE
from bot.model.session import Length, Session
from bot.reasoning.doubt import opened, results, still_matters
from bot.reasoning.rules import Rules

SCOPE = 0


def applies(rules: Rules, session: Session, place: int) -> bool:
    """Whether the question is asked in some completion of the sheet."""
    question = rules.dialogue.questions[place]
    if not rules.guard_reads[place]:
        return True
    masks = [mask or rules.dialogue.questions[at].every for at, mask in enumerate(session.sheet)]
    return rules.applies(question.id).reach(masks) != 1


def out_of_scope(rules: Rules, session: Session) -> bool:
    """Whether the scope answer alone ends the assessment."""
    return bool(session.sheet[SCOPE]) and results(rules, opened(rules, session.sheet)) == (OUT_OF_SCOPE,)


def waiting(rules: Rules, session: Session) -> Iterable[int]:
    """The places still to be asked, in the order to ask them."""
    if not session.sheet[SCOPE]:
        yield SCOPE
    if session.only_part:
        yield from _of_part(rules.dialogue, session)
    elif not out_of_scope(rules, session):
        yield from _quick(rules, session) if session.length is Length.QUICK else _full(rules, session)


def next_place(rules: Rules, session: Session) -> int | None:
    """The next question to ask, or None when there is none left."""
    return next(iter(waiting(rules, session)), None)


def asked(rules: Rules, session: Session) -> list[int]:
    """The places that are answered and count."""
    return [place for place, mask in enumerate(session.sheet) if mask and applies(rules, session, place)]


def _full(rules: Rules, session: Session) -> Iterable[int]:
    for place, mask in enumerate(session.sheet):
        if not mask and place != SCOPE and applies(rules, session, place):
            yield place


def _quick(rules: Rules, session: Session) -> Iterable[int]:
    matters = still_matters(rules, opened(rules, session.sheet))
    for name in rules.dialogue.quick:
        place = rules.dialogue.index[name]
        if not session.sheet[place] and place in matters:
            yield place


def _of_part(dialogue: Dialogue, session: Session) -> Iterable[int]:
    for place, question in enumerate(dialogue.questions):
        if question.part == session.only_part and not session.sheet[place]:
            yield place
