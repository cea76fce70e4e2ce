"""How is one message answered? Hear, take the turn, save, say: in this order, so that nothing said is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.engine.routing import asked, next_place, waiting
from bot.model.errors import ConflictError, StoreError, TangoError
from bot.model.house import House
from bot.model.ids import Digest
from bot.model.keeping import Kept
from bot.model.session import Length, Session, Stage, finished, worth_keeping
from bot.model.talk import Act, Anew, Event, Pause, Start
from bot.service.editions import Edition, Editions
from bot.service.ports import Clock, Ids, Store
from bot.service.turns import (
    Standing,
    Taken,
    Turn,
    begin,
    begun_anew,
    changed_elsewhere,
    hear,
    take_turn,
    take_up,
)


class NoSuchSessionError(TangoError):
    """No conversation of that id is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A kept conversation as a list shows it."""

    id: str
    name: str
    answers: int
    finished: bool
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every conversation of one dialogue shares."""

    editions: Editions
    house: House
    store: Store
    clock: Clock
    ids: Ids


class Conversation:
    """One person's conversation. `name` is the id it is kept under."""

    def __init__(self, desk: Desk, name: str, standing: Standing, version: int = 0) -> None:
        self._desk = desk
        self._standing = standing
        self._version = version
        self._pinned: set[Digest] = set()
        self._filled = False
        self.name = name

    @classmethod
    def begin(cls, desk: Desk, length: Length, language: str) -> Conversation:
        """A new conversation under a new id. Nothing is kept until something is said."""
        return cls(desk, desk.ids(), begin(desk.editions, length, language))

    @classmethod
    async def resume(cls, desk: Desk, name: str, language: str | None = None) -> Conversation:
        """Take up a kept conversation, in its own language or in this one; NoSuchSessionError if there is none of that id.

        Each run offers a newer version once: whoever went on as before may think again the next time.
        """
        kept = await desk.store.load(name)
        if kept is None:
            raise NoSuchSessionError(f"There is no session {name} on this machine. See: tango sessions")
        standing = await held(desk, kept, language)
        anew = replace(standing, session=replace(standing.session, offered=None))
        return cls(desk, name, anew, kept.version)

    async def start(self) -> Turn:
        """The first words, or where the conversation stopped."""
        return await self.act(Start())

    async def hear(self, text: str) -> Turn:
        """Answer one typed message."""
        return await self.act(hear(self._standing, text))

    async def act(self, act: Act) -> Turn:
        """Answer one act: take the turn, save, say. To open or to leave what is kept already changes nothing.

        Where another window has changed it meanwhile, the turn says so, and where it stands now. StoreError where
        another window has erased it. Another service is another conversation, under a name of its own.
        """
        if isinstance(act, Anew):
            self._standing = begun_anew(self._desk.editions, self._standing, act)
            self.name, self._version, self._filled, act = self._desk.ids(), 0, False, Start()
        unchanged = isinstance(act, Start | Pause) and self._as_kept
        taken = take_turn(
            self._standing, Event(self._desk.ids(), self._desk.clock(), "me", act), self._desk.house
        )
        self._standing = taken.standing
        try:
            if not unchanged:
                await self._keep(taken)
        except ConflictError:
            return await self._taken_up_again()
        return taken.turn

    @property
    def session(self) -> Session:
        """Where the conversation stands."""
        return self._standing.session

    @property
    def edition(self) -> Edition:
        """The version of the content that it is answered under."""
        return self._standing.edition

    def fill_in(self, sheet: tuple[int, ...]) -> None:
        """Put these answers over its own, as if they had been given in the order of the dialogue."""
        given = [place for place, mask in enumerate(sheet) if mask]
        trail = (*(place for place in self.session.trail if place not in given), *given)
        merged = tuple(new or old for new, old in zip(sheet, self.session.sheet, strict=True))
        filled = replace(self.session, sheet=merged, trail=trail)
        self._standing = replace(self._standing, session=filled)
        self._filled = True

    @property
    def answered(self) -> bool:
        """Whether every question is answered and the check page is shown: only the result is left to say."""
        return self.session.stage is Stage.CHECKING and next_place(self.edition.rules, self.session) is None

    @property
    def finished(self) -> bool:
        """Whether a result was reached."""
        return finished(self.session)

    @property
    def missing(self) -> str:
        """The questions still to be asked, or the one that is asked again, by their short names in one line."""
        rules = self.edition.rules
        places = tuple(waiting(rules, self.session)) or (self.session.focus,)
        return ", ".join(rules.dialogue.questions[place].short for place in places)

    @property
    def worth_keeping(self) -> bool:
        """Whether anything was answered or written."""
        return worth_keeping(self.session)

    async def _taken_up_again(self) -> Turn:
        """The session as another window left it."""
        kept = await self._desk.store.load(self.name)
        if kept is None:
            raise StoreError(
                f"Session {self.name} was erased in another window meanwhile, and nothing of it is kept."
                " Begin anew: tango"
            )
        self._standing = await held(self._desk, kept, self.session.language)
        self._version = kept.version
        return changed_elsewhere(self._standing)

    @property
    def _as_kept(self) -> bool:
        """Whether all that was answered is in the store, under the version that it was answered under."""
        return self._version > 0 and not self._standing.carried and not self._filled

    async def _keep(self, taken: Taken) -> None:
        store = self._desk.store
        if taken.erase:
            await store.erase(self.name)
        elif taken.state is not None:
            await self._pin(taken.standing.edition)
            kept = Kept(
                self.name,
                taken.state,
                self.finished,
                self._desk.clock(),
                digest=self.session.dialogue,
                version=self._version,
            )
            self._version = (await store.save(kept)).version
            self._filled = False

    async def _pin(self, edition: Edition) -> None:
        """See that the content of a session is kept before the session is; once is enough."""
        store, digest = self._desk.store, edition.digest
        if digest not in self._pinned:
            if not await store.pinned(digest):
                await store.pin(digest, edition.files, self._desk.clock())
            self._pinned.add(digest)


async def held(desk: Desk, kept: Kept, language: str | None = None) -> Standing:
    """A kept session under its own version of the content, as far as that can be opened."""
    files = await _files(desk, (kept,))
    return take_up(desk.editions, kept.state, files.get, language)


async def drafts(desk: Desk) -> list[Draft]:
    """Every conversation kept, the last changed first."""
    every = [kept for kept in await desk.store.all() if _readable(desk, kept)]
    files = await _files(desk, every)
    return [_draft(kept, take_up(desk.editions, kept.state, files.get)) for kept in every]


async def draft(desk: Desk, kept: Kept) -> Draft:
    """A kept conversation as a list shows it."""
    return _draft(kept, await held(desk, kept))


async def _files(desk: Desk, every: Iterable[Kept]) -> dict[Digest, Mapping[str, bytes] | None]:
    """The kept files of the older versions that these sessions are pinned to."""
    older = {Digest(kept.digest) for kept in every} - {desk.editions.current().digest}
    return {digest: await desk.store.files(digest) for digest in older}


def _readable(desk: Desk, kept: Kept) -> bool:
    try:
        desk.editions.current().codec.decode(kept.state)
    except StoreError:
        return False
    return True


def _draft(kept: Kept, standing: Standing) -> Draft:
    session = standing.session
    return Draft(
        id=kept.id,
        name=session.notebook.prompts.get("name", ""),
        answers=len([place for place in asked(standing.edition.rules, session) if place]),
        finished=kept.finished,
        changed=kept.changed,
    )
