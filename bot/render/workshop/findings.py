"""How do many answers read? Who gave them, what the picture of them says, and how one picture differs from another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from bot.model.ids import ResultId
from bot.reasoning.doubt import Sheet, opened, results
from bot.reasoning.rules import Rules
from bot.render.words import Words
from bot.workshop import tally
from bot.workshop.blocks import EVERYBODY, Block
from bot.workshop.people import HandCount, Role
from bot.workshop.showing import NOT_ASKED, Dots, Most, NearlyAll, Part, Picture, Seen, Shift, Unsaid, weights
from bot.workshop.state import Workshop
from bot.workshop.tally import Counts, Word

ROLES: Final[Mapping[Role, str]] = {
    Role.USERS: "workshop_role_users",
    Role.FRONT_LINE: "workshop_role_front_line",
    Role.PLANNERS: "workshop_role_planners",
    Role.PARTNERS: "workshop_role_partners",
    Role.OBSERVER: "workshop_role_observer",
}
AGREEING: Final[Mapping[Word, str]] = {
    Word.AGREED: "workshop_word_agreed",
    Word.LEANING: "workshop_word_leaning",
    Word.MIXED: "workshop_word_mixed",
    Word.SPLIT: "workshop_word_split",
}


Outcomes: TypeAlias = Mapping[int, tuple[ResultId, ...]]
"""The results that are possible with each answer to a question."""


class Findings:
    """What is said of the answers in one workshop. `blocks` are those of its close."""

    def __init__(self, words: Words, rules: Rules, workshop: Workshop) -> None:
        self._words = words
        self._rules = rules
        self._workshop = workshop
        self._say = words.say

    def short(self, place: int) -> str:
        """The short name of a question."""
        return self._words.dialogue.questions[place].short

    def shorts(self, places: Sequence[int]) -> str:
        """Several questions by their short names, in one line."""
        return ", ".join(self.short(place) for place in places)

    def role(self, role: Role) -> str:
        """The name of those who see the service from there."""
        return self._say(ROLES[role])

    def block(self, block: Block, count: int) -> str:
        """The name of people who are shown together, and how many they are."""
        blocks = self._workshop.closing.blocks
        alone = [other for other in blocks if len(other) == 1]
        if block == EVERYBODY or len(blocks) < 2 or block not in blocks:
            return self._say("workshop_block_all", count=count)
        if len(block) > 1 and len(alone) == len(blocks) - 1 == 1:
            return self._say("workshop_block_rest", count=count)
        return self._say("workshop_block", roles=", ".join(map(self.role, block)), count=count)

    def answer(self, place: int, mask: int) -> str:
        """An answer in the words of buttons; those who were not asked count as an answer, and so does one left open."""
        if mask == NOT_ASKED:
            return self._say("workshop_not_asked")
        question = self._words.dialogue.questions[place]
        if mask.bit_count() == 1 or mask == question.every:
            return self._words.short_answer(place, mask)
        named = [option.label for at, option in enumerate(question.options) if mask >> at & 1]
        return self._say("workshop_between", answers=" / ".join(named))

    def headline(self, place: int, picture: Picture) -> str:
        """What a picture says, in one sentence: the middle along an order, else what most say."""
        match picture:
            case Dots(counts=counts):
                return self._middle(place, counts) or self._commonest(place, counts)
            case NearlyAll(answer=0, of=of):
                return self._say("workshop_said_nearly_not", least=picture.at_least, count=of)
            case Most(answer=0):
                return self._say("workshop_said_over_half_not")
            case NearlyAll(answer=answer, of=of):
                told, least = self.answer(place, answer), picture.at_least
                return self._say("workshop_said_nearly", answer=told, least=least, count=of)
            case Most(answer=answer):
                return self._say("workshop_said_over_half", answer=self.answer(place, answer))
            case Unsaid():
                return self._say("workshop_said_unsaid")
            case _:
                assert_never(picture)

    def counted(self, place: int, picture: Picture) -> str:
        """All that a picture says: each answer with how many gave it, in the order of the options."""
        if not isinstance(picture, Dots):
            return self.headline(place, picture)
        return self._say("workshop_said_counts", counts=self.counts(place, picture.counts))

    def counts(self, place: int, counts: Counts) -> str:
        """Each answer with how many gave it, single ones first."""
        ordered = sorted(counts, key=lambda one: (one[0].bit_count() != 1, one[0]))
        return ", ".join(
            self._say("workshop_said_count", answer=self.answer(place, mask), times=times)
            for mask, times in ordered
        )

    def part(self, place: int, part: Part, *, full: bool) -> str:
        """A line about one block."""
        told = self.counted if full else self.headline
        return self._say("workshop_part", block=self.who(part), said=told(place, part.picture))

    def parts(self, seen: Seen) -> list[str]:
        """A line about each block; with all its counts where the blocks differ in those alone."""
        full = self.alike(seen)
        return [self.part(seen.place, part, full=full) for part in seen.parts]

    def middle_told(self, seen: Seen) -> bool:
        """Whether a middle answer is told of the question."""
        return any(self.middles(seen.place, weights(part.picture)) for part in seen.parts)

    def not_asked_told(self, seen: Seen) -> bool:
        """Whether somebody is told not to have been asked."""
        return any(mask == NOT_ASKED for part in seen.parts for mask, _ in weights(part.picture))

    def parts_said(self, seen: Seen) -> list[str]:
        """The same as sentences."""
        told = self.counted if self.alike(seen) else self.headline
        return [
            self._say("workshop_part_said", block=self.who(part), said=told(seen.place, part.picture))
            for part in seen.parts
        ]

    def alike(self, seen: Seen) -> bool:
        """Whether the middle answers are the same in all blocks, or there is one block only."""
        return len({self.headline(seen.place, part.picture) for part in seen.parts}) == 1

    def who(self, part: Part) -> str:
        """The name of a part's block, and how many it is."""
        return self.block(part.block, people(part.picture))

    def agreement(self, seen: Seen) -> str:
        """How far all together agree, in a sentence; empty where too few answered for a word, or not all is shown."""
        if not seen.parts or not all(isinstance(part.picture, Dots) for part in seen.parts):
            return ""
        everybody = tally.count(
            mask for part in seen.parts for mask, times in weights(part.picture) for _ in range(times)
        )
        told = tally.tally(self._words.dialogue.questions[seen.place], everybody)
        if told.word is None:
            return ""
        hedge = self._say("workshop_word_hedged") if told.hedged else ""
        return " ".join(filter(None, (self._say(AGREEING[told.word]), hedge)))

    def shift(self, place: int, was: Part, now: Part, shift: Shift) -> list[str]:
        """How a block moved, and how many of it changed where that may be told."""
        block = self.who(now)
        if shift.direction is None:
            lines = [self._say("workshop_shift_unsaid", block=block, said=self.headline(place, now.picture))]
        elif shift.direction:
            before, after = self.middle(place, was.picture), self.middle(place, now.picture)
            lines = [self._say("workshop_shift_up", block=block, was=before, now=after)]
        else:
            told = self.headline(place, now.picture)
            lines = [self._say("workshop_shift_none", block=block, said=told)]
        if shift.changed:
            lines = [" ".join((*lines, self._say("workshop_changed", count=shift.changed)))]
        return lines

    def before(self, place: int, was: Part, now: Part, shift: Shift) -> list[str]:
        """What the middle answer of a block was before the talk, where it moved."""
        if not shift.direction:
            return []
        return [self._say("workshop_was", block=self.who(now), was=self.middle(place, was.picture))]

    def middle(self, place: int, picture: Picture) -> str:
        """The middle answer of a picture along its order, in quotation marks."""
        middles = self.middles(place, weights(picture))
        names = [self._step(place, step) for step in sorted(set(middles))]
        return self._say("or").join(self._say("workshop_quoted", answer=name) for name in names)

    def hands(self, hands: HandCount) -> str:
        """Raised hands in one line."""
        return self._say(
            "workshop_raised", role=self.role(hands.role), counts=self.counts(hands.place, hands.counts)
        )

    def matters(self, place: int, seen: Seen) -> tuple[list[str], tuple[ResultId, ...]]:
        """What each of the answers in question would make of the result, all others in the middle; and those results.

        Where that is the same, one other question is answered as some have answered it, so that it is not: the answer that
        most of them gave comes first.
        """
        masks, middle = self._candidates(place, seen), self._middle_sheet()
        found = self._outcomes(middle, place, masks)
        if len(set(found.values())) > 1:
            return [self._say("workshop_matters"), *self._told(place, found)], _named(found)
        for other, mask in self._elsewhere(place):
            sheet = (*middle[:other], mask, *middle[other + 1 :])
            found = self._outcomes(sheet, place, masks)
            if len(set(found.values())) > 1:
                answer = self.answer(other, mask)
                heading = self._say("workshop_matters_with", short=self.short(other), answer=answer)
                return [heading, *self._told(place, found)], _named(found)
        return [self._say("workshop_matters_same")], ()

    def _elsewhere(self, place: int) -> list[tuple[int, int]]:
        """The answers shown to other questions, the most frequent first."""
        given = [
            (times, seen.place, mask)
            for seen in self._workshop.last_seen
            for part in seen.parts
            for mask, times in weights(part.picture)
            if seen.place != place and mask != NOT_ASKED
        ]
        return [(other, mask) for _, other, mask in sorted(given, key=lambda one: (-one[0], *one[1:]))]

    def _told(self, place: int, found: Outcomes) -> list[str]:
        return [
            self._say(
                "workshop_matters_line", answer=self.answer(place, mask), results=self._words.labels(told)
            )
            for mask, told in found.items()
        ]

    def _outcomes(self, sheet: Sheet, place: int, masks: Sequence[int]) -> Outcomes:
        """The results with each of these answers to a question."""
        return {
            mask: results(self._rules, opened(self._rules, (*sheet[:place], mask, *sheet[place + 1 :])))
            for mask in masks
        }

    def _candidates(self, place: int, seen: Seen) -> list[int]:
        """The answers that blocks lean to; where they all lean alike, the lowest and the highest that were given."""
        leaning = dict.fromkeys(self._leaning(place, part.picture) for part in seen.parts)
        masks = [mask for mask in leaning if mask]
        if len(masks) < 2:
            given = {mask for part in seen.parts for mask, _ in weights(part.picture)}
            single = sorted(mask for mask in given if mask.bit_count() == 1)
            masks = list(dict.fromkeys((*single[:1], *single[-1:])))
        return sorted(masks)

    def _leaning(self, place: int, picture: Picture) -> int:
        """The answer that stands for a picture: one that was given, at the middle of the order or else the commonest."""
        counts = weights(picture)
        question = self._words.dialogue.questions[place]
        single = [one for one in counts if one[0].bit_count() == 1]
        if not single:
            return 0
        middles = self.middles(place, counts)
        near = [one for one in single if middles and tally.step_of(question, one[0]) == middles[0]]
        return tally.commonest(tuple(near or single))[0]

    def _middle_sheet(self) -> Sheet:
        """To each question the answer in the middle of all that was shown."""
        sheet = [0] * self._workshop.width
        for seen in self._workshop.last_seen:
            counts = tally.count(
                answer for part in seen.parts for answer, n in weights(part.picture) for _ in range(n)
            )
            if counts:
                sheet[seen.place] = self._leaning(seen.place, Dots(counts=counts))
        return tuple(sheet)

    def _middle(self, place: int, counts: Counts) -> str:
        middles = self.middles(place, counts)
        if not middles:
            return ""
        low, high = (self._step(place, step) for step in middles)
        if low == high:
            return self._say("workshop_said_middle", answer=low)
        return self._say("workshop_said_between", low=low, high=high)

    def middles(self, place: int, counts: Counts) -> tuple[int, ...]:
        """The steps of the one or two answers in the middle of the order, lower one first; both were given. None: no order."""
        placed = tally.by_step(self._words.dialogue.questions[place], counts)
        line = [step for step, times in enumerate(placed) for _ in range(times)]
        return (line[(len(line) - 1) // 2], line[len(line) // 2]) if line else ()

    def _commonest(self, place: int, counts: Counts) -> str:
        mask, times = tally.commonest(counts)
        if sum(other == times for _, other in counts) > 1:
            return self._say("workshop_said_even")
        if mask == NOT_ASKED:
            return self._say("workshop_said_most_not", times=times, count=tally.size(counts))
        return self._say(
            "workshop_said_most", answer=self.answer(place, mask), times=times, count=tally.size(counts)
        )

    def _step(self, place: int, step: int) -> str:
        """What stands on a step of an order; options that share one are both named."""
        question = self._words.dialogue.questions[place]
        mask = sum(1 << at for at in range(len(question.options)) if tally.step_of(question, 1 << at) == step)
        return self._words.short_answer(place, mask)


def _named(found: Outcomes) -> tuple[ResultId, ...]:
    """Each of these results once."""
    return tuple(dict.fromkeys(result for told in found.values() for result in told))


def people(picture: Picture) -> int:
    """How many a picture is of."""
    return tally.size(picture.counts) if isinstance(picture, Dots) else picture.of
