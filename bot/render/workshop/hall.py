"""Who speaks in a workshop? One voice for the group, for whoever leads and for each person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.model.knowledge import Knowledge
from bot.model.page import Document, Page, Shown
from bot.reasoning.rules import Rules
from bot.render.layouts import PREPARATION
from bot.render.pictures.code import code_svg
from bot.render.words import Words
from bot.render.workshop.group import Group
from bot.render.workshop.leading import Leading
from bot.render.workshop.seats import Seats
from bot.workshop.events import Line
from bot.workshop.meeting import GroupBoard, LeaderBoard, Meeting, SeatBoard, Status
from bot.workshop.people import Role, VoterId

if TYPE_CHECKING:
    from bot.render.templates import Templates

DRAWN: Final = frozenset(
    {GroupBoard.GAPS, GroupBoard.TALK, GroupBoard.SHIFT, GroupBoard.RESULT, GroupBoard.THEN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What is only opened when it is first needed."""

    knowledge: Callable[[], Knowledge]
    templates: Callable[[], Templates]


class Hall:
    """The voice of one workshop as it stands. `name` is its id, which buttons need."""

    def __init__(self, words: Words, rules: Rules, books: Books, meeting: Meeting, name: str) -> None:
        self._words = words
        self._rules = rules
        self._books = books
        self._meeting = meeting
        self._group = Group(words, rules, books.knowledge, meeting, name)
        self._leading = Leading(words, self._group, meeting, name)
        self._seats = Seats(words, meeting, name)

    def group(self, board: GroupBoard) -> Shown:
        """What the group is shown."""
        page = self._group.board(board)
        return Shown((page,), *self._drawing(board, page))

    def _drawing(self, board: GroupBoard, page: Page) -> tuple[str, tuple[str, ...]]:
        """The picture of a board (SVG) and the same in lines, empty where it has none; its alt text is what the board says."""
        if board not in DRAWN:
            return "", ()
        from bot.render.workshop.drawing import drawn  # noqa: PLC0415 - only these boards need it

        return drawn(self._group, board, page.text)

    def leader(self, board: LeaderBoard, text: str = "") -> Page:
        """What whoever leads is shown; `text` is a link to hand on, or a question's id."""
        return self._leading.board(board, text)

    def linked(self, link: str) -> Shown:
        """The link for the room, to hand on and to scan."""
        page = self._leading.board(LeaderBoard.LINK, link)
        return Shown((page,), code_svg(link, self._words.say("workshop_prep_code")))

    def preparation(self, link: str) -> Document:
        """A page to print or to show before the workshop: what it needs, a plan, an invitation, the link as a code."""
        from bot.render.workshop.preparation import preparation  # noqa: PLC0415 - only this page needs it

        view = preparation(self._words, self._meeting, link)
        text = self._books.templates().render(PREPARATION, view)
        return Document("tango-workshop-preparation.html", f"{text}\n")

    def owned(self, what: int, day: str) -> Page:
        """What is said to whoever owns the action of that number, from 0, and is asked about it on that day."""
        return self._seats.owned(what, day)

    def follow(self, what: int) -> Page:
        """Ask the owner of an action how it went."""
        return self._seats.follow(what)

    def followed(self, status: Status) -> Page:
        """What is said to their answer."""
        return self._seats.followed(status)

    def prefill(self, day: str) -> Page:
        """What is said to whoever kept answers of their own about this service, last changed on that day."""
        return self._seats.prefill(day)

    def seat(self, board: SeatBoard, voter: VoterId) -> Page:
        """What one person is shown."""
        return self._seats.board(board, voter)

    def asked(self, page: Page, number: tuple[int, int], *, again: bool = False, first: bool = False) -> Page:
        """A question of a conversation, as one of this workshop: its number, and of how many; `again` in the second round."""
        return self._seats.asked(page, number, again=again, first=first)

    def role(self, text: str) -> Role | None:
        """The role that somebody types: its number, or its words."""
        return self._seats.role(text)

    def saved(self, place: int, mask: int) -> Page:
        """What is said to an answer of the second round."""
        return self._seats.saved(place, mask)

    def told(self, line: Line) -> Page:
        """A short line to whoever did something."""
        return self._seats.told(line)

    def report(self, form: str, date: str) -> Document:
        """The report in a form (md or html), made on that day (ISO 8601)."""
        from bot.render.workshop.drawing import talked  # noqa: PLC0415 - as above
        from bot.render.workshop.report import WorkshopReport  # noqa: PLC0415 - jinja2 takes longer than a board may

        report = WorkshopReport(self._words, self._rules, self._books.knowledge, self._meeting)
        text = report.text(self._books.templates(), form, date, talked(self._group))
        return Document(f"tango-workshop.{form}", text)

    def unread(self, count: int) -> Page:
        """What to type for hands that were raised, where it could not be read."""
        return Page(self._words.say("workshop_hands_unread", count=count))
