"""Does a condition point at what is there? Questions, options, facts, values and results, and only at those known by then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.content.names import Names, unknown
from bot.content.node import Node
from bot.model.errors import Fault
from bot.model.hints import near

WORDS: Final = ("fact", "rung", "all", "any", "none", "at_least")
"""What a condition says beside questions; no question may have such an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a condition may read: these questions and facts, and perhaps the result."""

    questions: Sequence[str]
    facts: Sequence[str]
    rungs: bool = False


def check(condition: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    """The faults of one condition."""
    for key, value in condition.entries():
        match key:
            case "fact":
                yield from _facts(value, names, reach)
            case "rung":
                yield from _rungs(condition, names, reach)
            case "all" | "any" | "none":
                yield from _parts(value, names, reach)
            case "at_least":
                yield from _count(value)
                yield from _parts(value.at("of"), names, reach)
            case _:
                yield from _question(condition, key, names, reach)


def _facts(facts: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    for name, values in facts.entries():
        if name not in names.facts:
            mend = near(name, list(names.facts))
            yield values.fault("unknown-fact", f"There is no fact `{name}`.", mend, at_key=True)
        elif name not in reach.facts:
            message = f"The fact `{name}` is not known here."
            mend = "Use questions, or facts that stand before this place."
            yield values.fault("later-fact", message, mend, at_key=True)
        else:
            for value in facts.each(name):
                yield from unknown(value, "value", names.facts[name], name)


def _rungs(condition: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    if not reach.rungs:
        message = "The result is not known here."
        mend = "Use questions or facts. Only knowledge and aims may read `rung`."
        yield condition.at("rung").fault("rung-here", message, mend, at_key=True)
    for result in condition.each("rung"):
        yield from unknown(result, "result", names.results)


def _parts(parts: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    for part in parts.items():
        yield from check(part, names, reach)


def _count(at_least: Node) -> Iterator[Fault]:
    count, parts = at_least.at("count"), len(at_least.data["of"])
    if count.data > parts:
        message = f"Expected a count of at most {parts}, as many as there are conditions."
        yield count.fault("count", message, "Mend the count, or add conditions.")


def _question(condition: Node, name: str, names: Names, reach: Reach) -> Iterator[Fault]:
    here = condition.at(name)
    if name not in names.questions:
        mend = near(name, [*names.questions, *WORDS])
        yield here.fault("unknown-question", f"There is no question `{name}`.", mend, at_key=True)
    elif name not in reach.questions:
        message = f"The question `{name}` does not come before this place, so its answer is not known here."
        yield here.fault(
            "later-question", message, "Put that question before this one, or read another.", at_key=True
        )
    else:
        for option in condition.each(name):
            yield from unknown(option, "option", names.questions[name], name)
