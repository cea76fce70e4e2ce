"""What does an answer do? It is taken, asked back, or explained; an unexpected answer is a reply, never an error."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Final, assert_never

from bot.engine.routing import left_out, next_place, out_of_scope
from bot.model.dialogue import Dialogue
from bot.model.reply import (
    AskAction,
    AskDoubt,
    AskPrompt,
    AskQuestion,
    CameBack,
    FellAway,
    LeftOut,
    Line,
    Reply,
    Show,
    Step,
    Tell,
)
from bot.model.session import Doubt, Length, Session, Stage
from bot.model.talk import Heard, Hearing, Said, Topic
from bot.reasoning.doubt import dropped
from bot.reasoning.rules import Rules

RE_ASKS: Final = (Line.UNCLEAR_1, Line.UNCLEAR_2, Line.UNCLEAR_3, Line.OFFER_SKIP)
"""Three differently worded re-asks, then an offer to leave the question open."""

EXPLAINED: Final = {
    Hearing.EMPTY: Line.EMPTY,
    Hearing.NO_SUCH: Line.NO_SUCH,
    Hearing.NONE_OF_THESE: Line.NONE_OF_THESE,
}


def take(rules: Rules, session: Session, place: int, mask: int) -> Step:
    """Write the answer down, say what fell away because of it, and go on."""
    sheet = (*session.sheet[:place], mask, *session.sheet[place + 1 :])
    trail = (*[at for at in session.trail if at != place], place)
    taken = replace(session, sheet=sheet, trail=trail, doubt=None, misses=0)
    told: list[Reply] = [Tell(Line.YOU_SAID, place, mask)]
    if place in rules.guarding:
        told += _swayed(rules, session.sheet, sheet)
    if not mask & ~rules.noted[place]:
        told.append(Tell(Line.NOTE_HINT, place))
    return go_on(rules, taken, tuple(told))


def _swayed(rules: Rules, before: tuple[int, ...], after: tuple[int, ...]) -> list[Reply]:
    """The answers that no longer count after a change, and those that count again."""
    was, now = dropped(rules, before), dropped(rules, after)
    fell = tuple(answer for answer in now if answer not in was)
    back = tuple(answer for answer in was if answer not in now)
    told: list[Reply] = [FellAway(fell)] if fell else []
    return [*told, CameBack(back)] if back else told


def go_on(rules: Rules, session: Session, told: tuple[Reply, ...] = ()) -> Step:
    """Ask the next question; when none is left, show the answers to check, or the result where there is nothing to check."""
    place = next_place(rules, session)
    if place is not None:
        passed = left_out(rules, session, session.focus, place) if session.length is Length.FULL else ()
        named = {rules.dialogue.index[a.question] for r in told if isinstance(r, FellAway) for a in r.answers}
        passed = tuple(at for at in passed if at not in named)
        skipped = (LeftOut(passed),) if passed and session.stage is Stage.ASKING else ()
        return Step(
            replace(session, stage=Stage.ASKING, focus=place, doubt=None),
            (*told, *skipped, AskQuestion(place)),
        )
    if out_of_scope(rules, session):
        return Step(replace(session, stage=Stage.RESULT, doubt=None), (*told, Show(Topic.RESULT)))
    return Step(replace(session, stage=Stage.CHECKING, doubt=None), (*told, Show(Topic.CHECK)))


def asked_now(dialogue: Dialogue, session: Session) -> str:
    """The id of the question or prompt on the table, or the stage of a plan that waits for words; else nothing."""
    match session.stage:
        case Stage.ASKING:
            return dialogue.questions[session.focus].id
        case Stage.NAMING:
            return dialogue.prompts[session.focus].id
        case Stage.OWNING | Stage.DATING:
            return session.stage.value
        case _:
            return ""


def here(session: Session) -> Reply:
    """Show again what the conversation waits for."""
    match session.stage:
        case Stage.NAMING:
            return AskPrompt(session.focus)
        case Stage.ASKING:
            return AskDoubt(session.doubt, "") if session.doubt else AskQuestion(session.focus)
        case Stage.CHECKING:
            return Show(Topic.CHECK)
        case Stage.CLOSED:
            return Tell(Line.CLOSED)
        case Stage.PICKING:
            return Show(Topic.PLAN)
        case Stage.OWNING | Stage.DATING:
            return AskAction()
        case Stage.RESULT:
            return Show(Topic.RESULT)
        case _:
            assert_never(session.stage)


def said(rules: Rules, session: Session, act: Said) -> Step:
    """Free text while a question is on the table."""
    heard = act.heard
    place = rules.dialogue.index[session.doubt.question] if session.doubt else session.focus
    if heard.how is Hearing.EXACT and heard.masks:
        return take(rules, session, place, heard.masks[0])
    if heard.how is Hearing.YES and session.doubt and len(session.doubt.masks) == 1:
        return take(rules, session, place, session.doubt.masks[0])
    if heard.how is Hearing.SEVERAL and session.doubt and session.doubt.masks == heard.masks:
        return take(
            rules, session, place, reduce(or_, heard.masks)
        )  # "type both": named again, it stays open
    if heard.how is Hearing.NO and session.doubt:
        return Step(replace(session, doubt=None), (AskQuestion(place),))
    if heard.how is Hearing.EMPTY and session.sheet[place] and not session.doubt:
        return _keep(rules, session, place)
    if heard.how in (Hearing.LIKELY, Hearing.BETWEEN, Hearing.SEVERAL):
        return _ask_back(rules, session, place, act)
    return _explain(session, place, heard)


def _keep(rules: Rules, session: Session, place: int) -> Step:
    trail = (*(at for at in session.trail if at != place), place)
    kept = replace(session, trail=trail, misses=0)
    return go_on(rules, kept, (Tell(Line.KEPT, place, session.sheet[place]),))


def _ask_back(rules: Rules, session: Session, place: int, act: Said) -> Step:
    question = rules.dialogue.questions[place]
    doubt = Doubt(question.id, act.heard.masks, several=act.heard.how is Hearing.SEVERAL)
    return Step(replace(session, doubt=doubt), (AskDoubt(doubt, act.text),))


def _explain(session: Session, place: int, heard: Heard) -> Step:
    if heard.how is Hearing.ELSEWHERE and heard.elsewhere is not None:
        return Step(replace(session, doubt=None), (Tell(Line.ELSEWHERE, place, text=heard.elsewhere),))
    if heard.how in EXPLAINED:
        return Step(session, (Tell(EXPLAINED[heard.how], place),))
    line = RE_ASKS[min(session.misses, len(RE_ASKS) - 1)]
    again: tuple[Reply, ...] = (AskQuestion(place),) if line is Line.UNCLEAR_2 else ()
    return Step(replace(session, misses=session.misses + 1, doubt=None), (Tell(line, place), *again))
