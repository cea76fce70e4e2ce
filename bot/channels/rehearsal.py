"""How does a workshop go without any platform? People press and type in memory, and each chat can be read as it looks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from bot.channels.layout import listed
from bot.model.meet import UNKNOWN, Deed, Meet
from bot.model.page import Page
from bot.model.post import Answer, Answered, Incoming
from bot.model.sending import Address, Claim, Claimed, Fate, Kind, Limits, Outcome, Outgoing
from bot.service.boards import Board
from bot.service.reading import Called, Read
from bot.service.turns import Turn
from bot.service.workshop.simulation import Sight

CHANNEL: Final = "rehearsal"
BEGIN: Final = 1_700_000_000_000
"""When every rehearsal begins: milliseconds since 1970."""


class Queues(Protocol):
    """What a rehearsal needs of a store."""

    async def receive(self, items: Sequence[Incoming]) -> int:
        """Take in what was done."""

    async def answer(self, answers: Answer, today: str = "") -> Answered:
        """Answer it."""

    async def claim(self, asked: Claim) -> Claimed:
        """What is to be shown."""

    async def settle(self, owner: str, outcomes: Sequence[Outcome]) -> None:
        """It was shown."""

    async def ring(self, now: int) -> int | None:
        """Let timers ring; gives when the next is due."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it looks: its words, all labels of its buttons, and what those of this workshop do.

    `picture` is SVG, `drawn` the same in lines, and `file` a name and a text.
    """

    number: int
    text: str
    labels: tuple[str, ...] = ()
    buttons: Mapping[str, Meet] = field(default_factory=dict)
    picture: str = ""
    drawn: tuple[str, ...] = ()
    file: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What somebody did in a chat, so many milliseconds after the beginning: typed, pressed, or followed a link."""

    at: int
    chat: str
    person: str
    typed: str = ""
    pressed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saw:
    """What was said in a chat; `before` is how the message read that it takes the place of."""

    at: int
    chat: str
    message: Message
    before: Message | None = None


