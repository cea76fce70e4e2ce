"""How is Telegram spoken? What came is read as words or acts; a turn is written as messages with buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from bot.channels.layout import listed
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.html import CAPTION, marked, pieces, plain, units
from bot.channels.telegram.letters import Back, Call, NoWords, Opened, Press, Words, opened
from bot.channels.telegram.messages import Parcel, packed
from bot.channels.telegram.tokens import Links
from bot.model.meet import AT_THE_DOOR, Deed, Meet
from bot.model.page import Offer, Page
from bot.model.post import Incoming
from bot.model.sending import FORMER, Kind, Outgoing
from bot.model.talk import Heard, Hearing, Said, Start
from bot.service.boards import Board
from bot.service.reading import Called, Read
from bot.service.turns import Turn

ROW = 32
"""So many characters have the labels of one row at most, so that none is cut on a telephone."""
ROW_LONG = 8
"""Buttons of a row."""
PINNED: Final = "pin"
"""The slot of a message that is pinned and asks nothing."""

Rows: TypeAlias = tuple[tuple[tuple[str, str], ...], ...]
Message: TypeAlias = tuple[Parcel, Kind, str]
"""A message, what it is for, and its slot."""


class Tongue:
    """Reads and writes Telegram. `links` are the addresses that open a private chat."""

    def __init__(self, buttons: Buttons, links: Links) -> None:
        self._buttons = buttons
        self._links = links

    def read(self, item: Incoming) -> Read | Called | None:
        """What an update says; None where there is nothing to answer."""
        match opened(item.body):
            case Words(text=text, language=language):
                return Read(text, language or None)
            case Opened(token=token, language=language):
                meet = self._links.tokens.read(token, item.person, item.received)
                return Read(meet or Start(), language or None)
            case NoWords(language=language):
                return Read(Said("", Heard(Hearing.NO_WORDS)), language or None)
            case Press(data=data, message=message, language=language):
                button = self._buttons.read(data, message)
                return Read(button.act, language or None, button)
            case Call(language=language, command=command):
                return Called(language or None, command)
            case Back():
                return None
            case letter:
                assert_never(letter)

    def write(self, turn: Turn, board: Board) -> tuple[Outgoing, ...]:
        """The messages of a turn; what was asked before is closed after them, so that the next question does not wait."""
        bundles = [self._written(pages, board) for pages in _bundles(turn.pages)]
        messages = _again(bundles) if board.again else self._new(turn, bundles, board)
        sent = [Outgoing(packed(parcel), kind, slot) for parcel, kind, slot in messages]
        retired = [
            _retiring(slot)
            for _, kind, slot in messages
            if kind is not Kind.EDIT and slot not in ("", PINNED)
        ]
        closed = [_closing(page, board) for page in turn.closed]
        return tuple(replace(one, to=board.to) for one in (*sent, *closed, *retired))

    def link(self, workshop: str, until: int) -> str:
        """The address by which everybody in the room comes into a workshop; empty as long as our name is not known."""
        return self._links.made(Meet(workshop, Deed.ROOM), "", until)

    def _new(self, turn: Turn, bundles: list[list[Message]], board: Board) -> list[Message]:
        """The messages of a turn, each to be sent anew, or where its button stands."""
        if turn.picture and bundles:
            bundles = [_pictured(bundles[0], turn.picture), *bundles[1:]]
        messages = [message for bundle in bundles for message in bundle]
        if turn.document:
            messages = self._with_file(turn, messages)
        elif board.turned and len(messages) == 1 and not messages[0][2] and not turn.picture:
            messages = [self._turned(messages[0][0], board)]
        return _pinned(messages) if board.pins else messages

    def _written(self, pages: Sequence[Page], board: Board) -> list[Message]:
        """The messages of pages that belong together: more than one only where they would be too long for one."""
        parts = pieces("\n\n".join(map(_text, pages)))
        asks = next((page.asks for page in pages if page.asks), "")
        found = [Parcel(text=marked(part)) for part in parts]
        found[-1] = Parcel(text=found[-1].text, rows=self._rows(pages, board))
        return [
            (parcel, Kind.GUIDANCE, _slot(asks, board) if parcel is found[-1] else "") for parcel in found
        ]

    def _with_file(self, turn: Turn, messages: list[Message]) -> list[Message]:
        """The file, with what was to be said about it below it, if that fits there."""
        assert turn.document  # noqa: S101 - asked by the caller
        name, content = turn.document.name, turn.document.text
        last, _, slot = messages[-1]
        fits = units(last.text) <= CAPTION and not last.picture
        below = last if fits else Parcel(text="")
        file = Parcel(text=below.text, rows=below.rows, name=name, content=content)
        return [*(messages[:-1] if fits else messages), (file, Kind.GUIDANCE, slot if fits else "")]

    def _turned(self, parcel: Parcel, board: Board) -> Message:
        """The message in the place of the one that its button stands on; where that is gone it is a new one."""
        return Parcel(text=parcel.text, rows=parcel.rows, edits=board.turned), Kind.GUIDANCE, ""

    def _rows(self, pages: Sequence[Page], board: Board) -> Rows:
        """Each choice in a row of its own, then the offers, as many in a row as can be read."""
        chosen = [
            (Offer(f"{choice.key} {choice.label}", choice.act),)
            for page in pages
            for choice in page.choices
            if choice.act
        ]
        offered = [row for page in pages for group in page.offers if group for row in _rows_of(group)]
        rows = (
            tuple((offer.label, data) for offer in row if (data := self._data(offer, board)))
            for row in (*chosen, *offered)
        )
        return tuple(row for row in rows if row)

    def _data(self, offer: Offer, board: Board) -> str:
        """What stands behind a button: in a group a link, for nobody's answers are asked there.

        At the door of a workshop everybody gets a link of their own, once they press. Nothing stands behind a button
        as long as we have not been told our own name.
        """
        at_the_door = isinstance(offer.act, Meet) and offer.act.deed in AT_THE_DOOR
        if board.group and not at_the_door:
            return self._links.plain
        return self._buttons.data(offer.act, board.session, board.digest, turns=offer.turns)


def _bundles(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """Pages that make one message: talk together, each result with the talk before it that has no buttons.

    A question is a message of its own where what comes with it must still be there when it is answered.
    """
    bundle: list[Page] = []
    for page in pages:
        offers = any(one.choices or one.offers for one in bundle)
        kept = (page.asks and any(one.stays for one in bundle)) or (
            page.stays and any(one.asks for one in bundle)
        )
        if bundle and (bundle[-1].result or (page.result and offers) or kept):
            yield bundle
            bundle = []
        bundle.append(page)
    if bundle:
        yield bundle


def _again(bundles: Sequence[list[Message]]) -> list[Message]:
    """Each message that asks something, in the place of the last one that asked the same.

    It is new where none is known, and where its text has become too long for one message: no part of it may be lost.
    """
    asking = [bundle for bundle in bundles if bundle[-1][2]]
    return [message for bundle in asking for message in _in_place(bundle)]


def _in_place(bundle: list[Message]) -> list[Message]:
    (parcel, _, slot), *more = bundle
    return bundle if more else [(replace(parcel, closes=True, stands=True), Kind.EDIT, slot)]


def _pictured(messages: list[Message], picture: str) -> list[Message]:
    """The picture above the text of a message; after it where that is too long to stand below one.

    Nothing is lost with a picture that comes alone, and two would be one too many.
    """
    parcel, kind, slot = messages[0]
    if len(messages) == 1 and units(plain(parcel.text)) <= CAPTION:
        return [(replace(parcel, picture=picture), kind, slot)]
    return [*messages, (Parcel(picture=picture), Kind.NUDGE, "")]


def _pinned(messages: list[Message]) -> list[Message]:
    """With the last text pinned once it has arrived: on its own, so that both count, and each is tried again alone."""
    at = max((place for place, (parcel, *_) in enumerate(messages) if parcel.text), default=None)
    if at is None:
        return messages
    parcel, kind, slot = messages[at]
    named = (parcel, kind, slot or PINNED)
    pin = (Parcel(closes=True, pins=True), Kind.EDIT, slot or PINNED)
    return [*messages[:at], named, pin, *messages[at + 1 :]]


def _text(page: Page) -> str:
    """The words of a page, complete without its buttons."""
    if not page.choices or listed(page):
        return page.text
    return "\n".join((page.text, *(f"{choice.key} {choice.long}" for choice in page.choices)))


def _rows_of(group: Sequence[Offer]) -> Iterator[tuple[Offer, ...]]:
    row: list[Offer] = []
    for offer in group:
        if row and (len(row) == ROW_LONG or sum(len(one.label) + 2 for one in (*row, offer)) > ROW):
            yield tuple(row)
            row = []
        row.append(offer)
    yield tuple(row)


def _closing(page: Page, board: Board) -> Outgoing:
    """What was asked, with its answer and without its buttons."""
    return Outgoing(packed(Parcel(text=marked(page.text), closes=True)), Kind.EDIT, _slot(page.asks, board))


def _retiring(slot: str) -> Outgoing:
    """The message that asked the same before loses its buttons."""
    return Outgoing(packed(Parcel(text="", closes=True)), Kind.EDIT, f"{FORMER}{slot}")


def _slot(asks: str, board: Board) -> str:
    """The name of a message that asks something; who takes part in two workshops is asked the same by both."""
    one_of_many = board.session and not board.digest and not board.group
    name = f"{board.session}/{asks}" if one_of_many else asks
    return f"ask/{name}" if asks else ""
