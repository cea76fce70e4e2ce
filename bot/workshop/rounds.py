"""What does one event do to a workshop? `step` is total: any event at any stage gives a reply, and only facilitators steer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from bot.reasoning.rules import Rules
from bot.workshop import tally
from bot.workshop.agenda import agenda
from bot.workshop.closing import close_answers, close_second, late_pictures
from bot.workshop.events import (
    AskTime,
    Assign,
    ChooseRole,
    Close,
    Decide,
    DestroyKey,
    End,
    Event,
    HandOver,
    Hands,
    Join,
    Leave,
    Line,
    MoreTime,
    Next,
    Open,
    Park,
    Pause,
    Resume,
    Reveal,
    RevealAgain,
    Share,
    Skip,
    Steer,
    TalkAbout,
    Tell,
    Undo,
    Vote,
)
from bot.workshop.people import VOTING, HandCount, VoterId
from bot.workshop.state import Course, Stage, Step, Workshop
from bot.workshop.voices import heard, told

REMEMBERED: Final = 256
"""So many event ids are kept to know a repeat by: some minutes of forty people."""

ANSWERING, TALKING, SECOND, MORE = 12 * 60, 6 * 60, 60, 2 * 60
"""Seconds of the soft timers: nothing ends with them but the waiting."""

Move: TypeAlias = Callable[[Rules, Workshop, int], Step]


def step(rules: Rules, workshop: Workshop, event: Event) -> Step:
    """The workshop after the event, and what to say. A repeated event changes and says nothing."""
    if event.id in workshop.recent:
        return Step(workshop, ())
    after = _act(rules, workshop, event)
    over = (
        after.workshop.course.stage is Stage.ENDED
    )  # names of events tell what was done: nothing of that is left
    recent = () if over else (*after.workshop.recent, event.id)[-REMEMBERED:]
    return Step(replace(after.workshop, recent=recent), after.replies)


def _act(rules: Rules, workshop: Workshop, event: Event) -> Step:
    if workshop.course.stage is Stage.ENDED:
        return told(workshop, Line.OVER)
    if isinstance(event.act, Join | Leave | ChooseRole | Vote | AskTime):
        return heard(rules, workshop, event.actor, event.act)
    if event.actor not in workshop.facilitators:
        return told(workshop, Line.FACILITATORS_ONLY)
    return _steer(rules, workshop, event, event.act)


def _steer(rules: Rules, workshop: Workshop, event: Event, act: Steer) -> Step:  # noqa: C901 - one case an act, all here
    match act:
        case Open() | Close() | Next() | Skip():
            return _move(rules, workshop, event.at, type(act))
        case TalkAbout():
            return _talk_about_this(rules, workshop, act, event.at)
        case MoreTime():
            return _more_time(workshop)
        case Pause():
            return _pause(workshop, event.at)
        case Resume():
            return _resume(workshop, event.at)
        case Undo():
            return _undo(workshop)
        case Hands():
            return _hands(rules, workshop, act)
        case Park(point=point):
            return _park(workshop, point)
        case Share(point=point):
            return _share(workshop, point)
        case Decide():
            return _decide(workshop, act)
        case Assign():
            return _assign(workshop, act)
        case HandOver(to=to):
            return _hand_over(workshop, event.actor, to)
        case End():
            return _end(workshop)
        case _:
            assert_never(act)


def _move(rules: Rules, workshop: Workshop, at: int, act: type[Steer]) -> Step:
    """One stage on, as the table says."""
    move = MOVES.get((workshop.course.stage, act))
    if move is None:
        return told(workshop, Line.NOT_NOW)
    if workshop.course.paused is not None:
        return told(workshop, Line.PAUSED)
    return move(rules, workshop, at)


def _steered(workshop: Workshop, course: Course, *, shows: bool = False) -> Workshop:
    """The workshop on another course; what showed something cannot be undone."""
    waiting = workshop.waiting if course.stage is workshop.course.stage else frozenset()
    return replace(workshop, course=course, before=None if shows else workshop.course, waiting=waiting)


def _open_answering(_: Rules, workshop: Workshop, at: int) -> Step:
    course = replace(workshop.course, stage=Stage.ANSWERING, until=at + ANSWERING)
    return told(_steered(workshop, course), Line.OPENED)


def _close_answering(rules: Rules, workshop: Workshop, _: int) -> Step:
    closing = close_answers(rules, workshop)
    places = tuple(
        gap.place for gap in agenda(rules, closing.seen, len(closing.casts), workshop.course.hands)
    )
    course = replace(workshop.course, stage=Stage.CLOSED, agenda=places, until=None)
    closed = replace(_steered(workshop, course, shows=True), closing=closing)
    if not any(seen.parts for seen in closing.seen):
        return Step(closed, (Tell(Line.TOO_FEW), Reveal(closing.seen)))
    return Step(closed, (Tell(Line.CLOSED), Reveal(closing.seen)))


def _begin_talk(_: Rules, workshop: Workshop, at: int) -> Step:
    return _talk_about(workshop, 0, at)


def _go_on(_: Rules, workshop: Workshop, at: int) -> Step:
    return _talk_about(workshop, workshop.course.at + 1, at)


def _talk_about(workshop: Workshop, number: int, at: int) -> Step:
    """The question of that number on the agenda or, after the last, the actions."""
    course = workshop.course
    if number < len(course.agenda):
        talking = replace(course, stage=Stage.TALKING, at=number, until=at + TALKING)
        return told(_steered(workshop, talking), Line.TALK, course.agenda[number])
    return told(_steered(workshop, replace(course, stage=Stage.ACTIONS, until=None)), Line.ACTIONS)


def _talk_about_this(rules: Rules, workshop: Workshop, act: TalkAbout, at: int) -> Step:
    """The question chosen comes next on the agenda, if something was shown of it."""
    place = rules.dialogue.index.get(act.question)
    if workshop.course.stage not in (Stage.CLOSED, Stage.TALKING):
        return told(workshop, Line.NOT_NOW)
    if workshop.course.paused is not None:
        return told(workshop, Line.PAUSED)
    if place is None or not any(seen.place == place and seen.parts for seen in workshop.closing.seen):
        return told(workshop, Line.NO_SUCH_ANSWER)
    course = workshop.course
    done = course.agenda[: course.at + 1] if course.stage is Stage.TALKING else ()
    rest = tuple(other for other in course.agenda[len(done) :] if other != place)
    chosen = replace(workshop, course=replace(course, agenda=(*done, place, *rest)))
    return _as_one(workshop, _talk_about(chosen, len(done), at))


def _as_one(workshop: Workshop, after: Step) -> Step:
    """The step, with undo going back to where the workshop stood."""
    return Step(replace(after.workshop, before=workshop.course), after.replies)


def _open_second(_: Rules, workshop: Workshop, at: int) -> Step:
    if workshop.focus in workshop.again:
        return told(workshop, Line.ONCE_AGAIN_ONLY, workshop.focus)
    course = replace(workshop.course, stage=Stage.SECOND, until=at + SECOND)
    opened = replace(_steered(workshop, course), votes={})
    return told(opened, Line.OPENED, workshop.focus)


def _close_second(rules: Rules, workshop: Workshop, at: int) -> Step:
    place = workshop.course.agenda[workshop.course.at]
    course = replace(workshop.course, stage=Stage.TALKING, until=at + TALKING)
    closed = close_second(rules, _steered(workshop, course, shows=True), place)
    again = closed.again[place]
    return Step(closed, (Tell(Line.CLOSED, place), RevealAgain(again.seen, again.shifts)))


def _result(rules: Rules, workshop: Workshop, _: int) -> Step:
    late = late_pictures(rules, workshop)
    course = replace(workshop.course, stage=Stage.RESULT)
    shown = replace(_steered(workshop, course, shows=True), late=late)
    return Step(shown, (Tell(Line.RESULT), *((Reveal(late),) if late else ())))


MOVES: Final[Mapping[tuple[Stage, type[Steer]], Move]] = {
    (Stage.GATHERING, Open): _open_answering,
    (Stage.ANSWERING, Close): _close_answering,
    (Stage.CLOSED, Next): _begin_talk,
    (Stage.TALKING, Open): _open_second,
    (Stage.TALKING, Next): _go_on,
    (Stage.TALKING, Skip): _go_on,
    (Stage.SECOND, Close): _close_second,
    (Stage.SECOND, Skip): _go_on,
    (Stage.ACTIONS, Next): _result,
}
"""How the stages follow on each other."""


def _more_time(workshop: Workshop) -> Step:
    course = workshop.course
    if course.until is None:
        return told(workshop, Line.NOT_NOW)
    later = _steered(workshop, replace(course, until=course.until + MORE))
    return told(replace(later, waiting=frozenset()), Line.MORE_TIME)


def _pause(workshop: Workshop, at: int) -> Step:
    if workshop.course.paused is not None:
        return told(workshop, Line.PAUSED)
    return told(replace(workshop, course=replace(workshop.course, paused=at)), Line.PAUSED)


def _resume(workshop: Workshop, at: int) -> Step:
    """The timer runs on from where it stood."""
    course = workshop.course
    if course.paused is None:
        return told(workshop, Line.RESUMED)
    until = None if course.until is None else course.until + max(0, at - course.paused)
    return told(replace(workshop, course=replace(course, paused=None, until=until)), Line.RESUMED)


def _undo(workshop: Workshop) -> Step:
    if workshop.before is None:
        return told(workshop, Line.NOTHING_TO_UNDO)
    return told(replace(workshop, course=workshop.before, before=None), Line.UNDONE)


def _hands(rules: Rules, workshop: Workshop, act: Hands) -> Step:
    """Hands of one role at one question; a second count replaces the first."""
    place = rules.dialogue.index.get(act.question)
    if workshop.course.stage in (Stage.GATHERING, Stage.RESULT):
        return told(workshop, Line.NOT_NOW)
    if place is None or place not in workshop.places or act.role not in VOTING:
        return told(workshop, Line.NO_SUCH_ANSWER)
    options = len(rules.dialogue.questions[place].options)
    if len(act.counts) not in (options, options + 1) or min(act.counts) < 0:
        return told(workshop, Line.NO_SUCH_ANSWER, place)
    masks = (*(1 << option for option in range(options)), rules.every[place])
    counts = tuple((mask, times) for mask, times in zip(masks, act.counts, strict=False) if times)
    others = tuple(hands for hands in workshop.course.hands if (hands.place, hands.role) != (place, act.role))
    mine = (HandCount(place=place, role=act.role, counts=counts),) if tally.size(counts) else ()
    return told(
        _steered(workshop, replace(workshop.course, hands=(*others, *mine))), Line.HANDS_COUNTED, place
    )


def _park(workshop: Workshop, point: str) -> Step:
    if not point.strip():
        return told(workshop, Line.EMPTY)
    course = replace(workshop.course, parked=(*workshop.course.parked, point))
    return told(_steered(workshop, course), Line.PARKED)


def _share(workshop: Workshop, point: str) -> Step:
    if not point.strip():
        return told(workshop, Line.EMPTY)
    course = replace(workshop.course, shared=(*workshop.course.shared, (workshop.focus, point)))
    return told(_steered(workshop, course), Line.SHARED, workshop.focus)


def _decide(workshop: Workshop, act: Decide) -> Step:
    if workshop.course.stage not in (Stage.TALKING, Stage.ACTIONS, Stage.RESULT):
        return told(workshop, Line.NOT_NOW)
    if not act.what.strip():
        return told(workshop, Line.EMPTY)
    course = replace(workshop.course, actions=(*workshop.course.actions, act))
    return told(_steered(workshop, course), Line.DECIDED)


def _assign(workshop: Workshop, act: Assign) -> Step:
    *others, last = (None, *workshop.course.actions)
    if last is None:
        return told(workshop, Line.NO_ACTION_YET)
    known = replace(last, owner=act.owner.strip() or last.owner, due=act.due.strip() or last.due)
    actions = tuple(one for one in (*others, known) if one)
    return told(_steered(workshop, replace(workshop.course, actions=actions)), Line.DECIDED)


def _hand_over(workshop: Workshop, actor: VoterId, to: VoterId | None) -> Step:
    """Let somebody else steer, too; or, with nobody named, step down while somebody else does."""
    if to is not None:
        return told(replace(workshop, facilitators=workshop.facilitators | {to}), Line.HANDED_OVER)
    others = workshop.facilitators - {actor}
    if not others:
        return told(workshop, Line.SOMEBODY_MUST_STEER)
    return told(replace(workshop, facilitators=others), Line.STEPPED_DOWN)


def _end(workshop: Workshop) -> Step:
    """Pictures, points and actions stay; sheets, ballots and who counted where go with the key."""
    ended = replace(
        workshop,
        people={},
        votes={},
        waiting=frozenset(),
        closing=replace(workshop.closing, groups={}, casts={}),
        before=None,
        course=replace(workshop.course, stage=Stage.ENDED, until=None, paused=None),
    )
    return Step(ended, (Tell(Line.ENDED), DestroyKey()))
