"""Does a claim say whose it is? Authors need lines, reported claims a source and lines, and ours neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.content.names import Names, unknown
from bot.content.node import Node
from bot.model.errors import Fault

_NEEDS: Final = {"authors": ("lines",), "reported": ("by", "lines"), "project": ()}
_WHOSE: Final = {
    "authors": "A claim of the authors",
    "reported": "A reported claim",
    "project": "A claim of the project",
}


def check(claim: Node, names: Names) -> Iterator[Fault]:
    """The faults of one claim, or of the source of a question."""
    grade = claim.at("grade")
    for key in ("by", "lines"):
        wanted = key in _NEEDS[grade.data]
        if wanted and not claim.has(key):
            message = f"{_WHOSE[grade.data]} needs `{key}`."
            yield grade.fault("claim-needs", message, f"Add `{key}: [...]`, or mend the grade.")
        if not wanted and claim.has(key):
            message = f"{_WHOSE[grade.data]} has no `{key}`."
            yield claim.at(key).fault(
                "claim-extra", message, f"Take `{key}` away, or mend the grade.", at_key=True
            )
    for source in claim.each("by"):
        yield from unknown(source, "source", names.sources)
