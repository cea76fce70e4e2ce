"""What does somebody mean who takes part and types? A role, a number, an answer, or what they were asked back about."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Final

from bot.model.ids import QuestionId
from bot.model.reply import AskDoubt
from bot.model.session import Doubt
from bot.model.talk import Ask, Back, Heard, Hearing, Said, Skip, Topic
from bot.service.workshop.seated import QUESTION, ROLE, Seated
from bot.workshop.meeting import SeatBoard
from bot.workshop.state import Stage

DOUBTED: Final = "?"
"""Behind it stand the answers about which they were asked back."""
UNSURE: Final = frozenset({Hearing.LIKELY, Hearing.BETWEEN, Hearing.SEVERAL})


class Typed(Seated):
    """What one person types who takes part."""

    def hears(self, text: str) -> None:
        """Typed words: an answer to what was asked, or nothing that is understood here."""
        if self._seat.asked == ROLE:
            role = self._sitting.hall(self._seat.language).role(text)
            self._asks_role() if role is None else self._choose(role)
            return
        name, _, doubted = self._seat.asked.removeprefix(QUESTION).partition(DOUBTED)
        place = self._dialogue.index.get(QuestionId(name), self._numbered(text))
        if place is None:
            self.stand()
        elif not self._seat.asked.startswith(QUESTION):
            self._ask(place)
        else:
            self._hears_answer(place, _doubt(QuestionId(name), doubted), text)

    def _numbered(self, text: str) -> int | None:
        """The question of that number among those that were answered, where all are and none is asked."""
        person = self._person
        stage = self._sitting.workshop.course.stage
        if stage is not Stage.ANSWERING or person is None or self._next(person) is not None:
            return None
        given = [place for place in self._order if person.sheet[place]]
        number = text.strip().rstrip(".)")
        return given[int(number) - 1] if number in map(str, range(1, len(given) + 1)) else None

    def _hears_answer(self, place: int, doubt: Doubt | None, text: str) -> None:
        session = replace(self._session(place), doubt=doubt)
        name = self._dialogue.questions[place].id
        match self._edition.voice.resolve(session, self._edition.ear(session, text)):
            case Skip():
                self._vote(f"{self._dialogue.questions[place].every:x}.{name}")
            case Said(heard=heard) if mask := _meant(heard, doubt):
                self._vote(f"{mask:x}.{name}")
            case Said(heard=heard) if heard.how in UNSURE:
                self._ask_back(Doubt(name, heard.masks, several=heard.how is Hearing.SEVERAL), text)
            case Said(heard=heard) if heard.how is Hearing.NO and doubt:
                self._ask(place)
            case Back():
                self._back(name)
            case Ask(topic=Topic.WHY):
                self._why(name)
            case Ask(topic=Topic.HELP):
                self._sitting.person(self._seat, SeatBoard.HELP)
            case _:
                self._sitting.person(self._seat, SeatBoard.UNHEARD)

    def _ask_back(self, doubt: Doubt, text: str) -> None:
        """Words that may mean more than one thing: which of them, and what is typed next says it."""
        masks = ",".join(f"{mask:x}" for mask in doubt.masks)
        self._seat = self._sitting.sits(self._seat, asked=f"{QUESTION}{doubt.question}{DOUBTED}{masks}")
        self._shows(self._dialogue.index[doubt.question], AskDoubt(doubt, text))


def _doubt(name: QuestionId, doubted: str) -> Doubt | None:
    """What somebody was asked back, as it was noted in their seat."""
    masks = tuple(int(mask, 16) for mask in doubted.split(",") if mask)
    return Doubt(name, masks, several=True) if masks else None


def _meant(heard: Heard, doubt: Doubt | None) -> int:
    """The answer that was typed for sure, or agreed to; 0 where there is none."""
    if heard.how is Hearing.EXACT:
        return heard.masks[0]
    if doubt and heard.how is Hearing.YES and len(doubt.masks) == 1:
        return doubt.masks[0]
    if doubt and heard.how is Hearing.SEVERAL and heard.masks == doubt.masks:  # named again, it stays open
        return reduce(or_, heard.masks)
    return 0
