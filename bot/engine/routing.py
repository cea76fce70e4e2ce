"""Which question comes next? The author's order; quick asks only what can still change the result."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.dialogue import Dialogue
from bot.model.session import Length, Session
from bot.reasoning.diagram import FAILS
from bot.reasoning.doubt import opened, still_matters
from bot.reasoning.rules import Rules

SCOPE = 0


def applies(rules: Rules, session: Session, place: int) -> bool:
    """Whether the question is asked in some completion of the sheet."""
    guard = rules.guards.get(place)
    return guard is None or guard.reach(session.sheet) != FAILS


def out_of_scope(rules: Rules, session: Session) -> bool:
    """Whether the scope answer alone ends the assessment."""
    scope = session.sheet[SCOPE]
    return bool(scope) and not scope & ~rules.outside


def opened_part(dialogue: Dialogue, session: Session) -> str:
    """The part that can be looked at alone though the rest is out of scope, or nothing."""
    scope = session.sheet[SCOPE]
    return dialogue.questions[SCOPE].options[scope.bit_length() - 1].opens if scope.bit_count() == 1 else ""


def waiting(rules: Rules, session: Session) -> Iterable[int]:
    """The places still to be asked, in the order to ask them."""
    if _on_the_table(session, SCOPE):
        yield SCOPE
    if session.part_only and (part := opened_part(rules.dialogue, session)):
        yield from _of_part(rules.dialogue, session, part)
    elif not out_of_scope(rules, session):
        yield from _quick(rules, session) if session.length is Length.QUICK else _full(rules, session)


def next_place(rules: Rules, session: Session) -> int | None:
    """The next question to ask, or None when there is none left."""
    return next(iter(waiting(rules, session)), None)


def asked(rules: Rules, session: Session) -> list[int]:
    """The places that are answered and count."""
    return [place for place, mask in enumerate(session.sheet) if mask and applies(rules, session, place)]


def left_out(rules: Rules, session: Session, start: int, end: int) -> tuple[int, ...]:
    """The places between two questions that were passed over because they do not apply."""
    return tuple(place for place in range(start + 1, end) if not applies(rules, session, place))


def _full(rules: Rules, session: Session) -> Iterable[int]:
    for place in range(SCOPE + 1, len(session.sheet)):
        if _on_the_table(session, place) and applies(rules, session, place):
            yield place


def _on_the_table(session: Session, place: int) -> bool:
    """Not answered, or taken back by `back` and not confirmed since."""
    return not session.sheet[place] or place not in session.trail


def _quick(rules: Rules, session: Session) -> Iterable[int]:
    matters = still_matters(rules, opened(rules, session.sheet))
    for name in rules.dialogue.quick:
        place = rules.dialogue.index[name]
        given = session.sheet[place]
        if (not given and place in matters) or (
            given and _on_the_table(session, place) and applies(rules, session, place)
        ):
            yield place


def _of_part(dialogue: Dialogue, session: Session, part: str) -> Iterable[int]:
    for place, question in enumerate(dialogue.questions):
        if question.part == part and _on_the_table(session, place):
            yield place
