"""What does the picture of a dialogue show? Its boxes and arrows, before anybody draws them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, Condition, FactIs, NoneOf, RungIs
from bot.model.dialogue import Dialogue, Fact, Question, Result, Row, VerdictRow
from bot.render.drawing.spelling import spell

VERDICT = "v"
"""The key of the verdict's table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: `key` is unique in the picture, `only` says when it is asked, options are labels with their ids."""

    key: str
    title: str
    id: str
    only: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table: its id where it has one, the condition in words, and the value with the reading it stands on."""

    mark: str
    when: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the dialogue. `level` is 0 where it reads only questions, else one more than the facts it reads."""

    key: str
    title: str
    id: str
    lines: tuple[Line, ...]
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A result."""

    key: str
    title: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """From one box to another, by their keys, with the words it bears."""

    source: str
    target: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All there is to draw.

    Rows that count only without a reading are left out: what stands is the table as it counts while every reading
    is held, so that "the first row that fits" is true of what one sees. Arrows come from the rows that stand.
    """

    title: str
    parts: tuple[tuple[str, tuple[Asked, ...]], ...]
    facts: tuple[Table, ...]
    verdict: Table
    results: tuple[Rung, ...]
    guards: tuple[Arrow, ...]
    reads: tuple[Arrow, ...]
    above: tuple[Arrow, ...]


def picture_of(dialogue: Dialogue) -> Picture:
    """The picture; boxes and arrows in the order of the dialogue, results from the furthest down."""
    facts = tuple(_facts(dialogue))
    verdict = _table(dialogue, VERDICT, None, {fact.key: fact.level for fact in facts})
    tables = [(f"t{at}", _conditions(fact.rows)) for at, fact in enumerate(dialogue.facts)]
    tables.append((VERDICT, _conditions(dialogue.verdict)))
    parts = groupby(enumerate(dialogue.questions), key=lambda placed: placed[1].part)
    return Picture(
        title=dialogue.title,
        parts=tuple((part, tuple(_asked(dialogue, *placed) for placed in inside)) for part, inside in parts),
        facts=facts,
        verdict=verdict,
        results=_results(dialogue.results),
        guards=tuple(
            Arrow(source=source, target=f"q{place}", words=spell(question.when, dialogue))
            for place, question in enumerate(dialogue.questions)
            for source in _sources(dialogue, [question.when])
        ),
        reads=tuple(
            Arrow(source=source, target=key)
            for key, conditions in tables
            for source in _sources(dialogue, conditions)
        ),
        above=tuple(_above(dialogue.results)),
    )


def _asked(dialogue: Dialogue, place: int, question: Question) -> Asked:
    return Asked(
        key=f"q{place}",
        title=f"{dialogue.number(place, quick=False)} {question.short}",
        id=question.id,
        only="" if question.when == ALWAYS else spell(question.when, dialogue),
        options=tuple((option.label, option.id) for option in question.options),
    )


def _facts(dialogue: Dialogue) -> Iterator[Table]:
    levels: dict[str, int] = {}
    for place, fact in enumerate(dialogue.facts):
        table = _table(dialogue, f"t{place}", fact, levels)
        levels[table.key] = table.level
        yield table


def _table(dialogue: Dialogue, key: str, fact: Fact | None, levels: Mapping[str, int]) -> Table:
    """A fact's table, or the verdict's; `levels` has those of the facts before it."""
    rows = fact.rows if fact else dialogue.verdict
    read = [levels[source] for source in _sources(dialogue, _conditions(rows)) if source in levels]
    labels: Mapping[str, str] = {result.id: result.label for result in dialogue.results}
    if fact:
        labels = {value.id: value.label for value in fact.values}
    return Table(
        key=key,
        title=fact.title if fact else "Result",
        id=fact.id if fact else "verdict",
        lines=tuple(_line(dialogue, row, labels[row.then]) for row in rows if row.without is None),
        level=max(read, default=-1) + 1,
    )


def _line(dialogue: Dialogue, row: Row | VerdictRow, label: str) -> Line:
    return Line(
        mark=row.id if isinstance(row, VerdictRow) else "",
        when="otherwise" if row.when == ALWAYS else spell(row.when, dialogue),
        then=f"{label} ({row.holds})" if row.holds else label,
    )


def _conditions(rows: Iterable[Row | VerdictRow]) -> list[Condition]:
    return [row.when for row in rows if row.without is None]


def _sources(dialogue: Dialogue, conditions: Iterable[Condition]) -> list[str]:
    """The keys of the questions and facts that these conditions read, each once, in the order of the dialogue."""
    leaves = [leaf for condition in conditions for leaf in _leaves(condition)]
    asked = {leaf.question for leaf in leaves if isinstance(leaf, Answered)}
    known = {leaf.fact for leaf in leaves if isinstance(leaf, FactIs)}
    return [
        *(f"q{place}" for place, question in enumerate(dialogue.questions) if question.id in asked),
        *(f"t{place}" for place, fact in enumerate(dialogue.facts) if fact.id in known),
    ]


def _leaves(condition: Condition) -> Iterator[Answered | FactIs | RungIs]:
    match condition:
        case Answered() | FactIs() | RungIs():
            yield condition
        case All(of=parts) | AnyOf(of=parts) | NoneOf(of=parts) | AtLeast(of=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            assert_never(condition)


def _results(results: tuple[Result, ...]) -> tuple[Rung, ...]:
    """The furthest first; a result of no order stands with the least."""
    height = dict.fromkeys((result.id for result in results), 0)
    for _ in results:
        height = {one.id: max((height[below] + 1 for below in one.above), default=0) for one in results}
    ranked = sorted(enumerate(results), key=lambda placed: -height[placed[1].id])
    return tuple(Rung(key=f"r{place}", title=result.label, id=result.id) for place, result in ranked)


def _above(results: tuple[Result, ...]) -> Iterator[Arrow]:
    keys = {result.id: f"r{place}" for place, result in enumerate(results)}
    for result in results:
        for below in result.above:
            yield Arrow(source=keys[below], target=keys[result.id])
