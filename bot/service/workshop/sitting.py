"""What comes of one thing that happened in a workshop? The workshop as it stands, and what is told to whom."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from bot.model.errors import StoreError
from bot.model.ids import Digest
from bot.model.keeping import Gathered, Kept, Seat
from bot.model.meet import Outside
from bot.model.page import Document, Page, Shown
from bot.model.post import Done, Timer, Work
from bot.model.sending import Outgoing
from bot.service.boards import Board
from bot.service.editions import Edition, Editions
from bot.service.ports import Hall, Minutes
from bot.service.retention import milliseconds, moment
from bot.service.turns import Turn
from bot.workshop.events import Act, DestroyKey, Event, Reply
from bot.workshop.meeting import Earlier, GroupBoard, LeaderBoard, Meeting, SeatBoard
from bot.workshop.people import VoterId
from bot.workshop.rounds import REMEMBERED, step
from bot.workshop.state import Workshop, with_late

KEY: Final = 32
"""Bytes of a workshop's key."""
DAY: Final = 24 * 3_600_000
WEEK: Final = 7 * DAY
"""Milliseconds."""


class Writer(Protocol):
    """Turns to a platform's bytes."""

    def write(self, turn: Turn, board: Board) -> tuple[Outgoing, ...]:
        """The messages of a turn, in order."""

    def link(self, workshop: str, until: int) -> str:
        """The address by which people join a workshop until then (milliseconds since 1970); empty while it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every sitting needs. `ids` gives new ids, `key` a new workshop's key; `languages` are those that are offered."""

    editions: Editions
    writer: Writer
    minutes: Minutes
    ids: Callable[[], str]
    key: Callable[[], bytes]
    languages: tuple[str, ...]

    def spoken(self, language: str | None) -> str:
        """That language where it is offered, else the first."""
        return language if language in self.languages and language else self.languages[0]


