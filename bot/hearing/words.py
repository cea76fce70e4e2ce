"""When are two written words the same? Folding, stemming, and a little tolerance for typing errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

LIMIT: Final = 1000
"""Characters that are read; a longer text is only told to be too long. One sign can stand for many more letters."""

INVISIBLE: Final = frozenset(
    "\u200b\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Marks that only turn the direction of writing, or show nothing at all."""

STEMMERS: Final[Mapping[str, str]] = {"en": "english"}
"""Languages whose endings are taken off; words of other languages are compared whole."""

SHORTEST_TYPO: Final = 4
"""Words shorter than this must be spelled right: too many of them are one slip away from another."""

NEGATIONS: Final = frozenset(
    re.findall(
        r"\w+",
        """no not never none nobody noone nothing nowhere neither nor without cannot hardly barely rarely seldom scarcely
        unable refuse stop stopped lack lacks lacking opposite nowt""",
    )
)
"""Words that turn a statement round."""

TELLING: Final = frozenset({"nothing", "nowt", "none", "never", "nobody", "neither"})
"""Words of these that can be an answer by themselves."""

GUARDS: Final = frozenset(
    re.findall(
        r"\w+",
        """but rather instead except unless although though if should would could might may will want wants wanted wish hope
        hoping ideally supposed used sometimes occasionally partly half theory technically officially supposedly claim
        claims pretend try tried tries eventually soon someday future before previously formerly until till intend aim
        guess suppose suspect probably seems seem than versus vs whether depends depending vary varies prefer""",
    )
)
"""Words that take a statement back, narrow it, or move it to another time. A likely answer leaves none unexplained."""

NOT: Final = "not"
"""What stands for any word that turns a statement round."""

WEAKENED: Final = re.compile(
    r"\bnot (?:only|just|always|all|necessarily|entirely|quite|exactly|completely|wholly|yet|so much|nothing|never|no)\b"
)
"""A "not" that leaves open how much of the statement stands."""

SHORT_FORMS: Final = re.compile(
    r"\b(do|does|did|is|are|was|were|could|would|should|has|have|had|must|need|ca|wo)nt\b"
)
SPELLED: Final[Mapping[str, str]] = {"cant": "cannot", "wont": "will not"}
"""Short forms with "not", and the two that are not made by taking the end off."""

STOP: Final = frozenset(
    re.findall(
        r"\w+",
        """a an the is are was were be been being am it its this that these those there here to of in on at by for with
        from as into and or so do does did done has have had i me my we us our ours you your they them their he she his
        her him who which what where when how will just very really quite mostly mainly generally usually normally
        basically also then get gets got go goes one ones thing things way ways lot lots much all any some more most
        about up out over et im weve were theyre thats ive ill id youre hes shes theres theyve well""",
    )
)
"""Words that carry too little to tell answers apart."""

PADDING: Final = (
    "please", "pls", "thanks", "thank you", "ta", "cheers", "mate", "i think", "we think", "i would say", "id say",
    "i believe", "i choose", "i pick", "ill pick", "i go for", "id go for", "ill go for", "ill go with", "id go with",
    "i would go with", "go with", "going with", "its", "it is", "that is", "thats", "that would be", "thatd be",
    "it would be", "itd be", "um", "umm", "uh", "er", "erm", "hmm", "well", "oh", "ok", "okay", "so", "hi", "hello",
    "hey", "sorry", "tbh", "to be honest", "honestly", "definitely", "certainly", "clearly", "obviously", "actually",
    "basically", "the answer is", "answer is", "my answer is", "for us", "in our case", "here", "i mean", "afraid", "lol", "haha",
    "im afraid", "i am afraid", "then", "pretty much", "just",
)  # fmt: skip
"""Courtesies around an answer that do not change it."""


def clean(text: str) -> str:
    """Drop control characters, marks of direction and halves of characters; lines stay lines."""
    kept = (
        c for c in text if c in "\n\t" or (c not in INVISIBLE and unicodedata.category(c) not in ("Cc", "Cs"))
    )
    return "".join(kept).strip()


