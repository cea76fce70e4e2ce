"""What may a participant do? Join, leave, say a role, answer, ask for time - and never move the workshop."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, assert_never

from bot.reasoning.rules import Rules
from bot.workshop.events import AskTime, ChooseRole, Join, Leave, Line, Tell, Voice, Vote
from bot.workshop.people import Participant, Role, VoterId
from bot.workshop.showing import NOT_ASKED
from bot.workshop.state import Stage, Step, Workshop

BEFORE_THE_CLOSE: Final = frozenset({Stage.GATHERING, Stage.ANSWERING})
NOBODY_NEW: Final = frozenset({Stage.GATHERING, Stage.RESULT})
"""The stages at which nobody answers for the first time. After the close newcomers do, for the count at the end."""


def heard(rules: Rules, workshop: Workshop, actor: VoterId, act: Voice) -> Step:
    """The workshop after what a participant did."""
    match act:
        case Join():
            return _join(workshop, actor)
        case Leave(erase=erase):
            return _leave(workshop, actor, erase=erase)
        case ChooseRole(role=role):
            return _choose_role(workshop, actor, role)
        case Vote():
            return _vote(rules, workshop, actor, act)
        case AskTime():
            return _ask_time(workshop, actor)
        case _:
            assert_never(act)


def counted(workshop: Workshop, voter: VoterId) -> bool:
    """Whether somebody's answers were there at the close."""
    return voter in workshop.closing.casts


def told(workshop: Workshop, line: Line, place: int | None = None) -> Step:
    """Nothing but a line said."""
    return Step(workshop, (Tell(line, place),))


def _with(workshop: Workshop, voter: VoterId, person: Participant) -> Workshop:
    return replace(workshop, people={**workshop.people, voter: person})


def _join(workshop: Workshop, actor: VoterId) -> Step:
    known = workshop.people.get(actor)
    blank = Participant(sheet=(0,) * workshop.width)
    joined = _with(workshop, actor, replace(known or blank, here=True))
    late = workshop.course.stage not in BEFORE_THE_CLOSE and not counted(workshop, actor)
    return told(joined, Line.JOINED_LATE if late else Line.JOINED)


def _leave(workshop: Workshop, actor: VoterId, *, erase: bool) -> Step:
    """Whoever has answered something stays in the count, unless they want it erased; nobody else leaves a trace.

    What counted at the close stays in any case: a second picture without it would tell what it was. Whoever keeps the
    seats forgets whose it is.
    """
    known = workshop.people.get(actor)
    if known is None:
        return told(workshop, Line.NOT_JOINED)
    if counted(workshop, actor) or (any(known.sheet) and not erase):
        return told(_with(workshop, actor, replace(known, here=False)), Line.LEFT)
    others = {voter: person for voter, person in workshop.people.items() if voter != actor}
    return told(replace(workshop, people=others, waiting=workshop.waiting - {actor}), Line.LEFT)


def _choose_role(workshop: Workshop, actor: VoterId, role: Role) -> Step:
    known = workshop.people.get(actor)
    if known is None:
        return told(workshop, Line.NOT_JOINED)
    if counted(workshop, actor):
        return told(workshop, Line.ROLE_STAYS)
    return told(_with(workshop, actor, replace(known, role=role)), Line.ROLE_SAVED)


def _vote(rules: Rules, workshop: Workshop, actor: VoterId, act: Vote) -> Step:
    place = rules.dialogue.index.get(act.question)
    known = workshop.people.get(actor)
    if place is None or place not in workshop.places or not 0 < act.mask <= rules.every[place]:
        return told(workshop, Line.NO_SUCH_ANSWER)
    if known is None:
        return told(workshop, Line.NOT_JOINED, place)
    if known.role is None:
        return told(workshop, Line.ROLE_FIRST, place)
    if known.role is Role.OBSERVER:
        return told(workshop, Line.OBSERVERS_WATCH, place)
    if counted(workshop, actor):
        return _vote_again(workshop, actor, place, act.mask)
    if workshop.course.stage in NOBODY_NEW:
        return told(workshop, Line.NOT_OPEN, place)
    sheet = (*known.sheet[:place], act.mask, *known.sheet[place + 1 :])
    return told(_with(workshop, actor, replace(known, sheet=sheet)), Line.SAVED, place)


def _vote_again(workshop: Workshop, actor: VoterId, place: int, mask: int) -> Step:
    """In the second round those count whom the first round counted, so that nobody's answer shows by coming late."""
    if workshop.course.stage is not Stage.SECOND or place != workshop.focus:
        return told(workshop, Line.NOT_OPEN, place)
    if workshop.closing.casts[actor].get(place, NOT_ASKED) == NOT_ASKED:
        return told(workshop, Line.NOT_COUNTED, place)
    return told(replace(workshop, votes={**workshop.votes, actor: mask}), Line.SAVED_AGAIN, place)


def _ask_time(workshop: Workshop, actor: VoterId) -> Step:
    if actor not in workshop.people:
        return told(workshop, Line.NOT_JOINED)
    return told(replace(workshop, waiting=workshop.waiting | {actor}), Line.TIME_ASKED)
