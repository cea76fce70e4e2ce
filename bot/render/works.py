"""Which works does a report rest on? The paper itself and all that its shown claims report, as a bibliography gives them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.knowledge import Claim, Knowledge, Source
from bot.render.words import Words

ITSELF = "osborne-2013"


def listed(words: Words, knowledge: Knowledge, claims: Iterable[Claim]) -> list[str]:
    """The paper itself, then every work that one of the claims reports."""
    cited = {name for claim in claims for name in claim.place.by} | {ITSELF}
    return [entry(words, source) for source in knowledge.sources if source.id in cited]


def entry(words: Words, source: Source) -> str:
    """A work as a bibliography gives it; what the pre-print leaves out is said."""
    parts = (f"{source.authors} ({source.year})", source.title, source.where)
    told = ". ".join(part.rstrip(".") for part in parts if part) + "."
    if source.id == ITSELF:
        return told
    told = f"{told.rstrip('.')} ({words.say('report_cited')})."
    return told if source.complete else words.say("source_incomplete", entry=told)