class Sitting:
    """One turn of a workshop. `kept` is how it was stored; what is told is told as the meeting stands then."""

    def __init__(self, tools: Tools, work: Work, kept: Gathered, meeting: Meeting, edition: Edition) -> None:
        self.work = work
        self.kept = kept
        self.meeting = meeting
        self.before = meeting.workshop
        self._edition = edition
        self._tools = tools
        self._seats = {seat.id: seat for seat in work.meetings.seats(kept.id)}
        self._sit: dict[str, Seat] = {}
        self._rise: list[str] = []
        self._send: list[Outgoing] = []
        self._arm: list[Timer] = []
        self._disarm: list[str] = []
        self._keep: Kept | None = None
        self._consent = ""
        self._ended = False

    @property
    def name(self) -> str:
        """The workshop's id."""
        return self.kept.id

    @property
    def workshop(self) -> Workshop:
        """The workshop as it stands."""
        return self.meeting.workshop

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return self.work.item.received // 1000

    @property
    def day(self) -> str:
        """Today, ISO 8601."""
        return moment(self.work.item.received)[:10]

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Who sits here, in the order in which they came."""
        return tuple(self._seats.values())

    def edition(self, language: str = "") -> Edition:
        """The version that the workshop is held under, in a language; in its own where that is not offered."""
        spoken = language or self.meeting.language
        newest = self._tools.editions.current(spoken)
        if newest.digest == self._edition.digest:
            return newest
        own = self._tools.editions.pinned(self._edition.digest, spoken, self.work.files)
        return own or self._edition

    def hall(self, language: str = "") -> Hall:
        """The voice of the workshop as it stands now."""
        return self.edition(language).voice.hall(self.meeting, self.name)

    def voter(self, seat: str) -> VoterId:
        """The name under which a seat's ballots are kept."""
        return voter_of(self.kept.key, seat)

    def seat_of(self, person: str) -> Seat | None:
        """Where a person sits."""
        return next((seat for seat in self._seats.values() if seat.person == person), None)

    def seated(self, person: str, conversation: str, language: str) -> Seat:
        """The seat of a person, taken now if they had none."""
        known = self.seat_of(person)
        seat = known or Seat(
            id=self._tools.ids(),
            workshop=self.name,
            person=person,
            conversation=conversation,
            language=self._tools.spoken(language or self.meeting.language),
        )
        return seat if known else self.sits(seat)

    def sits(self, seat: Seat, **changed: str) -> Seat:
        """The seat with what has changed in it, to be written."""
        after = replace(seat, **changed)
        self._seats[seat.id] = self._sit[seat.id] = after
        return after

    def rises(self, seat: str) -> None:
        """Nobody sits there any more, and nothing leads to who did."""
        self._seats.pop(seat, None)
        self._sit.pop(seat, None)
        self._rise.append(seat)

    def leads(self, seat: Seat) -> bool:
        """Whether whoever sits there leads the workshop."""
        return self.voter(seat.id) in self.workshop.facilitators

    def act(self, voter: VoterId, act: Act, event: str) -> tuple[Reply, ...]:
        """Let an act happen, and give what is to be said."""
        after = step(self._edition.rules, self.workshop, Event(event, self.now, voter, act))
        self.meeting = replace(self.meeting, workshop=after.workshop)
        if DestroyKey() in after.replies:
            self._ended = True
        return after.replies

    def first(self, event: str) -> bool:
        """Whether this happens for the first time; it is remembered then, as all that happens is."""
        workshop = self.workshop
        if event in workshop.recent:
            return False
        recent = (*workshop.recent, event)[-REMEMBERED:]
        self.meeting = replace(self.meeting, workshop=replace(workshop, recent=recent))
        return True

    def group(self, board: GroupBoard, *, again: bool = False, pins: bool = False) -> None:
        """Show a board to the group, if it has anything to say; `again`: in the place of the one of its name."""
        shown = self.hall().group(board)
        if not shown.pages[0].text:
            return
        self._write(shown, Board(session=self.name, group=True, again=again, pins=pins))

    def file(self, document: Document, page: Page) -> None:
        """Hand a file to the group."""
        turn = Turn(pages=(page,), document=document)
        self._send += self._tools.writer.write(turn, Board(session=self.name, group=True))

    def leader(self, seat: Seat, board: LeaderBoard, text: str = "", *, again: bool = False) -> None:
        """Show a board to somebody who leads."""
        self.tell(seat, self.hall(seat.language).leader(board, text), again=again)

    def leaders(self, board: LeaderBoard, *, again: bool = False) -> None:
        """Show a board to all who lead."""
        for seat in self.seats:
            if self.leads(seat):
                self.leader(seat, board, again=again)

    def person(self, seat: Seat, board: SeatBoard) -> None:
        """Show a board to one person."""
        self.tell(seat, self.hall(seat.language).seat(board, self.voter(seat.id)))

    def tell(self, seat: Seat, *pages: Page, closed: tuple[Page, ...] = (), again: bool = False) -> None:
        """Tell one person something in private."""
        turn = Turn(pages=pages, closed=closed)
        board = Board(session=self.name, to=seat.conversation, again=again)
        self._send += self._tools.writer.write(turn, board)

    def tell_shown(self, seat: Seat, shown: Shown) -> None:
        """Show one person something with a picture, in private."""
        self._write(shown, Board(session=self.name, to=seat.conversation))

    def hand(self, seat: Seat, document: Document, page: Page) -> None:
        """Hand a file to one person."""
        turn = Turn(pages=(page,), document=document)
        self._send += self._tools.writer.write(turn, Board(session=self.name, to=seat.conversation))

    def link(self, until: int) -> str:
        """The link for the room."""
        return self._tools.writer.link(self.name, until)

    def arm(self, name: str, due: int) -> None:
        """Set a timer, in milliseconds since 1970."""
        self._disarm = [other for other in self._disarm if other != name]
        self._arm = [*(timer for timer in self._arm if timer.name != name), Timer(name, due)]

    def later(self, timer: Timer) -> None:
        """Set a timer, perhaps in another conversation."""
        self._arm.append(timer)

    def asked_on(self) -> int:
        """When owners are asked how it went, counted from the day of the workshop: milliseconds since 1970."""
        begun = milliseconds(f"{self.meeting.day}T00:00:00Z")
        return begun + self.meeting.weeks * WEEK + self.work.item.received % DAY

    def disarm(self, name: str) -> None:
        """Take a timer back."""
        self._arm = [timer for timer in self._arm if timer.name != name]
        self._disarm.append(name)

    def aside(self, conversation: str, line: Outside) -> None:
        """Tell somebody something who has no seat here."""
        turn = Turn(pages=(self.edition().voice.outside(line),))
        self._send += self._tools.writer.write(turn, Board(to=conversation))

    def named(self, service: str) -> None:
        """Call the service so; what the group saw of it the last time is put beside what it sees now."""
        for kept in self.work.meetings.held():
            if kept.ended and kept.digest == self.kept.digest:
                before = self._before(kept)
                if before and before.name.casefold() == service.casefold():
                    earlier = Earlier(day=before.day, seen=with_late(before.workshop))
                    self.meeting = replace(self.meeting, name=service, earlier=earlier)
                    return
        self.meeting = replace(self.meeting, name=service, earlier=None)

    def _before(self, kept: Gathered) -> Meeting | None:
        """A workshop that has ended, if it can be read."""
        try:
            return self._tools.minutes.decode(kept.state, Meeting)
        except StoreError:
            return None

    def keeps(self, session: Kept) -> None:
        """Keep somebody's own answers as a session of theirs."""
        self._keep = session

    def new_id(self) -> str:
        """A new id."""
        return self._tools.ids()

    def agrees(self, to: str) -> None:
        """Whoever this item is from agrees to something."""
        self._consent = to

    def done(self) -> Done:
        """All that comes of it."""
        meeting, ended = self.meeting, self._ended
        if ended:
            meeting = replace(meeting, starter="")
            for seat in self.seats:
                self.rises(seat.id)
        kept = replace(
            self.kept,
            state=self._tools.minutes.encode(meeting),
            key=b"" if ended else self.kept.key,
            changed=self.kept.changed if self.kept.ended else moment(self.work.item.received),
            ended=ended or self.kept.ended,
        )
        return Done(
            keep=self._keep,
            pin=self._edition.files,
            gather=kept,
            sit=tuple(self._sit.values()),
            rise=tuple(self._rise),
            send=tuple(self._send),
            arm=tuple(self._arm),
            disarm=tuple(self._disarm),
            consent=self._consent,
        )

    def _write(self, shown: Shown, board: Board) -> None:
        turn = Turn(pages=shown.pages, picture=shown.picture, drawn=shown.drawn)
        self._send += self._tools.writer.write(turn, board)


def voter_of(key: bytes, seat: str) -> VoterId:
    """The name under which a seat's ballots are kept; nobody can work it out once the key is destroyed."""
    return VoterId(hmac.digest(key, seat.encode(), "sha256").hex()[:32])


def opened(
    tools: Tools, meeting: Meeting, digest: Digest, files: Callable[[Digest], Mapping[str, bytes] | None]
) -> Edition | None:
    """The version that a workshop is held under; None where it cannot be opened any more."""
    newest = tools.editions.current(meeting.language)
    if newest.digest == digest:
        return newest
    return tools.editions.pinned(digest, meeting.language, files)
