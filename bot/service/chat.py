"""What does an item of the inbox come to? One turn of its conversation, with what to keep and what to say.

It is asked inside the transaction that writes all of it down, so it only calculates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol, assert_never

from bot.model.errors import StoreError
from bot.model.house import House
from bot.model.keeping import Kept
from bot.model.post import Done, Incoming, Item, Work
from bot.model.reply import Line, Tell
from bot.model.sending import Outgoing
from bot.model.session import Length, finished
from bot.model.talk import Act, Ask, Event, Forget, Heard, Hearing, Said, Start, Topic
from bot.service.editions import Editions
from bot.service.retention import moment
from bot.service.turns import Standing, Turn, begin, hear, take_turn, take_up

PATIENCE: Final = 3
"""So often a day somebody is told that they may not use this Tango."""

KEEPING: Final = "answers are kept"
"""What a person agrees to who goes on after the first words, which say what is kept and how to erase it."""
ALWAYS: Final = (Forget(), Ask(Topic.PRIVACY))
"""What people may ask for as often as they like."""

UNREAD: Final = Said("", Heard(Hearing.TOO_LONG))
"""A message whose words were not kept, because they are too many."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an update says: a typed text or an act, and the language of a new conversation (None: the first)."""

    said: str | Act
    language: str | None = None


class Tongue(Protocol):
    """A platform's bytes to what was said, and a turn to the platform's bytes. It knows no rule and no store."""

    def read(self, item: Incoming) -> Read | None:
        """What an update says; None where there is nothing to answer."""

    def write(self, turn: Turn) -> tuple[Outgoing, ...]:
        """The messages of a turn, in order."""


class Chat:
    """Answers the items of private chats: one conversation each, about the session last changed."""

    def __init__(self, editions: Editions, tongue: Tongue, house: House, ids: Callable[[], str]) -> None:
        self._editions = editions
        self._tongue = tongue
        self._house = house
        self._ids = ids

    def __call__(self, work: Work) -> Done:
        """What an item leads to."""
        match work.item.kind:
            case Item.UPDATE:
                read = self._tongue.read(work.item)
                return self._answer(work, read) if read else Done()
            case Item.TOO_LONG:
                return self._answer(work, Read(UNREAD))
            case Item.STRANGER:
                return (
                    self._outside(Tell(Line.STRANGER, text=self._house.contact))
                    if work.today <= PATIENCE
                    else Done()
                )
            case Item.TIMER:
                return Done()
            case _:
                assert_never(work.item.kind)

    def sorry(self, _: Incoming) -> tuple[Outgoing, ...]:
        """What to say where an item could not be answered."""
        return self._outside(Tell(Line.SORRY)).send

    def _answer(self, work: Work, read: Read) -> Done:
        if isinstance(read.said, Forget):  # it works whatever is kept, and however many messages there were
            return replace(self._outside(Tell(Line.FORGOTTEN)), forget=True)
        try:
            standing = self._standing(work, read)
        except StoreError:
            return self._begin_anew(work.item)
        act = self._act(work, standing, read)
        limit = self._house.daily_limit
        if limit and work.today > limit and act not in ALWAYS:
            over = work.today <= limit + PATIENCE
            return self._outside(Tell(Line.DAILY_LIMIT, text=str(limit))) if over else Done()
        item = work.item
        event = Event(f"{item.channel}/{item.update}", moment(item.received), item.person, act)
        taken = take_turn(standing, event, self._house)
        send = self._tongue.write(taken.turn)
        if taken.erase:
            return Done(forget=True, send=send)
        return Done(
            keep=self._kept(work.kept, item, taken.standing),
            pin=taken.standing.edition.files,
            send=send,
            consent=KEEPING if work.kept and work.kept.version == 1 else "",
        )

    def _begin_anew(self, item: Incoming) -> Done:
        """A new session beside one that cannot be read, which stays as it is."""
        blank = begin(self._editions, Length.FULL, self._editions.current().rules.dialogue.language)
        told = self._outside(Tell(Line.LOST_SESSION))
        return replace(told, keep=self._kept(None, item, blank), pin=blank.edition.files)

    def _act(self, work: Work, standing: Standing, read: Read) -> Act:
        """The act of an update. The first words in a chat are a greeting, not the name of a service."""
        if not isinstance(read.said, str):
            return read.said
        return hear(standing, read.said) if work.kept else Start()

    def _standing(self, work: Work, read: Read) -> Standing:
        if work.kept is None:
            language = read.language or self._editions.current().rules.dialogue.language
            return begin(self._editions, Length.FULL, language)
        return take_up(self._editions, work.kept.state, work.files)

    def _kept(self, before: Kept | None, item: Incoming, standing: Standing) -> Kept:
        """The session, even if nothing was said in it yet: the next words are then no greeting any more."""
        session = standing.session
        return Kept(
            before.id if before else self._ids(),
            standing.edition.codec.encode(session),
            finished(session),
            moment(item.received),
            item.conversation,
            item.person,
            session.dialogue,
            before.version if before else 0,
        )

    def _outside(self, told: Tell) -> Done:
        """A short message outside any session, in the first language."""
        blank = begin(self._editions, Length.FULL, self._editions.current().rules.dialogue.language)
        pages = blank.edition.voice.pages(blank.session, (told,))
        return Done(send=self._tongue.write(Turn(pages=pages)))
