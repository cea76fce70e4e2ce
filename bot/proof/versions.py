"""How do two versions of a dialogue see the same conversation? Both over the questions and options of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.model.conditions import AnyOf
from bot.model.dialogue import Dialogue, Option, Question
from bot.model.errors import TangoError
from bot.model.ids import OptionId, QuestionId
from bot.reasoning.diagram import HOLDS, Diagram
from bot.reasoning.rules import Rules

NEVER = AnyOf(())
"""The condition of a question that a version does not have."""


class NoCommonOrderError(TangoError):
    """Two questions decide about each other, one in each version: no conversation is held in both."""

    exit_code = 1


@dataclass(frozen=True)
class Version:
    """One version: its rules over the questions of both, and the options that are its own, as a mask by place."""

    rules: Rules
    own: tuple[int, ...]

    @cached_property
    def diagram(self) -> Diagram:
        """From answers to the result."""
        return self.rules.by_result

    def lacks(self, sheet: Sequence[int]) -> bool:
        """Whether the sheet has, for certain, an answer to a question asked here that this version does not have."""
        return any(
            mask.bit_count() == 1 and not mask & own and self.rules.applies(question.id).reach(sheet) == HOLDS
            for mask, own, question in zip(sheet, self.own, self.rules.dialogue.questions, strict=True)
        )


def both(old: Dialogue, new: Dialogue) -> tuple[Version, Version]:
    """The two versions over all questions, in an order that suits both; NoCommonOrderError where there is none."""
    names = _order(old, new)
    options = {name: _options(old, new, name) for name in names}
    return _version(old, names, options), _version(new, names, options)


def _version(
    dialogue: Dialogue, names: list[QuestionId], options: Mapping[QuestionId, tuple[Option, ...]]
) -> Version:
    found, own = [], []
    for name in names:
        mine = _mine(dialogue, name)
        ids = {option.id for option in mine.options} if mine else set[OptionId]()
        found.append(_widened(mine, options[name]) if mine else _absent(name, options[name], dialogue))
        own.append(sum(1 << at for at, option in enumerate(options[name]) if option.id in ids))
    return Version(Rules(replace(dialogue, questions=tuple(found))), tuple(own))


def _widened(question: Question, options: tuple[Option, ...]) -> Question:
    return replace(question, options=options, steps=())


def _absent(name: QuestionId, options: tuple[Option, ...], dialogue: Dialogue) -> Question:
    return replace(dialogue.questions[0], id=name, options=options, when=NEVER, given=None, steps=())


def _mine(dialogue: Dialogue, name: QuestionId) -> Question | None:
    return dialogue.question(name) if name in dialogue.index else None


def _options(old: Dialogue, new: Dialogue, name: QuestionId) -> tuple[Option, ...]:
    """The options of both versions, those of the new one first."""
    questions = [found for found in (_mine(new, name), _mine(old, name)) if found]
    return tuple({option.id: option for question in questions for option in question.options}.values())


def _order(old: Dialogue, new: Dialogue) -> list[QuestionId]:
    """All questions, each behind those that its guard names in either version, else as the new version's quick length asks them."""
    waiting = list(
        dict.fromkeys(
            dialogue.questions[place].id for dialogue in (new, old) for place in dialogue.order(quick=True)
        )
    )
    needed = {name: _named(old, name) | _named(new, name) for name in waiting}
    found: list[QuestionId] = []
    while waiting:
        ready = next((name for name in waiting if needed[name] <= set(found)), None)
        if ready is None:
            stuck = " and ".join(f"`{name}`" for name in waiting[:2])
            raise NoCommonOrderError(
                f"The versions cannot be compared: {stuck} decide about each other, one in each version."
                " Compare them with a version in between."
            )
        waiting.remove(ready)
        found.append(ready)
    return found


def _named(dialogue: Dialogue, name: QuestionId) -> set[QuestionId]:
    if name not in dialogue.index:
        return set()
    return {dialogue.questions[place].id for place in Rules(dialogue).names(dialogue.question(name).when)}
