"""Does content hold, and what sets two versions apart? The proof and the comparison, for people and for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from bot.assemble.content import Content, content, examined
from bot.commands.output import print_json
from bot.model.errors import ContentError, Fault
from bot.model.proof import Facts, Lengths
from bot.proof.facts_file import facts_text
from bot.service.publish import Examined, facts_changed

FAILED: Final = 1


def check(path: str | None, *, as_json: bool, write_facts: bool) -> int:
    """Prove a content folder; 1 if something does not hold, 4 (by ContentError) if it cannot even be read."""
    try:
        library = content(path)
    except ContentError as error:
        if not as_json:
            raise
        print_json(_object(Examined(faults=error.faults, shown=(), facts=None)))
        return error.exit_code
    proved = examined(library)
    written = bool(write_facts and proved.facts)
    if proved.facts and written:
        library.write_facts(facts_text(proved.facts))
    found = _with_facts(library, proved)
    if as_json:
        print_json(_object(found))
    else:
        _show(library, found, write_facts=write_facts, written=written)
        if path is None:
            _tell_of_content_here(library.root)
    return FAILED if found.errors else 0


def _with_facts(library: Content, proved: Examined) -> Examined:
    """What the committed facts say otherwise, and which languages are not offered, beside what was found."""
    faults = [*proved.faults, *library.translation_faults(), *library.facts_faults()]
    if proved.facts:
        faults += facts_changed(library.facts_file, library.facts(), facts_text(proved.facts))
    return Examined(faults=tuple(sorted(faults)), shown=proved.shown, facts=proved.facts)


def _show(library: Content, found: Examined, *, write_facts: bool, written: bool) -> None:
    sys.stdout.write(f"Checking {library.root}\n\n")
    sys.stdout.writelines(f"{line}\n" for line in _lines(found))
    if written:
        sys.stdout.write(f"The facts are written to {library.root}/{library.facts_file}.\n")
    elif write_facts:
        sys.stdout.write("The facts are not written: mend the errors first.\n")
    elif not found.errors:
        sys.stdout.write("Stories are not part of the proof. Run them with: tango story\n")


def _tell_of_content_here(checked: str) -> None:
    """An installed Tango has its own copy: whoever stands beside another one may mean that."""
    here = os.getcwd()
    if here != checked and all(os.path.isdir(part) for part in ("dialogues", "knowledge")):
        sys.stdout.write(f"The content in {here} was not checked. To check it: tango check .\n")


def _lines(found: Examined) -> Iterator[str]:
    """The faults, then what was shown, each with its count, then the sum."""
    for fault in found.faults:
        yield f"{fault}\n"
    yield "Proved over all conversations:"
    yield from (f"  {one.says}: {one.count:,}" for one in found.shown)
    yield ""
    errors, warnings = len(found.errors), len(found.faults) - len(found.errors)
    yield f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _object(found: Examined) -> Mapping[str, object]:
    return {
        "ok": not found.errors,
        "findings": [_finding(fault) for fault in found.faults],
        "proved": [{"property": one.id, "count": one.count, "says": one.says} for one in found.shown],
        "facts": _facts(found.facts) if found.facts else None,
    }


def _finding(fault: Fault) -> Mapping[str, object]:
    witness = fault.witness
    return {
        "file": fault.spot.file,
        "line": fault.spot.line,
        "column": fault.spot.column,
        "severity": fault.severity,
        "code": fault.code,
        "message": fault.message,
        "mend": fault.mend,
        "witness": None if witness is None else {question: option for question, option, _ in witness},
    }


def _facts(facts: Facts) -> Mapping[str, object]:
    return {
        "dialogue": facts.dialogue,
        "conversations": facts.conversations,
        "full": _lengths(facts.full),
        "quick": _lengths(facts.quick),
        "results": dict(facts.results),
        "rows": dict(facts.rows),
    }


def _lengths(lengths: Lengths) -> Mapping[str, object]:
    return {"shortest": lengths.shortest, "longest": lengths.longest, "mean": round(float(lengths.mean), 2)}
