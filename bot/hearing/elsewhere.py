"""Is this an answer to another question? Only where it is, word for word, an answer of exactly one other question."""

from __future__ import annotations

from typing import Final

from bot.hearing.naming import named
from bot.hearing.phrases import Phrases
from bot.hearing.words import clean, fold
from bot.model.dialogue import Dialogue
from bot.model.ids import QuestionId

FEWEST_WORDS: Final = 2
"""One word alone could belong anywhere; a wrong pointer sends a person away from the right question."""


def find(dialogue: Dialogue, here: int, text: str, phrases: Phrases) -> QuestionId | None:
    """The one question but that at place `here` which the text names an answer of."""
    line = clean(text)
    if len(fold(line).split()) < FEWEST_WORDS or fold(line) in map(fold, phrases.dont_know):
        return None
    found = [
        question.id
        for place, question in enumerate(dialogue.questions)
        if place != here and named(question, line)
    ]
    return found[0] if len(found) == 1 else None
