"""May this content be used? The proof of its rules and of its texts, as faults with their places in the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeAlias

from bot.model.dialogue import Dialogue
from bot.model.errors import ContentError, Fault, Severity, Spot, Witness
from bot.model.knowledge import Knowledge
from bot.model.proof import Facts, Finding, Property, Subject
from bot.proof.prove import prove
from bot.reasoning.rules import Rules
from bot.service.ports import Rendered, Texts

Spots: TypeAlias = Mapping[str, Spot]
"""Where every question, row, item and message stands, by its kind and names joined with "/"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found, sorted by place, what was shown, and what the dialogue means (None where that is not known)."""

    faults: tuple[Fault, ...]
    shown: tuple[Property, ...]
    facts: Facts | None

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults with which nothing may be used."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)


def examine(rules: Rules, knowledge: Knowledge, spots: Spots, texts: Sequence[Texts], links: int) -> Examined:
    """The proof of content: its rules once, its texts in every language. `links` lead to the glossary, and were followed."""
    proof = prove(rules, knowledge)
    said = [proved() for proved in texts]
    faults = [placed(rules.dialogue, finding, spots) for finding in proof.findings]
    faults += [fault for one in said for fault in one.faults]
    return Examined(
        faults=tuple(sorted(dict.fromkeys(faults))),
        shown=(*proof.shown, *_said(said), _followed(links)),
        facts=proof.facts,
    )


def approve(examined: Examined) -> None:
    """Raise ContentError with every fault for which content is refused; a warning is none."""
    if examined.errors:
        raise ContentError(examined.errors)


def placed(dialogue: Dialogue, finding: Finding, spots: Spots) -> Fault:
    """A finding at its place in the files, with the lines of the other places that have a part in it."""
    lines = " and ".join(str(_spot(subject, spots).line) for subject in finding.near)
    return Fault(
        _spot(finding.subject, spots),
        finding.code,
        f"{finding.message} See line {lines}." if lines else finding.message,
        finding.mend,
        finding.severity,
        None if finding.witness is None else _witness(dialogue, finding),
    )


def _spot(subject: Subject, spots: Spots) -> Spot:
    """Where a subject stands; what has no place of its own stands at what it is part of."""
    while subject and "/".join(subject) not in spots:
        subject = subject[:-1]
    return spots["/".join(subject) or "dialogue"]


def facts_changed(file: str, before: str | None, now: str) -> Iterator[Fault]:
    """What a committed facts file says otherwise than the content does; a missing one is a warning."""
    write = "run `tango check --write-facts` and commit the file."
    if before is None:
        message = "There is no facts file, so nobody sees when the meaning of the dialogue changes."
        yield Fault(Spot(file, 1, 1), "facts-missing", message, f"To make one, {write}", Severity.WARNING)
        return
    changes = list(_changes(before.splitlines(), now.splitlines()))
    if changes:
        at, was, is_now = changes[0]
        count = f"{len(changes)} line{'' if len(changes) == 1 else 's'}"
        message = (
            f"The meaning of the dialogue has changed in {count} of the facts file."
            f" The first says {_quoted(was)}, and the content {_quoted(is_now)}."
        )
        mend = f"See what it changes for people with `tango diff`. If you mean it, {write}"
        yield Fault(Spot(file, at + 1, 1), "facts-changed", message, mend)


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The lines that differ: where, what stood there, and what would stand there; nothing for a line that is missing."""
    for kind, start, end, at, to in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = zip_longest(old[start:end], new[at:to], fillvalue="")
            yield from ((start + number, was, is_now) for number, (was, is_now) in enumerate(pairs))


def _quoted(line: str) -> str:
    return f"`{line.strip()}`" if line.strip() else "nothing"


def _witness(dialogue: Dialogue, finding: Finding) -> Witness:
    found = []
    for name, chosen in finding.witness or ():
        question = dialogue.question(name)
        label = next(option.label for option in question.options if option.id == chosen)
        found.append((name, chosen, f"{question.short}: {label}"))
    return tuple(found)


def _followed(links: int) -> Property:
    return Property(id="terms-exist", count=links, says="links to the glossary lead to a term")


def _said(texts: Sequence[Rendered]) -> Iterator[Property]:
    """What was shown of the texts, added up over the languages."""
    if not any(fault.severity is Severity.ERROR for one in texts for fault in one.faults):
        yield Property(
            id="pages-render",
            count=sum(one.combinations for one in texts),
            says=f"renderings of pages work, on every combination of what a line reads, in every language ({len(texts)})",
        )
        yield Property(
            id="messages-said",
            count=sum(one.messages for one in texts),
            says="messages can be said with what fills them",
        )
