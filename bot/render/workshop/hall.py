"""Who speaks in a workshop? One voice for the group, for whoever leads and for each person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.model.knowledge import Knowledge
from bot.model.page import Document, Page, Shown
from bot.reasoning.rules import Rules
from bot.render.words import Words
from bot.render.workshop.group import Group
from bot.render.workshop.leading import Leading
from bot.render.workshop.seats import Seats
from bot.workshop.events import Line
from bot.workshop.meeting import GroupBoard, LeaderBoard, Meeting, SeatBoard
from bot.workshop.people import Role, VoterId

DRAWN: Final = frozenset({GroupBoard.GAPS, GroupBoard.TALK, GroupBoard.SHIFT, GroupBoard.RESULT})


class Hall:
    """The voice of one workshop as it stands. `name` is its id, which buttons need."""

    def __init__(
        self, words: Words, rules: Rules, knowledge: Callable[[], Knowledge], meeting: Meeting, name: str
    ) -> None:
        self._words = words
        self._group = Group(words, rules, knowledge, meeting, name)
        self._leading = Leading(words, self._group, meeting, name)
        self._seats = Seats(words, meeting, name)

    def group(self, board: GroupBoard) -> Shown:
        """What the group is shown."""
        page = self._group.board(board)
        return Shown((page,), self._drawing(board, page))

    def _drawing(self, board: GroupBoard, page: Page) -> str:
        """The picture of a board (SVG), empty where it has none; its alt text is what the board says."""
        if board not in DRAWN:
            return ""
        from bot.render.workshop.drawing import drawn  # noqa: PLC0415 - only these boards need it

        return drawn(self._group, board, page.text)

    def leader(self, board: LeaderBoard, text: str = "") -> Page:
        """What whoever leads is shown; `text` is a link to hand on, or a question's id."""
        return self._leading.board(board, text)

    def seat(self, board: SeatBoard, voter: VoterId) -> Page:
        """What one person is shown."""
        return self._seats.board(board, voter)

    def asked(self, page: Page, *, again: bool = False, first: bool = False) -> Page:
        """A question of a conversation, as one of this workshop; `again` in the second round."""
        return self._seats.asked(page, again=again, first=first)

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
        return Document(f"tango-workshop.{form}", self._group.board(GroupBoard.RESULT).text)

    def unread(self, count: int) -> Page:
        """What to type for hands that were raised, where it could not be read."""
        return Page(self._words.say("workshop_hands_unread", count=count))
