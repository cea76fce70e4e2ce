"""What happens at a close? Who counts is fixed, and what may be shown is worked out, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.reasoning.rules import Rules
from bot.workshop.blocks import EVERYBODY, Block, partition
from bot.workshop.people import Participant, Role, VoterId
from bot.workshop.showing import Cast, Seen, cast, clouded, first_round, groups, shifts, show
from bot.workshop.state import Again, Closing, Workshop


def close_answers(rules: Rules, workshop: Workshop) -> Closing:
    """The first close: everybody who answered something is counted in a block, leavers too."""
    voices = _voices(workshop, workshop.people)
    numbers: dict[Role, int] = {}
    for role in voices.values():
        numbers[role] = numbers.get(role, 0) + 1
    blocks = partition(numbers, workshop.least)
    members = {voter: block for voter, role in voices.items() for block in blocks if role in block}
    return _close(rules, workshop, blocks, members, voices)


def late_pictures(rules: Rules, workshop: Workshop) -> tuple[Seen, ...]:
    """What is shown of those who came after the close: one group of its own, where there are enough of them."""
    new = {voter: one for voter, one in workshop.people.items() if voter not in workshop.closing.casts}
    voices = _voices(workshop, new)
    if len(voices) < workshop.least:
        return ()
    members = dict.fromkeys(voices, EVERYBODY)
    return _close(rules, workshop, (EVERYBODY,), members, voices).seen


def close_second(rules: Rules, workshop: Workshop, place: int) -> Workshop:
    """The second round on a question: the same people, their first answer where they gave no other."""
    closing = workshop.closing
    before = {seen.place: seen for seen in closing.seen}
    together = closing.groups[place]
    first = {voter: closing.casts[voter][place] for group in together for voter in group.voters}
    second = {voter: workshop.votes.get(voter, answer) for voter, answer in first.items()}
    seen = show(place, together, second, clouded(rules, place, before))
    moved = [sum(first[voter] != second[voter] for voter in group.voters) for group in together]
    shift = shifts(rules.dialogue.questions[place], before[place], seen, moved)
    people = {
        voter: _answering(one, place, workshop.votes.get(voter)) for voter, one in workshop.people.items()
    }
    again = {**workshop.again, place: Again(seen=seen, shifts=shift)}
    return replace(workshop, again=again, people=people, votes={})


def _close(
    rules: Rules,
    workshop: Workshop,
    blocks: tuple[Block, ...],
    members: Mapping[VoterId, Block],
    voices: Mapping[VoterId, Role],
) -> Closing:
    casts: dict[VoterId, Cast] = {
        voter: cast(rules, workshop.places, workshop.people[voter].sheet) for voter in voices
    }
    grouped = {place: groups(place, members, casts, workshop.least) for place in workshop.places}
    return Closing(blocks=blocks, seen=first_round(rules, grouped, casts), groups=grouped, casts=casts)


def _voices(workshop: Workshop, people: Mapping[VoterId, Participant]) -> dict[VoterId, Role]:
    """Those who answered something, with their role."""
    return {
        voter: one.role
        for voter, one in sorted(people.items())
        if one.role not in (None, Role.OBSERVER) and any(one.sheet[place] for place in workshop.places)
    }


def _answering(person: Participant, place: int, mask: int | None) -> Participant:
    if mask is None:
        return person
    return replace(person, sheet=(*person.sheet[:place], mask, *person.sheet[place + 1 :]))
