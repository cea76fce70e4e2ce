"""Does every page render, and can every message be said? Proved for one language before its content is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.errors import ContentError, Fault, Severity, Spot
from bot.model.knowledge import Knowledge
from bot.render import wording
from bot.render.layouts import PAGES
from bot.render.proving.chains import chains_of
from bot.render.proving.resolving import Resolver
from bot.render.proving.said import placed, said_about, unsaid, unsayable
from bot.render.proving.trying import tried
from bot.render.shapes import Shape, Vocabulary, fields_of, vocabulary_of
from bot.render.templates import environment, read
from bot.render.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What was proved of one language: `chains` of templates on `combinations` of what they read, and `messages`.

    Without a fault that is an error every page renders, whatever stands in its view, and every message can be said.
    """

    faults: tuple[Fault, ...]
    combinations: int
    chains: int
    messages: int


def prove(
    texts: Mapping[str, str], words: Words, knowledge: Knowledge, spots: Mapping[str, Spot]
) -> Rendered:
    """Prove the templates (by file name) and messages of a language; faults are sorted by place.

    `spots` says where a message stands, by "message/" and its key.
    """
    overheard = _Overheard(words, spots)
    vocabulary = vocabulary_of(words.dialogue, knowledge)
    pages = [_page(name, text, overheard, vocabulary) for name, text in sorted(texts.items())]
    said = said_about(knowledge)
    faults = [*_missing(texts, vocabulary), *unsayable(words.messages, said, spots)]
    faults += [fault for page in pages for fault in page.faults]
    if all(
        fault.severity is Severity.WARNING for fault in faults
    ):  # else some template is not heard to its end
        faults += unsaid(words.messages, said.keys() | overheard.keys, spots)
    return Rendered(
        faults=tuple(sorted(dict.fromkeys(faults))),
        combinations=sum(page.combinations for page in pages),
        chains=sum(page.chains for page in pages),
        messages=len(words.messages),
    )


@dataclass(frozen=True, slots=True)
class _Overheard:
    """The voice of a language, and the keys of the messages that it was asked for."""

    words: Words
    spots: Mapping[str, Spot]
    keys: set[str] = field(default_factory=set)

    def say(self, key: str, **slots: object) -> str:
        self.keys.add(key)
        try:
            return self.words.say(key, **slots)
        except ContentError as error:
            raise ContentError([placed(fault, key, self.spots) for fault in error.faults]) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proved:
    """What was found out about one template."""

    faults: tuple[Fault, ...] = ()
    combinations: int = 0
    chains: int = 0


def _page(file: str, text: str, overheard: _Overheard, vocabulary: Vocabulary) -> _Proved:
    """One template: is it well formed, is every name there, does every chain render? Each is asked if the last is so."""
    tree, faults = read(file, text)
    name = file.removesuffix(".j2")
    if name not in PAGES:
        return _Proved(faults=(*faults, wording.no_page(file, [f"{page}.j2" for page in PAGES])))
    if faults:
        return _Proved(faults=faults)
    fields: Mapping[str, Shape] = fields_of(PAGES[name], vocabulary)
    resolver = Resolver(file)
    chains = chains_of(resolver, tree, fields)
    if resolver.faults:
        return _Proved(faults=tuple(resolver.faults), chains=len(chains))
    done = tried(environment({}, overheard.say), file, fields, chains)
    return _Proved(faults=done.faults, combinations=done.renderings, chains=len(chains))


def _missing(texts: Mapping[str, str], vocabulary: Vocabulary) -> list[Fault]:
    return [
        wording.no_template(f"{name}.j2", sorted(fields_of(view, vocabulary)))
        for name, view in PAGES.items()
        if f"{name}.j2" not in texts
    ]
