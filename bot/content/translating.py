"""Is a translation complete? Missing, stale and broken texts are faults, and a language that has one is not offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.content.node import Node
from bot.content.overlay import Plain, stamp, texts, value_at
from bot.model import markup
from bot.model.errors import Fault
from bot.model.hints import near

_TRANSLATE = "Translate this text, or take the file away."


def add(plain: Plain, files: Sequence[Node]) -> None:
    """Lay the complete translations beside the content, and the faults of the others."""
    source = texts(plain)
    plain["overlays"], plain["untranslated"] = {}, []
    taken = {plain["dialogue"]["language"]}
    for file in files:
        language = file.data["language"]
        faults = [*_twice(file, taken), *_faults(file.at("texts"), plain, source)]
        taken.add(language)
        if faults:
            plain["untranslated"] += map(_row, faults)
        else:
            plain["overlays"][language] = {path: entry["say"] for path, entry in file.data["texts"].items()}


def _row(fault: Fault) -> list[str | int]:
    spot = fault.spot
    return [spot.file, spot.line, spot.column, fault.code, fault.message, fault.mend]


def _twice(file: Node, taken: set[str]) -> Iterator[Fault]:
    language = file.data["language"]
    if language in taken:
        message = f"The language `{language}` is there already."
        yield file.at("language").fault("translation-twice", message, "Keep one file for each language.")


def _faults(file: Node, plain: Plain, source: Mapping[str, str]) -> Iterator[Fault]:
    for path in source:
        if not file.has(path):
            yield file.fault("translation-missing", f"The text `{path}` is missing.", _TRANSLATE)
    yield from _same_labels(file, source)
    for path, entry in file.entries():
        if path in source:
            yield from _faults_of_text(entry, path, plain, source[path])
        else:
            mend = near(path, list(source)) or "Take it away."
            yield entry.fault("translation-unknown", f"There is no text `{path}`.", mend, at_key=True)


def _same_labels(file: Node, source: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for a label that another option of the same question has already."""
    seen: set[tuple[str, str]] = set()
    for path, entry in file.entries():
        question, option, _ = path.partition("/option/")
        if path in source and option and path.endswith("/label"):
            label = (question, str(entry.data["say"]))
            if label in seen:
                message = f"Another option of this question is called `{label[1]}` already."
                yield entry.at("say").fault("translation-label", message, "Give each option its own words.")
            seen.add(label)


def _faults_of_text(entry: Node, path: str, plain: Plain, source: str) -> Iterator[Fault]:
    if entry.data["of"] != stamp(source):
        message = f"The text `{path}` has changed since it was translated."
        yield entry.at("of").fault(
            "translation-stale", message, f'Translate it again, with `of: "{stamp(source)}"`.'
        )
    said = entry.data["say"]
    if isinstance(said, list) != isinstance(value_at(plain, path), list):
        mend = "Write a list for a list, and one text for a text."
        yield entry.at("say").fault("translation-form", f"Expected the form of `{path}`.", mend)
        return
    text = said if isinstance(said, str) else "\n".join(said)
    most = plain["texts"][path][0]
    if most and len(text) > most:
        message = f"Expected at most {most} characters, found {len(text)}."
        yield entry.at("say").fault("translation-long", message, "Shorten it.")
    yield from _markup(entry.at("say"), path, text, source)


def _markup(said: Node, path: str, text: str, source: str) -> Iterator[Fault]:
    if markup.broken_link(text) or set(markup.links(text)) != set(markup.links(source)):
        mend = "Keep the glossary links of the source text."
        yield said.fault("translation-links", f"The glossary links of `{path}` differ.", mend)
    if path.startswith("message/"):
        try:
            same = markup.slots(text) == markup.slots(source)
        except ValueError:
            same = False
        if not same:
            mend = "Keep the slots of the source text."
            yield said.fault("translation-slots", f"The slots of `{path}` differ.", mend)
