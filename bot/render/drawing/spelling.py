"""How does a condition read in one line? In the dialogue's own names, for the authors who write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.model.conditions import All, Answered, AnyOf, AtLeast, Condition, FactIs, NoneOf, RungIs
from bot.model.dialogue import Dialogue


def spell(condition: Condition, dialogue: Dialogue) -> str:
    """One line: `5 Part in planning: share or lead; and not (7 What has changed: nothing)`.

    A question is called by its number and short name, since a fact may bear the same name; an answer by its id, as
    in YAML; a fact by its title and the labels of its values; a result by its label. A joined condition inside
    another one stands in brackets.
    """
    match condition:
        case Answered(question=question, options=options):
            number = dialogue.number(dialogue.index[question], quick=False)
            return f"{number} {dialogue.question(question).short}: {_either(options)}"
        case FactIs(fact=name, values=values):
            fact = next(fact for fact in dialogue.facts if fact.id == name)
            labels = {value.id: value.label for value in fact.values}
            return f"{fact.title}: {_either([labels[value] for value in values])}"
        case RungIs(results=results):
            rungs = {result.id: result.label for result in dialogue.results}
            return f"Result: {_either([rungs[result] for result in results])}"
        case All(of=parts):
            return "; and ".join(_inside(parts, dialogue)) or "always"
        case AnyOf(of=parts):
            return "; or ".join(_inside(parts, dialogue)) or "never"
        case NoneOf(of=()):
            return "always"
        case NoneOf(of=parts):
            return f"{'not' if len(parts) == 1 else 'none of'} ({'; '.join(_inside(parts, dialogue))})"
        case AtLeast(count=count, of=parts):
            return f"at least {count} of ({'; '.join(_inside(parts, dialogue))})"
        case _:
            assert_never(condition)


def _inside(parts: Sequence[Condition], dialogue: Dialogue) -> list[str]:
    """The parts of a condition, each so that it can be told from its neighbours."""
    bare = [_bare(part) for part in parts]
    return [
        f"({spell(part, dialogue)})"
        if len(bare) > 1 and isinstance(part, All | AnyOf) and part.of
        else spell(part, dialogue)
        for part in bare
    ]


def _bare(condition: Condition) -> Condition:
    """The condition without the wrappings that hold a single part."""
    while isinstance(condition, All | AnyOf) and len(condition.of) == 1:
        condition = condition.of[0]
    return condition


def _either(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
