"""What does the group of a workshop see? One board a stage, in words that are complete without a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from bot.model.knowledge import Knowledge
from bot.model.meet import Deed, Meet
from bot.model.page import Offer, Page
from bot.model.talk import Start
from bot.reasoning.rules import Rules
from bot.render.words import Words
from bot.render.workshop.findings import Findings
from bot.render.workshop.together import Together
from bot.workshop.events import Decide
from bot.workshop.meeting import GroupBoard, Meeting, Status
from bot.workshop.people import HandCount
from bot.workshop.showing import Seen
from bot.workshop.state import Stage, progress

LINES: Final[Mapping[GroupBoard, str]] = {
    GroupBoard.TAKEN: "workshop_taken",
    GroupBoard.TIME_UP: "workshop_time_up",
    GroupBoard.PAUSED: "workshop_paused",
    GroupBoard.RESUMED: "workshop_resumed",
    GroupBoard.MORE_TIME: "workshop_more_time",
    GroupBoard.REPORT: "workshop_report",
    GroupBoard.ENDED: "workshop_ended",
}
"""The boards that are one message."""
WENT: Final[Mapping[Status, str]] = {
    Status.DONE: "workshop_went_done",
    Status.STARTED: "workshop_went_started",
    Status.STUCK: "workshop_went_stuck",
    Status.DROPPED: "workshop_went_dropped",
}


class Group:
    """The boards of one workshop. `name` is its id, which buttons need."""

    def __init__(
        self, words: Words, rules: Rules, knowledge: Callable[[], Knowledge], meeting: Meeting, name: str
    ) -> None:
        self._words = self.words = words
        self._say = words.say
        self._rules = rules
        self._knowledge = knowledge
        self._meeting = self.meeting = meeting
        self._workshop = self.workshop = meeting.workshop
        self._id = name
        self.name = meeting.name
        self.findings = Findings(words, rules, meeting.workshop)

    def board(self, board: GroupBoard) -> Page:
        """A board; where it is about a question, it is the one talked about."""
        if board in LINES:
            return Page(self._say(LINES[board]))
        boards: Mapping[GroupBoard, Callable[[], Page]] = {
            GroupBoard.DOOR: lambda: self._claimed(self._say("workshop_door")),
            GroupBoard.QUIET: lambda: self._claimed(self._say("workshop_quiet")),
            GroupBoard.HANDING: lambda: self._claimed(self._say("workshop_handing")),
            GroupBoard.LED: lambda: Page(self._say("workshop_led"), asks="door"),
            GroupBoard.NOTICE: self._notice,
            GroupBoard.OPENED: self._opened,
            GroupBoard.GAPS: self._gaps,
            GroupBoard.TALK: self._talk,
            GroupBoard.FOURS: self._fours,
            GroupBoard.SECOND: self._second,
            GroupBoard.SHIFT: self._shift,
            GroupBoard.SHARED: self._shared,
            GroupBoard.PARKED: self._parked,
            GroupBoard.ACTIONS: self._actions,
            GroupBoard.RESULT: self._result,
            GroupBoard.THEN: lambda: Page("\n".join(self.together.then_and_now())),
            GroupBoard.SAID_AND_DID: self._said_and_did,
            GroupBoard.UNDONE: self._undone,
            GroupBoard.HANDS: self._hands,
        }
        return boards[board]()

    def stage(self) -> str:
        """Where the workshop stands, in a word or two."""
        focus = self._workshop.focus
        short = "" if focus is None else self.findings.short(focus)
        said = {
            Stage.GATHERING: self._say("workshop_stage_gathering"),
            Stage.ANSWERING: self._say("workshop_stage_answering"),
            Stage.CLOSED: self._say("workshop_stage_closed"),
            Stage.TALKING: self._say("workshop_stage_talking", short=short),
            Stage.SECOND: self._say("workshop_stage_second", short=short),
            Stage.ACTIONS: self._say("workshop_stage_actions"),
            Stage.RESULT: self._say("workshop_stage_result"),
            Stage.ENDED: self._say("workshop_stage_ended"),
        }
        return said[self._workshop.course.stage]

    def finished(self) -> str:
        """How many have finished."""
        done, people = progress(self._rules, self._workshop)
        return self._say("workshop_finished", done=done, people=people)

    @property
    def few(self) -> bool:
        """Whether too few have finished for anything to be shown."""
        return progress(self._rules, self._workshop)[0] < self._workshop.least

    def joined(self) -> str:
        """How many have joined; those who watch are not counted."""
        _, count = progress(self._rules, self._workshop)
        if count < 2:
            return self._say("workshop_joined_one" if count else "workshop_joined_none")
        return self._say("workshop_joined", count=count)

    def actions(self) -> list[str]:
        """The actions agreed, as lines."""
        return [self._action(at, one) for at, one in enumerate(self._workshop.course.actions, start=1)]

    def _claimed(self, text: str) -> Page:
        return Page(text, offers=((self._button("claim", Deed.CLAIM),),), asks="door")

    def _notice(self) -> Page:
        over = self._workshop.course.stage is Stage.ENDED  # then nobody can tell any more how many they were
        text = self._say(
            "workshop_notice",
            name=self._meeting.name,
            questions=len(self._workshop.places),
            least=self._workshop.least,
            joined="" if over else self.joined(),
        )
        return Page(text.rstrip(), offers=() if over else (self._doors(),), asks="notice")

    def _doors(self) -> tuple[Offer, ...]:
        return (self._button("join", Deed.JOIN), self._button("watch", Deed.WATCH))

    def _opened(self) -> Page:
        finished = self.finished()
        if self._workshop.course.stage is not Stage.ANSWERING:
            text = self._say("workshop_closed", name=self._meeting.name, finished=finished)
            return Page(text, asks="opened")
        text = self._say(
            "workshop_opened",
            name=self._meeting.name,
            questions=len(self._workshop.places),
            finished=finished,
        )
        mine = Offer(self._say("offer_w_open_mine"), Start())
        return Page(text, offers=((mine,), (self._button("join", Deed.JOIN),)), asks="opened")

    def _gaps(self) -> Page:
        seen = {one.place: one for one in self._workshop.closing.seen}
        agenda = self._workshop.course.agenda
        hands = [self._hand(one) for one in self._workshop.course.hands]
        if not any(one.parts for one in seen.values()):
            return Page("\n".join((self._say("workshop_too_few", least=self._workshop.least), *hands)))
        lines = [self._say("workshop_gaps", name=self._meeting.name)]
        lines.append(self._say("workshop_gaps_why" if agenda else "workshop_gaps_none"))
        for number, place in enumerate(agenda, start=1):
            lines.append(self._say("workshop_gap", number=number, question=self.findings.short(place)))
            lines += self.findings.parts(seen[place])
        if any(self.findings.middle_told(seen[place]) for place in agenda):
            lines.append(self._say("workshop_middle_is"))
        told = self.together
        lines += [*told.agreed(), *told.also(), *told.unseen(), *told.settling(), *hands]
        return Page("\n".join(lines))

    def _hand(self, hands: HandCount) -> str:
        """Hands that were raised, with the question."""
        told = self.findings.hands(hands)
        return self._say("workshop_hands_line", short=self.findings.short(hands.place), raised=told)

    def _talk(self) -> Page:
        place, seen = self.focused()
        question = self._words.dialogue.questions[place]
        lines = [self._say("workshop_talk", short=question.short, question=question.text)]
        lines += [self.findings.part(place, part, full=True) for part in seen.parts]
        lines += [self._say("workshop_idea", text=self.findings.hands(one)) for one in self._raised(place)]
        if self.findings.not_asked_told(seen):
            lines.append(self._say("workshop_not_asked_why"))
        why, outcomes = self.findings.matters(place, seen)
        lines += [*why, *self.together.meanings(outcomes), self._say("workshop_pairs")]
        return Page("\n".join(lines))

    def _fours(self) -> Page:
        place, _ = self.focused()
        return Page(self._say("workshop_fours", short=self.findings.short(place)))

    def _second(self) -> Page:
        place, _ = self.focused()
        mine = Offer(self._say("offer_w_open_mine"), Start())
        return Page(self._say("workshop_second", short=self.findings.short(place)), offers=((mine,),))

    def _shift(self) -> Page:
        place, _ = self.focused()
        again = self._workshop.again[place]
        first = next(seen for seen in self._workshop.closing.seen if seen.place == place)
        lines = [self._say("workshop_shift", short=self.findings.short(place))]
        for was, now, shift in zip(first.parts, again.seen.parts, again.shifts, strict=True):
            lines += self.findings.shift(place, was, now, shift)
        return Page("\n".join((*lines, self._say("workshop_true_for_both"))))

    def _shared(self) -> Page:
        _, point = self._workshop.course.shared[-1]
        return Page(self._say("workshop_shared", point=point))

    def _parked(self) -> Page:
        return Page(self._say("workshop_parked", point=self._workshop.course.parked[-1]))

    def _actions(self) -> Page:
        lines = [self._say("workshop_actions"), *(self.actions() or [self._say("workshop_actions_none")])]
        ideas = self.together.ideas()
        if ideas:
            lines += [
                self._say("workshop_ideas"),
                *(self._say("workshop_idea", text=idea) for idea in ideas),
            ]
        return Page("\n".join(lines), asks="actions")

    def _result(self) -> Page:
        told = self.together
        lines = [self._say("workshop_result", name=self._meeting.name), *told.results()]
        lines += told.meanings(told.joint.verdict.results)
        lines += [*told.agreed(), *told.differ(), *told.also(), *told.unseen(), *self._points()]
        lines += [*told.advice(), *told.late()]
        return Page("\n".join((*lines, self._say("workshop_report_below"))))

    def _points(self) -> list[str]:
        """What holds for all of them."""
        points = [point for _, point in self._workshop.course.shared]
        lines = [self._say("workshop_idea", text=point) for point in points]
        return [self._say("workshop_points"), *lines] if lines else []

    def _said_and_did(self) -> Page:
        lines = [
            self._say("workshop_said_line", action=action, status=self._say(WENT[self._meeting.went[at]]))
            for at, action in enumerate(self.actions())
            if at in self._meeting.went
        ]
        return Page("\n".join((self._say("workshop_said_and_did", name=self._meeting.name), *lines)))

    def _undone(self) -> Page:
        return Page(self._say("workshop_undone", stage=self.stage()))

    def _hands(self) -> Page:
        last = self._workshop.course.hands[-1]
        if self._workshop.course.stage is Stage.ANSWERING:  # nobody is to go by what others say
            return Page(self._say("workshop_hands_closed", short=self.findings.short(last.place)))
        return Page(
            self._say(
                "workshop_hands",
                short=self.findings.short(last.place),
                role=self.findings.role(last.role),
                counts=self.findings.counts(last.place, last.counts),
            )
        )

    @cached_property
    def together(self) -> Together:
        """The joint result in words."""
        return Together(self._words, self._rules, self._knowledge, self._meeting)

    def focused(self) -> tuple[int, Seen]:
        """The question talked about, and its last picture."""
        course = self._workshop.course
        place = course.agenda[course.at]
        return place, next(seen for seen in self._workshop.last_seen if seen.place == place)

    def _raised(self, place: int) -> list[HandCount]:
        return [one for one in self._workshop.course.hands if one.place == place]

    def _action(self, number: int, action: Decide) -> str:
        if action.owner and action.due:
            return self._say(
                "workshop_action_by", number=number, what=action.what, owner=action.owner, due=action.due
            )
        if action.owner:
            return self._say("workshop_action_of", number=number, what=action.what, owner=action.owner)
        if action.due:
            return self._say("workshop_action_due", number=number, what=action.what, due=action.due)
        return self._say("workshop_action", number=number, what=action.what)

    def _button(self, key: str, deed: Deed, about: str = "") -> Offer:
        return Offer(self._words.say(f"offer_w_{key}"), Meet(self._id, deed, about))
