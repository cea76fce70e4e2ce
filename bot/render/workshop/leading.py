"""What does whoever leads a workshop see, in private? Where it stands, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.model.ids import QuestionId
from bot.model.meet import Deed, Meet
from bot.model.page import Offer, Page
from bot.render.words import Words
from bot.render.workshop.group import Group
from bot.render.workshop.preparation import invitation
from bot.workshop.blocks import FEWEST, MOST
from bot.workshop.meeting import WEEKS, LeaderBoard, Meeting
from bot.workshop.state import Stage

TYPED: Final[Mapping[LeaderBoard, str]] = {
    LeaderBoard.POINT: "workshop_type_point",
    LeaderBoard.PARK: "workshop_type_park",
    LeaderBoard.ACTION: "workshop_type_action",
    LeaderBoard.OWNER: "workshop_type_owner",
    LeaderBoard.DUE: "workshop_type_due",
}
"""The boards that ask for a typed sentence."""

Row = tuple[tuple[str, Deed, str], ...]

_TIMED: Final[Row] = (("more_time", Deed.MORE_TIME, ""), ("pause", Deed.PAUSE, ""))
_SHARED: Final[Row] = (("point", Deed.POINT, ""), ("park", Deed.PARK, ""), ("action", Deed.ACTION, ""))
_ROOM: Final[Row] = (("hands", Deed.HANDS, ""), ("link", Deed.LINK, ""))
_ALWAYS: Final[Row] = (
    ("undo", Deed.UNDO, ""),
    ("hand_over", Deed.HAND_OVER, ""),
    ("end", Deed.END, ""),
)
_DONE: Final[Mapping[Stage, tuple[Row, ...]]] = {
    Stage.GATHERING: ((("open", Deed.OPEN, ""),), (("link", Deed.LINK, ""), ("prepare", Deed.PREPARE, ""))),
    Stage.ANSWERING: ((("close", Deed.CLOSE, ""),), _TIMED, _ROOM),
    Stage.CLOSED: ((("first", Deed.NEXT, ""), ("other", Deed.TALK, "")), (("park", Deed.PARK, ""),)),
    Stage.TALKING: (
        (("second", Deed.OPEN, ""), ("next", Deed.NEXT, "")),
        (("other", Deed.TALK, ""), *_TIMED),
        _SHARED,
    ),
    Stage.SECOND: ((("close_second", Deed.CLOSE, ""), ("skip", Deed.SKIP, "")), _TIMED),
    Stage.ACTIONS: ((("action", Deed.ACTION, ""), ("result", Deed.NEXT, "")), (("park", Deed.PARK, ""),)),
    Stage.RESULT: (
        (("report_html", Deed.REPORT, "html"), ("report_md", Deed.REPORT, "md")),
        (("action", Deed.ACTION, ""),),
    ),
}
"""What can be done at each stage, the next step first."""


class Leading:
    """The leader's boards of one workshop."""

    def __init__(self, words: Words, group: Group, meeting: Meeting, name: str) -> None:
        self._words = words
        self._say = words.say
        self._group = group
        self._meeting = meeting
        self._workshop = meeting.workshop
        self._name = name

    def board(self, board: LeaderBoard, text: str = "") -> Page:
        """A board; `text` is the link that it shows, or the question that hands were raised for."""
        if board in TYPED:
            return Page(self._say(TYPED[board]), offers=self._back(), asks="lead")
        boards: Mapping[LeaderBoard, Callable[[], Page]] = {
            LeaderBoard.NAME: self._named,
            LeaderBoard.LEAST: self._least,
            LeaderBoard.PANEL: self.panel,
            LeaderBoard.QUESTIONS: self._questions,
            LeaderBoard.HANDS: lambda: self._hands(text),
            LeaderBoard.SURE: self._sure,
            LeaderBoard.PREPARED: lambda: Page(self._say("workshop_prepared"), offers=self._back()),
            LeaderBoard.WEEKS: self._weeks,
            LeaderBoard.NEEDS_TIME: self._needs_time,
        }
        if board in boards:
            return boards[board]()
        return self._linked(text)

    def panel(self) -> Page:
        """Where the workshop stands, and all that can be done now."""
        course = self._workshop.course
        if course.stage is Stage.GATHERING and not self._meeting.noticed:
            return self._setup()
        told = self._say("workshop_panel_paused") if course.paused is not None else self._told()
        text = self._say("workshop_panel", name=self._meeting.name, stage=self._group.stage(), told=told)
        if course.stage is Stage.ENDED:
            return Page(text, asks="panel")
        if course.paused is not None:
            return Page(text, offers=((self._button("resume", Deed.RESUME),),), asks="panel")
        return Page(text, offers=self._rows(), asks="panel")

    def _told(self) -> str:
        """What to do at this stage."""
        agenda = self._workshop.course.agenda
        shorts = self._group.findings.shorts(agenda)
        closed = (
            self._say("workshop_panel_closed", questions=shorts)
            if agenda
            else self._say("workshop_panel_closed_none")
        )
        few = self._say("workshop_panel_few", least=self._workshop.least) if self._group.few else ""
        told = {
            Stage.GATHERING: self._say("workshop_panel_gathering", joined=self._group.joined()),
            Stage.ANSWERING: "\n".join(
                filter(None, (self._say("workshop_panel_answering", finished=self._group.finished()), few))
            ),
            Stage.CLOSED: closed,
            Stage.TALKING: self._say("workshop_panel_talking"),
            Stage.SECOND: self._say("workshop_panel_second"),
            Stage.ACTIONS: self._say("workshop_panel_actions"),
            Stage.RESULT: self._say("workshop_panel_result"),
            Stage.ENDED: self._say("workshop_told_over"),
        }
        return told[self._workshop.course.stage]

    def _rows(self) -> tuple[tuple[Offer, ...], ...]:
        rows = [self._row(row) for row in _DONE[self._workshop.course.stage]]
        alone = len(self._workshop.facilitators) < 2
        undo = self._workshop.before is not None
        always = [one for one in _ALWAYS if one[1] is not Deed.UNDO or undo]
        beside = () if alone else (self._button("step_down", Deed.HAND_OVER, "-"),)
        return (*rows, self._asks_owners(), (*self._row(tuple(always)), *beside))

    def _row(self, row: Row) -> tuple[Offer, ...]:
        again = self._workshop.focus in self._workshop.again  # once only
        return tuple(
            self._labelled(key, deed, about) for key, deed, about in row if not (key == "second" and again)
        )

    def _labelled(self, key: str, deed: Deed, about: str) -> Offer:
        """The button; what comes next is called what it is."""
        course = self._workshop.course
        last = course.at + 1 >= len(course.agenda)
        if (key == "next" and last) or (key == "first" and not course.agenda):
            return self._button("to_actions", deed, about)
        return self._button(key, deed, about)

    def _named(self) -> Page:
        first = () if self._meeting.name else (self._say("workshop_lead"),)
        return Page("\n".join((*first, self._say("workshop_name"))), asks="panel")

    def _setup(self) -> Page:
        least, places = self._workshop.least, len(self._workshop.places)
        every, deciding = len(self._words.dialogue.questions), len(self._words.dialogue.quick)
        text = self._say(
            "workshop_setup", name=self._meeting.name, questions=places, least=self._workshop.least
        )
        if places == deciding:
            other = Offer(self._say("offer_w_all", count=every), self._meet(Deed.SETTING, "all"))
        else:
            other = Offer(self._say("offer_w_deciding", count=deciding), self._meet(Deed.SETTING, "deciding"))
        smallest = Offer(self._say("offer_w_least", least=least), self._meet(Deed.SETTING, "least"))
        named = self._button("name", Deed.SETTING, "name")
        prepared = self._button("prepare", Deed.PREPARE)
        return Page(
            text,
            offers=((self._button("notice", Deed.NOTICE),), (other, smallest), (named, prepared)),
            asks="panel",
        )

    def _least(self) -> Page:
        numbers = tuple(
            Offer(str(number), self._meet(Deed.SETTING, f"least.{number}"))
            for number in range(FEWEST + 1, MOST + 1)
        )
        return Page(self._say("workshop_least"), offers=(numbers, *self._back()), asks="panel")

    def _questions(self) -> Page:
        """Every question that something is shown of, by its number."""
        shown = [seen.place for seen in self._workshop.closing.seen if seen.parts]
        lines = [
            self._say("workshop_question_line", number=at, short=self._group.findings.short(place))
            for at, place in enumerate(shown, start=1)
        ]
        numbers = tuple(
            Offer(str(at), self._meet(Deed.TALK, self._words.dialogue.questions[place].id))
            for at, place in enumerate(shown, start=1)
        )
        text = "\n".join((self._say("workshop_questions"), *lines))
        return Page(text, offers=(numbers, *self._back()), asks="lead")

    def _hands(self, about: str) -> Page:
        """How to type the hands raised for a question; without one, the questions by their numbers."""
        if not about:
            lines = [
                self._say("workshop_question_line", number=at, short=self._group.findings.short(place))
                for at, place in enumerate(self._workshop.places, start=1)
            ]
            numbers = tuple(
                Offer(str(at), self._meet(Deed.HANDS, self._words.dialogue.questions[place].id))
                for at, place in enumerate(self._workshop.places, start=1)
            )
            text = "\n".join((self._say("workshop_hands_which"), *lines))
            return Page(text, offers=(numbers, *self._back()), asks="lead")
        question = self._words.dialogue.question(QuestionId(about))
        lines = [
            self._say("workshop_hands_option", number=at, label=option.label)
            for at, option in enumerate(question.options, start=1)
        ]
        zeros = " ".join("0" for _ in range(len(question.options) - 1))
        text = self._say("workshop_type_hands", short=question.short, example=f"2 {zeros} 1")
        return Page("\n".join((text, *lines)), offers=self._back(), asks="lead")

    def _sure(self) -> Page:
        return Page(
            self._say("workshop_sure"),
            offers=((self._button("end_sure", Deed.END, "sure"), *self._back()[0]),),
            asks="panel",
        )

    def _weeks(self) -> Page:
        weeks = tuple(Offer(str(number), self._meet(Deed.WEEKS, str(number))) for number in WEEKS if number)
        never = (self._button("never", Deed.WEEKS, "0"),)
        return Page(self._say("workshop_weeks"), offers=(weeks, never, *self._back()), asks="panel")

    def _asks_owners(self) -> tuple[Offer, ...]:
        """When owners are asked how it went, where there are actions and the workshop goes on."""
        stage, actions = self._workshop.course.stage, self._workshop.course.actions
        if stage is not Stage.ACTIONS or not actions:
            return ()
        weeks = self._meeting.weeks
        if not weeks:
            return (self._button("never", Deed.WEEKS),)
        return (Offer(self._say("offer_w_weeks", weeks=weeks), self._meet(Deed.WEEKS)),)

    def _needs_time(self) -> Page:
        return Page(self._say("workshop_needs_time"), offers=((self._button("more_time", Deed.MORE_TIME),),))

    def _linked(self, link: str) -> Page:
        """A link to hand on, with an invitation that can be sent as it is."""
        if not link:
            return Page(self._say("workshop_link_late"), offers=self._back(), asks="lead")
        told = invitation(self._words, self._meeting, link)
        return Page(f"{self._say('workshop_link')}\n\n{told}", offers=self._back(), asks="lead")

    def _back(self) -> tuple[tuple[Offer, ...], ...]:
        return ((self._button("panel", Deed.PANEL),),)

    def _button(self, key: str, deed: Deed, about: str = "") -> Offer:
        return Offer(self._words.say(f"offer_w_{key}"), self._meet(deed, about))

    def _meet(self, deed: Deed, about: str = "") -> Meet:
        return Meet(self._name, deed, about)
