"""How does a workshop go? A whole one in a terminal: people are played, and all that is seen is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.assemble.parts import Parts, drive
from bot.assemble.rehearsal import rehearsal
from bot.channels.playbill import Playbill, counts
from bot.channels.rehearsal import Rehearsal, Saw
from bot.model.errors import TangoError
from bot.service.workshop.casting import FEWEST, MOST, Company, Player, Way, company
from bot.service.workshop.simulation import Lines, Simulation
from bot.workshop.people import Role

if TYPE_CHECKING:
    from bot.channels.playbill import Say


def simulate(count: int | None, seed: int, *, language: str | None = None, plain: bool = False) -> int:
    """Play a workshop with so many people; the same seed always plays the same."""
    if count is None:
        raise TangoError(
            "Say how many people take part, for example: tango workshop --simulate 14 --seed 3\n"
            "A workshop with real people is held in a group of a messenger: type /workshop there."
        )
    if not FEWEST <= count <= MOST:
        raise TangoError(
            f"A workshop can be played with {FEWEST} to {MOST} people, and not with {count}. The usual is 14."
        )
    parts = Parts(language, chat=True)
    dialogue, say = parts.rules.dialogue, parts.speaker.words.say
    people = company(dialogue, count, seed)
    terminal = parts.terminal(plain=plain)
    with rehearsal(parts, seed) as place:
        drive(Simulation(place, dialogue, people, Lines(say)).plays())
    bill = Playbill(say, _names(people, say), terminal.width, colour=terminal.colour)
    for part in _parts(place, people, bill, say):
        terminal.stdout.write(part + "\n")
    return 0


def _names(people: Company, say: Say) -> Mapping[str, str]:
    """What everybody is called."""
    numbered = {
        one.name: say("workshop_sim_person", number=at) for at, one in enumerate(people.players, start=1)
    }
    return {
        **numbered,
        people.leader: say("workshop_sim_leader"),
        people.watcher: say("workshop_sim_watcher"),
    }


def _parts(place: Rehearsal, people: Company, bill: Playbill, say: Say) -> Iterator[str]:
    """All that is printed, in order."""
    late = len(people.who(Way.LATE)) + len(people.who(Way.TARDY))
    yield bill.page(say("workshop_sim_head", count=len(people.players), late=late))
    yield bill.page(say("workshop_sim_group"))
    yield bill.chat(place.log, place.group)
    for heading, chat in _private(place, people, say):
        yield bill.page(heading)
        yield bill.chat(place.log, chat)
    seen = [one.message for one in place.log if isinstance(one, Saw) and one.chat == place.group]
    for name, text in (message.file for message in seen if message.file[0]):
        yield bill.page(say("workshop_sim_report", name=name))
        yield bill.page(text)
    if not any(message.drawn for message in seen):
        yield bill.page(say("workshop_sim_few"))
    messages, edits, busiest = counts(place.log, place.group)
    yield bill.page(say("workshop_sim_counts", messages=messages, edits=edits, busiest=busiest))


def _private(place: Rehearsal, people: Company, say: Say) -> Iterator[tuple[str, str]]:
    """One person of each kind with their heading, those to whom most happened; whoever leads comes last."""
    names = _names(people, say)
    there = [one for one in people.players if one.way is not Way.LATE]
    for role in (Role.USERS, Role.FRONT_LINE):
        for one in _busiest(place, [one for one in there if one.role is role]):
            yield say("workshop_sim_one", who=names[one.name], role=_role(role, say)), one.name
    for one in _busiest(place, people.who(Way.LATE)):
        yield say("workshop_sim_one_late", who=names[one.name], role=_role(one.role, say)), one.name
    yield say("workshop_sim_one_watching"), people.watcher
    yield say("workshop_sim_leading"), people.leader


def _role(role: Role, say: Say) -> str:
    return say(f"workshop_role_{role.value}")


def _busiest(place: Rehearsal, some: Sequence[Player]) -> list[Player]:
    """Whoever has most in their chat, the first of several; nobody of none."""
    return sorted(some, key=lambda one: -sum(entry.chat == one.name for entry in place.log))[:1]
