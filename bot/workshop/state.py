"""Where does a workshop stand? One frozen value, replaced at each event, and what can be read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from bot.model.dialogue import Dialogue
from bot.model.ids import QuestionId
from bot.reasoning.doubt import Sheet
from bot.reasoning.rules import Rules
from bot.workshop.blocks import USUAL, Block, allowed
from bot.workshop.events import Decide, Reply
from bot.workshop.people import HandCount, Participant, Role, VoterId
from bot.workshop.showing import Cast, Group, Seen, Shift, finished


class Stage(StrEnum):
    """What the workshop is at."""

    GATHERING = "gathering"
    ANSWERING = "answering"
    CLOSED = "closed"
    TALKING = "talking"
    SECOND = "second"
    ACTIONS = "actions"
    RESULT = "result"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a facilitator steers, and may undo. `agenda` holds places, `at` is which of them is talked about.

    `until` is when the soft timer ends, `paused` since when it stands, both in seconds since 1970. `shared` are points that
    hold for all sides, each with the question it is about (None: the whole).
    """

    stage: Stage = Stage.GATHERING
    agenda: tuple[int, ...] = ()
    at: int = 0
    until: int | None = None
    paused: int | None = None
    parked: tuple[str, ...] = ()
    shared: tuple[tuple[int | None, str], ...] = ()
    actions: tuple[Decide, ...] = ()
    hands: tuple[HandCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What was fixed at the close: blocks, who counts where, what their answers were, and what was shown.

    Once the workshop has ended only blocks and pictures are left.
    """

    blocks: tuple[Block, ...]
    seen: tuple[Seen, ...]
    groups: Mapping[int, tuple[Group, ...]] = field(default_factory=dict)
    casts: Mapping[VoterId, Cast] = field(default_factory=dict)


NOTHING_CLOSED: Final = Closing(blocks=(), seen=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What was shown of a question's second round."""

    seen: Seen
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """One workshop. `places` are the questions that are voted on, in the dialogue's order, `width` how many it has in all.

    `votes` are the ballots of the second round that is open; `before` is what undo goes back to; `late` what is shown, at the
    result, of those who joined after the close; `waiting` those who asked for more time; `recent` the last events' ids.
    """

    places: tuple[int, ...]
    width: int
    least: int
    facilitators: frozenset[VoterId]
    people: Mapping[VoterId, Participant] = field(default_factory=dict)
    course: Course = Course()
    before: Course | None = None
    closing: Closing = NOTHING_CLOSED
    votes: Mapping[VoterId, int] = field(default_factory=dict)
    again: Mapping[int, Again] = field(default_factory=dict)
    late: tuple[Seen, ...] = ()
    waiting: frozenset[VoterId] = frozenset()
    recent: tuple[str, ...] = ()

    @property
    def focus(self) -> int | None:
        """The place of the question talked about."""
        return (
            self.course.agenda[self.course.at] if self.course.stage in (Stage.TALKING, Stage.SECOND) else None
        )

    @property
    def last_seen(self) -> tuple[Seen, ...]:
        """The last picture of each question: that of its second round where there was one."""
        return tuple(
            self.again[seen.place].seen if seen.place in self.again else seen for seen in self.closing.seen
        )


@dataclass(frozen=True, slots=True)
class Step:
    """The workshop after an event, and what to say: `Tell` to whoever acted, all else to the group."""

    workshop: Workshop
    replies: tuple[Reply, ...]


def with_late(workshop: Workshop) -> tuple[Seen, ...]:
    """The last picture of each question, with what those who came late answered as one more part of it."""
    late = {seen.place: seen.parts for seen in workshop.late}
    return tuple(replace(seen, parts=(*seen.parts, *late.get(seen.place, ()))) for seen in workshop.last_seen)


def open_workshop(
    rules: Rules, facilitator: VoterId | None, *, questions: tuple[QuestionId, ...] = (), least: int = USUAL
) -> Workshop:
    """A workshop that gathers people. Without `questions` it is about those that decide; None leads it at first."""
    dialogue = rules.dialogue
    asked = questions or dialogue.quick
    return Workshop(
        places=tuple(sorted(dialogue.index[question] for question in asked)),
        width=len(dialogue.questions),
        least=allowed(least),
        facilitators=frozenset({facilitator} if facilitator else ()),
    )


def order(dialogue: Dialogue, places: tuple[int, ...]) -> tuple[int, ...]:
    """The places of a workshop in the order in which they are asked: alone, people are asked them in the same one."""
    quick = len(places) == len(dialogue.quick)
    return tuple(place for place in dialogue.order(quick=quick) if place in places)


def progress(rules: Rules, workshop: Workshop) -> tuple[int, int]:
    """How many with a voice have finished, and how many there are: all that the group sees while it answers."""
    voices = [one.sheet for one in workshop.people.values() if one.role not in (None, Role.OBSERVER)]
    return sum(finished(rules, workshop.places, sheet) for sheet in voices), len(voices)


def counted_sheets(workshop: Workshop) -> tuple[Sheet, ...]:
    """The sheets that were finished at the close, with the answers of second rounds; none after the end."""
    whole = [
        voter
        for voter, answers in sorted(workshop.closing.casts.items())
        if len(answers) == len(workshop.places)
    ]
    return tuple(workshop.people[voter].sheet for voter in whole)
