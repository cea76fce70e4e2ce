"""What do the use cases need from outside? Each port is a Protocol; the adapters are built in `assemble`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.model.errors import Fault
from bot.model.ids import ResultId
from bot.model.keeping import Kept, Subject
from bot.model.knowledge import Knowledge
from bot.model.meet import Outside
from bot.model.page import Document, Page, Shown
from bot.model.reply import Reply
from bot.model.session import Session
from bot.model.talk import Act
from bot.model.verdict import Given

if TYPE_CHECKING:  # a terminal's first question needs no workshop
    from bot.workshop.events import Line
    from bot.workshop.meeting import GroupBoard, LeaderBoard, Meeting, SeatBoard, Status
    from bot.workshop.people import Role, VoterId

Noun = TypeVar("Noun")


class Store(Protocol):
    """Sessions at rest."""

    async def load(self, name: str) -> Kept | None:
        """The session of that id, if there is one."""

    async def latest(self, *, finished: bool) -> Kept | None:
        """The session last changed, among the finished or the unfinished ones."""

    async def all(self) -> list[Kept]:
        """Every session, the last changed first."""

    async def save(self, kept: Kept) -> Kept:
        """Write a session; it is safe when this gives it as it is now. ConflictError if somebody else wrote it since."""

    async def reported(self, name: str, at: str) -> None:
        """Write down when a report of a session was made, ISO 8601; it is no change of the session."""

    async def erase(self, name: str) -> None:
        """Remove a session for good."""

    async def pin(self, digest: str, files: Mapping[str, bytes], kept: str) -> None:
        """Keep a version of content, unless it is kept already."""

    async def pinned(self, digest: str) -> bool:
        """Whether a version of content is kept."""

    async def files(self, digest: str) -> Mapping[str, bytes] | None:
        """The files of a version of content by their names; None where they are not kept."""


class Custody(Protocol):
    """People's data at rest, for the operator."""

    def subject_of(self, session: str) -> Subject | None:
        """Whose session that is; None if there is none."""

    def rows(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every row about somebody, by table."""

    def files(self, digest: str) -> Mapping[str, bytes] | None:
        """The files of a version of content by their names; None where they are not kept."""

    def count(self, subject: Subject) -> Mapping[str, int]:
        """How many rows are about somebody, by table."""

    def erase(self, subject: Subject) -> tuple[Mapping[str, int], Subject]:
        """Remove them; gives how many went, by table, and all by which somebody could be found."""

    def vacuum(self) -> None:
        """Overwrite what was erased."""

    def traces(self, subject: Subject) -> Sequence[str]:
        """The files in which somebody can still be found."""


class Codec(Protocol):
    """Sessions as bytes."""

    def encode(self, session: Session) -> bytes:
        """The session as bytes."""

    def decode(self, data: bytes) -> Session:
        """The session as it was written."""


class Hall(Protocol):
    """The voice of one workshop as it stands."""

    def group(self, board: GroupBoard) -> Shown:
        """What the group is shown."""

    def leader(self, board: LeaderBoard, text: str = "") -> Page:
        """What whoever leads is shown; `text` is a link to hand on, or a question's id."""

    def linked(self, link: str) -> Shown:
        """The link for the room, to hand on and to scan."""

    def preparation(self, link: str) -> Document:
        """A page to print or to show before the workshop."""

    def seat(self, board: SeatBoard, voter: VoterId) -> Page:
        """What one person is shown."""

    def owned(self, what: int, day: str) -> Page:
        """What is said to whoever owns the action of that number, from 0, and is asked about it on that day."""

    def follow(self, what: int) -> Page:
        """Ask the owner of an action how it went."""

    def followed(self, status: Status) -> Page:
        """What is said to their answer."""

    def prefill(self, day: str) -> Page:
        """What is said to whoever kept answers of their own about this service, last changed on that day."""

    def asked(self, page: Page, number: tuple[int, int], *, again: bool = False, first: bool = False) -> Page:
        """A question of a conversation, as one of this workshop: its number, and of how many; `again` in the second round."""

    def role(self, text: str) -> Role | None:
        """The role that somebody types."""

    def saved(self, place: int, mask: int) -> Page:
        """What is said to an answer of the second round."""

    def told(self, line: Line) -> Page:
        """A short line to whoever did something."""

    def report(self, form: str, date: str) -> Document:
        """The report in a form (md or html), made on that day (ISO 8601)."""

    def unread(self, count: int) -> Page:
        """What to type for hands that were raised, where it could not be read."""


class Minutes(Protocol):
    """Workshops as bytes, in whatever frozen dataclass holds them."""

    def encode(self, value: object) -> bytes:
        """The value as bytes."""

    def decode(self, data: bytes, kind: type[Noun]) -> Noun:
        """The value of that class as it was written. StoreError where it cannot be read."""


class Voice(Protocol):
    """Replies to pages, in one language."""

    def pages(self, session: Session, replies: Sequence[Reply]) -> tuple[Page, ...]:
        """The pages for a step's replies, in order."""

    def resolve(self, session: Session, act: Act) -> Act:
        """The act with a number of a list replaced by what stands there."""

    def report(self, session: Session, form: str, date: str) -> Document:
        """The report in a form: md or html."""

    def data(self, session: Session) -> Mapping[str, object]:
        """The documented object for a session's answers (design 8)."""

    def fallen(self, session: Session, answers: Sequence[Given]) -> tuple[str, ...]:
        """Each answer as a line of a list, in the words of this version."""

    def labels(self, results: Sequence[ResultId]) -> str:
        """Results in one line, in the words of this version."""

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base."""

    def hall(self, meeting: Meeting, name: str) -> Hall:
        """The voice of a workshop, by its id."""

    def outside(self, line: Outside) -> Page:
        """What is said to somebody who is in no workshop."""


class Rendered(Protocol):
    """What was proved of the texts of one language."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What cannot be shown, or is never said."""

    @property
    def combinations(self) -> int:
        """How many renderings were done: every line of every page on every combination of what it reads."""

    @property
    def messages(self) -> int:
        """How many messages there are."""


class Texts(Protocol):
    """Proves the texts of one language."""

    def __call__(self) -> Rendered:
        """The proof."""


class Ear(Protocol):
    """Typed text to what it may mean."""

    def __call__(self, session: Session, text: str) -> Act:
        """The act that a text stands for, where the conversation is now."""


class Clock(Protocol):
    """The time."""

    def __call__(self) -> str:
        """Now, ISO 8601 in UTC, to the millisecond."""


class Ids(Protocol):
    """New ids, never the same twice."""

    def __call__(self) -> str:
        """A new id: letters and digits."""


class Painter(Protocol):
    """Pictures for a messenger."""

    async def png(self, svg: str) -> bytes | None:
        """The picture as PNG, 1200 pixels wide; None where it cannot be made: then the words must do."""

    async def close(self) -> None:
        """End what was started for it; after that there are no more pictures."""
