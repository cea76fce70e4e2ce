"""How is one message answered? Hear, step, save, say: in this order, so that nothing said is ever lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.engine.answering import go_on
from bot.engine.routing import asked, next_place, waiting
from bot.engine.step import open_session, step
from bot.model.errors import StoreError, TangoError
from bot.model.keeping import Kept
from bot.model.page import Document, Page
from bot.model.reply import Erase, Line, Reply, Show, Step, Tell
from bot.model.session import Length, Session, Stage, worth_keeping
from bot.model.talk import Act, Event, Pause, Start, Topic
from bot.reasoning.rules import Rules
from bot.service.ports import Clock, Codec, Ear, Ids, Store, Voice


class NoSuchSessionError(TangoError):
    """No conversation of that id is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a channel shows after a message: pages, perhaps a file to hand over, and whether the person left."""

    pages: tuple[Page, ...]
    document: Document | None = None
    left: bool = False


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
    """What every conversation of one dialogue and language shares."""

    rules: Rules
    voice: Voice
    ear: Ear
    store: Store
    codec: Codec
    clock: Clock
    ids: Ids


class Conversation:
    """One person's conversation. `name` is the id it is kept under."""

    def __init__(self, desk: Desk, name: str, session: Session, version: int = 0) -> None:
        self._desk = desk
        self._version = version
        self.name = name
        self.session = session

    @classmethod
    def begin(cls, desk: Desk, length: Length, language: str) -> Conversation:
        """A new conversation under a new id. Nothing is kept until something is said."""
        return cls(desk, desk.ids(), open_session(desk.rules.dialogue, language, length))

    @classmethod
    async def resume(cls, desk: Desk, name: str) -> Conversation:
        """Take up a kept conversation; NoSuchSessionError if there is none of that id."""
        kept = await desk.store.load(name)
        if kept is None:
            raise NoSuchSessionError(f"There is no session {name} on this machine. See: tango sessions")
        session = desk.codec.decode(kept.state)
        if session.dialogue != desk.rules.dialogue.digest:
            session = _carried_over(desk.rules, session)
        return cls(desk, name, session, kept.version)

    async def start(self) -> Turn:
        """The first words, or where the conversation stopped."""
        return await self.act(Start())

    async def hear(self, text: str) -> Turn:
        """Answer one typed message."""
        return await self.act(self._desk.voice.resolve(self.session, self._desk.ear(self.session, text)))

    async def act(self, act: Act) -> Turn:
        """Answer one act: step, save, say."""
        desk = self._desk
        told: tuple[Reply, ...] = ()
        if self.session.dialogue != desk.rules.dialogue.digest:
            told = (Tell(Line.PREVIOUS_VERSION),)
            self.session = replace(self.session, dialogue=desk.rules.dialogue.digest)
        event = Event(desk.ids(), desk.clock(), "me", act)
        after = step(desk.rules, self.session, event)
        self.session = after.session
        await self._keep(after)
        document = None
        if Show(Topic.REPORT) in after.replies:
            document = desk.voice.report(self.session, "md", desk.clock()[:10])
        pages = desk.voice.pages(self.session, (*told, *after.replies))
        return Turn(pages=pages, document=document, left=isinstance(act, Pause) or self._closed)

    @property
    def answered(self) -> bool:
        """Whether every question is answered and the check page is shown: only the result is left to say."""
        return self.session.stage is Stage.CHECKING and next_place(self._desk.rules, self.session) is None

    @property
    def finished(self) -> bool:
        """Whether a result was reached."""
        return self.session.stage in (Stage.RESULT, Stage.PICKING, Stage.OWNING, Stage.DATING)

    @property
    def missing(self) -> str:
        """The questions still to be asked, or the one that is asked again, by their short names in one line."""
        questions = self._desk.rules.dialogue.questions
        places = tuple(waiting(self._desk.rules, self.session)) or (self.session.focus,)
        return ", ".join(questions[place].short for place in places)

    @property
    def worth_keeping(self) -> bool:
        """Whether anything was answered or written."""
        return worth_keeping(self.session)

    @property
    def _closed(self) -> bool:
        return self.session.stage is Stage.CLOSED

    async def _keep(self, after: Step) -> None:
        if Erase() in after.replies:
            await self._desk.store.erase(self.name)
        elif self.worth_keeping and not self._closed:
            kept = Kept(
                self.name,
                self._desk.codec.encode(self.session),
                self.finished,
                self._desk.clock(),
                digest=self.session.dialogue,
                version=self._version,
            )
            self._version = (await self._desk.store.save(kept)).version


def _carried_over(rules: Rules, session: Session) -> Session:
    """A session of another version of the dialogue, at a place that this version has."""
    if session.stage is Stage.ASKING or (
        session.stage is Stage.NAMING and session.focus >= len(rules.dialogue.prompts)
    ):
        return go_on(rules, session).session
    if session.stage in (Stage.PICKING, Stage.OWNING, Stage.DATING):
        return replace(session, stage=Stage.RESULT)
    return session


async def drafts(desk: Desk) -> list[Draft]:
    """Every conversation kept, the last changed first."""
    return [draft(desk, kept) for kept in await desk.store.all() if _readable(desk, kept)]


def _readable(desk: Desk, kept: Kept) -> bool:
    try:
        desk.codec.decode(kept.state)
    except StoreError:
        return False
    return True


def draft(desk: Desk, kept: Kept) -> Draft:
    """A kept conversation as a list shows it."""
    session = desk.codec.decode(kept.state)
    return Draft(
        id=kept.id,
        name=session.notebook.prompts.get("name", ""),
        answers=len([place for place in asked(desk.rules, session) if place]),
        finished=kept.finished,
        changed=kept.changed,
    )
