"""Do the authors' stories still hold? Each story's answers are judged, and every expectation is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.dialogue import Dialogue
from bot.model.errors import AnswerError
from bot.model.ids import ItemId
from bot.model.knowledge import Knowledge
from bot.model.story import Story
from bot.model.verdict import Verdict
from bot.reasoning.assess import assess
from bot.reasoning.rules import Rules
from bot.service.answers import sheet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story and what did not hold; no problem means that it passed."""

    story: Story
    problems: tuple[str, ...]


def tell(rules: Rules, knowledge: Knowledge, stories: Sequence[Story]) -> list[Told]:
    """Every story with its problems."""
    return [Told(story=story, problems=tuple(_problems(rules, knowledge, story))) for story in stories]


def _problems(rules: Rules, knowledge: Knowledge, story: Story) -> list[str]:
    try:
        sheet = sheet_of(rules.dialogue, story.answers)
    except AnswerError as error:
        return [str(error)]
    verdict = assess(rules, knowledge, sheet)
    return [
        *_unused(verdict),
        *_different("result", story.results, verdict.results),
        *_facts(rules.dialogue, story, verdict),
        *_items(story, verdict),
        *_aims(story, verdict),
    ]


def _unused(verdict: Verdict) -> list[str]:
    return [
        f"the answer to `{given.question}` is never used: the question does not apply"
        for given in verdict.set_aside
    ]


def _different(name: str, expected: Sequence[str], found: Sequence[str]) -> list[str]:
    if set(expected) == set(found):
        return []
    return [f"{name}: expected {' or '.join(expected)}, found {' or '.join(found)}"]


def _facts(dialogue: Dialogue, story: Story, verdict: Verdict) -> list[str]:
    known = {str(fact.id) for fact in dialogue.facts}
    problems = [f"there is no fact `{name}`" for name in story.facts if name not in known]
    for fact, found in verdict.facts.items():
        if fact in story.facts:
            problems += _different(f"fact {fact}", story.facts[fact], found)
    return problems


def _items(story: Story, verdict: Verdict) -> list[str]:
    shown = {one.item: one.certain for one in (*verdict.barriers, *verdict.enablers, *verdict.notes)}
    missing = [f"`{name}` is not shown for certain" for name in story.shows if not shown.get(ItemId(name))]
    return missing + [f"`{name}` must not be shown" for name in story.hides if name in shown]


def _aims(story: Story, verdict: Verdict) -> list[str]:
    counts = {str(plan.aim): len(plan.changes) for plan in verdict.plans}
    return [
        f"aim {aim}: expected {expected} changes, found {counts.get(aim)}"
        for aim, expected in story.aims.items()
        if counts.get(aim) != expected
    ]