def plain(text: str) -> str:
    """One line in one case: compatible forms joined, quotes straight, pictures and joiners gone, signs kept."""
    joined = unicodedata.normalize("NFKC", text)[:LIMIT].casefold()
    straight = joined.translate(_QUOTES)
    return " ".join("".join(c for c in straight if not _is_picture(c)).split())


def fold(text: str) -> str:
    """Words alone: no case, no accents, no signs; "Don't!", "dont" and "do not" are the same."""
    apart = unicodedata.normalize("NFKD", plain(text).replace("'", ""))
    words = " ".join("".join(_letter(c) for c in apart if not unicodedata.combining(c)).split())
    return SHORT_FORMS.sub(lambda form: SPELLED.get(form[0], f"{form[1]} not"), words)


def key(text: str) -> str:
    """What a text is known by: its words, or its signs (each once) where it has no words, as in "???"."""
    return fold(text) or "".join(dict.fromkeys(plain(text).replace(" ", "")))


@lru_cache(maxsize=1024)
def keys(texts: tuple[str, ...]) -> frozenset[str]:
    """The keys of several texts of an author."""
    return frozenset(key(text) for text in texts)


def within(phrase: str, folded: str) -> bool:
    """Whether a folded phrase stands in a folded text, word by word."""
    return bool(phrase) and f" {phrase} " in f" {folded} "


def bare(folded: str, language: str) -> str:
    """Leave out courtesies at either end of a folded text; never less than one word."""
    if language != "en":
        return folded
    shorter = _PADDED.sub("", folded).strip()
    shorter = _PADDED_END.sub("", shorter).strip()
    return shorter or folded


def content(folded: str, language: str) -> tuple[str, ...]:
    """The stems that carry meaning, in order, each once."""
    left_out = _LEFT_OUT if language == "en" else frozenset[str]()
    kept = (word for word in folded.split() if word not in left_out)
    return tuple(dict.fromkeys(stem(word, language) for word in kept))


def guards(folded: str, language: str) -> frozenset[str]:
    """The words that may turn the statement round, take it back, count, or put it elsewhere in time."""
    if language != "en":
        return frozenset()
    words = frozenset(folded.split())
    numbers = frozenset(word for word in words if word.isdecimal())
    return words & GUARDS | numbers | (frozenset({NOT}) if words & NEGATIONS else frozenset())


@lru_cache(maxsize=4096)
def stem(word: str, language: str) -> str:
    """The word without its ending, where the language's endings are known."""
    return _stemmer(STEMMERS[language])(word) if language in STEMMERS else word


def alike(one: str, other: str) -> float:
    """How alike two stems are: 1 is the same, a slip of the finger a little less, anything else 0."""
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    allowed = 1 if longest < 8 else 2
    if min(len(one), len(other)) < SHORTEST_TYPO or abs(len(one) - len(other)) > allowed:
        return 0.0
    slips = distance(one, other)
    return 1 - slips / longest if slips <= allowed else 0.0


@lru_cache(maxsize=16384)
def distance(one: str, other: str) -> int:
    """Letters added, lost, changed or swapped with a neighbour (Damerau-Levenshtein, restricted)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, facing in enumerate(other, start=1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != facing))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == facing:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]


@lru_cache(maxsize=4)
def _stemmer(name: str) -> Callable[[str], str]:
    import snowballstemmer  # noqa: PLC0415 - only where an answer is not exact

    made: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return made


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cs", "So", "Me") or character in _MODIFIERS


def _letter(character: str) -> str:
    return character if unicodedata.category(character)[0] in "LNM" else " "


_LEFT_OUT: Final = STOP | GUARDS | (NEGATIONS - TELLING)
_QUOTES: Final = str.maketrans(dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4\u0060\u2032", "'"))
_MODIFIERS: Final = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_PADS: Final = "|".join(sorted((re.escape(pad) for pad in PADDING), key=len, reverse=True))
_PADDED: Final = re.compile(rf"^(?:(?:{_PADS})(?: |$))+")
_PADDED_END: Final = re.compile(rf"(?:(?:^| )(?:{_PADS}))+$")
