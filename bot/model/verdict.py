"""What does an assessment say? The three faces, with reasons, doubt, changes and advice, all exact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.ids import (
    AimId,
    FactId,
    ItemId,
    OptionId,
    QuestionId,
    ReadingId,
    ResultId,
    RowId,
    ValueId,
)


class ChangeKind(StrEnum):
    """Who can bring a changed answer about: a decision does, only time shows it, or it is not ours alone to choose."""

    DECIDED = "decided"
    SHOWN = "shown"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as given: one option, or the set of options that are still open."""

    question: QuestionId
    options: tuple[OptionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One changed answer. `was` is empty for a question that is open or newly applies."""

    question: QuestionId
    was: tuple[OptionId, ...]
    to: OptionId
    kind: ChangeKind
    enablers: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The nearest change towards an aim (rules 6); `far` when it needs more than three changes."""

    aim: AimId
    changes: tuple[Change, ...]
    reached: bool = False

    @property
    def far(self) -> bool:
        """Whether the way is longer than three changes."""
        return len(self.changes) > 3  # rules 6

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes to tell: all of them, or the first where the way is far."""
        return self.changes[:1] if self.far else self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An item that applies, for certain or perhaps, with the items it answers or is answered by."""

    item: ItemId
    certain: bool
    links: tuple[ItemId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What the possible results would be without one of our readings."""

    reading: ReadingId
    results: tuple[ResultId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that follows from one sheet. Sequences keep the order of the dialogue."""

    results: tuple[ResultId, ...]
    rows: tuple[RowId, ...]
    facts: Mapping[FactId, tuple[ValueId, ...]]
    conditions: Mapping[str, tuple[bool, ...]]
    reasons: tuple[Given, ...]
    plans: tuple[Plan, ...]
    settles_always: tuple[QuestionId, ...]
    settles_may: tuple[QuestionId, ...]
    barriers: tuple[Shown, ...]
    enablers: tuple[Shown, ...]
    notes: tuple[Shown, ...]
    set_aside: tuple[Given, ...]
    readings: tuple[Sensitivity, ...]

    @property
    def certain(self) -> bool:
        """Whether one result is left."""
        return len(self.results) == 1
