"""What may a template read? The view of every page, and the parts that views are made of.

An absent text is the empty text, never None; only a whole part may be absent.
"""

from __future__ import annotations

from typing import Literal, NewType, TypeAlias, TypedDict

from bot.model.ids import ItemId, ReadingId
from bot.model.knowledge import Kind
from bot.model.verdict import ChangeKind

FaceMode = NewType("FaceMode", str)
"""The mode that a face shows: a word of the dialogue."""

SectionName = NewType("SectionName", str)
"""The name of a section that some item of the knowledge base has."""


GroupName: TypeAlias = Literal["barriers", "enablers"]


class QuestionLine(TypedDict):
    """A question by number and short name, with an answer in the words of buttons and in full."""

    number: int
    short: str
    answer: str
    full: str


class PromptLine(TypedDict):
    """A free-text prompt by its short name, with what was written; empty where it was left out."""

    short: str
    text: str


class AnswerLine(QuestionLine):
    """An answer that counts, with the whole text of its question."""

    text: str


class ChangeLine(QuestionLine):
    """A changed answer: what it was (empty if open), who can bring it about, and what helps."""

    was: str
    kind: ChangeKind
    helps: str


class FactLine(TypedDict):
    """A fact with its value in words."""

    title: str
    value: str


class FaceView(TypedDict):
    """One of the three faces: its facts, and its conditions by whether they are met."""

    mode: FaceMode
    lines: list[FactLine]
    met: list[str]
    unmet: list[str]
    alone: str
    open: list[str]


class ShownLine(TypedDict):
    """An item in one line, with whether it applies for certain."""

    text: str
    certain: bool
    id: ItemId


class NumberedLine(ShownLine):
    """The same, with the number to type for it."""

    number: int


class StepLine(TypedDict):
    """A first step to choose, with the number to type for it."""

    number: int
    id: ItemId
    text: str


class ReadingName(TypedDict):
    """One of our readings by code and title."""

    id: ReadingId
    title: str


class ReadingLine(ReadingName):
    """The same, with the results that would be possible without it."""

    results: str


class AimLine(TypedDict):
    """What a designer may want, with the number to type for it."""

    number: int
    title: str


class ActionLine(TypedDict):
    """A line of the action plan; owner and date are empty while they are open."""

    action: str
    owner: str
    due: str


class ClaimView(TypedDict):
    """A claim and, in words, whose it is and where it stands."""

    say: str
    source: str


class SectionView(TypedDict):
    """A section of an item; it has at least one claim."""

    name: SectionName
    claims: list[ClaimView]


class ItemView(TypedDict):
    """One item of the knowledge base with all it says."""

    title: str
    kind: Kind
    sections: list[SectionView]
    links: str
    scopes: str


class ListedItem(ItemView):
    """The same in a list, with whether it applies for certain."""

    certain: bool


class GroupView(TypedDict):
    """The barriers or the enablers of a report; only what is certain is read at length. `perhaps` where not all is."""

    name: GroupName
    entries: list[ListedItem]
    certain: list[ListedItem]
    perhaps: bool


class WishView(TypedDict):
    """The nearest change towards an aim; `reached` says that it is reached already."""

    title: str
    none: bool
    reached: str
    far: bool
    count: int
    changes: list[ChangeLine]


class NoteLine(TypedDict):
    """Evidence in a person's own words, under the number and short name of its question."""

    number: int
    short: str
    text: str


class CardView(TypedDict):
    """The result: mode, certainty, three faces, why, what to watch for, what to do first."""

    name: str
    certain: bool
    title: str
    lead: str
    possible: list[str]
    settle: str
    out: bool
    private: bool
    faces: list[FaceView]
    reasons: list[QuestionLine]
    because: list[str]
    readings: list[ReadingLine]
    watch: list[ShownLine]
    first: list[StepLine]
    notes: list[ShownLine]
    set_aside: str
    evidence: bool


class AdviceView(TypedDict):
    """The barriers or the enablers of a workshop, shortened: those that all sheets raise, and those that only some do."""

    name: GroupName
    sure: list[ItemView]
    perhaps: list[ItemView]


class ToldView(TypedDict):
    """A sentence, and what is listed below it."""

    text: str
    lines: list[str]


class RoundsLine(TypedDict):
    """What was shown of one block at the close and, where there was a second round, after it."""

    who: str
    first: str
    second: str


class TalkView(TypedDict):
    """A question that was talked about. `picture` is where a browser finds it (empty: there is none).

    `again`: there was a second round, and `moved` says how each block moved in it. `shared` are people's own words.
    """

    short: str
    question: str
    picture: str
    again: bool
    rounds: list[RoundsLine]
    others: list[str]
    moved: list[str]
    agreement: str
    matters: ToldView
    shared: list[str]


class SeenLine(TypedDict):
    """A question, and all that was shown of it."""

    question: str
    said: list[str]


class ThenLine(TypedDict):
    """What was shown of a question in the workshop before, and in this one."""

    question: str
    was: list[str]
    now: list[str]
