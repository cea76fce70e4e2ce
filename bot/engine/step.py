"""What does one event do? `step` is total: any event on any session gives a reply, never an exception."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, assert_never

from bot.engine import noting, planning
from bot.engine.answering import asked_now, go_on, here, said, take
from bot.engine.routing import applies, next_place, opened_part, out_of_scope
from bot.model.dialogue import Dialogue
from bot.model.ids import ItemId, QuestionId
from bot.model.reply import (
    AskPrompt,
    AskQuestion,
    Erase,
    Line,
    PickAction,
    Reply,
    Show,
    ShowWhatIf,
    Step,
    Tell,
)
from bot.model.session import Length, Session, Stage, worth_keeping
from bot.model.talk import (
    Act,
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Event,
    Forget,
    Heard,
    Hearing,
    Keep,
    Move,
    Note,
    Open,
    Pause,
    Said,
    Skip,
    Speak,
    Stale,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)
from bot.reasoning.rules import Rules

REMEMBERED: Final = 8
"""So many event ids are kept to know a repeat by."""

NEEDS_RESULT: Final = frozenset(
    {
        Topic.RESULT,
        Topic.REASONS,
        Topic.BARRIERS,
        Topic.ENABLERS,
        Topic.NOT_SAID,
        Topic.WISHES,
        Topic.PLAN,
        Topic.REPORT,
    }
)


ANYTHING: Final = ""
"""What an act is about that was not made for one question."""

UNREAD: Final = {Hearing.TOO_LONG: Line.TOO_LONG, Hearing.NO_WORDS: Line.NO_WORDS}
"""What came, but was not read."""

LISTS: Final = frozenset({Topic.BARRIERS, Topic.ENABLERS, Topic.SERVICES})
"""What is shown as a list with numbers, beside the answers to try, whatever the conversation waits for."""

OUTSIDE: Final = frozenset({Topic.RESULT, Topic.REPORT})
"""What there is to see of a service that is out of scope."""


def open_session(dialogue: Dialogue, language: str, length: Length) -> Session:
    """A conversation that has not begun."""
    return Session(
        dialogue=dialogue.digest,
        language=language,
        length=length,
        stage=Stage.NAMING,
        sheet=(0,) * len(dialogue.questions),
    )


def step(rules: Rules, session: Session, event: Event) -> Step:
    """The conversation after the event, and what to say. A repeated event changes and says nothing."""
    if event.id in session.recent:
        return Step(session, ())
    after = _act(rules, session, event.act)
    explained = Tell(Line.STALE) in after.replies  # it did nothing, so the same button may do something later
    recent = session.recent if explained else (*session.recent, event.id)[-REMEMBERED:]
    numbered = replace(
        after.session, revision=session.revision + 1, recent=recent, listing=_listing(session, after.replies)
    )
    return Step(numbered, after.replies)


def _listing(before: Session, replies: Sequence[Reply]) -> Ask | None:
    """The list that a number picks from after these replies: the one shown, or the one of which something was told."""
    match replies[-1:]:
        case () | (Show(topic=Topic.TERM) | Tell(),):
            return before.listing
        case (Show(topic=Topic.WHAT_IF, about=about),):
            return Ask(Topic.WHAT_IF, about)
        case (Show(topic=topic),) if topic in LISTS:
            return Ask(topic)
        case _:
            return None


def _act(rules: Rules, session: Session, act: Act) -> Step:  # noqa: C901, PLR0911, PLR0912 - one case an act, all here
    if session.stage is Stage.CLOSED:
        return Step(session, (here(session),))
    match act:
        case Start() | Anew():  # a session of its own is begun by whoever keeps sessions
            return _start(session, Line.WELCOME if isinstance(act, Start) else Line.ANEW)
        case Said():
            return _said(rules, session, act)
        case Chose():
            return _chose(rules, session, act)
        case Change(question=question):
            return _change(rules, session, question)
        case Stale():
            return _stale(session)
        case Back() | Skip() | Keep():
            return _at_the_table(rules, session, act)
        case Pause():
            return Step(session, (Tell(_goodbye(session)),))
        case Forget():
            return _forget(rules, session)
        case Ask():
            return _ask(rules, session, act)
        case Note():
            return noting.note(rules.dialogue, session, act)
        case DayToDay():
            return _day_to_day(rules, session)
        case Done():
            return _done(rules, session)
        case WhatIf():
            return _what_if(rules, session, act)
        case Move():  # to a newer version: that takes two, so it is done where both are at hand
            return Step(session, (Tell(Line.NEWEST),))
        case Open() | Speak():  # and so is another language, or another session
            return Step(session, (Show(Topic.LANGUAGE if isinstance(act, Speak) else Topic.SERVICES),))
        case Unreadable(command=command, text=text):
            return Step(session, (Tell(Line.UNREADABLE, text=command, given=text),))
        case _:
            assert_never(act)


PLANNING: Final = frozenset({Stage.PICKING, Stage.OWNING, Stage.DATING})


def _forget(rules: Rules, session: Session) -> Step:
    blank = open_session(rules.dialogue, session.language, session.length)
    return Step(replace(blank, stage=Stage.CLOSED), (Tell(Line.FORGOTTEN), Erase()))


def _goodbye(session: Session) -> Line:
    if session.stage is Stage.RESULT or session.stage in PLANNING:
        return Line.PAUSED_RESULT
    return Line.PAUSED if worth_keeping(session) else Line.PAUSED_EMPTY


def _done(rules: Rules, session: Session) -> Step:
    """Leave a list: the plan for the result, the check page for the next question or the result."""
    if session.stage in PLANNING:
        return planning.done(session)
    if session.stage is not Stage.CHECKING:
        return Step(session, (here(session),))
    if next_place(rules, session) is not None:
        return go_on(rules, session)
    return _ask(rules, session, Ask(Topic.RESULT))


def _stale(session: Session) -> Step:
    return Step(session, (Tell(Line.STALE), here(session)))


def _start(session: Session, first: Line) -> Step:
    if session.stage is Stage.NAMING and not session.recent:
        return Step(session, (Tell(first), AskPrompt(0)))
    return Step(session, (Tell(Line.WELCOME_BACK), here(session)))


def _said(rules: Rules, session: Session, act: Said) -> Step:
    if act.heard.how in UNREAD:
        return Step(session, (Tell(UNREAD[act.heard.how]),))
    match session.stage:
        case Stage.NAMING:
            return _named(rules, session, act)
        case Stage.ASKING:
            return said(rules, session, act)
        case Stage.OWNING | Stage.DATING:
            return planning.told(session, act.text)
        case Stage.CHECKING:
            return Step(session, (Tell(Line.CHECK_UNCLEAR),))
        case Stage.PICKING:
            return Step(session, (Tell(Line.PLAN_UNCLEAR),))
        case _:
            return Step(session, (Tell(Line.RESULT_UNCLEAR),))


def _named(rules: Rules, session: Session, act: Said) -> Step:
    """A free-text prompt was answered; nothing typed keeps what was written before."""
    prompt = rules.dialogue.prompts[session.focus]
    text = act.text or session.notebook.prompts.get(prompt.id, "")
    return _written(rules, session, text)


def _written(rules: Rules, session: Session, text: str) -> Step:
    """Keep the text, or none, for the prompt on the table; the questions begin after the last prompt, or go on."""
    prompt = rules.dialogue.prompts[session.focus]
    words: Mapping[str, str] = {**session.notebook.prompts, prompt.id: text}
    written = {name: told for name, told in words.items() if told}
    named = replace(session, notebook=replace(session.notebook, prompts=written))
    if _comes_back(session) or session.focus + 1 == len(rules.dialogue.prompts):
        return go_on(rules, named)
    return Step(replace(named, focus=session.focus + 1), (AskPrompt(session.focus + 1),))


def _comes_back(session: Session) -> bool:
    """Whether a prompt is asked again, after there were answers."""
    return session.stage is Stage.NAMING and any(session.sheet)


def _chose(rules: Rules, session: Session, act: Chose) -> Step:
    place = rules.dialogue.index.get(act.question)
    every = rules.every[place] if place is not None else 0
    if place is None or not 0 < act.mask <= every:
        return _stale(session)
    if act.on_table and act.question != asked_now(rules.dialogue, session):
        if session.sheet[place] == act.mask:  # a second tap
            return Step(session, ())
        return _stale(session)
    if not _counts(rules, session, place):
        return Step(session, (Tell(Line.NOT_APPLICABLE, place), here(session)))
    return take(rules, session, place, act.mask)


def _counts(rules: Rules, session: Session, place: int) -> bool:
    """Whether an answer to the question counts: outside the scope, only the scope does, or the part looked at alone."""
    outside = place and out_of_scope(rules, session) and not session.part_only
    return not outside and applies(rules, session, place)


def _change(rules: Rules, session: Session, question: QuestionId) -> Step:
    place = rules.dialogue.index.get(question)
    if place is None:
        return _rewrite(rules, session, question)
    if not _counts(rules, session, place):
        return Step(session, (Tell(Line.NOT_APPLICABLE, place), here(session)))
    moved = replace(session, stage=Stage.ASKING, focus=place, doubt=None, misses=0)
    return Step(moved, (AskQuestion(place),))


def _rewrite(rules: Rules, session: Session, prompt: str) -> Step:
    """Come back to a free-text prompt."""
    focus = next((at for at, one in enumerate(rules.dialogue.prompts) if one.id == prompt), None)
    if focus is None:
        return _stale(session)
    asking = replace(session, stage=Stage.NAMING, focus=focus, doubt=None, misses=0)
    return Step(asking, (AskPrompt(focus),))


def _at_the_table(rules: Rules, session: Session, act: Back | Skip | Keep) -> Step:
    """What is done about the question or prompt on the table, if it is still the one that was meant."""
    if act.asked not in (ANYTHING, asked_now(rules.dialogue, session)):
        return _stale(session)
    match act:
        case Back():
            return _back(rules, session)
        case Skip():
            return _skip(rules, session)
        case _:  # what an empty line does: an answer, or own words, stay as they are
            return _said(rules, session, Said("", Heard(Hearing.EMPTY)))


def _back(rules: Rules, session: Session) -> Step:
    """Take the last answer back onto the table; it stands until another is given."""
    if session.doubt:
        return Step(replace(session, doubt=None), (AskQuestion(session.focus),))
    if _comes_back(session):
        return go_on(rules, session)
    if session.stage is Stage.NAMING and session.focus:
        return Step(replace(session, focus=session.focus - 1), (AskPrompt(session.focus - 1),))
    if session.stage in PLANNING:
        return planning.done(session)
    if not session.trail:
        return Step(session, (Tell(Line.NOTHING_BEFORE), here(session)))
    place = session.trail[-1]
    moved = replace(session, stage=Stage.ASKING, focus=place, trail=session.trail[:-1], misses=0)
    return Step(moved, (AskQuestion(place),))


def _skip(rules: Rules, session: Session) -> Step:
    match session.stage:
        case Stage.NAMING:
            return _written(rules, session, "")
        case Stage.OWNING | Stage.DATING:
            return planning.write(session, "")
        case Stage.ASKING:
            return take(rules, session, session.focus, rules.dialogue.questions[session.focus].every)
        case _:
            return Step(session, (Tell(Line.NOTHING_TO_SKIP),))


def _ask(rules: Rules, session: Session, act: Ask) -> Step:
    if act.topic is Topic.WHAT_IF:
        return _what_if_of(rules, session, act.about)
    if act.topic is Topic.QUESTION or (act.topic is Topic.WHY and session.stage is Stage.NAMING):
        return Step(session, (here(session),))
    if act.topic is Topic.WHY and session.stage is not Stage.ASKING and not act.about:
        return _ask(rules, session, Ask(Topic.REASONS))
    if act.topic in NEEDS_RESULT:
        return _of_result(rules, session, act)
    if act.topic is Topic.CHECK:
        return Step(replace(session, stage=Stage.CHECKING, doubt=None), (Show(Topic.CHECK),))
    return Step(session, (Show(act.topic, act.about),))


def _of_result(rules: Rules, session: Session, act: Ask) -> Step:
    """A page about the result: as soon as there is one, also while an answer is on the table to be changed."""
    if act.topic not in OUTSIDE and out_of_scope(rules, session):
        act = Ask(Topic.RESULT)
    if session.stage in (Stage.NAMING, Stage.ASKING):
        standing = _as_it_stands(session)
        if next_place(rules, standing) is not None:
            return Step(session, (Tell(Line.NOT_YET),))
        session = standing
    if act.topic is Topic.PLAN:
        if act.about and session.stage is Stage.PICKING:
            return planning.pick(session, ItemId(act.about))
        return Step(replace(session, stage=Stage.PICKING), (PickAction(),))
    stays = session.stage is Stage.CHECKING and act.topic is not Topic.RESULT
    shown = session if stays else replace(session, stage=Stage.RESULT)
    return Step(shown, (Show(act.topic, act.about),))


def _as_it_stands(session: Session) -> Session:
    """The session with each answer that was given, also where its question is on the table again: those come last."""
    again = [place for place, mask in enumerate(session.sheet) if mask and place not in session.trail]
    return replace(session, trail=(*session.trail, *again), doubt=None, misses=0)


def _day_to_day(rules: Rules, session: Session) -> Step:
    if not opened_part(rules.dialogue, session):
        return Step(session, (here(session),))
    return go_on(rules, replace(session, part_only=True))


def _what_if_of(rules: Rules, session: Session, about: str) -> Step:
    """Ask which answer to try otherwise, or which other answer to a question."""
    if not any(session.sheet):
        return Step(session, (Tell(Line.NOT_YET),))
    if about and about not in rules.dialogue.index:
        return _stale(session)
    return Step(session, (Show(Topic.WHAT_IF, about),))


def _what_if(rules: Rules, session: Session, act: WhatIf) -> Step:
    if session.stage is Stage.NAMING and not _comes_back(session):
        return Step(session, (Tell(Line.NOT_YET),))
    if act.question is None:
        return Step(session, (ShowWhatIf(session.sheet, act.without, None, 0),))
    place = rules.dialogue.index.get(act.question)
    if place is None or not 0 < act.mask <= rules.every[place]:
        return _stale(session)
    sheet = (*session.sheet[:place], act.mask, *session.sheet[place + 1 :])
    return Step(session, (ShowWhatIf(sheet, act.without, place, act.mask),))
