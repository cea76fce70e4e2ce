"""Which view does each template get? One table, by which mypy proves that Python fills what a template may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypedDict, TypeVar

from bot.render.view_types import (
    ActionLine,
    AdviceView,
    AimLine,
    AnswerLine,
    CardView,
    ClaimView,
    GroupView,
    ItemView,
    NoteLine,
    NumberedLine,
    PromptLine,
    QuestionLine,
    ReadingLine,
    ReadingName,
    SeenLine,
    StepLine,
    TalkView,
    ThenLine,
    ToldView,
    WishView,
)

View = TypeVar("View", bound=Mapping[str, object])


@dataclass(frozen=True, slots=True)
class Layout(Generic[View]):
    """A page's template by name, and the type of the view that it reads."""

    name: str
    view: type[View]


class CardPage(CardView):
    """The result; `day_only` where only the day-to-day part is looked at, `part_left` where it still can be."""

    day_only: bool
    part_left: bool


class ReasonsPage(CardView):
    """Why the result is what it is; the certain notes in full."""

    notes_full: list[ItemView]


class NextPage(TypedDict):
    """What a designer may want, and the number for wanting nothing."""

    aims: list[AimLine]
    know: int


class CheckPage(TypedDict):
    """The answers by number, what was told in own words, and the questions that do not count; `more` while some are left."""

    prompts: list[PromptLine]
    answers: list[AnswerLine]
    evidence_lines: list[NoteLine]
    set_aside: str
    more: bool


class SoFarPage(TypedDict):
    """The answers until now, and the results still possible; `more` while questions are left."""

    answers: list[AnswerLine]
    possible: list[str]
    more: bool


class WhatIfPage(TypedDict):
    """The result with another answer, or without one of our readings."""

    question: QuestionLine | None
    reading: ReadingName | None
    same: bool
    results: str


class MovePage(TypedDict):
    """What changing over to a newer version means, or has meant (`done`).

    `reworded` are the short names of answered questions that have other words or answers now, `gone` whole lines in the
    older version's words, `fresh` the short names of new questions, `before` and `after`
    the results still possible: `same` in both, `certain` where one is left. `later`: a result stands, and what is new
    can still be answered.
    """

    done: bool
    carried: int
    reworded: list[str]
    gone: list[str]
    fresh: list[str]
    same: bool
    certain: bool
    before: str
    after: str
    later: bool


class ListPage(TypedDict):
    """Barriers or enablers by number; `perhaps` where one is not certain."""

    heading: Literal["barriers_heading", "enablers_heading"]
    nothing: Literal["barriers_none", "enablers_none"]
    lines: list[NumberedLine]
    perhaps: bool


class NotSaidPage(TypedDict):
    """The claims that bound the result."""

    claims: list[ClaimView]


class PlanPage(TypedDict):
    """The action plan, and the first steps to choose from."""

    actions: list[ActionLine]
    first: list[StepLine]


class ReportPage(CardView):
    """Everything in a report, as words; `day_only` where only the day-to-day part is looked at."""

    language: str
    headline: str
    part: str
    day_only: bool
    date: str
    digest: str
    notes_full: list[ItemView]
    wishes: list[WishView]
    groups: list[GroupView]
    actions: list[ActionLine]
    answers: list[AnswerLine]
    evidence_lines: list[NoteLine]
    limits: list[ClaimView]
    sources: list[str]


class WorkshopPage(TypedDict):
    """Everything in the report of a workshop, as words. `day` is when it was held, `date` when the report was made.

    `whole` are points that hold for all and are about no one question; they, `parked` and `actions` are people's own words.
    """

    language: str
    name: str
    day: str
    date: str
    digest: str
    least: int
    people: list[str]
    late: list[str]
    hands: str
    results: list[str]
    lead: str
    because: list[str]
    readings: list[ReadingLine]
    agreed: list[str]
    differ: list[ToldView]
    unseen: str
    talks: list[TalkView]
    actions: list[ActionLine]
    whole: list[str]
    parked: list[str]
    advice: list[AdviceView]
    then_day: str
    then: list[ThenLine]
    questions: list[SeenLine]
    sources: list[str]


class PreparationPage(TypedDict):
    """What whoever leads a workshop needs before it. `picture` is the link as an image."""

    language: str
    name: str
    link: str
    picture: str
    invitation: str
    questions: list[str]
    least: int


CARD: Final = Layout("card", CardPage)
CHECK: Final = Layout("check", CheckPage)
ITEM: Final = Layout("item", ItemView)
LIST: Final = Layout("list", ListPage)
MOVE: Final = Layout("move", MovePage)
NEXT: Final = Layout("next", NextPage)
NOT_SAID: Final = Layout("not_said", NotSaidPage)
PLAN: Final = Layout("plan", PlanPage)
REASONS: Final = Layout("reasons", ReasonsPage)
SO_FAR: Final = Layout("so_far", SoFarPage)
WHAT_IF: Final = Layout("what_if", WhatIfPage)
WISH: Final = Layout("wish", WishView)
REPORTS: Final[Mapping[str, Layout[ReportPage]]] = {
    form: Layout(f"report.{form}", ReportPage) for form in ("md", "html")
}
"""The report by its form."""
WORKSHOPS: Final[Mapping[str, Layout[WorkshopPage]]] = {
    form: Layout(f"workshop.{form}", WorkshopPage) for form in ("md", "html")
}
"""The report of a workshop by its form."""
PREPARATION: Final = Layout("preparation.html", PreparationPage)

PAGES: Final[Mapping[str, type]] = {
    **{
        layout.name: layout.view
        for layout in (CARD, CHECK, ITEM, LIST, MOVE, NEXT, NOT_SAID, PLAN, REASONS, SO_FAR, WHAT_IF, WISH)
    },
    PREPARATION.name: PREPARATION.view,
    **{layout.name: layout.view for layout in REPORTS.values()},
    **{layout.name: layout.view for layout in WORKSHOPS.values()},
}
"""Every template's name with its view: a template that is not here is never used."""
