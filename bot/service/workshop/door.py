"""What of a private chat belongs to a workshop? Its buttons, its links, and what is typed where a workshop asked last."""

from __future__ import annotations

import base64
from dataclasses import replace

from bot.model.keeping import Seat
from bot.model.meet import UNKNOWN, Deed, Meet, Outside
from bot.model.post import Done, Passed, Work
from bot.model.reply import Line, Tell
from bot.service.reading import Read
from bot.service.workshop.gatherings import ERASED, OWN

STARTS = frozenset({Deed.JOIN, Deed.ROOM, Deed.PREFILL})
"""The deeds with which a person's own answers go along."""
IN_GROUPS = "/workshop"
"""The command that begins a workshop in a group."""
COMMAND = "/"
"""How a command begins: it is for the private chat, wherever somebody sits."""


def passed_on(work: Work, read: Read) -> Done | Outside | Tell | None:
    """What to hand on; what to say where there is nobody to hand it to; None where it is no workshop's."""
    if isinstance(read.said, Meet):
        return _met(work, read, read.said)
    if isinstance(read.said, str) and read.said.strip().lower() == IN_GROUPS:
        return Outside.IN_GROUPS
    seat = sitting_at(work)
    if isinstance(read.said, str) and seat and not read.said.startswith(COMMAND):
        return _to(work, seat.workshop, seat.id.encode())
    return None


def sitting_at(work: Work) -> Seat | None:
    """Where a workshop waits for what somebody types in this chat."""
    here = _waiting(work)
    return here[-1] if here else None


def got_up(work: Work, done: Done) -> Done:
    """What is done, with a note that this person speaks of something else now: what they type next is for no workshop."""
    return replace(done, sit=(*done.sit, *_elsewhere(work, "")))


def _waiting(work: Work) -> list[Seat]:
    """The seats of this chat that wait for what is typed."""
    return [
        seat for seat in work.meetings.mine() if seat.asked and seat.conversation == work.item.conversation
    ]


def _elsewhere(work: Work, workshop: str) -> tuple[Seat, ...]:
    """Those of other workshops than this one, from now on without anything that waits."""
    return tuple(replace(seat, asked="") for seat in _waiting(work) if seat.workshop != workshop)


def goodbyes(work: Work) -> tuple[Passed, ...]:
    """What to hand on where somebody erases all that is kept about them."""
    found = [(seat, work.meetings.named(seat.workshop)) for seat in work.meetings.mine()]
    return tuple(
        Passed(kept.conversation, b"\n".join((ERASED, seat.id.encode())), goodbye=True)
        for seat, kept in found
        if kept
    )


def _met(work: Work, read: Read, meet: Meet) -> Done | Outside | Tell:
    if meet.workshop == UNKNOWN:
        return Outside.LINK_OLD
    if read.pressed and not read.pressed.fits(meet.workshop, ""):
        return Tell(Line.LOST_BUTTON)
    own = _own(work) if meet.deed in STARTS else b""
    done = _to(work, meet.workshop, own, ended=meet.deed is Deed.STATUS)
    # what is typed next is for the workshop whose button was pressed last
    return replace(done, sit=_elsewhere(work, meet.workshop)) if done else Outside.GONE


def _own(work: Work) -> bytes:
    """What was kept last in this chat, so that its answers can be started from; nothing else ever leaves the chat."""
    kept = work.kept
    return b"|".join((OWN + kept.changed[:10].encode(), base64.b64encode(kept.state))) if kept else b""


def _to(work: Work, workshop: str, before: bytes, *, ended: bool = False) -> Done | None:
    kept = work.meetings.named(workshop)
    if kept is None or (kept.ended and not ended):
        return None
    body = b"\n".join((before, work.item.body))
    return Done(passed=(Passed(kept.conversation, body),))
