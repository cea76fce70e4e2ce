"""Which ways on stand on a page? Buttons for channels that have them; each of them can be typed as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from bot.model.dialogue import Dialogue
from bot.model.ids import QuestionId
from bot.model.page import Offer
from bot.model.reply import Line
from bot.model.session import Doubt, Length, Session, finished
from bot.model.talk import (
    Act,
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Forget,
    Keep,
    Move,
    Open,
    Skip,
    Speak,
    Start,
    Topic,
    Unreadable,
)
from bot.render.words import Words

Groups: TypeAlias = tuple[tuple[Offer, ...], ...]
"""Offers that belong together, each group in rows of its own."""

_RESULT: Final[Sequence[tuple[str, Act]]] = (
    ("reasons", Ask(Topic.REASONS)),
    ("what_if", Ask(Topic.WHAT_IF)),
    ("change", Ask(Topic.CHECK)),
    ("barriers", Ask(Topic.BARRIERS)),
    ("enablers", Ask(Topic.ENABLERS)),
    ("plan", Ask(Topic.PLAN)),
    ("report", Ask(Topic.REPORT)),
    ("anew", Anew()),
    ("delete", Unreadable("forget", "")),
)
_TOLD: Final[Mapping[Line, Sequence[tuple[str, Act]]]] = {
    Line.WELCOME_BACK: (("so_far", Ask(Topic.SO_FAR)), ("anew", Anew())),
    Line.RESULT_UNCLEAR: (("to_result", Ask(Topic.RESULT)), ("help", Ask(Topic.HELP))),
    Line.NOT_YET: (("so_far", Ask(Topic.SO_FAR)), ("go_on", Ask(Topic.QUESTION))),
    Line.PAUSED: (("go_on", Start()),),
    Line.PAUSED_RESULT: (("go_on", Start()),),
    Line.FORGOTTEN: (("begin", Start()),),
    Line.LOST_BUTTON: (("begin", Start()),),
    Line.REPORT_FORMS: (
        ("web_page", Ask(Topic.REPORT, "html")),
        ("markdown", Ask(Topic.REPORT, "md")),
        ("to_result", Ask(Topic.RESULT)),
    ),
    Line.IN_A_GROUP: (("in_private", Start()),),
    Line.NEWER_RESULT: (("move", Move()),),
}
"""What stands below a short message, by the key of its label."""

_LEFT_THERE: Final = frozenset(
    {
        Line.UNCLEAR_1,
        Line.UNCLEAR_3,
        Line.OFFER_SKIP,
        Line.NONE_OF_THESE,
        Line.NO_SUCH,
        Line.NO_WORDS,
        Line.NOTED,
        Line.NOTE_EMPTY,
        Line.NOTE_NOWHERE,
        Line.TOO_LONG,
        Line.NEWEST,
        Line.UNREADABLE,
    }
)
"""What is told while the conversation stands where it did: a button leads back there."""


class Offers:
    """The offers of one session's pages."""

    def __init__(self, words: Words, dialogue: Dialogue, session: Session) -> None:
        self._words = words
        self._dialogue = dialogue
        self._session = session
        self._quick = session.length is Length.QUICK

    def question(self, place: int) -> Groups:
        """Below a question: undo, why it is asked, leave it open, or keep the answer that it has."""
        question = self._dialogue.questions[place]
        given = self._session.sheet[place]
        unsure = f"{len(question.options) + 1} {self._words.say('dont_know')}"
        kept = [self._offer("keep", Chose(question.id, given, on_table=True))] if given else []
        back = [self._offer("back", Back(question.id))] if self._session.trail else []
        why = self._offer("why", Ask(Topic.WHY, question.id))
        return (tuple(kept), (*back, why, Offer(unsure, Chose(question.id, question.every, on_table=True))))

    def prompt(self, place: int) -> Groups:
        """Below a free-text prompt: keep what it has, leave it out, or go back to what came before."""
        prompt = self._dialogue.prompts[place]
        kept = [self._offer("keep", Keep(prompt.id))] if prompt.id in self._session.notebook.prompts else []
        back = [self._offer("back", Back(prompt.id))] if place or any(self._session.sheet) else []
        return (tuple(kept), (*back, self._offer("leave_out", Skip(prompt.id))))

    def doubt(self, doubt: Doubt) -> Groups:
        """Below what was asked back: yes and no to one answer; to several, leave it open between them."""
        union = 0
        for mask in doubt.masks:
            union |= mask
        taken = Chose(doubt.question, union, on_table=True)
        back = Back(doubt.question)
        if len(doubt.masks) == 1:
            return ((self._offer("yes", taken), self._offer("no", back)),)
        return ((self._offer("keep_open", taken), self._offer("no", back)),)

    def told(self, line: Line, about: str) -> Groups:
        """Below a short message. `about` is the command that could not be read."""
        if line is Line.UNREADABLE and about == "forget":
            return ((self._offer("delete_sure", Forget()), self._on()),)
        if line is Line.ELSEWHERE:
            number = self._dialogue.number(self._dialogue.index[QuestionId(about)], quick=self._quick)
            label = self._words.say("offer_answer_it", number=number)
            return ((Offer(label, Change(QuestionId(about))), self._on()),)
        if line in _LEFT_THERE:
            return self.on()
        if line in (Line.WELCOME, Line.ANEW):
            full, quick = self._offer("full", Anew(Length.FULL)), self._offer("quick", Anew(Length.QUICK))
            other = full if self._quick else quick
            return (
                (other, self._offer("privacy", Ask(Topic.PRIVACY)), self._offer("help", Ask(Topic.HELP))),
            )
        return (tuple(self._offer(key, act) for key, act in _TOLD.get(line, ())),)

    def check(self, numbers: Sequence[tuple[int, QuestionId]], *, more: bool) -> Groups:
        """Below the answers: each by its number, own words by their name, then on to the next question or the result."""
        prompts = self._dialogue.prompts
        return (
            tuple(Offer(str(number), Change(question)) for number, question in numbers),
            tuple(Offer(prompt.short, Change(QuestionId(prompt.id))) for prompt in prompts),
            (self._offer("go_on" if more else "show_result", Done()),),
        )

    def result(self, *, out: bool, part: bool) -> Groups:
        """Below a result: why, what if, and what to do with it; less where the service is out of scope."""
        if not out:
            return (tuple(self._offer(key, act) for key, act in _RESULT),)
        first = [self._offer("day_to_day", DayToDay())] if part else []
        rest = [self._offer(key, act) for key, act in _RESULT if key in ("report", "anew", "delete")]
        return ((*first, self._offer("change", Change(self._dialogue.questions[0].id)), *rest),)

    def listed(self, items: Sequence[str], first: int) -> Groups:
        """Below a list: each item by its number."""
        numbers = tuple(
            Offer(str(number), Ask(Topic.TERM, item)) for number, item in enumerate(items, start=first)
        )
        return (numbers, (self._on(),))

    def card(self, items: Sequence[str], at: int, back: Topic) -> Groups:
        """Below a card out of a list: the one before, the next, and the list."""
        beside: list[Offer] = []
        if at:
            label = self._words.say("offer_before", number=at, count=len(items))
            beside.append(Offer(label, Ask(Topic.TERM, items[at - 1]), turns=True))
        if at + 1 < len(items):
            label = self._words.say("offer_after", number=at + 2, count=len(items))
            beside.append(Offer(label, Ask(Topic.TERM, items[at + 1]), turns=True))
        listed = Offer(self._words.say("offer_list"), Ask(back), turns=True)
        return (tuple(beside), (listed, self._on()))

    def tried(self, numbers: Sequence[tuple[int, QuestionId]]) -> Groups:
        """Below the answers that can be tried otherwise."""
        return (
            tuple(Offer(str(number), Ask(Topic.WHAT_IF, question)) for number, question in numbers),
            (self._on(),),
        )

    def wishes(self, know: int) -> Groups:
        """Below what a designer may want: to want nothing."""
        label = f"{know} {self._words.say('offer_know')}"
        return ((Offer(label, Ask(Topic.WISHES, str(know))),),)

    def wish(self) -> Groups:
        """Below the nearest change: choose first steps."""
        return ((self._offer("plan", Ask(Topic.PLAN)), self._on()),)

    def plan(self, steps: Sequence[tuple[int, str]]) -> Groups:
        """Below the plan: each first step by its number, then back to the result."""
        return (
            tuple(Offer(str(number), Ask(Topic.PLAN, item)) for number, item in steps),
            (self._offer("done", Done()),),
        )

    def action(self, written: str) -> Groups:
        """Below what is asked about an action: keep what was said, or leave it out."""
        asked = self._session.stage.value
        kept = [self._offer("keep", Keep(asked))] if written else []
        return ((*kept, self._offer("leave_out", Skip(asked))),)

    def moving(self) -> Groups:
        """Below what changing over would mean."""
        return ((self._offer("move", Move()),),)

    def languages(self, languages: Sequence[tuple[str, str]]) -> Groups:
        """Below the languages, where there is a choice."""
        return (tuple(Offer(name, Speak(code)) for code, name in languages if languages[1:]), (self._on(),))

    def services(self, services: Sequence[tuple[str, str]]) -> Groups:
        """Below the services of a conversation: each by its number, and a new one."""
        numbers = tuple(Offer(str(at), Open(name)) for at, (name, _) in enumerate(services, start=1))
        return (numbers, (self._offer("anew", Anew()), self._on()))

    def privacy(self) -> Groups:
        """Below what is kept: have a copy of it, or erase it."""
        return (
            (self._offer("data", Ask(Topic.DATA)), self._offer("delete", Unreadable("forget", ""))),
            (self._on(),),
        )

    def known(self) -> Groups:
        """Below the end for whoever only wanted to know."""
        return ((self._offer("report", Ask(Topic.REPORT)), self._on()),)

    def on(self) -> Groups:
        """Back to where the conversation stands."""
        return ((self._on(),),)

    def _on(self) -> Offer:
        if finished(self._session):
            return self._offer("to_result", Ask(Topic.RESULT))
        return self._offer("go_on", Ask(Topic.QUESTION))

    def _offer(self, key: str, act: Act) -> Offer:
        return Offer(self._words.say(f"offer_{key}"), act)
