"""What sets two versions of content apart? Which conversations change their result, and what open sessions keep."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.assemble.content import Content, approved, compared, content
from bot.commands.output import print_json
from bot.model.dialogue import Dialogue
from bot.model.errors import ContentError, answers_lines
from bot.model.ids import OptionId, QuestionId, ResultId
from bot.model.proof import Difference, Meaning, Shift

CANNOT: Final = "cannot be held"
TOLD: Final = 20
"""So many changed texts are named; the rest is a number."""


def diff(old: str, new: str, *, as_json: bool) -> int:
    """Compare two content folders."""
    before, after = _opened(old), _opened(new)
    found, texts = compared(before, after), _texts(before.texts(), after.texts())
    if as_json:
        print_json(_object(found, texts))
    else:
        names = _Names(before, after)
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, texts, names))
    return 0


def _opened(folder: str) -> Content:
    try:
        found = content(folder)
        approved(found)
    except ContentError as error:
        sys.stderr.write(f"{folder} cannot be compared:\n")
        raise error from None
    return found


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """The texts that differ, by their paths."""
    return [path for path in {**old, **new} if old.get(path) != new.get(path)]


@dataclass(frozen=True)
class _Names:
    """The words of both versions for what has a name; the new one's first."""

    old: Content
    new: Content

    def result(self, library: Content, end: ResultId | None) -> str:
        """A result as the version calls it."""
        return next((one.label for one in library.dialogue().results if one.id == end), CANNOT)

    def question(self, name: str) -> str:
        """A question by its short name, with its options' labels where it stands as `question: option`."""
        asked, _, option = name.partition(": ")
        return f"{name} ({self.answer(QuestionId(asked), (OptionId(option),) if option else ())})"

    def answer(self, name: QuestionId, options: Sequence[OptionId]) -> str:
        """A question's short name and the labels of these options."""
        asked = [one for dialogue in self._dialogues() for one in dialogue.questions if one.id == name]
        labels = {option.id: option.label for one in reversed(asked) for option in one.options}
        return ": ".join((asked[0].short, *filter(None, (" or ".join(labels[o] for o in options),))))

    def meaning(self, name: str) -> str:
        """A table or a condition in words."""
        kind, _, rest = name.partition(" ")
        titles: dict[str, str] = {
            **{f"fact {fact.id}": fact.title for dialogue in self._dialogues() for fact in dialogue.facts},
            **{
                f"aim {aim.id}": f"aim: {aim.title}"
                for dialogue in self._dialogues()
                for aim in dialogue.aims
            },
            **{
                f"face {one.id}": f"condition: {one.title}"
                for dialogue in self._dialogues()
                for face in dialogue.faces
                for one in face.conditions
            },
            **{
                f"{item.kind} {item.id}": f"{item.kind}: {item.title}"
                for library in (self.old, self.new)
                for item in library.knowledge().items
            },
            "verdict": "rows of the last table",
        }
        table, _, reading = name.partition(" without ")
        if table in titles:
            return titles[table] + (f", with our reading {reading} set aside" if reading else "")
        return f"asked: {self.answer(QuestionId(rest), ())}" if kind == "question" else name

    def _dialogues(self) -> tuple[Dialogue, Dialogue]:
        return self.new.dialogue(), self.old.dialogue()


def _lines(found: Difference, texts: Sequence[str], names: _Names) -> Iterator[str]:
    moved = sum(shift.count for shift in found.shifts)
    share = 100 * moved / found.conversations
    yield f"{moved:,} of {found.conversations:,} conversations ({share:.2f} %) change their result."
    for shift in found.shifts:
        yield ""
        yield from _shift(shift, names)
    yield ""
    yield from _carried(found, names)
    if found.meanings:
        yield ""
        yield "What else moves, in conversations before -> now:"
        for name, both in found.meanings.items():
            if " without " not in name or name.partition(" without ")[0] not in found.meanings:
                yield f"  {names.meaning(name)}: {_told(*both)}"
    if found.settings:
        yield ""
        yield "Settings that differ:"
        yield from (
            f"  {name}: {was or 'none'} -> {now or 'none'}" for name, (was, now) in found.settings.items()
        )
    if texts:
        yield ""
        yield f"Texts that differ: {len(texts)}."
        yield from (f"  {path}" for path in texts[:TOLD])
        yield from [f"  and {len(texts) - TOLD} more"][: len(texts[TOLD:])]


def _shift(shift: Shift, names: _Names) -> Iterator[str]:
    before, after = names.result(names.old, shift.before), names.result(names.new, shift.after)
    yield f"{shift.count:,}: {before} -> {after}"
    if shift.common:
        yield "  All of them answer:"
        yield from answers_lines(
            (name, _choice(options), names.answer(name, options)) for name, options in shift.common
        )
    alone = [(name, (option,)) for name, option in shift.example]
    if alone != list(shift.common):
        yield "  A shortest one:"
        yield from answers_lines((name, one[0], names.answer(name, one)) for name, one in alone)


def _choice(options: Sequence[OptionId]) -> str:
    return options[0] if len(options) == 1 else f"[{', '.join(options)}]"


def _carried(found: Difference, names: _Names) -> Iterator[str]:
    """What an open session keeps when it goes on with the new version."""
    if not found.gone:
        yield "Every answer of an open session carries over."
    else:
        yield f"Answers of open sessions carry over, but not these: {_listed(found.gone, names)}."
    if found.new:
        yield f"New, and still to be asked or chosen: {_listed(found.new, names)}."


def _listed(told: Sequence[str], names: _Names) -> str:
    return "; ".join(map(names.question, told))


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


def _object(found: Difference, texts: Sequence[str]) -> Mapping[str, object]:
    return {
        "conversations": found.conversations,
        "changed": sum(shift.count for shift in found.shifts),
        "shifts": [
            {
                "from": one.before,
                "to": one.after,
                "count": one.count,
                "common": {name: list(options) for name, options in one.common},
                "example": dict(one.example),
            }
            for one in found.shifts
        ],
        "carries_over": {"gone": list(found.gone), "new": list(found.new)},
        "meanings": {
            name: {"before": _meaning(before), "now": _meaning(after)}
            for name, (before, after) in found.meanings.items()
        },
        "settings": {name: {"before": was, "now": now} for name, (was, now) in found.settings.items()},
        "texts": list(texts),
    }


def _meaning(meaning: Meaning | None) -> Mapping[str, object] | None:
    return None if meaning is None else {**meaning.counts, "digest": meaning.digest}
