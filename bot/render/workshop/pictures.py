"""What is drawn of a workshop? What a board says of its answers, person by person, and where the service stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from bot.model.ids import FactId
from bot.model.verdict import Verdict
from bot.render.pictures.marks import Mark
from bot.render.pictures.position import Axis, Cell, Place, PositionMap, Regions
from bot.render.pictures.strip import MOST_ASIDES, MOST_OPTIONS, Panel, Question, Row, Strip
from bot.render.words import Words
from bot.render.workshop.findings import Findings
from bot.workshop import tally
from bot.workshop.people import HandCount
from bot.workshop.showing import Dots, Part, Seen
from bot.workshop.tally import Counts

CONTROL: Final = FactId("control")
"""The fact that says how much say people have day to day."""
PLANNED: Final = 1
"""The first so many results have no part in planning."""
LOWER: Final = 2
"""The first so many levels of control are the staff's."""


class Pictures:
    """The pictures of one workshop."""

    def __init__(self, words: Words, findings: Findings) -> None:
        self._words = words
        self._say = words.say
        self._findings = findings

    def strip(self, title: str, alt: str, shown: Sequence[tuple[Seen, Sequence[HandCount]]]) -> Strip | None:
        """People at their answers to up to three questions; None where there is nothing that may be drawn."""
        questions = [
            self._question(seen.place, ((seen, hands, ""),)) for seen, hands in shown if self._drawable(seen)
        ]
        return self._whole(title, alt, [one for one in questions if one])

    def shift(self, title: str, alt: str, rounds: Sequence[tuple[Seen, str]]) -> Strip | None:
        """The same question in two rounds, or then and now; each round has its label."""
        if not all(self._drawable(seen) for seen, _ in rounds):
            return None
        question = self._question(rounds[0][0].place, tuple((seen, (), label) for seen, label in rounds))
        return self._whole(title, alt, [question] if question else [], moved=True)

    def map(self, title: str, alt: str, verdict: Verdict) -> PositionMap | None:
        """Where the service stands, as far as the answers shown leave that open; None outside the framework."""
        dialogue = self._words.dialogue
        fact = next((one for one in dialogue.facts if one.id == CONTROL), None)
        levels = [result.id for result in dialogue.results if result.id != OUT]
        reached = [levels.index(result) for result in verdict.results if result in levels]
        if (
            fact is None or not reached or 2 * len(reached) > len(levels)
        ):  # a map of nearly everything says nothing
            return None
        values = [value.id for value in fact.values]
        known = [values.index(value) for value in verdict.facts.get(CONTROL, ()) if value in values]
        cells: tuple[Cell, ...] = tuple(product(sorted(known), sorted(reached)))
        across = Axis(
            name=self._say("workshop_map_across"),
            levels=tuple(value.label for value in fact.values),
            split=LOWER,
        )
        up = Axis(
            name=self._say("workshop_map_up"),
            levels=tuple(self._words.label(result) for result in levels),
            split=PLANNED,
        )
        regions = Regions(
            upper_left=self._say("workshop_map_upper_left"),
            upper_right=self._say("workshop_map_upper_right"),
            lower_left=self._say("workshop_map_lower_left"),
            lower_right=self._say("workshop_map_lower_right"),
        )
        told = "workshop_map_here" if len(cells) == 1 else "workshop_map_somewhere"
        place = Place(label=self._words.say(told), mark=Mark.CIRCLE, cells=cells)
        return PositionMap(
            title=title, alt=alt, across=across, up=up, regions=regions, places=(place,) if cells else ()
        )

    def _whole(
        self, title: str, alt: str, questions: Sequence[Question], *, moved: bool = False
    ) -> Strip | None:
        if not questions:
            return None
        return Strip(
            title=title,
            alt=alt,
            questions=tuple(questions),
            middle=self._say("workshop_strip_middle") if any(map(_has_middle, questions)) else "",
            moved=self._say("workshop_strip_moved") if moved else "",
        )

    def _drawable(self, seen: Seen) -> bool:
        options = self._words.dialogue.questions[seen.place].options
        return bool(seen.parts) and len(options) <= MOST_OPTIONS

    def _question(
        self, place: int, rounds: tuple[tuple[Seen, Sequence[HandCount], str], ...]
    ) -> Question | None:
        """A question with a panel for each round; None where its answers have no room."""
        question = self._words.dialogue.questions[place]
        unplaced = sorted({mask for seen, hands, _ in rounds for mask in _unplaced(seen, hands)})
        if len(unplaced) > MOST_ASIDES:
            unplaced = []  # several kinds of doubt are one column
        asides = tuple(self._findings.answer(place, mask) for mask in unplaced)
        if any(_unplaced(seen, hands) for seen, hands, _ in rounds) and not unplaced:
            asides = (self._say("workshop_strip_unplaced"),)
        panels = tuple(
            Panel(rows=tuple(self._rows(place, seen, hands, unplaced, len(asides))), label=label)
            for seen, hands, label in rounds
        )
        return Question(
            text=question.short,
            options=tuple(option.label for option in question.options),
            panels=panels,
            asides=asides,
            ordered=bool(question.steps),
        )

    def _rows(
        self,
        place: int,
        seen: Seen,
        hands: Sequence[HandCount],
        unplaced: Sequence[int],
        asides: int,
    ) -> Iterator[Row]:
        marks = list(Mark)
        for at, part in enumerate(seen.parts):
            yield self._row(place, part, marks[at % len(marks)], unplaced, asides)
        for at, raised in enumerate(hands):
            counts, aside = self._columns(place, raised.counts, unplaced, asides)
            label = self._say("workshop_strip_hands", role=self._findings.role(raised.role))
            yield Row(label=label, mark=marks[at % len(marks)], counts=counts, aside=aside, hollow=True)

    def _row(self, place: int, part: Part, mark: Mark, unplaced: Sequence[int], asides: int) -> Row:
        """The people of a block; in words where not all is told, as of people who are of one mind."""
        label, picture = self._findings.who(part), part.picture
        if not isinstance(picture, Dots):
            return Row(label=label, mark=mark, words=self._findings.headline(place, picture))
        counts, aside = self._columns(place, picture.counts, unplaced, asides)
        return Row(
            label=label, mark=mark, counts=counts, aside=aside, median=self._median(place, picture.counts)
        )

    def _columns(
        self, place: int, counts: Counts, unplaced: Sequence[int], asides: int
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        options = len(self._words.dialogue.questions[place].options)
        given = dict(counts)
        placed = tuple(given.get(1 << at, 0) for at in range(options))
        if not asides:
            return placed, ()
        if not unplaced:
            return placed, (tally.size(counts) - sum(placed),)
        return placed, tuple(given.get(mask, 0) for mask in unplaced)

    def _median(self, place: int, counts: Counts) -> float | None:
        """The middle on the axis of options, halfway between two neighbours.

        None where it has no one place there: where options share a step, or where two answers in the middle are apart, so that
        the middle would stand at an answer that nobody need have given.
        """
        question = self._words.dialogue.questions[place]
        steps = [tally.step_of(question, 1 << at) for at in range(len(question.options))]
        middles = self._findings.middles(place, counts)
        if not middles or len(set(steps)) < len(steps) or steps != sorted(steps, key=_last):
            return None
        low, high = middles
        return (low + high) / 2 if high - low <= 1 else None


OUT: Final = "out-of-scope"
"""The result that has no place on the map."""


def _has_middle(question: Question) -> bool:
    return any(row.median is not None for panel in question.panels for row in panel.rows)


def _last(step: int | None) -> float:
    """Options without a step stand behind those with one."""
    return float("inf") if step is None else step


def _unplaced(seen: Seen, hands: Sequence[HandCount]) -> set[int]:
    """The answers that are no single option."""
    drawn = [part.picture.counts for part in seen.parts if isinstance(part.picture, Dots)]
    return {
        mask
        for counts in (*drawn, *(one.counts for one in hands))
        for mask, _ in counts
        if mask.bit_count() != 1
    }
