"""What do many voices come to, in words? The joint result, where all agree and where not, and what that asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.model.ids import ItemId, QuestionId, ResultId
from bot.model.knowledge import Kind, Knowledge
from bot.model.verdict import Shown
from bot.reasoning.rules import Rules
from bot.render.words import Words
from bot.render.workshop.findings import Findings, people
from bot.workshop.joint import joint
from bot.workshop.meeting import Meeting
from bot.workshop.showing import NearlyAll, Seen
from bot.workshop.state import with_late

LISTED: Final = 2
"""So many items of a kind are named in the group; the report has them all."""
MOST_RESULTS: Final = 3
"""So many results are named; more say nothing."""


class Together:
    """The joint result of one workshop: the one that was shown or, before, the one that its pictures lead to now."""

    def __init__(
        self, words: Words, rules: Rules, knowledge: Callable[[], Knowledge], meeting: Meeting
    ) -> None:
        self._words = words
        self._say = words.say
        self._knowledge = knowledge
        self._meeting = meeting
        self._findings = Findings(words, rules, meeting.workshop)
        quick = len(meeting.workshop.places) == len(words.dialogue.quick)
        self.joint = meeting.joint or joint(rules, knowledge(), meeting.workshop, quick=quick)

    def results(self) -> list[str]:
        """The result or results that the answers lead to, how many sheets reach each, and what would settle it."""
        verdict, words = self.joint.verdict, self._words
        if verdict.certain:
            return [self._say("workshop_result_one", result=words.labels(verdict.results))]
        if len(self.joint.unseen) == len(self._meeting.workshop.places):
            return [self._say("workshop_result_unseen")]
        if len(verdict.results) > MOST_RESULTS:
            first, last = words.label(verdict.results[0]), words.label(verdict.results[-1])
            lines = [self._say("workshop_result_most", first=first, last=last)]
        else:
            lines = [self._say("workshop_result_some", results=words.labels(verdict.results))]
        lines += [
            self._say(
                "workshop_reached",
                result=words.label(one.result),
                certain=one.certain,
                people=self.joint.people,
            )
            for one in self.joint.sheets or ()
            if one.certain
        ]
        return [*lines, *self.settling()]

    def meanings(self, outcomes: Sequence[ResultId]) -> list[str]:
        """What results mean, each in a line; none where there are too many."""
        items = [(one, self._knowledge().find(Kind.RUNG, one)) for one in outcomes[:MOST_RESULTS]]
        if len(outcomes) > MOST_RESULTS:
            return []
        return [
            self._say("workshop_meaning", result=self._words.label(one), lead=self._words.plain(item.lead))
            for one, item in items
            if item and item.lead
        ]

    def settling(self) -> list[str]:
        """What would settle it or, where nothing surely does, what could: of what the group does not agree on."""
        always = self._open(self.joint.verdict.settles_always)
        if always:
            return [self._say("workshop_settle", questions=always)]
        may = self._open(self.joint.verdict.settles_may)
        return [self._say("workshop_settle_may", questions=may)] if may else []

    def _open(self, questions: Sequence[QuestionId]) -> str:
        named = {
            self._words.dialogue.questions[place].id: place
            for place in (*self.joint.differ, *self.joint.unseen)
        }
        return self._findings.shorts([named[one] for one in questions if one in named])

    def agreed(self) -> list[str]:
        """Each question on which all are of one mind, with their answer."""
        seen = {one.place: one for one in with_late(self._meeting.workshop)}
        lines = []
        for place in self.joint.agreed:
            alike = [part.picture for part in seen[place].parts if isinstance(part.picture, NearlyAll)]
            if not alike[0].answer:  # nobody was asked: that is no agreement
                continue
            lines.append(
                self._say(
                    "workshop_agree_line",
                    short=self._findings.short(place),
                    answer=self._findings.answer(place, alike[0].answer),
                    least=sum(picture.at_least for picture in alike),
                    count=sum(picture.of for picture in alike),
                )
            )
        return [self._say("workshop_agree"), *lines] if lines else [self._say("workshop_agree_none")]

    def unseen(self) -> list[str]:
        """What cannot be shown."""
        if not self.joint.unseen or len(self.joint.unseen) == len(self._meeting.workshop.places):
            return []  # where nothing is shown at all, that was said already
        return [self._say("workshop_unseen", questions=self._findings.shorts(self.joint.unseen))]

    def differ(self) -> list[str]:
        """The questions that were worth talking about, with the last picture of each."""
        seen = {one.place: one for one in with_late(self._meeting.workshop)}
        lines = [
            self._differs(seen[place])
            for place in self._meeting.workshop.course.agenda
            if place in self.joint.differ
        ]
        return [self._say("workshop_differ"), *lines] if lines else []

    def _differs(self, seen: Seen) -> str:
        """Where the middle is the same in all blocks, people differ inside them."""
        short = self._findings.short(seen.place)
        if self._findings.alike(seen):
            answer = self._findings.headline(seen.place, seen.parts[0].picture)
            told = self._say("workshop_differ_inside", short=short, said=answer)
        else:
            told = self._say("workshop_differ_line", short=short, said=self.whole(seen))
        return " ".join((told, *self._moved(seen.place)))

    def _moved(self, place: int) -> list[str]:
        """What the middle answers were before the talk, where there was one and they moved."""
        again = self._meeting.workshop.again.get(place)
        if again is None:
            return []
        first = next(seen for seen in self._meeting.workshop.closing.seen if seen.place == place)
        moved = zip(first.parts, again.seen.parts, again.shifts, strict=True)
        return [line for was, now, shift in moved for line in self._findings.before(place, was, now, shift)]

    def also(self) -> list[str]:
        """How many other questions they differ on; the report has them all."""
        agenda = self._meeting.workshop.course.agenda
        rest = [place for place in self.joint.differ if place not in agenda]
        if len(rest) < 2:
            return [self._say("workshop_also_one", short=self._findings.short(place)) for place in rest]
        return [self._say("workshop_also", count=len(rest))]

    def advice(self) -> list[str]:
        """Barriers and enablers that all raise, a few of each, by their titles; how many only some raise is told."""
        verdict = self.joint.verdict
        sure = [
            (self._say("workshop_barriers_all"), Kind.BARRIER, verdict.barriers),
            (self._say("workshop_enablers_all"), Kind.ENABLER, verdict.enablers),
        ]
        lines = [
            line
            for heading, kind, shown in sure
            for line in self._titles(heading, kind, [one for one in shown if one.certain])
        ]
        barriers = sum(not one.certain for one in verdict.barriers)
        enablers = sum(not one.certain for one in verdict.enablers)
        if barriers or enablers:
            lines.append(self._say("workshop_some", barriers=barriers, enablers=enablers))
        return lines

    def _titles(self, heading: str, kind: Kind, shown: Sequence[Shown]) -> list[str]:
        named = [self._say("workshop_item", title=self.title(kind, one.item)) for one in shown[:LISTED]]
        more = len(shown) - LISTED
        rest = [self._say("workshop_more", count=more)] if more > 0 else []
        return [heading, *named, *rest] if named else []

    def title(self, kind: Kind, name: ItemId) -> str:
        """The title of an item."""
        item = self._knowledge().find(kind, name)
        return item.title if item else name

    def ideas(self) -> list[str]:
        """First steps of what helps whichever of the group is right, a few of them."""
        sure = [shown.item for shown in self.joint.verdict.enablers if shown.certain]
        items = [self._knowledge().find(Kind.ENABLER, name) for name in sure]
        return [item.action for item in items if item and item.action][:LISTED]

    def late(self) -> list[str]:
        """How many came later and are counted in the result."""
        count = max(
            (people(part.picture) for seen in self._meeting.workshop.late for part in seen.parts),
            default=0,
        )
        return [self._say("workshop_late", count=count)] if count else []

    def then_and_now(self) -> list[str]:
        """What the group saw the last time and sees now, for each question on the agenda."""
        earlier = self._meeting.earlier
        if earlier is None:
            return []
        then = {seen.place: seen for seen in earlier.seen if seen.parts}
        now = {seen.place: seen for seen in with_late(self._meeting.workshop) if seen.parts}
        lines = [
            self._say(
                "workshop_then_line",
                short=self._findings.short(place),
                was=self.whole(then[place]),
                now=self.whole(now[place]),
            )
            for place in self._meeting.workshop.course.agenda
            if place in then and place in now
        ]
        heading = self._say("workshop_then", name=self._meeting.name, day=earlier.day)
        return [heading, *lines] if lines else []

    def whole(self, seen: Seen) -> str:
        """All parts of a picture in one line."""
        return " ".join(self._findings.parts_said(seen))
