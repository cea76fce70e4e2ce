"""What sets two versions of content apart? Which conversations change their result, and what open sessions keep."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Final

from bot.assemble import compared, content
from bot.commands.output import print_json
from bot.model.dialogue import Dialogue
from bot.model.errors import Witness, answers_lines
from bot.model.ids import ResultId
from bot.model.proof import Answers, Difference, Meaning, Shift

CANNOT: Final = "cannot be held"


def diff(old: str, new: str, *, as_json: bool) -> int:
    """Compare two content folders."""
    before, after = content(old), content(new)
    found = compared(before, after)
    if as_json:
        print_json(_object(found))
    else:
        dialogues = (before.dialogue(), after.dialogue())
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, dialogues))
    return 0


def _lines(found: Difference, dialogues: tuple[Dialogue, Dialogue]) -> Iterator[str]:
    moved = sum(shift.count for shift in found.shifts)
    share = 100 * moved / found.conversations
    yield f"{moved:,} of {found.conversations:,} conversations ({share:.2f} %) change their result."
    for shift in found.shifts:
        yield ""
        yield from _shift(shift, dialogues)
    yield ""
    yield from _carried(found)
    if found.meanings:
        yield ""
        yield "What moves with it (conversations before -> now):"
        yield from (f"  {name}: {_told(*both)}" for name, both in found.meanings.items())


def _shift(shift: Shift, dialogues: tuple[Dialogue, Dialogue]) -> Iterator[str]:
    before, after = (_label(d, end) for d, end in zip(dialogues, (shift.before, shift.after), strict=True))
    yield f"{shift.count:,}: {before} -> {after}. A shortest one:"
    yield from answers_lines(_words(shift.example, dialogues)) or ["    any answers"]


def _carried(found: Difference) -> Iterator[str]:
    """What an open session keeps when it goes on with the new version."""
    if not found.gone:
        yield "Every answer of an open session carries over."
    else:
        yield f"Answers of open sessions carry over, but not these: {'; '.join(found.gone)}."
    if found.new:
        yield f"New, and still to be asked or chosen: {'; '.join(found.new)}."


def _told(before: Meaning | None, after: Meaning | None) -> str:
    if before is None or after is None:
        return "is new" if before is None else "is gone"
    totals = [found.counts.get("of", sum(found.counts.values())) for found in (before, after)]
    moved = [
        f"{'' if name == 'in' else f'{name} '}{was:,} -> {now:,}"
        for name in {**before.counts, **after.counts}
        for was, now in [(before.counts.get(name, 0), after.counts.get(name, 0))]
        if name != "of" and was != now
    ]
    of = f"of {totals[0]:,}" if totals[0] == totals[1] else f"(of {totals[0]:,} before, of {totals[1]:,} now)"
    return f"{', '.join(moved)} {of}" if moved else "other conversations than before, but as many"


def _label(dialogue: Dialogue, end: ResultId | None) -> str:
    return CANNOT if end is None else next(one.label for one in dialogue.results if one.id == end)


def _words(answers: Answers, dialogues: tuple[Dialogue, Dialogue]) -> Witness:
    """The answers in the words of the version that has them, the new one first."""
    found = []
    for question, option in answers:
        known = [
            f"{one.short}: {choice.label}"
            for dialogue in reversed(dialogues)
            for one in dialogue.questions
            for choice in one.options
            if (one.id, choice.id) == (question, option)
        ]
        found.append((question, option, known[0]))
    return tuple(found)


def _object(found: Difference) -> Mapping[str, object]:
    return {
        "conversations": found.conversations,
        "changed": sum(shift.count for shift in found.shifts),
        "shifts": [
            {"from": one.before, "to": one.after, "count": one.count, "example": dict(one.example)}
            for one in found.shifts
        ],
        "carries_over": {"gone": list(found.gone), "new": list(found.new)},
        "meanings": {
            name: {"before": _meaning(before), "now": _meaning(after)}
            for name, (before, after) in found.meanings.items()
        },
    }


def _meaning(meaning: Meaning | None) -> Mapping[str, object] | None:
    return None if meaning is None else {**meaning.counts, "digest": meaning.digest}
