"""Which answers of one question does a typed text mean? Stages from exact to likely; the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.hearing.likely import guesses, likeliest, traces
from bot.hearing.naming import mask_at, named, numbered, pointed, several
from bot.hearing.phrases import Phrases
from bot.hearing.words import LIMIT, WEAKENED, bare, clean, fold, key, keys, plain, within
from bot.model.dialogue import Question
from bot.model.talk import Heard, Hearing

UNCLEAR: Final = Heard(Hearing.UNCLEAR)

_ASKING: Final = re.compile(
    r"(?:what (?:do|does|is|are|if|about|counts|would|should|kind|sort)|whats|why|how (?:do|does|come|is|are|can|much|many)|"
    r"who (?:is|are|do|does|counts)|can (?:i|you|we)|could (?:i|you|we)|should (?:i|we)|is (?:it|this|that)|are you|do you|"
    r"do i|do we|does (?:it|this|that)|which one|which is|explain (?:this|that|it|please|what|more)|tell me|i dont (?:understand|get|follow)|"
    r"i do not understand|meaning|huh|eh|pardon)\b"
)


def hear(question: Question, text: str, phrases: Phrases) -> Heard:
    """What the text may mean as an answer to this question.

    In this order: nothing or too much; one answer outright; "I don't know"; several answers; none of these; likely
    ones. A text that asks or hedges is never taken for one answer, unless it is an author's phrase word by word.
    """
    if len(text.strip()) > LIMIT:
        return Heard(Hearing.TOO_LONG)
    line = clean(text)
    if not line:
        return Heard(Hearing.EMPTY)
    return outright(question, line, phrases) or _weigh(question, line, phrases)


def outright(question: Question, line: str, phrases: Phrases) -> Heard | None:
    """What the line says outright: an answer, several, none of them, or "I don't know"; else None."""
    known = _exact(question, line) or _dont_know(question, line, phrases)
    if known or is_open(line, phrases):
        return known
    short = bare(fold(line), phrases.language)
    return (
        _pointed(question, line)
        or _exact(question, short)
        or _yes_or_no(question, short, phrases)
        or _told(numbered(question, line), Hearing.BETWEEN)
        or _several(question, line)
        or _none(line, phrases)
    )


def is_open(line: str, phrases: Phrases) -> bool:
    """Whether the line asks, or leaves open what it says."""
    folded = fold(line)
    left_open = keys((*phrases.hedges, *phrases.dont_know))
    return (
        "?" in plain(line)
        or bool(_ASKING.match(folded))
        or bool(WEAKENED.search(folded))
        or any(within(phrase, folded) for phrase in left_open)
    )


def is_one_of(line: str, known: frozenset[str], language: str) -> bool:
    """Whether the line is one of the known keys, courtesies aside."""
    return key(line) in known or bare(fold(line), language) in known


def _exact(question: Question, line: str) -> Heard | None:
    return _told(named(question, line), Hearing.BETWEEN)


def _told(masks: tuple[int, ...], more: Hearing) -> Heard | None:
    """One mask is exact; two are `more`, and a longer list is several answers."""
    if not masks:
        return None
    if len(masks) == 1:
        return Heard(Hearing.EXACT, masks)
    return Heard(more if len(masks) == 2 else Hearing.SEVERAL, masks)


def _dont_know(question: Question, line: str, phrases: Phrases) -> Heard | None:
    """All options for "I don't know", alone or as a first clause with nothing to answer by behind it."""
    unknown = keys(phrases.dont_know)
    if is_one_of(line, unknown, phrases.language):
        return Heard(Hearing.EXACT, (question.every,))
    first, *rest = re.split(r"[,.;!\n]+|\s[-\u2013\u2014]\s", plain(line), maxsplit=1)
    if not any(rest) or "?" in plain(line) or not is_one_of(first, unknown, phrases.language):
        return None
    weighed = guesses(question, fold(rest[0]), phrases.language)
    silent = not weighed or weighed[0].score == 0.0
    return Heard(Hearing.EXACT, (question.every,)) if silent and pointed(rest[0], 1) is None else None


def _pointed(question: Question, line: str) -> Heard | None:
    place = pointed(line, len(question.options))
    if place is None:
        return None
    mask = mask_at(question, place)
    return Heard(Hearing.EXACT, (mask,)) if mask else Heard(Hearing.NO_SUCH)


def _yes_or_no(question: Question, short: str, phrases: Phrases) -> Heard | None:
    """Another word for yes or no, where answers have such a word among their phrases."""
    for words in (keys(phrases.yes), keys(phrases.no)):
        if short in words:
            return _told(_answered_by(question, words), Hearing.BETWEEN)
    return None


def _answered_by(question: Question, words: Iterable[str]) -> tuple[int, ...]:
    known = frozenset(words)
    places = (at for at, option in enumerate(question.options) if keys(option.match) & known)
    return tuple(1 << at for at in places)


def _several(question: Question, line: str) -> Heard | None:
    masks = several(question, line)
    if 0 in masks:
        return Heard(Hearing.NO_SUCH)
    return _told(masks, Hearing.SEVERAL)


def _none(line: str, phrases: Phrases) -> Heard | None:
    """None of these, alone or somewhere in the line in more than one word."""
    none = keys(phrases.none_of_these)
    folded = fold(line)
    inside = any(" " in phrase and within(phrase, folded) for phrase in none)
    return Heard(Hearing.NONE_OF_THESE) if inside or is_one_of(line, none, phrases.language) else None


def _weigh(question: Question, line: str, phrases: Phrases) -> Heard:
    best = None if is_open(line, phrases) else likeliest(question, line, phrases.language)
    if best:
        return Heard(Hearing.LIKELY, (1 << best.place,))
    pair = tuple(1 << guess.place for guess in traces(guesses(question, fold(line), phrases.language)))
    return Heard(Hearing.BETWEEN, pair) if pair else UNCLEAR
