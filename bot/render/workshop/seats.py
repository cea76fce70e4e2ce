"""What does somebody who takes part see, in private? Their role, the questions one by one, and what they have answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.model.meet import Deed, Meet
from bot.model.page import Choice, Offer, Page
from bot.model.talk import Ask, Back, Chose, Topic
from bot.render.words import Words
from bot.render.workshop.group import WENT
from bot.workshop.events import Line
from bot.workshop.meeting import Meeting, SeatBoard, Status
from bot.workshop.people import Role, VoterId
from bot.workshop.state import Stage, order

AS: Final[Mapping[Role, str]] = {
    Role.USERS: "workshop_as_users",
    Role.FRONT_LINE: "workshop_as_front_line",
    Role.PLANNERS: "workshop_as_planners",
    Role.PARTNERS: "workshop_as_partners",
    Role.OBSERVER: "workshop_as_observer",
}
"""What somebody says who sees the service from there."""


def asked_on(meeting: Meeting) -> str:
    """The day on which owners are asked how it went, ISO 8601."""
    return str(date.fromisoformat(meeting.day) + timedelta(weeks=meeting.weeks))


class Seats:
    """The private boards of one workshop."""

    def __init__(self, words: Words, meeting: Meeting, name: str) -> None:
        self._words = words
        self._say = words.say
        self._meeting = meeting
        self._workshop = meeting.workshop
        self._name = name

    def board(self, board: SeatBoard, voter: VoterId) -> Page:
        """A board for one person."""
        boards: Mapping[SeatBoard, Callable[[], Page]] = {
            SeatBoard.ROLE: lambda: self._roles(late=False),
            SeatBoard.ROLE_LATE: lambda: self._roles(late=True),
            SeatBoard.WAIT: lambda: self._wait(voter),
            SeatBoard.WATCH: lambda: Page(self._say("workshop_watch"), offers=self._ways(), asks="seat"),
            SeatBoard.CLOSED: lambda: Page(self._say("workshop_seat_closed")),
            SeatBoard.ANSWERED: lambda: self._answered(voter),
            SeatBoard.KEEP: lambda: self._with(self._say("workshop_keep"), "keep", Deed.KEEP),
            SeatBoard.OWN: self._owns,
            SeatBoard.KEPT: lambda: Page(self._say("workshop_kept")),
            SeatBoard.NOTHING: lambda: Page(self._say("workshop_nothing_to_keep")),
            SeatBoard.LEFT: lambda: self._with(self._say("workshop_left"), "erase", Deed.ERASE),
            SeatBoard.ERASED: lambda: Page(self._say("workshop_erased")),
            SeatBoard.HELP: self._help,
            SeatBoard.UNHEARD: lambda: self._with(self._say("workshop_not_heard"), "go_on", Deed.QUESTION),
        }
        return boards[board]()

    def _wait(self, voter: VoterId) -> Page:
        role = self._workshop.people[voter].role or Role.OBSERVER
        text = self._say("workshop_wait", role=self._say(AS[role]))
        return Page(text, offers=self._ways(), asks="seat")

    def _help(self) -> Page:
        text = self._say("workshop_help", name=self._meeting.name)
        return Page(text, offers=((self._button("go_on", Deed.QUESTION), *self._ways()[0]),))

    def _with(self, text: str, label: str, deed: Deed) -> Page:
        return Page(text, offers=((self._button(label, deed),),))

    def owned(self, what: int, day: str) -> Page:
        """What is said to whoever owns an action, and is asked about it on that day."""
        return Page(self._say("workshop_owned", what=self._workshop.course.actions[what].what, day=day))

    def follow(self, what: int) -> Page:
        """Ask how that action went."""
        action = self._workshop.course.actions[what].what
        text = self._say("workshop_follow", name=self._meeting.name, day=self._meeting.day, what=action)
        return Page(text, offers=(tuple(self._went(status, what) for status in Status),))

    def _went(self, status: Status, what: int) -> Offer:
        return self._button(f"went_{status.value}", Deed.STATUS, f"{what}.{status.value}")

    def followed(self, status: Status) -> Page:
        """What is said to the answer."""
        return Page(self._say("workshop_followed", status=self._say(WENT[status])))

    def prefill(self, day: str) -> Page:
        """An offer to start from answers that were kept."""
        offers = ((self._button("prefill", Deed.PREFILL),),)
        return Page(self._say("workshop_prefill", day=day), offers=offers)

    def _owns(self) -> Page:
        """The actions, each to be owned by its number."""
        actions = self._workshop.course.actions
        lines = [
            self._say("workshop_action", number=at, what=action.what)
            for at, action in enumerate(actions, start=1)
        ]
        numbers = tuple(Offer(str(at + 1), Meet(self._name, Deed.OWN, str(at))) for at in range(len(actions)))
        text = self._say("workshop_own", day=asked_on(self._meeting))
        return Page("\n".join((text, *lines)), offers=(numbers,))

    def told(self, line: Line) -> Page:
        """A short line."""
        return Page(self._words.say(f"workshop_told_{line.value}"))

    def asked(self, page: Page, number: tuple[int, int], *, again: bool, first: bool) -> Page:
        """A question of a conversation as one of this workshop: its buttons count here, and so does its number."""
        heading, _, rest = page.text.partition("\n")
        told = [page.text]
        if heading.startswith("# "):
            at, total = number
            mine = self._say("workshop_progress", number=at, total=total)
            told = [self._say("workshop_again") if again else mine, rest]
        if first and not again:
            told.append(self._say("workshop_question_closes"))
        choices = tuple(self._choice(choice) for choice in page.choices)
        offered = [
            [one for one in group if not (again and isinstance(one.act, Back))] for group in page.offers
        ]
        groups = tuple(tuple(self._met(group, page.asks)) for group in offered)
        ways = () if again else (self._ways(time=True)[0],)
        return Page("\n".join(told), choices, offers=(*groups, *ways), asks=f"seat/{page.asks}")

    def saved(self, place: int, mask: int) -> Page:
        """What was said in the second round."""
        answer = self._words.short_answer(place, mask)
        return Page(self._say("workshop_again_saved", answer=answer))

    def role(self, text: str) -> Role | None:
        """The role that somebody types: its number, or its words."""
        typed = " ".join(text.split()).casefold().rstrip(".)")
        named = {self._say(AS[role]).casefold(): role for role in AS}
        numbered = {str(at): role for at, role in enumerate(AS, start=1)}
        return {**named, **numbered}.get(typed)

    def _roles(self, *, late: bool) -> Page:
        text = self._say("workshop_in_late" if late else "workshop_in", name=self._meeting.name)
        choices = tuple(
            Choice(str(at), label, label, Meet(self._name, Deed.ROLE, role.value))
            for at, (role, label) in enumerate(((role, self._say(AS[role])) for role in AS), start=1)
        )
        return Page(text, choices, asks="seat")

    def _answered(self, voter: VoterId) -> Page:
        """All answers, each to be changed by its number."""
        sheet = self._workshop.people[voter].sheet
        dialogue = self._words.dialogue
        places = [place for place in order(dialogue, self._workshop.places) if sheet[place]]
        questions = dialogue.questions
        lines = [
            self._say(
                "workshop_answer_line",
                number=at,
                short=questions[place].short,
                answer=self._words.short_answer(place, sheet[place]),
            )
            for at, place in enumerate(places, start=1)
        ]
        numbers = tuple(
            Offer(str(at), Meet(self._name, Deed.QUESTION, questions[place].id))
            for at, place in enumerate(places, start=1)
        )
        late = self._workshop.course.stage is not Stage.ANSWERING
        heading = self._say("workshop_answered_late" if late else "workshop_answered")
        text = "\n".join((heading, *lines))
        return Page(text, offers=(numbers, *self._ways()), asks="seat")

    def _ways(self, *, time: bool = False) -> tuple[tuple[Offer, ...], ...]:
        asked = (self._button("ask_time", Deed.ASK_TIME),) if time else (self._button("role", Deed.ROLE),)
        return ((*asked, self._button("leave", Deed.LEAVE)),)

    def _choice(self, choice: Choice) -> Choice:
        act = self._deed(choice.act, "") if isinstance(choice.act, Chose) else None
        return Choice(choice.key, choice.label, choice.long, act)

    def _met(self, group: Sequence[Offer], asks: str) -> list[Offer]:
        found = [(offer.label, self._deed(offer.act, asks)) for offer in group]
        return [Offer(label, act) for label, act in found if act]

    def _deed(self, act: object, asks: str) -> Meet | None:
        """What an act of a conversation is in a workshop, below what asks that; None where it is nothing there."""
        match act:
            case Chose(question=question, mask=mask):
                return Meet(self._name, Deed.VOTE, f"{mask:x}.{question}")
            case Back(asked=asked) if (
                asked != asks
            ):  # it was asked back: from there it is back to the question itself
                return Meet(self._name, Deed.QUESTION, asked)
            case Back(asked=asked):
                return Meet(self._name, Deed.BACK, asked)
            case Ask(topic=Topic.WHY, about=about):
                return Meet(self._name, Deed.WHY, about)
            case _:
                return None

    def _button(self, key: str, deed: Deed, about: str = "") -> Offer:
        return Offer(self._words.say(f"offer_w_{key}"), Meet(self._name, deed, about))
