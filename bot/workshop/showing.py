"""What may the group see of an answer? Only what leaves every single answer open, whoever looks and whatever they remember.

The attacker's model. The attacker sees everything that is shown to the group in the whole workshop: every question, both
rounds, how many changed, the agenda, the joint result, the late joiners' own count. They know these rules, the role of
everybody, who joined late or left, whose sheet is finished and which free questions an unfinished one answers. The second
attacker also knows their own answers in both rounds. Neither is ever certain of the answer of somebody else, not even where
all are of one mind; and the first never learns how a group of fewer than the chosen least number of people has answered.

How. (1) A question is shown by block only where each block has enough answers, else for all together, else not at all; never
both, so nothing can be subtracted. (2) Where the others of a block are so few that one of them, knowing their own answer, could
know all the rest, only `NearlyAll` is said: where all gave one answer, where all but one did, and where two others differ
from each other. "All but one" alone would not do: the one would know that they are the only one. (3) Who is not asked
a question tells what they answered to another. So where an answer can let questions fall away, only finished sheets
count, one and the same group of people for all these questions; "not asked" counts as an answer; and where the answer that
it hangs on is not shown in full, only `Most` is said. (4) A second round counts exactly those whom the first counted. Who
changed is counted only where both rounds are shown in full: what is shown is then the same whoever of a block
gave which answer, so that each may have given any answer shown. (5) Late joiners make a group of their own, once, at the end.
(6) Agenda and joint result are worked out from what is shown, not from the ballots.

Not promised: that nothing is *likely* (a `NearlyAll` makes one answer likely of each); anything against several who put their
answers together, against somebody who knows more from elsewhere (what people say in the room, that one of a question's answers
is never given), against whoever runs the bot before the key is destroyed, or against Telegram; and nothing for raised hands,
which the room has seen. In blocks of three nothing is ever shown, in blocks of four only what is far apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from bot.model.dialogue import Question
from bot.reasoning.doubt import Sheet, opened, set_aside
from bot.reasoning.rules import Rules
from bot.workshop import tally
from bot.workshop.blocks import EVERYBODY, Block
from bot.workshop.people import HandCount, VoterId
from bot.workshop.tally import Counts

NOT_ASKED: Final = 0
"""The answer of those to whom a question does not apply."""
FEWEST_TO_WORD: Final = 5
"""With fewer people "nearly all" would be said of two."""
FEWEST_MOVERS: Final = 3

Cast: TypeAlias = Mapping[int, int]
"""What counts of one sheet: for each place its answer, or NOT_ASKED."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """Everything: each answer with how many gave it."""

    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class NearlyAll:
    """All of so many people gave the answer, or all but one, or all but two who differ from each other."""

    answer: int
    of: int

    @property
    def at_least(self) -> int:
        """So many gave it for certain: the form of words that is always true."""
        return self.of - 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """More than half of so many people gave the answer."""

    answer: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """So many answered, and nothing may be said of what."""

    of: int


Picture: TypeAlias = Dots | NearlyAll | Most | Unsaid


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who are counted together at one question."""

    block: Block
    voters: tuple[VoterId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is shown of one block, or of all together."""

    block: Block
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is shown of the question at `place`: a part for each block, one for all together, or none."""

    place: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How a block moved between two rounds: the way of its median (-1, 0, 1), and how many changed where that may be told."""

    block: Block
    direction: int | None
    changed: int | None


def finished(rules: Rules, places: Sequence[int], sheet: Sequence[int]) -> bool:
    """Whether every question of the workshop is answered or does not apply."""
    aside = set_aside(rules, opened(rules, sheet))
    return all(sheet[place] or place in aside for place in places)


def cast(rules: Rules, places: Sequence[int], sheet: Sequence[int]) -> Cast:
    """What counts of a sheet. Where answers can let questions fall away, only a finished one counts."""
    aside = set_aside(rules, opened(rules, sheet))
    counting = places if finished(rules, places, sheet) else [p for p in places if p not in rules.guarding]
    return {
        place: NOT_ASKED if place in aside else sheet[place]
        for place in counting
        if sheet[place] or place in aside
    }


def groups(
    place: int, members: Mapping[VoterId, Block], casts: Mapping[VoterId, Cast], least: int
) -> tuple[Group, ...]:
    """Who is counted together at a question: by block where each has enough answers, else all, else nobody."""
    blocks = sorted(set(members.values()), key=lambda block: EVERYBODY.index(block[0]))
    answered = sorted(voter for voter in members if place in casts[voter])
    by_block = tuple(
        Group(block=block, voters=tuple(voter for voter in answered if members[voter] == block))
        for block in blocks
    )
    if all(len(group.voters) >= least for group in by_block):
        return by_block
    together = Group(block=_joined(blocks), voters=tuple(answered))
    return (together,) if len(answered) >= least else ()


def _joined(blocks: Sequence[Block]) -> Block:
    return tuple(role for role in EVERYBODY if any(role in block for block in blocks))


def first_round(
    rules: Rules, grouped: Mapping[int, tuple[Group, ...]], casts: Mapping[VoterId, Cast]
) -> tuple[Seen, ...]:
    """What is shown of each question at the close, earlier questions first."""
    shown: dict[int, Seen] = {}
    for place, together in sorted(grouped.items()):
        answers = {voter: casts[voter][place] for group in together for voter in group.voters}
        shown[place] = show(place, together, answers, clouded(rules, place, shown))
    return tuple(shown.values())


def clouded(rules: Rules, place: int, shown: Mapping[int, Seen]) -> frozenset[int]:
    """The parts in which an answer that decides whether the question is asked is not shown in full, by their number."""
    hangs_on = rules.closure(rules.guard_reads[place]) & shown.keys()
    return frozenset(
        at
        for other in hangs_on
        for at, part in enumerate(shown[other].parts)
        if not isinstance(part.picture, Dots)
    )


def show(
    place: int, together: Sequence[Group], answers: Mapping[VoterId, int], coarse: frozenset[int]
) -> Seen:
    """What is shown of one question, given who is counted together and what each of them answered."""
    parts = []
    for at, group in enumerate(together):
        counts = tally.count(answers[voter] for voter in group.voters)
        parts.append(Part(block=group.block, picture=_coarse(counts) if at in coarse else picture(counts)))
    return Seen(place=place, parts=tuple(parts))


def picture(counts: Counts) -> Picture:
    """The fullest picture of a group's answers that leaves each of them open."""
    answer, times = tally.commonest(counts)
    of = tally.size(counts)
    others = of - times
    alike = others < 2 or (others == 2 and len(counts) == 3)
    if not alike:
        return Dots(counts=counts)
    return NearlyAll(answer=answer, of=of) if of >= FEWEST_TO_WORD else Unsaid(of=of)


def _coarse(counts: Counts) -> Picture:
    answer, times = tally.commonest(counts)
    of = tally.size(counts)
    if of >= FEWEST_TO_WORD and 2 * times > of:
        return Most(answer=answer, of=of)
    return Unsaid(of=of)


def shifts(question: Question, before: Seen, after: Seen, changed: Sequence[int]) -> tuple[Shift, ...]:
    """How each part moved; `changed` counts for each those whose answer is another one."""
    return tuple(
        Shift(
            block=was.block,
            direction=_direction(median(question, was.picture), median(question, now.picture)),
            changed=movers if movers >= FEWEST_MOVERS and _in_full(was) and _in_full(now) else None,
        )
        for was, now, movers in zip(before.parts, after.parts, changed, strict=True)
    )


def _in_full(part: Part) -> bool:
    return isinstance(part.picture, Dots)


def _direction(was: Fraction | None, now: Fraction | None) -> int | None:
    return None if was is None or now is None else (now > was) - (now < was)


def median(question: Question, seen: Picture) -> Fraction | None:
    """The middle step of what is shown, None where it has none."""
    return tally.median(tally.by_step(question, weights(seen)))


def weights(seen: Picture) -> Counts:
    """What a picture says, as counts to compare by: an answer that most gave stands for them all."""
    match seen:
        case Dots(counts=counts):
            return counts
        case NearlyAll(answer=answer, of=of) | Most(answer=answer, of=of):
            return ((answer, of),)
        case Unsaid():
            return ()
        case _:
            assert_never(seen)


def box(rules: Rules, shown: Sequence[Seen], hands: Sequence[HandCount] = ()) -> Sheet:
    """The answers shown, as one sheet: for each question the set of them (rules 5: a disagreement is a set, too).

    Raised hands are among them. A question that is not shown, or of which nothing is said, counts as not given: anything is possible.
    """
    masks = [0] * len(rules.every)
    for seen in shown:
        said = [weights(part.picture) for part in seen.parts]
        if said and all(said):
            said += [one.counts for one in hands if one.place == seen.place]
            for mask, _ in (one for counts in said for one in counts):
                masks[seen.place] |= mask
    return tuple(masks)
