"""What does a session become under another version of the questions? What moves along, and what that changes."""

from __future__ import annotations

from dataclasses import replace

from bot.engine.answering import go_on
from bot.engine.routing import asked, waiting
from bot.engine.step import PLANNING
from bot.model.dialogue import Question
from bot.model.reply import Moving
from bot.model.session import Session, Stage
from bot.model.verdict import Given
from bot.reasoning.doubt import dropped, given, opened, results
from bot.reasoning.rules import Rules


def settled(rules: Rules, session: Session) -> Session:
    """A session that was answered under another version, at a place that these rules have and pinned to them."""
    here = replace(session, dialogue=rules.dialogue.digest, offered=None)
    beyond = session.focus >= len(rules.dialogue.prompts) or any(session.sheet)
    if (session.stage is Stage.NAMING and beyond) or session.stage in (Stage.ASKING, Stage.CHECKING):
        return go_on(rules, here).session
    return replace(here, stage=Stage.RESULT) if session.stage in PLANNING else here


def moving(older: Rules, before: Session, newer: Rules, after: Session) -> Moving:
    """What sets two sessions apart that hold the same answers under two versions; exact, as far as they are answered."""
    gone = _gone(older, before, newer, after)
    again = {answer.question for answer in gone}
    known = {older.dialogue.questions[place].id for place in waiting(older, before)}
    carried = [place for place in asked(newer, after) if place]
    return Moving(
        carried=len(carried),
        reworded=tuple(place for place in carried if _reworded(older, newer.dialogue.questions[place])),
        fresh=tuple(
            place
            for place in waiting(newer, after)
            if newer.dialogue.questions[place].id not in known | again
        ),
        gone=gone,
        before=results(older, opened(older, before.sheet)),
        after=results(newer, opened(newer, after.sheet)),
    )


def _reworded(older: Rules, question: Question) -> bool:
    """Whether a question that both versions ask has other words or answers in this one."""
    before = older.dialogue.question(question.id)
    return (before.text, before.help, _answers(before)) != (question.text, question.help, _answers(question))


def _answers(question: Question) -> list[tuple[str, str, str]]:
    return [(option.id, option.label, option.long) for option in question.options]


def _gone(older: Rules, before: Session, newer: Rules, after: Session) -> tuple[Given, ...]:
    """The answers that counted and do not go along: the question or an option is gone, or it does not apply any more."""
    counted = [given(older, place, before.sheet[place]) for place in asked(older, before)]
    outside = {answer.question for answer in dropped(newer, after.sheet)}
    kept = {question.id for question, mask in zip(newer.dialogue.questions, after.sheet, strict=True) if mask}
    return tuple(answer for answer in counted if answer.question not in kept - outside)
