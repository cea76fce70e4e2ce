"""How does somebody take part? In private: a role, then one question after the other, in the same words as alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.model.errors import StoreError
from bot.model.ids import QuestionId
from bot.model.keeping import Kept, Seat
from bot.model.meet import Deed, Meet
from bot.model.page import Page
from bot.model.post import Timer
from bot.model.reply import AskQuestion, Reply, Show, ShowAnswered
from bot.model.session import Length, Notebook, Session, Stage
from bot.model.talk import Topic
from bot.reasoning.doubt import opened, set_aside
from bot.service.retention import moment
from bot.service.workshop.sitting import Sitting
from bot.workshop import events as e
from bot.workshop.meeting import LeaderBoard, SeatBoard
from bot.workshop.people import Participant, Role
from bot.workshop.showing import NOT_ASKED
from bot.workshop.state import Stage as At
from bot.workshop.state import order

QUESTION: Final = "q."
"""How what somebody is asked begins, if it is a question."""
ROLE, HERE = "role", "here"
"""What somebody is asked: for their role, or nothing for the moment, while all that they type is for the workshop."""
KEPT: Final = "kept"
"""What is noted of somebody who has kept their own answers; all that they type is still for the workshop."""
WORKSHOP: Final = "takes part in a workshop"
"""What a person agrees to who joins after reading the notice."""
FOLLOW: Final = "follow"
"""How the timer begins that asks an owner how it went."""
NAME: Final = "name"
"""The prompt that asks for the service's name."""
ONCE: Final = frozenset({Deed.VOTE, Deed.ROLE, Deed.ASK_TIME, Deed.KEEP})
"""The deeds that a second tap on the same button does not do again."""
OVER: Final = frozenset({At.RESULT, At.ENDED})


