"""How long, how many, and which first? Walks over diagrams that visit each node once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from bot.model.dialogue import Dialogue
from bot.model.proof import Answers, Lengths
from bot.reasoning.diagram import Diagram
from bot.reasoning.rules import Rules

Path: TypeAlias = tuple[tuple[int, int], ...]
"""Places of questions, each with the place of its option, in the order of asking."""


def shortest(diagram: Diagram, outcomes: int) -> Path | None:
    """The fewest answers, in the order of the questions, that lead to one of these outcomes (a mask); None where none do.

    It is a shortest conversation of those that ask only what still makes a difference to the outcome.
    """
    far = len(diagram.asks) + 1
    known: dict[int, int] = {}

    def length(node: int) -> int:
        return known[node] if node >= 0 else 0 if outcomes >> -1 - node & 1 else far

    for node, children in enumerate(diagram.children):
        known[node] = min(far, 1 + min(map(length, children)))
    if length(diagram.root) == far:
        return None
    found, node = [], diagram.root
    while node >= 0:
        children = diagram.children[node]
        option = min(range(len(children)), key=lambda at: length(children[at]))
        found.append((diagram.asks[node], option))
        node = children[option]
    return tuple(found)


def witness(rules: Rules, diagram: Diagram, outcomes: int) -> Answers | None:
    """Answers, by the names of questions and options, that lead to one of the outcomes whatever else is answered."""
    found = shortest(diagram, outcomes)
    if found is None:
        return None
    return named(rules.dialogue, needed(rules, found, lambda sheet: not diagram.reach(sheet) & ~outcomes))


def needed(rules: Rules, path: Path, shows: Callable[[Sequence[int]], bool]) -> Path:
    """The answers without those that a sheet can leave open and still show the same; an open scope counts as given."""
    for answer in path:
        shorter = tuple(kept for kept in path if kept != answer)
        sheet = list(rules.unanswered)
        for place, option in shorter:
            sheet[place] = 1 << option
        if shows(sheet):
            path = shorter
    return path


def named(dialogue: Dialogue, answers: Path) -> Answers:
    """Answers by the names of questions and options."""
    questions = dialogue.questions
    return tuple((questions[place].id, questions[place].options[at].id) for place, at in answers)


def counts(rules: Rules, diagram: Diagram, places: frozenset[int] = frozenset()) -> Mapping[int, int]:
    """How many conversations have which outcome, over the questions that the diagram depends on (and `places`).

    A conversation that ends before the outcome is known, because the service is out of scope, is not counted.
    """
    asking = rules.asking(frozenset(diagram.asks) | places)
    known: dict[tuple[int, int], Counter[int]] = {}

    def below(asked: int, node: int) -> Counter[int]:
        if asked < 0:
            return Counter() if node >= 0 else Counter({-1 - node: 1})
        if (asked, node) not in known:
            question, found = asking.asks[asked], Counter[int]()
            here = node >= 0 and diagram.asks[node] == question
            for option, child in enumerate(asking.children[asked]):
                found.update(below(child, diagram.children[node][option] if here else node))
            known[asked, node] = found
        return known[asked, node]

    return below(asking.root, diagram.root)


def lengths(diagram: Diagram, starts: Sequence[int]) -> Lengths:
    """The lengths of the conversations from these nodes, each as likely as the others; 0 where there are none."""
    least: list[int] = []
    most: list[int] = []
    mean: list[Fraction] = []
    for children in diagram.children:
        below = [child for child in children if child >= 0]
        least.append(1 + (min(least[child] for child in below) if len(below) == len(children) else 0))
        most.append(1 + max((most[child] for child in below), default=0))
        mean.append(1 + sum((mean[child] for child in below), Fraction(0)) / len(children))
    inner = [start for start in starts if start >= 0]
    return Lengths(
        shortest=min((least[start] for start in inner), default=0) if len(inner) == len(starts) else 0,
        longest=max((most[start] for start in inner), default=0),
        mean=sum((mean[start] for start in inner), Fraction(0)) / max(1, len(starts)),
    )


def starts(rules: Rules, diagram: Diagram) -> list[int]:
    """Where the conversations about a service in scope go on after the scope question, one for each such answer."""
    options = range(len(rules.dialogue.questions[0].options))
    inside = [option for option in options if not rules.outside >> option & 1]
    asked = diagram.root >= 0 and diagram.asks[diagram.root] == 0
    return [diagram.children[diagram.root][option] if asked else diagram.root for option in inside]


def digest(dialogue: Dialogue, diagram: Diagram, outcomes: Sequence[str]) -> str:
    """What tells two reduced diagrams apart: equal for equal meaning, however the rules or the options are written."""
    known: list[str] = []

    def told(node: int) -> str:
        return known[node] if node >= 0 else outcomes[-1 - node]

    for place, children in zip(diagram.asks, diagram.children, strict=True):
        question = dialogue.questions[place]
        ends = sorted(f"{o.id}:{told(child)}" for o, child in zip(question.options, children, strict=True))
        known.append(hashlib.sha256(f"{question.id}?{','.join(ends)}".encode()).hexdigest())
    return hashlib.sha256(told(diagram.root).encode()).hexdigest()
