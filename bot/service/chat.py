"""What does an item of the inbox come to? One turn of its conversation, with what to keep and what to say.

It is asked inside the transaction that writes all of it down, so it only calculates.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final, Protocol, assert_never

from bot.model.errors import StoreError
from bot.model.house import House
from bot.model.keeping import Kept
from bot.model.meet import Meet, Outside
from bot.model.page import Document
from bot.model.post import Done, Incoming, Item, Work
from bot.model.reply import Line, Tell
from bot.model.sending import Outgoing
from bot.model.session import Length, Stage, finished, worth_keeping
from bot.model.talk import (
    Act,
    Anew,
    Ask,
    Change,
    Event,
    Forget,
    Heard,
    Hearing,
    Open,
    Said,
    Speak,
    Stale,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)
from bot.service.boards import Board
from bot.service.editions import Editions
from bot.service.exporting import exported
from bot.service.reading import Called, Read
from bot.service.retention import milliseconds, moment
from bot.service.turns import Standing, Turn, begin, begun_anew, hear, take_turn, take_up
from bot.service.workshop.door import goodbyes, got_up, passed_on
from bot.service.workshop.gatherings import Gatherings

OFTEN: Final = 10
"""So often a day somebody who calls in a group is answered there."""
PATIENCE: Final = 3
"""So often a day somebody is told that they may not use this Tango."""

WORKSHOP: Final = "workshop"
"""The command that asks for a workshop in a group."""
KEEPING: Final = "answers are kept"
"""What a person agrees to who goes on after the first words, which say what is kept and how to erase it."""
ALWAYS: Final = (Forget(), Ask(Topic.PRIVACY), Ask(Topic.DATA), Unreadable("forget", ""))
"""What people may ask for as often as they like."""

AWAY: Final = 12 * 3_600_000
"""Milliseconds. Whoever comes back after so long is told first where they stand: their words may be a greeting."""

UNREAD: Final = Said("", Heard(Hearing.TOO_LONG))
"""A message whose words were not kept, because they are too many."""

SHOWN: Final = 9
"""Services that are listed at most."""

SURE: Final = frozenset({Hearing.EXACT, Hearing.YES, Hearing.NO})
"""Words that are surely meant as an answer."""


class Tongue(Protocol):
    """A platform's bytes to what was said, and a turn to the platform's bytes. It knows no rule and no store."""

    def read(self, item: Incoming) -> Read | Called | None:
        """What an update says; None where there is nothing to answer."""

    def write(self, turn: Turn, board: Board) -> tuple[Outgoing, ...]:
        """The messages of a turn, in order."""

    def link(self, workshop: str, until: int) -> str:
        """The address by which everybody in the room comes into a workshop, until a time in milliseconds since 1970.

        Empty as long as the platform has not told us our own name.
        """


class Chat:
    """Answers items. A private chat is one conversation, about the session last changed; a group is told where to go."""

    def __init__(
        self,
        editions: Editions,
        tongue: Tongue,
        house: House,
        ids: Callable[[], str],
        gatherings: Gatherings | None = None,
    ) -> None:
        self._gatherings = gatherings
        self._editions = editions
        self._tongue = tongue
        self._house = house
        self._ids = ids

    def __call__(self, work: Work) -> Done:
        """What an item leads to."""
        match work.item.kind:
            case Item.UPDATE:
                return self._update(work)
            case Item.TOO_LONG:
                return self._answer(work, Read(UNREAD))
            case Item.STRANGER:
                return self._stranger(work)
            case Item.TIMER:
                return self._gatherings.rang(work) if self._gatherings else Done()
            case Item.PASSED | Item.GOODBYE:
                return self._gatherings.passed(work) if self._gatherings else Done()
            case _:
                assert_never(work.item.kind)

    def sorry(self, _: Incoming) -> tuple[Outgoing, ...]:
        """What to say where an item could not be answered."""
        return self._outside(Tell(Line.SORRY)).send

    def _update(self, work: Work) -> Done:
        match self._tongue.read(work.item):
            case None:
                return Done()
            case Called(language=language) as called:
                often = work.today > OFTEN
                if self._gatherings and called.command == WORKSHOP:
                    return self._gatherings.called(work, called, often=often)
                return Done() if often else self._outside(Tell(Line.IN_A_GROUP), language, Board(group=True))
            case Read() as read:
                return self._read(work, read)
            case other:
                assert_never(other)

    def _stranger(self, work: Work) -> Done:
        """Who may not use this Tango is told so. In a workshop of a group that may, they take part all the same.

        What was kept for them there, they can see and erase.
        """
        read = self._tongue.read(work.item) if work.item.body else None
        if isinstance(read, Read):
            if isinstance(read.said, Meet) or work.meetings.mine():
                return self._read(work, read)
            with suppress(StoreError):
                if work.kept and self._act(work, self._standing(work, read), read) in ALWAYS:
                    return self._answer(work, read)
        told = work.today <= PATIENCE
        return self._outside(Tell(Line.STRANGER, text=self._house.contact)) if told else Done()

    def _read(self, work: Work, read: Read) -> Done:
        """What is a workshop's goes there; all else is of this chat, and whoever says it has got up from the workshop."""
        match passed_on(work, read):
            case Done() as done:
                return done
            case Tell() as told:
                return self._outside(told, read.language)
            case Outside() as line:
                page = self._editions.current(self._offered(read.language)).voice.outside(line)
                return Done(send=self._tongue.write(Turn(pages=(page,)), Board()))
            case _:
                return got_up(work, self._answer(work, read))

    def _answer(self, work: Work, read: Read) -> Done:
        kept = work.kept
        if isinstance(read.said, Forget) and _meant(
            read, kept.id if kept else "", kept.digest if kept else ""
        ):
            # it works whatever is kept, and however many messages there were
            told = self._outside(Tell(Line.FORGOTTEN), read.language)
            return replace(told, forget=True, passed=goodbyes(work))
        if kept is None and not _meant(read, "", ""):
            return self._outside(Tell(Line.LOST_BUTTON), read.language)
        try:
            standing = self._standing(work, read)
        except StoreError:
            return self._begin_anew(work.item)
        act = self._act(work, standing, read)
        limit = self._house.daily_limit
        if limit and work.today > limit and act not in ALWAYS:
            over = work.today <= limit + PATIENCE
            return self._outside(Tell(Line.DAILY_LIMIT, text=str(limit))) if over else Done()
        if isinstance(act, Anew):
            return self._anew(work, standing, act, read)
        if isinstance(act, Open):
            return self._opened(work, act, read)
        return self._taken(work, (work.kept, standing), act, read)

    def _taken(self, work: Work, about: tuple[Kept | None, Standing], act: Act, read: Read) -> Done:
        """One turn of a session (None: a new one), with what to keep and what to say."""
        item, (kept, standing) = work.item, about
        if isinstance(act, Speak):
            standing, act = self._in(act.language, work, standing)
        house = self._house
        if act == Ask(Topic.SERVICES):
            services = self._services(work)
            act, house = (act, replace(house, services=services)) if services[1:] else (Start(), house)
        event = Event(_name(item, act, read), moment(item.received), item.person, act)
        taken = take_turn(standing, event, house)
        if taken.erase:
            return Done(forget=True, send=self._tongue.write(taken.turn, Board()), passed=goodbyes(work))
        turn = taken.turn if act != Ask(Topic.DATA) else replace(taken.turn, document=self._copy(work))
        if kept is None and isinstance(act, Ask | Unreadable):  # whoever only asks has begun nothing
            return Done(send=self._tongue.write(turn, Board()))
        keep = self._kept((kept, work.kept), item, taken.standing)
        its_own = read.pressed is not None and read.pressed.turns and act == read.said
        turned = read.pressed.message if read.pressed and its_own else ""
        board = Board(session=keep.id, digest=taken.standing.session.dialogue, turned=turned)
        agreed = worth_keeping(taken.standing.session) and not worth_keeping(standing.session)
        return Done(
            keep=keep,
            pin=taken.standing.edition.files,
            send=self._tongue.write(turn, board),
            consent=KEEPING if agreed else "",
        )

    def _anew(self, work: Work, standing: Standing, act: Anew, read: Read) -> Done:
        """A session of its own, in the place of one in which nothing was said yet. A second tap begins nothing."""
        if worth_keeping(standing.session):
            return self._taken(work, (None, begun_anew(self._editions, standing, act)), act, read)
        if read.pressed and act.length in ("", standing.session.length):
            return Done()
        return self._taken(work, (work.kept, begun_anew(self._editions, standing, act)), act, read)

    def _opened(self, work: Work, act: Open, read: Read) -> Done:
        """Another session of the conversation, which is then the one last changed."""
        listed = {str(at): name for at, (name, _) in enumerate(self._services(work), start=1)}
        wanted = listed.get(act.session, act.session)
        kept = next((one for one in work.sessions() if one.id == wanted), work.kept)
        there = self._standing(replace(work, kept=kept), read)
        found = kept is not None and kept.id == wanted
        return self._taken(work, (kept, there), Start() if found else Stale(), read)

    def _services(self, work: Work) -> tuple[tuple[str, str], ...]:
        """The services of the conversation about which anything was said, the last changed first."""
        found = []
        for kept in work.sessions():
            with suppress(StoreError):
                session = self._editions.current().codec.decode(kept.state)
                found += [(kept.id, session.notebook.prompts.get("name", ""))] * worth_keeping(session)
        return tuple(found[:SHOWN])

    def _in(self, language: str, work: Work, standing: Standing) -> tuple[Standing, Act]:
        """The session in another language, if that is offered; else the languages to choose from."""
        if language not in dict(self._house.languages):
            return standing, Ask(Topic.LANGUAGE)
        if not work.kept:
            return begin(self._editions, Length.FULL, language), Start()
        return take_up(self._editions, work.kept.state, work.files, language), Ask(Topic.QUESTION)

    def _copy(self, work: Work) -> Document:
        """All that is kept about the person, as a file."""
        told = exported(self._editions, work.files, work.rows())
        if self._gatherings:
            told["workshops"] = self._gatherings.own(work)
        return Document("tango-data.json", json.dumps(told, indent=2, ensure_ascii=False))

    def _begin_anew(self, item: Incoming) -> Done:
        """A new session beside one that cannot be read, which stays as it is."""
        blank = begin(self._editions, Length.FULL, self._editions.current().rules.dialogue.language)
        told = self._outside(Tell(Line.LOST_SESSION))
        return replace(told, keep=self._kept((None, None), item, blank), pin=blank.edition.files)

    def _act(self, work: Work, standing: Standing, read: Read) -> Act:
        """The act of an update. The first words in a chat are a greeting, but not what is asked for by its name."""
        if work.kept and not _meant(read, work.kept.id, standing.session.dialogue):
            return Stale()
        assert not isinstance(read.said, Meet)  # noqa: S101 - it was passed on before
        act = hear(standing, read.said) if isinstance(read.said, str) else read.said
        if not work.kept:
            return act if isinstance(act, Ask | Unreadable | Forget | Speak) else Start()
        return Start() if isinstance(read.said, str) and _greets(work, standing, act) else act

    def _standing(self, work: Work, read: Read) -> Standing:
        if work.kept is None:
            return begin(self._editions, Length.FULL, self._offered(read.language))
        return take_up(self._editions, work.kept.state, work.files)

    def _offered(self, language: str | None) -> str:
        """That language where it is offered, else the first."""
        known = language and language in dict(self._house.languages)
        return language if language and known else self._editions.current().rules.dialogue.language

    def _kept(self, of: tuple[Kept | None, Kept | None], item: Incoming, standing: Standing) -> Kept:
        """The session, even if nothing was said in it yet: the next words are then no greeting any more.

        `of` is the session as it was (None: it is new), and the one that the conversation was about. It is the last
        changed from now on, even if both were changed in the same moment.
        """
        before, current = of
        session = standing.session
        changed = item.received
        if current:
            other = before is None or before.id != current.id
            changed = max(changed, milliseconds(current.changed) + other)
        return Kept(
            before.id if before else self._ids(),
            standing.edition.codec.encode(session),
            finished(session),
            moment(changed),
            item.conversation,
            item.person,
            session.dialogue,
            before.version if before else 0,
        )

    def _outside(self, told: Tell, language: str | None = None, board: Board | None = None) -> Done:
        """A short message outside any session, in that language where it is offered."""
        blank = begin(self._editions, Length.FULL, self._offered(language))
        pages = blank.edition.voice.pages(blank.session, (told,))
        return Done(send=self._tongue.write(Turn(pages=pages), board or Board()))


def _meant(read: Read, session: str, digest: str) -> bool:
    """Whether a button belongs to that session under that version; what is typed always does."""
    return read.pressed is None or read.pressed.fits(session, digest)


def _name(item: Incoming, act: Act, read: Read) -> str:
    """The name of an event: the same for a second tap on a button that changes something, so that it counts once."""
    shows = isinstance(act, Start | Change | WhatIf | Unreadable | Stale) or (
        isinstance(act, Ask) and not (act.topic is Topic.PLAN and act.about)
    )
    return read.pressed.once if read.pressed and not shows else f"{item.channel}/{item.update}"


def _greets(work: Work, standing: Standing, act: Act) -> bool:
    """Whether somebody who was away for long says something that is not surely an answer."""
    if not work.kept or not isinstance(act, Said):
        return False
    away = work.item.received - milliseconds(work.kept.changed) > AWAY
    own_words = standing.session.stage in (Stage.NAMING, Stage.OWNING, Stage.DATING)
    return away and (own_words or act.heard.how not in SURE)
