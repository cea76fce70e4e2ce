"""Where does evidence go? With the answer that it backs up, in the designer's own words."""

from __future__ import annotations

from dataclasses import replace

from bot.model.dialogue import Dialogue
from bot.model.ids import QuestionId
from bot.model.reply import Line, Reply, Step, Tell
from bot.model.session import Length, Session, Stage
from bot.model.talk import Note


def note(dialogue: Dialogue, session: Session, act: Note) -> Step:
    """Keep a note with the answer named, else with the one on the table, else with the latest that invites a note."""
    invited = _invited(dialogue, session)
    last = invited[-1] if invited else None
    place = dialogue.index.get(act.question) if act.question else last
    if place is None or not dialogue.questions[place].note:
        return Step(session, (Tell(Line.NOTE_NOWHERE),))
    if not act.text:
        return Step(session, (Tell(Line.NOTE_EMPTY, place),))
    name = dialogue.questions[place].id
    before = session.notebook.notes.get(name)
    notes = {**_without(dialogue, session, act, place), name: act.text}
    told: list[Reply] = [Tell(Line.NOTED, place, text=act.text)]
    if before:
        told.append(Tell(Line.NOTED_ANEW, place, text=before))
    told += _perhaps_meant(dialogue, session, act, place)
    return Step(replace(session, notebook=replace(session.notebook, notes=notes)), tuple(told))


def _without(dialogue: Dialogue, session: Session, act: Note, place: int) -> dict[QuestionId, str]:
    """The notes, without one that was this note before it was told by its number where it belongs."""
    number = dialogue.number(place, quick=session.length is Length.QUICK)
    astray = f"{number} {act.text}" if act.question else ""
    return {name: text for name, text in session.notebook.notes.items() if text != astray}


def _invited(dialogue: Dialogue, session: Session) -> list[int]:
    """The places of the answers that invite a note, in the order they were given; that on the table is the last."""
    answered = (*session.trail, session.focus) if session.stage is Stage.ASKING else session.trail
    return [place for place in answered if dialogue.questions[place].note and session.sheet[place]]


def _perhaps_meant(dialogue: Dialogue, session: Session, act: Note, place: int) -> list[Reply]:
    """How another answer is named, where the words begin with its number: six people may be meant as well."""
    number, _, rest = act.text.partition(" ")
    quick = session.length is Length.QUICK
    others = [
        other
        for other in _invited(dialogue, session)
        if other != place and number == str(dialogue.number(other, quick=quick))
    ]
    if act.question or not rest or not others:
        return []
    return [Tell(Line.NOTE_WHICH, others[0], text=rest)]
