"""What is kept of a workshop? Its report: all that was shown to the group and what it came to, for whoever was not there.

Everything here is worked out from pictures and the joint result, never from ballots: it is the same before the end and after.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.model.knowledge import Item, Kind, Knowledge
from bot.model.session import Length, Session, Stage
from bot.model.verdict import Shown
from bot.reasoning.rules import Rules
from bot.render.layouts import WORKSHOPS, WorkshopPage
from bot.render.templates import Templates
from bot.render.view_types import (
    ActionLine,
    AdviceView,
    GroupName,
    RoundsLine,
    SeenLine,
    TalkView,
    ThenLine,
    ToldView,
)
from bot.render.views import Views
from bot.render.words import Words
from bot.render.works import listed
from bot.render.workshop.findings import Findings, people
from bot.render.workshop.together import Together
from bot.workshop.blocks import EVERYBODY, Block
from bot.workshop.meeting import Earlier, Meeting
from bot.workshop.showing import Part, Picture, Seen
from bot.workshop.state import Again, Closing, Workshop

READ: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.BARRIER: ("matters", "helps"),
    Kind.ENABLER: ("what", "first_step"),
}
"""The sections of an item that stand in the report: what it says, and what to do first."""

ASIDE: Final = "workshop_report_of_"
"""So begin the keys of messages in which those who were there are spoken of; to themselves Tango says "you"."""

NO_PICTURES: Final[Mapping[int, str]] = MappingProxyType({})


Telling: TypeAlias = Callable[[int, Picture], str]
"""How a picture of the question at a place is said."""


class WorkshopReport:
    """The report of one workshop."""

    def __init__(
        self, words: Words, rules: Rules, knowledge: Callable[[], Knowledge], meeting: Meeting
    ) -> None:
        self._words = spoken_of(words)
        self._say = self._words.say
        self._rules = rules
        self._knowledge = knowledge()
        self._meeting = meeting
        self._workshop = meeting.workshop
        self._findings = Findings(self._words, rules, meeting.workshop)
        self._together = Together(self._words, rules, knowledge, meeting)
        self._verdict = self._together.joint.verdict
        self._views = Views(self._words, rules, self._knowledge, self._neutral())
        self._first = {seen.place: seen.parts for seen in self._workshop.closing.seen}
        self._last = {seen.place: seen.parts for seen in self._workshop.last_seen}
        self._late = {seen.place: seen.parts for seen in self._workshop.late}
        course = self._workshop.course
        self._talked = tuple(dict.fromkeys(course.agenda[: course.at + 1]))

    def text(
        self, templates: Templates, form: str, date: str, pictures: Mapping[int, str] = NO_PICTURES
    ) -> str:
        """The report in a form that has a template, md or html. `pictures` are SVG by the place of a question talked about."""
        return templates.render(WORKSHOPS[form], self.view(date, pictures)) + "\n"

    def view(self, date: str, pictures: Mapping[int, str] = NO_PICTURES) -> WorkshopPage:
        """Everything in the report, as words."""
        earlier = self._meeting.earlier
        card = self._views.card(self._verdict)
        return {
            "language": self._meeting.language,
            "name": self._meeting.name,
            "day": self._meeting.day,
            "date": date,
            "digest": self._words.dialogue.digest.removeprefix("sha256:")[:12],
            "least": self._workshop.least,
            "people": self._people(),
            "late": self._together.late(),
            "hands": self._findings.shorts(sorted({one.place for one in self._workshop.course.hands})),
            "results": _bare(self._together.results()),
            "lead": card["lead"],
            "because": card["because"],
            "readings": card["readings"],
            "agreed": _bare(self._together.agreed()[1:]),
            "differ": [self._differs(place) for place in self._together.joint.differ],
            "unseen": self._findings.shorts(self._together.joint.unseen),
            "talks": [self._talk(place, pictures.get(place, "")) for place in self._talked],
            "actions": self._actions(),
            "whole": [point for place, point in self._workshop.course.shared if place not in self._talked],
            "parked": list(self._workshop.course.parked),
            "advice": [
                self._advice("barriers", Kind.BARRIER, self._verdict.barriers),
                self._advice("enablers", Kind.ENABLER, self._verdict.enablers),
            ],
            "then_day": earlier.day if earlier else "",
            "then": self._then(earlier) if earlier else [],
            "questions": [self._question(place) for place in self._workshop.places],
            "sources": self._sources(),
        }

    def _neutral(self) -> Session:
        """A session without answers: the pages of one person are given the joint verdict, and nothing of anybody."""
        dialogue = self._words.dialogue
        quick = len(self._workshop.places) == len(dialogue.quick)
        return Session(
            dialogue=dialogue.digest,
            language=self._meeting.language,
            length=Length.QUICK if quick else Length.FULL,
            stage=Stage.RESULT,
            sheet=(0,) * self._workshop.width,
        )

    # -- who

    def _people(self) -> list[str]:
        """The blocks of the close, each with the most of it that answered one question."""
        counts: dict[Block, int] = {}
        for part in (part for parts in self._first.values() for part in parts):
            counts[part.block] = max(counts.get(part.block, 0), people(part.picture))
        named = [block for block in self._workshop.closing.blocks if block in counts] or counts
        return [self._findings.block(block, counts[block]) for block in named]

    # -- what was shown

    def _lines(self, findings: Findings, place: int, parts: Iterable[Part]) -> list[str]:
        """All that was shown of blocks, a line for each."""
        return [self._line(findings.who(part), findings.counted(place, part.picture)) for part in parts]

    def _later(self, place: int, parts: Iterable[Part], told: Telling) -> list[str]:
        """The same of those who came later: one group of their own."""
        return [
            self._line(
                self._say("workshop_report_late_block", count=people(part.picture)), told(place, part.picture)
            )
            for part in parts
        ]

    def _line(self, who: str, said: str) -> str:
        return self._say("workshop_part_said", block=who, said=said)

    def _others(self, place: int) -> list[str]:
        """Who came later, and hands that were raised."""
        raised = [one for one in self._workshop.course.hands if one.place == place]
        return [
            *self._later(place, self._late.get(place, ()), self._findings.counted),
            *map(self._findings.hands, raised),
        ]

    def _differs(self, place: int) -> ToldView:
        """A question on which they differ, in sentences; with counts only where the middle answers are the same."""
        lines = self._findings.parts_said(Seen(place=place, parts=tuple(self._last[place])))
        return {
            "text": self._findings.short(place),
            "lines": [*lines, *self._later(place, self._late.get(place, ()), self._findings.headline)],
        }

    def _question(self, place: int) -> SeenLine:
        """A question with all that was shown of it, in the order in which it was shown."""
        first, again = self._first.get(place, ()), self._workshop.again.get(place)
        second = self._lines(self._findings, place, again.seen.parts) if again else []
        return {
            "question": self._words.dialogue.questions[place].text,
            "said": [
                *self._lines(self._findings, place, first),
                *(self._say("workshop_report_second", said=said) for said in second),
                *self._others(place),
            ],
        }

    # -- what was talked about

    def _talk(self, place: int, picture: str) -> TalkView:
        """One question that was talked about: what was shown, how it moved, what holds for all, why it matters."""
        question = self._words.dialogue.questions[place]
        again = self._workshop.again.get(place)
        last = Seen(place=place, parts=self._last[place])
        pairs = zip(self._first[place], last.parts, strict=True)
        told, _ = self._findings.matters(place, last)
        return {
            "short": question.short,
            "question": question.text,
            "picture": as_image(picture),
            "again": again is not None,
            "rounds": [self._rounds(place, was, now) for was, now in pairs],
            "others": self._others(place),
            "moved": self._moved(place, again) if again else [],
            "agreement": self._findings.agreement(last),
            "matters": {"text": told[0], "lines": _bare(told[1:])},
            "shared": [point for about, point in self._workshop.course.shared if about == place],
        }

    def _rounds(self, place: int, was: Part, now: Part) -> RoundsLine:
        return {
            "who": self._findings.who(was),
            "first": self._findings.counted(place, was.picture),
            "second": self._findings.counted(place, now.picture),
        }

    def _moved(self, place: int, again: Again) -> list[str]:
        """How each block moved in the second round."""
        moved = zip(self._first[place], again.seen.parts, again.shifts, strict=True)
        return _bare(" ".join(self._findings.shift(place, was, now, shift)) for was, now, shift in moved)

    def _actions(self) -> list[ActionLine]:
        return [
            {"action": one.what, "owner": one.owner, "due": one.due} for one in self._workshop.course.actions
        ]

    # -- what it comes to

    def _advice(self, name: GroupName, kind: Kind, shown: Sequence[Shown]) -> AdviceView:
        """Items as short cards, by whether all sheets raise them."""
        found = [(self._knowledge.find(kind, one.item), one.certain) for one in shown]
        cards = [(self._views.item(shortened(item)), certain) for item, certain in found if item]
        return {
            "name": name,
            "sure": [card for card, certain in cards if certain],
            "perhaps": [card for card, certain in cards if not certain],
        }

    def _sources(self) -> list[str]:
        """The works that the claims on the cards report."""
        named = {one.item for one in (*self._verdict.barriers, *self._verdict.enablers)}
        cards = [shortened(item) for item in self._knowledge.items if item.kind in READ and item.id in named]
        claims = [claim for card in cards for section in card.sections.values() for claim in section]
        return listed(self._words, self._knowledge, claims)

    def _then(self, earlier: Earlier) -> list[ThenLine]:
        """What was shown of each question then and now, where it was shown both times."""
        findings = Findings(self._words, self._rules, as_it_was(self._workshop, earlier))
        lines: list[ThenLine] = []
        for seen in earlier.seen:
            own, late = without_late(seen)
            now = [
                *self._lines(self._findings, seen.place, self._last.get(seen.place, ())),
                *self._later(seen.place, self._late.get(seen.place, ()), self._findings.counted),
            ]
            was = [*self._lines(findings, seen.place, own), *self._later(seen.place, late, findings.counted)]
            if was and now:
                question = self._words.dialogue.questions[seen.place].text
                lines.append({"question": question, "was": was, "now": now})
        return lines


def as_it_was(workshop: Workshop, earlier: Earlier) -> Workshop:
    """The workshop with the pictures and the blocks of the one before, by which those are named."""
    blocks = {part.block for seen in earlier.seen if len(seen.parts) > 1 for part in seen.parts}
    return replace(workshop, closing=Closing(blocks=tuple(blocks - {EVERYBODY}), seen=earlier.seen))


def without_late(seen: Seen) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of a picture, and those of people who came later: they stand last, as a group of all roles."""
    own = tuple(part for at, part in enumerate(seen.parts) if not at or part.block != EVERYBODY)
    return own, seen.parts[len(own) :]


def spoken_of(words: Words) -> Words:
    """The same words, as they are said of people instead of to them."""
    aside = {
        f"workshop_{key.removeprefix(ASIDE)}": text
        for key, text in words.messages.items()
        if key.startswith(ASIDE)
    }
    return words.saying(aside)


def shortened(item: Item) -> Item:
    """An item with no more than stands in the report."""
    kept = {name: item.sections[name] for name in READ[item.kind] if name in item.sections}
    return replace(item, sections=kept)


def as_image(svg: str) -> str:
    """A picture as the address of an image, which can hold no script that runs; empty where there is none."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode('ascii')}" if svg else ""


def _bare(lines: Iterable[str]) -> list[str]:
    """Lines of a chat as entries of a list."""
    return [line.removeprefix("- ") for line in lines]
