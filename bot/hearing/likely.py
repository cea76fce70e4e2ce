"""Which answers may a sentence mean, and how surely? Stems weighed by how well they tell answers apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

from bot.hearing.words import NOT, alike, content, fold, guards, plain, within
from bot.model.dialogue import Option, Question

MOST_WORDS: Final = 40
"""A sentence with more different words than this tells a story; it is not weighed."""

CLEAR: Final = 0.62
"""An answer is likely from this score on."""

MARGIN: Final = 0.2
"""It must also be so far ahead of the next."""

TRACE: Final = 0.26
"""From this score on an answer may be shown as one of two."""

LIST_WORDS: Final = 2
"""A list has no part with more words that carry meaning; longer parts are clauses, and are weighed together."""

LEAST: Final = 0.45
"""What a phrase keeps of its score, however much else is said."""

LEAST_ALONE: Final = 0.3
"""The same for a phrase that hangs on one word: "hidden" is an answer, "hidden costs" is not."""

RIVAL: Final = 0.45
"""No answer is likely while another one scores this much."""

UNTOLD: Final = 0.45
"""What is left of a score when text and phrase disagree on "not"."""


_JOINTS: Final = re.compile(r"\s+(?:and|or|plus)\s+|\s*[,;/&+]\s*")


WHOLE: Final = 0.75
"""A text that holds a whole phrase of several words, word by word, scores at least this."""

APART: Final = 0.7
"""What is left of a score when "no say" or "we decide" is not said in one go: "no" and "we" may belong elsewhere."""


@dataclass(frozen=True, slots=True)
class Guess:
    """An option's place, its score from 0 to 1, and whether every "not", "but" and "should" of the text is explained."""

    place: int
    score: float
    sound: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say an answer: its words, the stems that carry it, and its guard words."""

    folded: str
    stems: tuple[str, ...]
    guards: frozenset[str]

    @property
    def core(self) -> str:
        """The words without an article in front."""
        return re.sub(r"^(?:an?|the) ", "", self.folded)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the answers of one question sound like: the phrases of each, and the weight of each stem."""

    phrases: tuple[tuple[Phrase, ...], ...]
    unless: tuple[tuple[str, ...], ...]
    weights: Mapping[str, float]
    strange: float

    def weight(self, word: str) -> float:
        """How well a stem tells the answers apart; one that none of them has counts three quarters."""
        return self.weights.get(word, self.strange)


def likeliest(question: Question, line: str, language: str) -> Guess | None:
    """The one option that a line clearly means; None for a short list with a part that means another, or a strange thing."""
    best = clear(guesses(question, fold(line), language))
    parts = [fold(part) for part in _JOINTS.split(plain(line)) if fold(part)]
    if best is None or any(len(content(part, language)) > LIST_WORDS for part in parts):
        return best
    return best if all(_agrees(question, best.place, part, language) for part in parts) else None


def guesses(question: Question, folded: str, language: str) -> tuple[Guess, ...]:
    """Every option with its score for a folded text, best first; none for a text that is too long to weigh."""
    told = content(folded, language)
    if len(told) > MOST_WORDS:
        return ()
    profile = _profile(question.options, language)
    text = Phrase(folded, told, guards(folded, language))
    scored = (_guess(profile, place, text) for place in range(len(question.options)))
    return tuple(sorted(scored, key=lambda guess: -guess.score))


def clear(ranked: tuple[Guess, ...]) -> Guess | None:
    """The guess that is good, sound and well ahead of the rest, if there is one."""
    if not ranked or ranked[0].score < CLEAR or not ranked[0].sound:
        return None
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return ranked[0] if second < RIVAL and ranked[0].score - second >= MARGIN else None


def traces(ranked: tuple[Guess, ...]) -> tuple[Guess, ...]:
    """The two best guesses, where both left a trace; else none."""
    return ranked[:2] if len(ranked) > 1 and ranked[1].score >= TRACE else ()


def _agrees(question: Question, place: int, part: str, language: str) -> bool:
    """Whether a part of a list has a word of the option and is not clearly another one."""
    told = content(part, language)
    other = clear(guesses(question, part, language))
    own = {stem for phrase in _profile(question.options, language).phrases[place] for stem in phrase.stems}
    known = any(alike(word, stem) for word in told for stem in own)
    return (known or not told) and (other is None or other.place == place)


def _guess(profile: Profile, place: int, text: Phrase) -> Guess:
    """The option at `place` by the phrase of it that fits best; unsound and halved if one of its `not` phrases is there."""
    fits = [(_fit(profile, phrase, text), text.guards <= phrase.guards) for phrase in profile.phrases[place]]
    score, sound = max(fits, key=lambda fit: (fit[1] and fit[0] >= CLEAR, *fit), default=(0.0, False))
    if any(within(phrase, text.folded) for phrase in profile.unless[place]):
        return Guess(place, score / 2, sound=False)
    return Guess(place, score, sound)


def _fit(profile: Profile, phrase: Phrase, text: Phrase) -> float:
    """How much of the phrase is in the text, and how much of the text is in the phrase."""
    met = _share(profile, phrase.stems, text.stems)
    explained = _share(profile, text.stems, phrase.stems)
    least = LEAST if len(phrase.stems) > 1 else LEAST_ALONE
    score = met * (least + (1 - least) * explained)
    if (NOT in phrase.guards) is not (NOT in text.guards):
        return score * UNTOLD
    if within(phrase.core, text.folded):
        return max(score, WHOLE) if len(phrase.stems) > 1 else score
    return score * APART if len(phrase.stems) == 1 and " " in phrase.core else score


def _share(profile: Profile, wanted: tuple[str, ...], found: tuple[str, ...]) -> float:
    """The weight of the wanted stems that are found, of 1."""
    whole = sum(profile.weight(word) for word in wanted)
    met = sum(
        profile.weight(word) * max((alike(word, other) for other in found), default=0.0) for word in wanted
    )
    return met / whole if whole else 0.0


@lru_cache(maxsize=64)
def _profile(options: tuple[Option, ...], language: str) -> Profile:
    phrases = tuple(tuple(_phrases(option, language)) for option in options)
    homes: dict[str, set[int]] = {}
    for place, own in enumerate(phrases):
        for word in {word for phrase in own for word in phrase.stems}:
            homes.setdefault(word, set()).add(place)
    return Profile(
        phrases=phrases,
        unless=tuple(tuple(fold(phrase) for phrase in option.unless) for option in options),
        weights={word: log(1 + len(options) / len(places)) for word, places in homes.items()},
        strange=0.75 * log(1 + len(options)),
    )


def _phrases(option: Option, language: str) -> list[Phrase]:
    """The ways to say an option that carry at least one stem."""
    told = {fold(way) for way in (option.label, option.long, *option.match)}
    made = [Phrase(way, content(way, language), guards(way, language)) for way in sorted(told)]
    return [phrase for phrase in made if phrase.stems]