class Tongue:
    """Writes turns as words and buttons, and reads what was pressed or typed. All people speak the one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def read(self, item: Incoming) -> Read | Called | None:
        """What somebody did: typed words, a deed in a workshop, or a call for one."""
        told = json.loads(item.body)
        if "call" in told:
            return Called(self._language, told["call"])
        if "deed" in told:
            return Read(Meet(told["workshop"], Deed(told["deed"]), told["about"]), self._language)
        return Read(told["text"], self._language)

    def write(self, turn: Turn, board: Board) -> tuple[Outgoing, ...]:
        """Each page is a message; what stands in a slot can be changed there."""
        kind = Kind.EDIT if board.again else Kind.GUIDANCE
        shown = [
            Outgoing(_packed(page, turn, first=at == 0), kind, page.asks, board.to)
            for at, page in enumerate(turn.pages)
            if page.asks or not board.again
        ]
        closed = [Outgoing(_packed(page), Kind.EDIT, page.asks, board.to) for page in turn.closed]
        return (*shown, *closed)

    def link(self, workshop: str, until: int) -> str:
        """A link that leads nowhere."""
        return f"https://example.org/{workshop}?until={until // 1000}"


class Rehearsal:
    """A group and private chats in memory. A conversation is called as its person; the group has a name of its own."""

    def __init__(self, queues: Queues, answers: Answer, group: str = "group") -> None:
        self._queues = queues
        self._answers = answers
        self._numbers = itertools.count(1)
        self.group = group
        self.now = BEGIN
        self.chats: dict[str, list[Message]] = {}
        self.log: list[Did | Saw] = []
        """All that was done, sent or changed, in order."""

    async def calls(self, person: str) -> None:
        """Ask for a workshop in the group."""
        self._did(person, self.group, typed="/workshop")
        await self._happens(person, self.group, {"call": "workshop"})

    async def says(self, person: str, text: str) -> None:
        """Type something in private."""
        self._did(person, person, typed=text)
        await self._happens(person, person, {"text": text})

    async def presses(self, person: str, label: str) -> None:
        """Press the newest button whose label begins so: in private or, at the door of the workshop, in the group."""
        pressed = next(itertools.chain(self._buttons(person, label), self._buttons(self.group, label)), None)
        if pressed is None:
            raise LookupError(f"{person} sees no button {label!r}")
        name, found = pressed
        self._did(person, person, pressed=name)
        await self._meets(person, found)

    async def follows(self, person: str, owner: str) -> None:
        """Follow the link into the workshop that was made for somebody else: it is good for nobody but its owner."""
        self._did(person, person, typed=f"/start {owner}")
        await self._meets(person, Meet(UNKNOWN, Deed.JOIN))

    async def passes(self, seconds: float) -> None:
        """Time goes by, and what is due happens on the way."""
        end = self.now + int(seconds * 1000)
        due = await self._queues.ring(self.now)
        while due is not None and due <= end:
            self.now = max(self.now, due)
            due = await self._queues.ring(self.now)
            await self._settled()
        self.now = end

    def reads(self, chat: str) -> list[Message]:
        """The messages of a chat, as they look now."""
        return list(self.chats.get(chat, ()))

    async def looks(self, person: str) -> Sight | None:
        """What can be pressed in private now."""
        shown = (one for one in reversed(self.chats.get(person, ())) if one.labels)
        return next((Sight(one.text, one.labels) for one in shown), None)

    def _buttons(self, chat: str, label: str) -> Iterator[tuple[str, Meet]]:
        for message in reversed(self.chats.get(chat, ())):
            yield from ((name, meet) for name, meet in message.buttons.items() if name.startswith(label))

    def _did(self, person: str, chat: str, *, typed: str = "", pressed: str = "") -> None:
        at = self.now - BEGIN
        self.log.append(Did(at=at, chat=chat, person=person, typed=typed, pressed=pressed))

    async def _meets(self, person: str, meet: Meet) -> None:
        told = {"workshop": meet.workshop, "deed": meet.deed.value, "about": meet.about}
        await self._happens(person, person, told)

    async def _happens(self, person: str, chat: str, told: Mapping[str, str]) -> None:
        self.now += 1
        number = next(self._numbers)
        address = Address(chat, chat == self.group)
        item = Incoming(CHANNEL, number, chat, person, json.dumps(told).encode(), self.now, address=address)
        await self._queues.receive([item])
        await self._settled()

    async def _settled(self) -> None:
        """Answer all there is, and show what was said."""
        while True:
            done = await self._queues.answer(self._answers)
            if done.set_aside:
                raise RuntimeError("; ".join(done.set_aside))
            if not done.items:
                break
        claim = Claim(owner=CHANNEL, now=self.now, lease=60_000, count=99, limits=Limits())
        while (claimed := await self._queues.claim(claim)).messages:
            for sending in claimed.messages:
                shown = self._show(sending.conversation, sending.body, (sending.kind, sending.reference))
                outcome = Outcome(sending, Fate.SENT, reference=str(shown), due=self.now)
                await self._queues.settle(CHANNEL, [outcome])

    def _show(self, chat: str, body: bytes, which: tuple[Kind, str]) -> int:
        """Put a message into a chat, or in the place of the one in its slot."""
        kind, reference = which
        told = json.loads(body)
        buttons = {label: Meet(name, Deed(deed), about) for label, (name, deed, about) in told["buttons"]}
        message = Message(
            number=next(self._numbers),
            text=told["text"],
            labels=tuple(told["labels"]),
            buttons=buttons,
            picture=told["picture"],
            drawn=tuple(told["drawn"]),
            file=tuple(told["file"]),
        )
        messages = self.chats.setdefault(chat, [])
        when = self.now - BEGIN
        if kind is Kind.EDIT:
            at = next((at for at, one in enumerate(messages) if str(one.number) == reference), None)
            if at is not None:
                before, messages[at] = messages[at], replace(message, number=messages[at].number)
                self.log.append(Saw(at=when, chat=chat, message=messages[at], before=before))
            return int(reference or 0)
        messages.append(message)
        self.log.append(Saw(at=when, chat=chat, message=message))
        return message.number


def _packed(page: Page, turn: Turn | None = None, *, first: bool = False) -> bytes:
    """A page as bytes: its words, complete without buttons, and the deeds behind its buttons."""
    lines = [] if listed(page) else [f"{choice.key} {choice.long}" for choice in page.choices]
    offers = [offer for group in page.offers for offer in group]
    acts = [
        *((f"{choice.key} {choice.label}", choice.act) for choice in page.choices),
        *((offer.label, offer.act) for offer in offers),
    ]
    buttons = [
        (label, (act.workshop, act.deed.value, act.about)) for label, act in acts if isinstance(act, Meet)
    ]
    document = turn.document if turn and first else None
    told = {
        "text": "\n".join((page.text, *lines)),
        "labels": [label for label, _ in acts],
        "buttons": buttons,
        "picture": turn.picture if turn and first else "",
        "drawn": turn.drawn if turn and first else (),
        "file": (document.name, document.text) if document else ("", ""),
    }
    return json.dumps(told, ensure_ascii=False).encode()
