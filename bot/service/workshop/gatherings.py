"""What does an item come to that is about a workshop? It begins, goes on, or tells what its timers are for."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from bot.model.errors import StoreError
from bot.model.ids import Digest
from bot.model.keeping import Gathered, Seat
from bot.model.meet import Deed, Meet, Outside
from bot.model.post import Done, Incoming, Timer, Work
from bot.service.boards import Board
from bot.service.editions import Edition
from bot.service.reading import Called, Read
from bot.service.retention import moment
from bot.service.turns import Turn
from bot.service.workshop.owning import own_answers
from bot.service.workshop.seated import FOLLOW, Seated
from bot.service.workshop.sitting import Sitting, Tools, opened, voter_of
from bot.service.workshop.steering import FOURS, ONCE, TALLY, UP, WRITTEN, Steering
from bot.service.workshop.typed import Typed
from bot.service.workshop.writing import Writing
from bot.workshop import events as e
from bot.workshop.meeting import GroupBoard, LeaderBoard, Meeting, Status
from bot.workshop.state import Course, Stage, open_workshop, progress

QUIET: Final = 30 * 60
"""Seconds without a deed of whoever leads, after which somebody else may take over."""
TELLS: Final = 10_000
"""Milliseconds from a change until the group is told how many have joined or finished: Telegram counts edits."""
ANSWERS: Final = 3 * 24 * 3_600_000
"""Milliseconds after the first answer of an owner, in which the others may answer, too: then the group reads what became of its actions."""
SAID: Final = "said"
"""How the timer begins that tells the group what became of its actions."""
TAKES_PART: Final = frozenset(
    {
        Deed.JOIN,
        Deed.ROOM,
        Deed.WATCH,
        Deed.ROLE,
        Deed.VOTE,
        Deed.WHY,
        Deed.BACK,
        Deed.QUESTION,
        Deed.ASK_TIME,
        Deed.LEAVE,
        Deed.ERASE,
        Deed.KEEP,
        Deed.OWN,
    }
)
"""What everybody may do; the rest is for whoever leads."""
ENTERS: Final = frozenset({Deed.JOIN, Deed.ROOM, Deed.WATCH})
"""What somebody does who has no seat yet."""


class Gatherings:
    """Answers items about workshops. `read` is how a platform's bytes are understood."""

    def __init__(self, tools: Tools, read: Callable[[Incoming], Read | Called | None]) -> None:
        self._tools = tools
        self._read = read

    def own(self, work: Work) -> list[dict[str, Any]]:
        """What workshops keep of the item's person, ready for JSON."""
        return own_answers(self._tools, work)

    def called(self, work: Work, called: Called, *, often: bool = False) -> Done:
        """Somebody asks for a workshop in a group. Who has said much today is answered only where it leads to anything."""
        going = next((one for one in work.meetings.held() if not one.ended), None)
        if going is None:
            return self._begun(work, called)
        sitting = self._sitting(work, going)
        if sitting is None:
            return Done() if often else self._outside(Outside.LOST_VERSION)
        meeting = sitting.meeting
        led, quiet = bool(meeting.workshop.facilitators), sitting.now - meeting.steered > QUIET
        asks = replace(meeting, starter=_name_of(sitting.kept.key, work.item.person), handing=led)
        if often and (asks == meeting or (led and not quiet)):
            return Done()
        if led and not quiet:
            sitting.group(GroupBoard.TAKEN)
            return sitting.done()
        sitting.meeting = asks
        sitting.group(GroupBoard.QUIET if led else GroupBoard.DOOR)
        return sitting.done()

    def passed(self, work: Work) -> Done:
        """What came in a private chat, and was passed on to the workshop of this conversation."""
        origin, seat, body = work.item.body.split(b"\n", 2)
        item = replace(work.item, conversation=origin.decode(), body=body)
        read = None if seat == ERASED else self._read(item)
        if isinstance(read, Read) and isinstance(read.said, Meet) and read.said.deed is Deed.STATUS:
            return self._went(work, item, read.said)
        going = next((one for one in work.meetings.held() if not one.ended), None)
        sitting = self._sitting(work, going) if going else None
        if sitting is None:
            return Done()
        if not isinstance(read, Read):  # somebody has erased all that is kept about them
            return self._erased(sitting, body.decode())
        if isinstance(read.said, Meet) and read.said.workshop != sitting.name:  # it was meant for one before
            sitting.aside(item.conversation, Outside.GONE)
            return Done(send=sitting.done().send)
        self._does(sitting, item, read, seat.removeprefix(OWN) if seat.startswith(OWN) else b"")
        self._tell_soon(sitting)
        return sitting.done()

    def rang(self, work: Work) -> Done:
        """A timer of a group's workshop, or of the owner of an action in their own chat."""
        name, _, body = work.item.body.decode().partition("\n")
        what, _, workshop = name.partition(".")
        if what == FOLLOW:
            return self._follow(work, body)
        if what == SAID:
            return self._said_and_did(work, workshop)
        going = next((one for one in work.meetings.held() if not one.ended), None)
        sitting = self._sitting(work, going) if going else None
        if sitting is None:
            return Done()
        course = sitting.workshop.course
        if name == TALLY:
            self._tally(sitting)
        elif name == FOURS and course.stage is Stage.TALKING and course.paused is None:
            sitting.meeting = replace(sitting.meeting, fours=0)
            sitting.group(GroupBoard.FOURS)
        elif name == UP and _is_up(course, work.item.received):
            sitting.group(GroupBoard.TIME_UP)
        return sitting.done()

    def _begun(self, work: Work, called: Called) -> Done:
        language = self._tools.spoken(called.language)
        edition = self._tools.editions.current(language)
        kept = Gathered(
            id=self._tools.ids(),
            conversation=work.item.conversation,
            state=b"",
            key=self._tools.key(),
            digest=edition.digest,
            changed=moment(work.item.received),
        )
        meeting = Meeting(
            language=language,
            workshop=open_workshop(edition.rules, None),
            starter=_name_of(kept.key, work.item.person),
            day=moment(work.item.received)[:10],
        )
        sitting = Sitting(self._tools, work, kept, meeting, edition)
        sitting.group(GroupBoard.DOOR)
        return sitting.done()

    def _sitting(self, work: Work, kept: Gathered) -> Sitting | None:
        """The workshop as it stands; None where it cannot be read, or its version cannot be opened any more."""
        try:
            meeting = self._tools.minutes.decode(kept.state, Meeting)
        except StoreError:
            return None
        edition = opened(self._tools, meeting, Digest(kept.digest), work.files)
        return Sitting(self._tools, work, kept, meeting, edition) if edition else None

    def _does(self, sitting: Sitting, item: Incoming, read: Read, own: bytes) -> None:
        """What one person does or types; `own` is a session of theirs, where they may start from its answers."""
        event = f"{item.channel}/{item.update}"
        meet = read.said if isinstance(read.said, Meet) else None
        if meet and meet.deed is Deed.CLAIM:
            self._claim(sitting, item, read)
            return
        seat = sitting.seat_of(item.person)
        if meet and meet.deed in ENTERS:
            seat = sitting.seated(item.person, item.conversation, read.language or "")
        if seat is None:  # they had one once
            sitting.aside(item.conversation, Outside.NOT_JOINED)
            return
        seat = sitting.sits(seat, conversation=item.conversation)
        if meet and meet.deed is Deed.PREFILL:
            Seated(sitting, seat, event).prefills(_session(own)[0])
        elif meet and meet.deed in TAKES_PART:
            Seated(sitting, seat, event).does(meet, read.pressed.once if read.pressed else "")
            if own and meet.deed in ENTERS:
                Seated(sitting, seat, event).offers(*_session(own))
        elif meet:
            once = read.pressed.once if read.pressed and meet.deed in ONCE else event
            Steering(sitting, seat, once).does(meet)
        else:  # words: nothing else is passed on
            self._types(sitting, seat, event, str(read.said))

    def _types(self, sitting: Sitting, seat: Seat, event: str, text: str) -> None:
        if seat.asked.partition(".")[0] in WRITTEN:
            Writing(sitting, seat, event).types(text)
        else:
            Typed(sitting, seat, event).hears(text)

    def _claim(self, sitting: Sitting, item: Incoming, read: Read) -> None:
        """Lead the workshop: whoever asked for it, or to whom it is handed over."""
        meeting = sitting.meeting
        known = sitting.seat_of(item.person)
        if known and sitting.leads(known):
            Steering(sitting, known, "").does(Meet(sitting.name, Deed.PANEL))
            return
        led = bool(meeting.workshop.facilitators)
        asked = meeting.starter in ("", _name_of(sitting.kept.key, item.person))
        if led and not meeting.handing:
            sitting.aside(item.conversation, Outside.LED_ELSEWHERE)
        elif not asked:
            sitting.aside(item.conversation, Outside.ONLY_STARTER)
        else:
            seat = sitting.seated(item.person, item.conversation, read.language or "")
            self._leads(sitting, seat)

    def _leads(self, sitting: Sitting, seat: Seat) -> None:
        meeting = sitting.meeting
        voter = sitting.voter(seat.id)
        workshop = replace(meeting.workshop, facilitators=meeting.workshop.facilitators | {voter})
        sitting.meeting = replace(meeting, workshop=workshop, starter="", handing=False, steered=sitting.now)
        sitting.group(GroupBoard.LED, again=True)
        Steering(sitting, seat, "").does(Meet(sitting.name, Deed.PANEL))

    def _erased(self, sitting: Sitting, seat: str) -> Done:
        """The answers of somebody who has no seat any more, as far as they were not shown yet."""
        voter = sitting.voter(seat)
        sitting.act(voter, e.Leave(erase=True), f"erase/{seat}")
        workshop = sitting.workshop
        led = replace(workshop, facilitators=workshop.facilitators - {voter})
        sitting.meeting = replace(sitting.meeting, workshop=led)
        self._tell_soon(sitting)
        return sitting.done()

    def _follow(self, work: Work, body: str) -> Done:
        """Ask the owner of an action how it went, once."""
        name, number, what = body.split("\n", 2)
        found = self._ended(work, name)
        if found is None:
            return Done()
        kept, meeting, edition = found
        here = meeting.workshop.course.actions[int(number) :][:1]
        if [one.what for one in here] != [what]:  # it was taken back since
            return Done()
        page = edition.voice.hall(meeting, kept.id).follow(int(number))
        return Done(send=self._tools.writer.write(Turn(pages=(page,)), Board(session=kept.id)))

    def _went(self, work: Work, item: Incoming, meet: Meet) -> Done:
        """An owner tells how it went."""
        found = self._ended(work, meet.workshop)
        number, _, status = meet.about.partition(".")
        if found is None or not number.isdecimal() or status not in list(Status):
            return Done()
        kept, meeting, edition = found
        if int(number) >= len(meeting.workshop.course.actions):
            return Done()
        went = replace(meeting, went={**meeting.went, int(number): Status(status)})
        page = edition.voice.hall(went, kept.id).followed(Status(status))
        board = Board(session=kept.id, to=item.conversation)
        first = Timer(f"{SAID}.{kept.id}", item.received + ANSWERS)
        return Done(
            arm=() if meeting.went else (first,),
            gather=replace(kept, state=self._tools.minutes.encode(went)),
            send=self._tools.writer.write(Turn(pages=(page,)), board),
        )

    def _said_and_did(self, work: Work, name: str) -> Done:
        """Tell the group what became of its actions, if anybody said so."""
        found = self._ended(work, name)
        if found is None or not found[1].went:
            return Done()
        kept, meeting, edition = found
        shown = edition.voice.hall(meeting, kept.id).group(GroupBoard.SAID_AND_DID)
        return Done(
            send=self._tools.writer.write(Turn(pages=shown.pages), Board(session=kept.id, group=True))
        )

    def _ended(self, work: Work, name: str) -> tuple[Gathered, Meeting, Edition] | None:
        """A workshop that may have ended, as it is kept; None where it is gone."""
        kept = work.meetings.named(name)
        if kept is None:
            return None
        meeting = self._tools.minutes.decode(kept.state, Meeting)
        edition = opened(self._tools, meeting, Digest(kept.digest), work.files)
        return (kept, meeting, edition) if edition else None

    def _tell_soon(self, sitting: Sitting) -> None:
        """Tell how many there are in a while, all that comes until then at once."""
        meeting = sitting.meeting
        before = sitting.before
        told = meeting.noticed and meeting.workshop.course.stage in (Stage.GATHERING, Stage.ANSWERING)
        rules = sitting.edition().rules
        if told and not meeting.tallied and progress(rules, before) != progress(rules, meeting.workshop):
            sitting.meeting = replace(meeting, tallied=True)
            sitting.arm(TALLY, sitting.work.item.received + TELLS)

    def _tally(self, sitting: Sitting) -> None:
        """How many have joined, or have finished, in the place of what was told before."""
        if not sitting.meeting.tallied:  # the timer of a workshop before
            return
        sitting.meeting = replace(sitting.meeting, tallied=False)
        stage = sitting.workshop.course.stage
        if stage is Stage.GATHERING:
            sitting.group(GroupBoard.NOTICE, again=True)
        elif stage is Stage.ANSWERING:
            sitting.group(GroupBoard.OPENED, again=True)
        if stage in (Stage.GATHERING, Stage.ANSWERING):
            sitting.leaders(LeaderBoard.PANEL, again=True)

    def _outside(self, line: Outside) -> Done:
        """A message in a conversation that has no workshop to speak for it."""
        page = self._tools.editions.current().voice.outside(line)
        return Done(send=self._tools.writer.write(Turn(pages=(page,)), Board(group=True)))


OWN: Final = b"+"
"""Before a session of whoever this is from, which stands in the place of the seat: its day, a bar, and its bytes in letters."""
ERASED: Final = b"-"
"""In the place of the seat: what follows is the seat of somebody who has erased all that is kept about them."""


def _name_of(key: bytes, person: str) -> str:
    """Whoever asks for a workshop, by a name that dies with its key; empty for nobody known."""
    return voter_of(key, person) if person else ""


def _is_up(course: Course, now: int) -> bool:
    """Whether the time is up (milliseconds since 1970): not where more was given meanwhile."""
    return course.until is not None and course.paused is None and course.until * 1000 <= now


def _session(own: bytes) -> tuple[bytes, str]:
    """The bytes of a session, and the day on which it was last changed."""
    day, _, state = own.partition(b"|")
    return base64.b64decode(state), day.decode()
