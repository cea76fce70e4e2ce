"""Which condition does a mapping in a content file stand for? Its clauses must all hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, Condition, FactIs, NoneOf, RungIs
from bot.model.ids import FactId, OptionId, QuestionId, ResultId, ValueId


def condition(plain: Mapping[str, Any]) -> Condition:
    """The condition; a single clause stands for itself, none for always."""
    clauses = [clause for key, value in plain.items() for clause in _clauses(key, value)]
    if not clauses:
        return ALWAYS
    return clauses[0] if len(clauses) == 1 else All(tuple(clauses))


def names(found: str | Sequence[str]) -> tuple[str, ...]:
    """One name or several, as several."""
    return (found,) if isinstance(found, str) else tuple(found)


def _clauses(key: str, value: Any) -> tuple[Condition, ...]:
    match key:
        case "fact":
            return tuple(
                FactIs(FactId(fact), tuple(map(ValueId, names(values)))) for fact, values in value.items()
            )
        case "rung":
            return (RungIs(tuple(map(ResultId, names(value)))),)
        case "all":
            return (All(_parts(value)),)
        case "any":
            return (AnyOf(_parts(value)),)
        case "none":
            return (NoneOf(_parts(value)),)
        case "at_least":
            return (AtLeast(value["count"], _parts(value["of"])),)
        case _:
            return (Answered(QuestionId(key), tuple(map(OptionId, names(value)))),)


def _parts(plain: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    return tuple(condition(part) for part in plain)
