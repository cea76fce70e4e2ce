"""What does a sheet leave open? Its meaning is the set of its completions (rules 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.model.ids import QuestionId, ResultId, RowId
from bot.model.verdict import Given
from bot.reasoning.diagram import FAILS
from bot.reasoning.rules import Rules

Sheet: TypeAlias = tuple[int, ...]
"""A mask of options for each question of the dialogue; 0 is not given yet."""


def opened(rules: Rules, sheet: Sequence[int]) -> Sheet:
    """The sheet with every answer not given, or set aside, replaced by all it could be.

    A question that says what stands for no answer (`given`: the scope) is replaced by that one.
    """
    masks = [mask or unanswered for mask, unanswered in zip(sheet, rules.unanswered, strict=True)]
    for place in set_aside(rules, masks):
        masks[place] = rules.every[place]
    return tuple(masks)


def set_aside(rules: Rules, masks: Sequence[int]) -> tuple[int, ...]:
    """The places whose question applies in no completion."""
    return tuple(place for place, guard in rules.guards.items() if guard.reach(masks) == FAILS)


def dropped(rules: Rules, sheet: Sequence[int]) -> tuple[Given, ...]:
    """The answers that were given to questions that apply in no completion."""
    if not any(sheet[place] for place in rules.guards):
        return ()
    masks = opened(rules, sheet)
    return tuple(given(rules, place, sheet[place]) for place in set_aside(rules, masks) if sheet[place])


def given(rules: Rules, place: int, mask: int) -> Given:
    """An answer in words that travel: question and options."""
    question = rules.dialogue.questions[place]
    return Given(question=question.id, options=rules.dialogue.options(place, mask))


def results(rules: Rules, masks: Sheet) -> tuple[ResultId, ...]:
    """The results that some completion reaches, in the dialogue's order."""
    reached = rules.by_result.reach(masks)
    return tuple(r.id for place, r in enumerate(rules.dialogue.results) if reached >> place & 1)


def rows(rules: Rules, masks: Sheet) -> tuple[RowId, ...]:
    """The rows of T5 that some completion reaches."""
    reached = rules.by_row.reach(masks)
    return tuple(row.id for place, row in enumerate(rules.rows) if reached >> place & 1)


def still_matters(rules: Rules, masks: Sheet) -> frozenset[int]:
    """The places of the questions that can still change the result."""
    return rules.by_result.live(masks)


def settling(rules: Rules, masks: Sheet) -> tuple[tuple[QuestionId, ...], tuple[QuestionId, ...]]:
    """The questions that would settle the result whatever their answer and, only if there is none, those that may."""
    if len(results(rules, masks)) == 1:
        return (), ()
    always: list[QuestionId] = []
    may: list[QuestionId] = []
    for place, question in enumerate(rules.dialogue.questions):
        outcomes = [_is_one(rules, masks, place, option) for option in _open_options(masks[place])]
        if len(outcomes) > 1 and rules.applies(question.id).reach(masks) != FAILS:
            if all(outcomes):
                always.append(question.id)
            elif any(outcomes):
                may.append(question.id)
    return tuple(always), () if always else tuple(may)


def _open_options(mask: int) -> list[int]:
    return [option for option in range(mask.bit_length()) if mask >> option & 1]


def _is_one(rules: Rules, masks: Sheet, place: int, option: int) -> bool:
    tried = (*masks[:place], 1 << option, *masks[place + 1 :])
    return rules.by_result.reach(tried).bit_count() == 1
