"""Does a text that answers nothing here answer another question? Only if it is exactly one other question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.hearing.likely import likeliest
from bot.hearing.naming import named
from bot.hearing.options import is_open
from bot.hearing.phrases import Phrases
from bot.hearing.words import bare, clean, content, fold
from bot.model.dialogue import Dialogue, Question
from bot.model.ids import QuestionId

FEWEST_WORDS: Final = 2
"""One word alone must be an answer's exact phrase; weighed by likeness it could belong anywhere."""

MOST_WORDS: Final = 12
"""A longer text is no plain answer to another question; nor is it weighed at every one of them."""

LONGEST: Final = 200
"""Characters of a plain answer; all questions are asked about it."""


def find(dialogue: Dialogue, here: int, text: str, phrases: Phrases) -> QuestionId | None:
    """The one question but that at place `here` which the text names an answer of, exactly or else clearly."""
    line = clean(text)
    if len(line) > LONGEST or is_open(line, phrases):
        return None
    short = bare(fold(line), phrases.language)
    others = [question for place, question in enumerate(dialogue.questions) if place != here]
    exact = _only(others, lambda question: bool(named(question, line) or named(question, short)))
    if exact is not None or not FEWEST_WORDS <= len(content(short, phrases.language)) <= MOST_WORDS:
        return exact
    return _only(others, lambda question: likeliest(question, line, phrases.language) is not None)


def _only(questions: list[Question], fits: Callable[[Question], bool]) -> QuestionId | None:
    found = [question.id for question in questions if fits(question)]
    return found[0] if len(found) == 1 else None
