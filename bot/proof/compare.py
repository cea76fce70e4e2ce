"""Which conversations change their result between two versions of a dialogue? All of them, counted, each kind with an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.model.dialogue import Dialogue
from bot.model.ids import OptionId, QuestionId, ResultId
from bot.model.knowledge import Knowledge
from bot.model.proof import Answers, Difference, Facts, Meaning, Shift
from bot.proof.case import Case
from bot.proof.facts import facts
from bot.proof.versions import Version, both
from bot.proof.walks import Path, named, needed
from bot.reasoning.rules import Rules

Ends: TypeAlias = tuple[int | None, int | None]
"""The place of the result before and after; None where the conversation cannot be held."""

NOTHING: Final = 1 << 30
"""In place of a question: there is none left to ask. As an option: the question is not asked."""

Hull: TypeAlias = Mapping[int, int]
"""For each question asked, by its place, the options that some of the conversations choose, as a mask."""

Side: TypeAlias = tuple[int, int] | None
"""Where one version stands: a node of what it asks and one of its rules; None once an answer is not its own."""


def compare(old: tuple[Dialogue, Knowledge], new: tuple[Dialogue, Knowledge]) -> Difference:
    """What sets two versions apart; NoCommonOrderError where no conversation is held in both."""
    versions = both(old[0], new[0])
    found = _Walk(versions).run()
    before, after = (facts(Case(Rules(dialogue), known)) for dialogue, known in (old, new))
    shifts = [
        Shift(
            before=was,
            after=now,
            count=held.count,
            example=_example(versions, held.path, ends),
            common=_common(versions[1].rules.dialogue, held.hull),
        )
        for ends, held in found.items()
        for was, now in [(_name(old[0], ends[0]), _name(new[0], ends[1]))]
        if was != now
    ]
    return Difference(
        conversations=sum(held.count for held in found.values()),
        shifts=tuple(sorted(shifts, key=lambda shift: -shift.count)),
        gone=tuple(_missing(old[0], new[0])),
        new=tuple(_missing(new[0], old[0])),
        meanings=dict(_meanings(before, after)),
        settings=dict(_settings(before, after)),
    )


def _example(versions: tuple[Version, Version], path: Path, ends: Ends) -> Answers:
    """The answers that the ends need: both results are certain, or the answer that one version lacks is there."""

    def shows(sheet: Sequence[int]) -> bool:
        return all(
            version.lacks(sheet) if end is None else version.diagram.reach(sheet) == 1 << end
            for version, end in zip(versions, ends, strict=True)
        )

    return named(versions[1].rules.dialogue, needed(versions[1].rules, path, shows))


def _common(dialogue: Dialogue, hull: Hull) -> tuple[tuple[QuestionId, tuple[OptionId, ...]], ...]:
    """The questions that every conversation answers, and not by every option."""
    return tuple(
        (dialogue.questions[place].id, dialogue.options(place, mask))
        for place, mask in sorted(hull.items())
        if place and mask < dialogue.questions[place].every
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """Conversations with the same two ends: how many, the fewest answers that lead there, and all the answers they give."""

    count: int
    path: Path
    hull: Hull

    def joined(self, other: _Held) -> _Held:
        """These and those; of two ways as short the first is kept."""
        places = {**self.hull, **other.hull}
        masks = {place: self.hull.get(place, NOTHING) | other.hull.get(place, NOTHING) for place in places}
        return _Held(self.count + other.count, min(self.path, other.path, key=len), masks)


class _Walk:
    """Holds every conversation in both versions at once: the same answer to each question that both ask."""

    def __init__(self, versions: tuple[Version, Version]) -> None:
        read = [version.rules.closure(frozenset(version.diagram.asks)) for version in versions]
        places = read[0] | read[1] | {0}
        self._versions = versions
        self._asking = [version.rules.asking(places) for version in versions]
        self._known: dict[tuple[Side, Side], Mapping[Ends, _Held]] = {}

    def run(self) -> Mapping[Ends, _Held]:
        """The conversations of each pair of ends."""
        starts = [
            (asking.root, version.diagram.root)
            for asking, version in zip(self._asking, self._versions, strict=True)
        ]
        return self._ends((starts[0], starts[1]))

    def _ends(self, state: tuple[Side, Side]) -> Mapping[Ends, _Held]:
        if state not in self._known:
            asked = [self._asked(at, side) for at, side in enumerate(state)]
            question = min(place for place in asked)
            if question == NOTHING:
                return {(self._end(state[0]), self._end(state[1])): _Held(1, (), {})}
            self._known[state] = self._after(state, question, [place == question for place in asked])
        return self._known[state]

    def _after(self, state: tuple[Side, Side], question: int, asks: list[bool]) -> Mapping[Ends, _Held]:
        found: dict[Ends, _Held] = {}
        offered = [self._versions[at].own[question] for at in (0, 1) if asks[at]]
        tells = len(set(offered)) > 1 or any(self._reads(at, side, question) for at, side in enumerate(state))
        for option in range(max(mask.bit_length() for mask in offered)):
            if any(mask >> option & 1 for mask in offered):
                sides = [self._next(at, side, question, option) for at, side in enumerate(state)]
                for ends, rest in self._ends((sides[0], sides[1])).items():
                    path = ((question, option), *rest.path) if tells else rest.path
                    held = _Held(rest.count, path, {**rest.hull, question: 1 << option})
                    found[ends] = found[ends].joined(held) if ends in found else held
        return found

    def _asked(self, at: int, side: Side) -> int:
        return self._asking[at].asks[side[0]] if side and side[0] >= 0 else NOTHING

    def _reads(self, at: int, side: Side, question: int) -> bool:
        return bool(side and side[1] >= 0 and self._versions[at].diagram.asks[side[1]] == question)

    def _next(self, at: int, side: Side, question: int, option: int) -> Side:
        if side is None or self._asked(at, side) != question:
            return side
        if not self._versions[at].own[question] >> option & 1:
            return None
        node = (
            self._versions[at].diagram.children[side[1]][option]
            if self._reads(at, side, question)
            else side[1]
        )
        return self._asking[at].children[side[0]][option], node

    def _end(self, side: Side) -> int | None:
        return None if side is None else -1 - side[1]


def _name(dialogue: Dialogue, place: int | None) -> ResultId | None:
    return None if place is None else dialogue.results[place].id


def _missing(old: Dialogue, new: Dialogue) -> Iterator[str]:
    """The questions of one version that the other lacks, and the options as `question: option`."""
    for question in old.questions:
        if question.id not in new.index:
            yield question.id
        else:
            known = {option.id for option in new.question(question.id).options}
            yield from (
                f"{question.id}: {option.id}" for option in question.options if option.id not in known
            )


def _meanings(old: Facts, new: Facts) -> Iterator[tuple[str, tuple[Meaning | None, Meaning | None]]]:
    """What the tables and conditions meant before and mean now, where that differs."""
    for name in dict.fromkeys((*old.meanings, *new.meanings)):
        both = old.meanings.get(name), new.meanings.get(name)
        if both[0] != both[1]:
            yield name, both


def _settings(old: Facts, new: Facts) -> Iterator[tuple[str, tuple[str, str]]]:
    """What was settled before and is settled now, where that differs."""
    for name in dict.fromkeys((*old.settings, *new.settings)):
        both = old.settings.get(name, ""), new.settings.get(name, "")
        if both[0] != both[1]:
            yield name, both
