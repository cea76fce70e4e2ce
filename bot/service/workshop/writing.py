"""What does whoever leads type? The sentence that was asked for last: a name, a point, an action, hands that were raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.model.ids import QuestionId
from bot.service.workshop.steering import Steering
from bot.workshop import events as e
from bot.workshop.meeting import LeaderBoard
from bot.workshop.people import Role

LONGEST: Final = 300
"""Characters of a sentence that is typed for the group."""
DIGITS: Final = 3
"""So many figures has the number of hands in a room at most."""
ROLES: Final[Mapping[str, Role]] = {
    "users": Role.USERS,
    "front": Role.FRONT_LINE,
    "planners": Role.PLANNERS,
    "partners": Role.PARTNERS,
}
"""What is typed for the role of those who raised a hand."""


class Writing(Steering):
    """What whoever leads types: what was asked for last."""

    def types(self, text: str) -> None:
        """A typed sentence, where one was asked for."""
        if not self._sitting.leads(self._seat):
            self._told(e.Line.FACILITATORS_ONLY)
            return
        self._leads_on()
        board, _, about = self._seat.asked.partition(".")
        words = " ".join(text.split())
        if not words:
            self._told(e.Line.EMPTY)
            return
        if len(words) > LONGEST and board != LeaderBoard.HANDS:
            self._told(e.Line.TOO_LONG)
            return
        typed: Mapping[str, Callable[[], None]] = {
            LeaderBoard.NAME: lambda: self._name(words),
            LeaderBoard.POINT: lambda: self._noted(e.Share(words)),
            LeaderBoard.PARK: lambda: self._noted(e.Park(words)),
            LeaderBoard.ACTION: lambda: self._decided(e.Decide(words), LeaderBoard.OWNER),
            LeaderBoard.OWNER: lambda: self._decided(e.Assign(owner=words), LeaderBoard.DUE),
            LeaderBoard.DUE: lambda: self._noted(e.Assign(due=words)),
            LeaderBoard.HANDS: lambda: self._count(about, words),
        }
        typed[board]()

    def _name(self, words: str) -> None:
        self._seat = self._sitting.sits(self._seat, asked="")
        self._sitting.named(words)
        self._panel("")

    def _noted(self, act: e.Steer) -> None:
        self._seat = self._sitting.sits(self._seat, asked="")
        self.step(act)

    def _decided(self, act: e.Steer, then: LeaderBoard) -> None:
        """Part of an action; the next part is asked for, unless this could not be noted."""
        before = self._sitting.workshop.course.actions
        self._seat = self._sitting.sits(self._seat, asked="")
        replies = self._sitting.act(self._sitting.voter(self._seat.id), act, self._event)
        if self._sitting.workshop.course.actions == before:
            self._say_lines(replies)
            return
        self._list_actions()
        self._asks(then)

    def _count(self, about: str, words: str) -> None:
        """Hands that were raised: a role, then a number for each answer."""
        dialogue = self._sitting.edition().rules.dialogue
        options = len(dialogue.question(QuestionId(about)).options)
        first, *rest = words.split()
        role = next((role for name, role in ROLES.items() if first.lower().startswith(name[:4])), None)
        counts = tuple(int(number) for number in rest if number.isdecimal() and len(number) <= DIGITS)
        if role is None or len(counts) != len(rest) or len(counts) not in (options, options + 1):
            hall = self._sitting.hall(self._seat.language)
            self._sitting.tell(self._seat, hall.unread(options + 1))
            return
        self._noted(e.Hands(QuestionId(about), role, counts))
