"""How does an update come in? Under pseudonyms, within bounds, and on disk before the platform is told so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from bot.model.post import Incoming, Item, News, Unreadable
from bot.model.sending import Address, Moved
from bot.service import journal
from bot.service.bells import Bell
from bot.service.counters import Event
from bot.service.office import Office
from bot.service.queues import MovedTo, Source, Update

LARGEST: Final = 64 * 1024
"""Bytes of an update that are read; a longer one is answered as too long, and not kept."""


class Names(Protocol):
    """Pseudonyms of platform ids."""

    def of(self, platform: str, place: str) -> str:
        """The pseudonym of an id on a platform."""

    def former(self, platform: str, place: str) -> tuple[str, ...]:
        """What it was under earlier secrets."""


class Intake:
    """Takes in updates, from long polling or by a webhook alike.

    `allowed` says whether a chat or its person may use this Tango; whoever may not is told so, unless they take part
    in a workshop of a group that may.
    """

    def __init__(self, office: Office, names: Names, allowed: Callable[[Update], bool]) -> None:
        self._queues = office.queues
        self._now = office.now
        self._counters = office.counters
        self._names = names
        self._allowed = allowed

    async def take(self, updates: Sequence[Update]) -> None:
        """Take in updates; they are on disk when this returns. StoreError: the platform must give them again."""
        received = self._now()
        heard = [update for update in updates if not self._unheard(update)]
        new = await self._queues.receive([self._incoming(update, received) for update in heard])
        self._counters[Event.RECEIVED] += new
        self._counters[Event.DUPLICATE] += len(heard) - new
        if unreadable := sum(isinstance(update.news, Unreadable) for update in updates):
            self._counters[Event.QUARANTINED] += unreadable
            journal.write("updates not understood", count=unreadable)

    def _unheard(self, update: Update) -> bool:
        """A group that may not use this Tango is not told so: nobody there need have asked."""
        return update.group and update.news is None and not self._allowed(update)

    def _incoming(self, update: Update, received: int) -> Incoming:
        kind, body = Item.UPDATE, update.body
        if len(body) > LARGEST:
            kind, body = Item.TOO_LONG, b""
        if not self._allowed(update):  # it may be for a workshop of a group that is
            kind = Item.STRANGER
        platform = update.channel.partition(":")[0]
        conversation, *formerly = self._pseudonyms(platform, update.place)
        person, *persons = self._pseudonyms(platform, update.person)
        return Incoming(
            update.channel,
            update.number,
            conversation,
            person,
            body,
            received,
            kind,
            Address(update.place, update.group),
            tuple(zip(formerly, persons, strict=True)),
            self._news(platform, update),
        )

    def _news(self, platform: str, update: Update) -> News | None:
        if not isinstance(update.news, MovedTo):
            return update.news
        place = update.news.place
        return Moved(self._names.of(platform, place), Address(place, update.group))

    def _pseudonyms(self, platform: str, place: str) -> tuple[str, ...]:
        """Now, and under earlier secrets; empty for nobody."""
        names = (self._names.of(platform, place), *self._names.former(platform, place))
        return names if place else ("",) * len(names)


class Polling:
    """Asks a platform for updates, again and again; what is not on disk is not confirmed."""

    def __init__(self, source: Source, intake: Intake, bell: Bell) -> None:
        self._source = source
        self._intake = intake
        self._bell = bell

    async def run(self) -> None:
        """Poll until told to stop; updates that have come are taken in first."""
        while self._bell.goes_on():
            updates = await self._bell.unless_stopped(self._source.poll())
            if updates:
                await self._intake.take(updates)
            if updates is not None:
                self._source.confirm(updates)