class Seated:
    """What one person does who takes part. `event` names what happened."""

    def __init__(self, sitting: Sitting, seat: Seat, event: str) -> None:
        self._sitting = sitting
        self._seat = seat
        self._event = event
        self._voter = sitting.voter(seat.id)
        self._edition = sitting.edition(seat.language)
        self._dialogue = self._edition.rules.dialogue

    def does(self, meet: Meet, once: str = "") -> None:  # noqa: C901 - one case a deed
        """One deed; a second tap on the same button (`once`) does nothing, unless it takes something back."""
        if once and meet.deed in ONCE and not self._sitting.first(once) and self._stands_so(meet):
            return
        match meet.deed:
            case Deed.JOIN | Deed.ROOM:
                self._join()
            case Deed.WATCH:
                self._act(e.Join(), first="join")
                self._choose(Role.OBSERVER)
            case Deed.ROLE if meet.about in list(Role):
                self._choose(Role(meet.about))
            case Deed.ROLE:
                self._asks_role()
            case Deed.VOTE:
                self._vote(meet.about)
            case Deed.WHY:
                self._why(meet.about)
            case Deed.BACK:
                self._back(meet.about)
            case Deed.QUESTION if self._is_open(
                place := self._dialogue.index.get(QuestionId(meet.about), -1)
            ):
                self._ask(place)
            case Deed.ASK_TIME:
                self._ask_time()
            case Deed.LEAVE:
                self._leave(erase=False)
            case Deed.ERASE:
                self._leave(erase=True)
            case Deed.KEEP:
                self._keep()
            case Deed.OWN:
                self._own(meet.about)
            case _:
                self.stand()

    def _stands_so(self, meet: Meet) -> bool:
        """Whether what a deed leads to is so already."""
        person, workshop = self._person, self._sitting.workshop
        if person is None or meet.deed not in (Deed.VOTE, Deed.ROLE):
            return True
        if meet.deed is Deed.ROLE:
            return meet.about == person.role
        digits, _, name = meet.about.partition(".")
        place = self._dialogue.index.get(QuestionId(name))
        if place is None:
            return True
        again = workshop.votes.get(self._voter) if workshop.course.stage is At.SECOND else None
        return digits == f"{again or person.sheet[place]:x}"

    def stand(self, *closed: Page) -> None:
        """Show where this person stands: what is asked of them now, or that nothing is."""
        person = self._person
        if person is None:
            self._told(e.Line.NOT_JOINED)
        elif person.role is None:
            self._asks_role()
        elif person.role is Role.OBSERVER:
            self._rests(SeatBoard.WATCH)
        elif self._sitting.workshop.course.stage in OVER:
            self._sitting.person(self._seat, SeatBoard.KEEP)
        elif self._voter in self._sitting.workshop.closing.casts:
            self._stand_later()
        elif self._sitting.workshop.course.stage is At.GATHERING:
            self._rests(SeatBoard.WAIT)
        else:
            self._stand_asked(person, closed)

    def _stand_later(self) -> None:
        """After the close: the second round, where one is open and this person counts in it."""
        place = self._sitting.workshop.focus
        if place is not None and self._is_open(place):
            self._ask(place)
        elif self._sitting.workshop.course.stage is At.SECOND:
            self._told(e.Line.NOT_COUNTED)
        else:
            self._sitting.person(self._seat, SeatBoard.CLOSED)

    def _is_open(self, place: int) -> bool:
        """Whether this person can answer that question now."""
        workshop, person = self._sitting.workshop, self._person
        if person is None or person.role in (None, Role.OBSERVER) or place not in workshop.places:
            return False
        stage = workshop.course.stage
        cast = workshop.closing.casts.get(self._voter)
        if cast is None:
            return stage is not At.GATHERING and stage not in OVER
        return stage is At.SECOND and place == workshop.focus and cast.get(place, NOT_ASKED) != NOT_ASKED

    def _stand_asked(self, person: Participant, closed: tuple[Page, ...]) -> None:
        place = self._next(person)
        if place is not None:
            self._ask(place, *closed)
            return
        self._seat = self._sitting.sits(self._seat, asked=HERE)
        page = self._sitting.hall(self._seat.language).seat(SeatBoard.ANSWERED, self._voter)
        self._sitting.tell(self._seat, page, closed=closed)

    def _join(self) -> None:
        known = self._person
        replies = self._act(e.Join())
        self._sitting.agrees(WORKSHOP)
        if known and known.role:
            self.stand()
            return
        late = e.Tell(e.Line.JOINED_LATE) in replies
        self._asks_role(SeatBoard.ROLE_LATE if late else SeatBoard.ROLE)

    def _asks_role(self, board: SeatBoard = SeatBoard.ROLE) -> None:
        if self._voter in self._sitting.workshop.closing.casts:
            self._told(e.Line.ROLE_STAYS)
            return
        self._seat = self._sitting.sits(self._seat, asked=ROLE)
        self._sitting.person(self._seat, board)

    def _rests(self, board: SeatBoard) -> None:
        """Nothing is asked of this person for the moment."""
        self._seat = self._sitting.sits(self._seat, asked=HERE)
        self._sitting.person(self._seat, board)

    def _choose(self, role: Role) -> None:
        if e.Tell(e.Line.ROLE_SAVED) in (replies := self._act(e.ChooseRole(role))):
            self.stand()
        else:
            self._say_lines(replies)

    def _vote(self, about: str) -> None:
        digits, _, name = about.partition(".")
        place = self._dialogue.index.get(QuestionId(name))
        try:
            mask = int(digits, 16)
        except ValueError:
            mask = 0
        replies = self._act(e.Vote(QuestionId(name), mask))
        lines = [reply.line for reply in replies if isinstance(reply, e.Tell)]
        if place is None or not replies:
            self._say_lines(replies)
        elif e.Line.SAVED in lines:
            self.stand(self._closed(place, mask))
        elif e.Line.SAVED_AGAIN in lines:
            closed = self._closed(place, mask)
            told = self._sitting.hall(self._seat.language).saved(place, mask)
            self._sitting.tell(self._seat, told, closed=(closed,))
        else:
            self._say_lines(replies)

    def _closed(self, place: int, mask: int) -> Page:
        """How the question reads with its answer."""
        (page,) = self._edition.voice.pages(self._session(place), (ShowAnswered(place, mask),))
        return replace(page, asks=f"seat/{page.asks}")

    def _why(self, name: str) -> None:
        place = self._dialogue.index.get(QuestionId(name))
        if place is None:
            self.stand()
            return
        (page,) = self._edition.voice.pages(self._session(place), (Show(Topic.WHY, name),))
        back = self._sitting.hall(self._seat.language).seat(SeatBoard.UNHEARD, self._voter)
        self._sitting.tell(self._seat, Page(page.text, offers=back.offers))

    def _back(self, name: str) -> None:
        """The question answered before that one."""
        person, order = self._person, self._order
        here = self._dialogue.index.get(QuestionId(name), -1)
        before = order[: order.index(here)] if here in order else ()
        given = [place for place in before if person and person.sheet[place]]
        if given and self._is_open(given[-1]):
            self._ask(given[-1])
        else:
            self.stand()

    def _ask(self, place: int, *closed: Page) -> None:
        self._seat = self._sitting.sits(self._seat, asked=f"{QUESTION}{self._dialogue.questions[place].id}")
        self._shows(place, AskQuestion(place), closed=closed)

    def _shows(self, place: int, reply: Reply, *, closed: tuple[Page, ...] = ()) -> None:
        session = self._session(place)
        (page,) = self._edition.voice.pages(session, (reply,))
        stage = self._sitting.workshop.course.stage
        first = stage is At.ANSWERING and not any(session.sheet)
        hall = self._sitting.hall(self._seat.language)
        shown = hall.asked(page, self._position(place), again=stage is At.SECOND, first=first)
        self._sitting.tell(self._seat, shown, closed=closed)

    def _ask_time(self) -> None:
        replies = self._act(e.AskTime())
        self._say_lines(replies)
        if e.Tell(e.Line.TIME_ASKED) in replies:
            self._sitting.leaders(LeaderBoard.NEEDS_TIME)

    def _leave(self, *, erase: bool) -> None:
        """Leaving is said to nobody else. Whoever wants nothing kept is unknown here from now on, unless they lead."""
        replies = self._act(e.Leave(erase=erase))
        if e.Tell(e.Line.LEFT) not in replies:
            self._say_lines(replies)
            return
        self._sitting.person(self._seat, SeatBoard.ERASED if erase else SeatBoard.LEFT)
        if erase and not self._sitting.leads(self._seat):
            self._sitting.rises(self._seat.id)
        else:
            self._seat = self._sitting.sits(self._seat, asked="")

    def prefills(self, state: bytes) -> None:
        """Start from answers of one's own, which were kept under the same version of the questions."""
        mine = self._kept(state)
        if mine is None:
            self.stand()
            return
        told: tuple[e.Reply, ...] = ()
        for place in self._sitting.workshop.places:
            if mine.sheet[place] and not self._given(place):
                name = self._dialogue.questions[place].id
                vote = e.Vote(name, mine.sheet[place])
                told = self._sitting.act(self._voter, vote, f"{self._event}/{place}")
        if e.Tell(e.Line.NOT_OPEN) in {e.Tell(one.line) for one in told if isinstance(one, e.Tell)}:
            self._told(e.Line.NOT_OPEN)
        else:
            self.stand()

    def offers(self, state: bytes, day: str) -> None:
        """Say that answers of one's own about this service can be started from, if there are any."""
        mine = self._kept(state)
        if mine and mine.notebook.prompts.get(NAME, "").casefold() == self._sitting.meeting.name.casefold():
            page = self._sitting.hall(self._seat.language).prefill(day)
            self._sitting.tell(self._seat, page)

    def _kept(self, state: bytes) -> Session | None:
        try:
            session = self._edition.codec.decode(state)
        except StoreError:
            return None
        same = session.dialogue == self._dialogue.digest
        return session if same and any(session.sheet) else None

    def _given(self, place: int) -> bool:
        person = self._person
        return bool(person and person.sheet[place])

    def _own(self, about: str) -> None:
        """An action is theirs: they agree to be asked about it once, at their own chat, after the workshop."""
        meeting = self._sitting.meeting
        if not about.isdecimal() or int(about) >= len(meeting.workshop.course.actions) or not meeting.weeks:
            self.stand()
            return
        due = self._sitting.asked_on()
        what = meeting.workshop.course.actions[int(about)].what
        body = f"{self._sitting.name}\n{int(about)}\n{what}".encode()
        self._sitting.later(
            Timer(f"{FOLLOW}.{self._sitting.name}.{int(about)}", due, body, self._seat.conversation)
        )
        day = moment(due)[:10]
        self._sitting.tell(self._seat, self._sitting.hall(self._seat.language).owned(int(about), day))

    def _keep(self) -> None:
        """Keep one's own answers as an assessment of one's own, in one's own chat."""
        person = self._person
        if person is None or not any(person.sheet):
            self._sitting.person(self._seat, SeatBoard.NOTHING)
            return
        if self._seat.asked == KEPT:  # once is enough
            self._sitting.person(self._seat, SeatBoard.KEPT)
            return
        notebook = Notebook(prompts={NAME: self._sitting.meeting.name})
        session = replace(
            self._session(self._sitting.workshop.places[0]), stage=Stage.CHECKING, notebook=notebook
        )
        kept = Kept(
            self._sitting.new_id(),
            self._edition.codec.encode(session),
            False,  # noqa: FBT003 - it is not finished
            moment(self._sitting.work.item.received),
            self._seat.conversation,
            self._seat.person,
            self._edition.digest,
        )
        self._sitting.keeps(kept)
        self._seat = self._sitting.sits(self._seat, asked=KEPT)
        self._sitting.person(self._seat, SeatBoard.KEPT)

    @property
    def _person(self) -> Participant | None:
        return self._sitting.workshop.people.get(self._voter)

    def _next(self, person: Participant) -> int | None:
        """The first question of the workshop that is not answered and applies."""
        rules = self._edition.rules
        aside = set_aside(rules, opened(rules, person.sheet))
        return next((p for p in self._order if not person.sheet[p] and p not in aside), None)

    def _position(self, place: int) -> tuple[int, int]:
        """Which question that is, and of how many, as far as this person's answers say."""
        rules, person = self._edition.rules, self._person
        aside = set_aside(rules, opened(rules, person.sheet)) if person else ()
        asked = [other for other in self._order if other not in aside or other == place]
        return asked.index(place) + 1, len(asked)

    @property
    def _order(self) -> tuple[int, ...]:
        return order(self._dialogue, self._sitting.workshop.places)

    def _session(self, place: int) -> Session:
        """The answers of this person as a conversation that asks the question at `place`. It is nowhere kept."""
        person, dialogue = self._person, self._dialogue
        sheet = person.sheet if person else (0,) * len(dialogue.questions)
        workshop = self._sitting.workshop
        votes = workshop.votes.get(self._voter)
        if votes and workshop.focus is not None:
            sheet = (*sheet[: workshop.focus], votes, *sheet[workshop.focus + 1 :])
        quick = len(workshop.places) == len(dialogue.quick)
        before = self._order[: self._order.index(place)] if place in self._order else ()
        return Session(
            dialogue=dialogue.digest,
            language=self._seat.language or self._sitting.meeting.language,
            length=Length.QUICK if quick else Length.FULL,
            stage=Stage.ASKING,
            sheet=sheet,
            focus=place,
            trail=tuple(other for other in before if sheet[other]),
        )

    def _act(self, act: e.Voice, first: str = "") -> tuple[e.Reply, ...]:
        """Let an act happen; what comes `first` of two has a name of its own, for it is no repeat."""
        return self._sitting.act(self._voter, act, f"{self._event}{first}")

    def _told(self, line: e.Line) -> None:
        self._sitting.tell(self._seat, self._sitting.hall(self._seat.language).told(line))

    def _say_lines(self, replies: tuple[e.Reply, ...]) -> None:
        for line in [reply.line for reply in replies if isinstance(reply, e.Tell)]:
            self._told(line)
