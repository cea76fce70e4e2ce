"""How is a workshop led? Each deed of whoever leads moves it on, and is told to all whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.model.ids import QuestionId
from bot.model.keeping import Seat
from bot.model.meet import Deed, Meet
from bot.service.ports import Hall
from bot.service.turns import FORMS
from bot.service.workshop.seated import Seated
from bot.service.workshop.sitting import Sitting
from bot.workshop import events as e
from bot.workshop.blocks import FEWEST, MOST
from bot.workshop.joint import joint
from bot.workshop.meeting import WEEKS, GroupBoard, LeaderBoard, SeatBoard
from bot.workshop.people import Role
from bot.workshop.state import Course, Stage, open_workshop

TALLY, UP, FOURS = "tally", "up", "fours"
"""The timers of a workshop: how many have finished, the time is up, now in fours."""
IN_PAIRS: Final = 2 * 60
"""Seconds of talk in pairs, before two pairs come together."""
DAY: Final = 24 * 3600

MOVES: Final[Mapping[Deed, e.Steer]] = {
    Deed.OPEN: e.Open(),
    Deed.CLOSE: e.Close(),
    Deed.NEXT: e.Next(),
    Deed.SKIP: e.Skip(),
    Deed.MORE_TIME: e.MoreTime(),
    Deed.PAUSE: e.Pause(),
    Deed.RESUME: e.Resume(),
    Deed.UNDO: e.Undo(),
}
"""The deeds that are one event."""
TYPED: Final[Mapping[Deed, LeaderBoard]] = {
    Deed.POINT: LeaderBoard.POINT,
    Deed.PARK: LeaderBoard.PARK,
    Deed.ACTION: LeaderBoard.ACTION,
}
"""The deeds that ask for a typed sentence."""
WRITTEN: Final = frozenset(
    {*TYPED.values(), LeaderBoard.NAME, LeaderBoard.OWNER, LeaderBoard.DUE, LeaderBoard.HANDS}
)
"""What whoever leads is asked to type."""
STEPS_DOWN: Final = "-"
"""What a handing over is about by which somebody leads no longer: a step of its own, which knows a second tap itself."""
SHOWN: Final = frozenset({Deed.HAND_OVER, Deed.REPORT})
"""The deeds that change nothing, but show the group something."""
ONCE: Final = SHOWN | {Deed.OPEN, Deed.CLOSE, Deed.NEXT, Deed.SKIP, Deed.NOTICE, Deed.END}
"""The deeds that a second tap on the same button does not do again."""
ENTERED: Final[Mapping[Stage, GroupBoard]] = {
    Stage.ANSWERING: GroupBoard.OPENED,
    Stage.CLOSED: GroupBoard.GAPS,
    Stage.TALKING: GroupBoard.TALK,
    Stage.SECOND: GroupBoard.SECOND,
    Stage.ACTIONS: GroupBoard.ACTIONS,
    Stage.RESULT: GroupBoard.RESULT,
    Stage.ENDED: GroupBoard.ENDED,
}
"""What the group is shown when a stage begins."""
BESIDE: Final[Mapping[e.Line, GroupBoard]] = {
    e.Line.MORE_TIME: GroupBoard.MORE_TIME,
    e.Line.PAUSED: GroupBoard.PAUSED,
    e.Line.RESUMED: GroupBoard.RESUMED,
    e.Line.UNDONE: GroupBoard.UNDONE,
    e.Line.SHARED: GroupBoard.SHARED,
    e.Line.PARKED: GroupBoard.PARKED,
    e.Line.HANDS_COUNTED: GroupBoard.HANDS,
}
"""What the group is shown of a step that is no new stage."""


class Steering:
    """What one person does who leads. `event` names what happened."""

    def __init__(self, sitting: Sitting, seat: Seat, event: str) -> None:
        self._sitting = sitting
        self._seat = seat
        self._event = event

    def does(self, meet: Meet) -> None:
        """One deed; whoever does not lead is told so."""
        if not self._sitting.leads(self._seat):
            self._told(e.Line.FACILITATORS_ONLY)
            return
        if meet.deed in SHOWN and meet.about != STEPS_DOWN and not self._sitting.first(self._event):
            return
        self._leads_on()
        if meet.deed is Deed.OPEN and not self._sitting.meeting.noticed:
            self._told(e.Line.NOT_NOW)
            self._panel("")
            return
        if self._seat.asked.partition(".")[0] in WRITTEN:  # what is typed now is not for that any more
            self._seat = self._sitting.sits(self._seat, asked="")
        if meet.deed in MOVES:
            self.step(MOVES[meet.deed])
        elif meet.deed in TYPED:
            self._asks(TYPED[meet.deed])
        else:
            others: Mapping[Deed, Callable[[str], None]] = {
                Deed.NOTICE: self._notice,
                Deed.SETTING: self._set,
                Deed.TALK: self._talk,
                Deed.HANDS: self._hands,
                Deed.HAND_OVER: self._hand_over,
                Deed.LINK: self._link,
                Deed.REPORT: self._report,
                Deed.END: self._end,
                Deed.WEEKS: self._weeks,
                Deed.PREPARE: self._prepare,
            }
            others.get(meet.deed, self._panel)(meet.about)

    def _leads_on(self) -> None:
        """Whoever leads has done something: nobody takes over who was to, because it was quiet."""
        meeting = self._sitting.meeting
        handing = meeting.handing and not meeting.starter
        self._sitting.meeting = replace(meeting, steered=self._sitting.now, handing=handing, starter="")

    def step(self, act: e.Steer) -> None:
        """Let it happen, and tell the group and whoever leads."""
        before = self._sitting.workshop
        replies = self._sitting.act(self._sitting.voter(self._seat.id), act, self._event)
        if not replies:  # a second tap
            return
        lines = [reply.line for reply in replies if isinstance(reply, e.Tell)]
        after = self._sitting.workshop
        if after.course == before.course and after.closing == before.closing:
            self._told(lines[0])
            self._panel("")
            return
        self._timers(before.course)
        if isinstance(act, e.Undo):
            self._sitting.group(GroupBoard.UNDONE)
            self._sitting.leaders(LeaderBoard.PANEL)
        elif after.course.stage is not before.course.stage or after.course.at != before.course.at:
            self._entered(before.course.stage)
        else:
            self._beside(lines[0])

    def _entered(self, before: Stage) -> None:
        """A stage has begun: the group sees it, and each person what is asked of them."""
        sitting, stage = self._sitting, self._sitting.workshop.course.stage
        if before is Stage.GATHERING:  # how many have joined until now
            sitting.group(GroupBoard.NOTICE, again=True)
        if before is Stage.ANSWERING:
            sitting.group(GroupBoard.OPENED, again=True)
        if stage is Stage.ENDED and sitting.meeting.noticed:  # nobody can join any more
            sitting.group(GroupBoard.NOTICE, again=True)
        if stage is Stage.RESULT:
            self._conclude()
        board = GroupBoard.SHIFT if before is Stage.SECOND and stage is Stage.TALKING else ENTERED[stage]
        if board is GroupBoard.SHIFT and sitting.workshop.focus not in sitting.workshop.again:
            board = GroupBoard.TALK  # the second round was left
        sitting.group(board)
        if stage is Stage.RESULT and sitting.meeting.earlier:
            sitting.group(GroupBoard.THEN)
        for seat in sitting.seats:
            if self._concerned(seat):
                Seated(sitting, seat, self._event).stand()
            if stage is Stage.RESULT and self._may_own(seat):
                sitting.person(seat, SeatBoard.OWN)
        sitting.leaders(LeaderBoard.PANEL)

    def _concerned(self, seat: Seat) -> bool:
        """Whether the stage that has begun asks something of whoever sits there."""
        workshop, voter = self._sitting.workshop, self._sitting.voter(seat.id)
        person = workshop.people.get(voter)
        if person is None or not person.here:
            return False
        match workshop.course.stage:
            case Stage.ANSWERING:
                return person.role is not Role.OBSERVER
            case Stage.SECOND:
                return voter in workshop.closing.casts
            case Stage.RESULT:
                return any(person.sheet)
            case _:
                return False

    def _may_own(self, seat: Seat) -> bool:
        """Whether somebody may say that an action is theirs, to be asked about it later."""
        meeting = self._sitting.meeting
        person = meeting.workshop.people.get(self._sitting.voter(seat.id))
        leads = self._sitting.leads(seat)
        return bool(meeting.weeks and meeting.workshop.course.actions and (leads or (person and person.here)))

    def _conclude(self) -> None:
        """Work out the joint result while all of it is there, and offer each person to keep their own."""
        sitting = self._sitting
        edition = sitting.edition()
        quick = len(sitting.workshop.places) == len(edition.rules.dialogue.quick)
        found = joint(edition.rules, edition.voice.knowledge, sitting.workshop, quick=quick)
        sitting.meeting = replace(sitting.meeting, joint=found)

    def _beside(self, line: e.Line) -> None:
        """Something within a stage."""
        raised = len(self._sitting.workshop.course.hands) - len(self._sitting.before.course.hands)
        if line is e.Line.HANDS_COUNTED and raised < 0:  # a count was taken back: there is none to show
            self._told(line)
        elif line in BESIDE:
            self._sitting.group(BESIDE[line])
        else:  # an action
            self._list_actions()
        self._sitting.leaders(LeaderBoard.PANEL)

    def _list_actions(self) -> None:
        """All actions, where the group sees them already; while it talks, nothing comes between."""
        if self._sitting.workshop.course.stage is not Stage.TALKING:
            self._sitting.group(GroupBoard.ACTIONS, again=True)

    def _timers(self, before: Course) -> None:
        """The timers of the stage that the workshop is at now."""
        sitting = self._sitting
        course = sitting.workshop.course
        sitting.meeting = replace(sitting.meeting, fours=self._fours(before))
        for name in (UP, FOURS):
            sitting.disarm(name)
        if course.until is None or course.paused is not None:
            return
        sitting.arm(UP, course.until * 1000)
        if sitting.now < sitting.meeting.fours < course.until:
            sitting.arm(FOURS, sitting.meeting.fours * 1000)

    def _fours(self, before: Course) -> int:
        """When pairs come together: once in a talk, and not while it pauses."""
        workshop, now, known = self._sitting.workshop, self._sitting.now, self._sitting.meeting.fours
        course = workshop.course
        if (
            course.stage is not Stage.TALKING
            or before.stage is Stage.SECOND
            or workshop.focus in workshop.again
        ):
            return 0
        if before.stage is not Stage.TALKING or before.at != course.at:
            return now + IN_PAIRS
        if known and before.paused is not None and course.paused is None:
            return known + now - before.paused
        return known

    def _notice(self, _: str) -> None:
        """Show the notice; people join from then on."""
        meeting = self._sitting.meeting
        if not meeting.noticed and meeting.name:
            self._sitting.meeting = replace(meeting, noticed=True)
            self._sitting.group(GroupBoard.NOTICE, pins=True)
        self._panel("")

    def _set(self, about: str) -> None:
        """Change how the workshop is held, as long as nobody was told how."""
        what, _, number = about.partition(".")
        if self._sitting.meeting.noticed or self._sitting.workshop.people:
            self._told(e.Line.NOT_NOW)
        elif what == "name":
            self._asks(LeaderBoard.NAME)
        elif what == "least" and not number:
            self._sitting.leader(self._seat, LeaderBoard.LEAST)
        elif what == "least" and number.isdecimal() and FEWEST <= int(number) <= MOST:
            self._held(least=int(number))
        elif what in ("all", "deciding"):
            self._held(every=what == "all")
        else:
            self._panel("")

    def _held(self, *, least: int = 0, every: bool | None = None) -> None:
        meeting, rules = self._sitting.meeting, self._sitting.edition().rules
        workshop = meeting.workshop
        if least:
            workshop = replace(workshop, least=least)
        if every is not None:
            asked = tuple(question.id for question in rules.dialogue.questions) if every else ()
            workshop = replace(workshop, places=open_workshop(rules, None, questions=asked).places)
        self._sitting.meeting = replace(meeting, workshop=workshop)
        self._panel("")

    def _talk(self, about: str) -> None:
        if about:
            self.step(e.TalkAbout(QuestionId(about)))
        else:
            self._sitting.leader(self._seat, LeaderBoard.QUESTIONS)

    def _hands(self, about: str) -> None:
        """Ask for the hands raised for a question: the one talked about, or one of those by number."""
        dialogue = self._sitting.edition().rules.dialogue
        focus = self._sitting.workshop.focus
        name = about or ("" if focus is None else dialogue.questions[focus].id)
        if name in dialogue.index:
            self._seat = self._sitting.sits(self._seat, asked=f"{LeaderBoard.HANDS}.{name}")
            self._sitting.leader(self._seat, LeaderBoard.HANDS, name)
        else:
            self._sitting.leader(self._seat, LeaderBoard.HANDS)

    def _hand_over(self, about: str) -> None:
        """Whoever presses the button in the group leads, too; or whoever presses it leads no longer."""
        if about == STEPS_DOWN:
            voter = self._sitting.voter(self._seat.id)
            self._say_lines(self._sitting.act(voter, e.HandOver(None), self._event))
            return
        self._sitting.meeting = replace(self._sitting.meeting, handing=True)
        self._sitting.group(GroupBoard.HANDING)
        self._panel("")

    def _link(self, _: str) -> None:
        self._sitting.tell_shown(self._seat, self._hall.linked(self._room()))

    def _prepare(self, _: str) -> None:
        """The page for before the workshop, for whoever leads it."""
        self._sitting.hand(
            self._seat, self._hall.preparation(self._room()), self._hall.leader(LeaderBoard.PREPARED)
        )

    def _room(self) -> str:
        return self._sitting.link((self._sitting.now + DAY) * 1000)

    @property
    def _hall(self) -> Hall:
        return self._sitting.hall(self._seat.language)

    def _report(self, about: str) -> None:
        """The report, for the group to keep."""
        if self._sitting.workshop.course.stage is not Stage.RESULT:
            self._told(e.Line.NOT_NOW)
            return
        hall = self._sitting.hall()
        day = self._sitting.day
        self._sitting.file(
            hall.report(about if about in FORMS else FORMS[0], day), hall.group(GroupBoard.REPORT).pages[0]
        )
        self._panel("")

    def _end(self, about: str) -> None:
        if about == "sure":
            self.step(e.End())
        else:
            self._sitting.leader(self._seat, LeaderBoard.SURE)

    def _weeks(self, about: str) -> None:
        """Choose when owners are asked how it went."""
        if about.isdecimal() and int(about) in WEEKS:
            self._sitting.meeting = replace(self._sitting.meeting, weeks=int(about))
            self._panel("")
        else:
            self._sitting.leader(self._seat, LeaderBoard.WEEKS)

    def _asks(self, board: LeaderBoard) -> None:
        """Ask for a sentence; what is typed next is it."""
        self._seat = self._sitting.sits(self._seat, asked=board.value)
        self._sitting.leader(self._seat, board)

    def _panel(self, _: str) -> None:
        """Where the workshop stands; before it has a name, that comes first."""
        if self._sitting.meeting.name:
            self._sitting.leader(self._seat, LeaderBoard.PANEL)
        else:
            self._asks(LeaderBoard.NAME)

    def _told(self, line: e.Line) -> None:
        self._sitting.tell(self._seat, self._sitting.hall(self._seat.language).told(line))

    def _say_lines(self, replies: tuple[e.Reply, ...]) -> None:
        for line in [reply.line for reply in replies if isinstance(reply, e.Tell)]:
            self._told(line)
