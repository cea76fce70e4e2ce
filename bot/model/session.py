"""Where does a conversation stand? One frozen value, replaced at each event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.ids import AimId, Digest, ItemId, QuestionId
from bot.model.talk import Ask


class Length(StrEnum):
    """Quick asks what decides the result; full also asks what matters for advice."""

    QUICK = "quick"
    FULL = "full"


class Stage(StrEnum):
    """What the conversation waits for."""

    NAMING = "naming"
    ASKING = "asking"
    CHECKING = "checking"
    RESULT = "result"
    PICKING = "picking"
    OWNING = "owning"
    DATING = "dating"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer that was heard but not taken yet: one mask to confirm, or several to choose from."""

    question: QuestionId
    masks: tuple[int, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the action plan. Owner and date are the designer's own words, empty while open."""

    item: ItemId
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """What a person wrote in their own words or chose beside the answers. Goes into reports, never into logs."""

    prompts: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[QuestionId, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    aim: AimId | None = None


EMPTY_NOTEBOOK = Notebook()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One conversation about one service.

    `sheet` holds a mask of options for each question of the dialogue, in its order: 0 is not given yet,
    one bit an answer, several bits a set, all bits "I don't know". `trail` is the places answered, in order.
    `focus` is the place of the question on the table (in NAMING, of the prompt; in OWNING and DATING, of the action).
    `recent` holds the ids of the last events, so that a repeat is harmless. `part_only`: only the part that
    the scope answer opens is looked at. `offered` is the newer version that it was last offered to move to.
    `listing` is what was asked for, while a list of it is the last thing shown: a number alone picks from it.
    """

    dialogue: Digest
    language: str
    length: Length
    stage: Stage
    sheet: tuple[int, ...]
    focus: int = 0
    trail: tuple[int, ...] = ()
    misses: int = 0
    doubt: Doubt | None = None
    revision: int = 0
    recent: tuple[str, ...] = ()
    part_only: bool = False
    offered: Digest | None = None
    listing: Ask | None = None
    notebook: Notebook = EMPTY_NOTEBOOK


def finished(session: Session) -> bool:
    """Whether a result was reached."""
    return session.stage in (Stage.RESULT, Stage.PICKING, Stage.OWNING, Stage.DATING)


def worth_keeping(session: Session) -> bool:
    """Whether anything was answered or written."""
    return any(session.sheet) or session.notebook != EMPTY_NOTEBOOK
