"""How is Telegram spoken? What came is read as words or acts; a turn is written as messages with buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

from bot.channels.layout import listed
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.html import CAPTION, marked, pieces, units
from bot.channels.telegram.letters import Back, Call, NoWords, Opened, Press, Words, opened
from bot.channels.telegram.messages import Parcel, packed
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

Rows = tuple[tuple[tuple[str, str], ...], ...]


class Tongue:
    """Reads and writes Telegram. `link` gives the address that opens a private chat."""

    def __init__(self, buttons: Buttons, link: Callable[[], str]) -> None:
        self._buttons = buttons
        self._link = link

    def read(self, item: Incoming) -> Read | Called | None:
        """What an update says; None where there is nothing to answer."""
        match opened(item.body):
            case Words(text=text, language=language):
                return Read(text, language or None)
            case Opened(language=language):
                return Read(Start(), language or None)
            case NoWords(language=language):
                return Read(Said("", Heard(Hearing.NO_WORDS)), language or None)
            case Press(data=data, message=message, language=language):
                button = self._buttons.read(data, message)
                return Read(button.act, language or None, button)
            case Call(language=language):
                return Called(language or None)
            case Back():
                return None
            case letter:
                assert_never(letter)

    def write(self, turn: Turn, board: Board) -> tuple[Outgoing, ...]:
        """The messages of a turn; what was asked before is closed after them, so that the next question does not wait."""
        messages = [message for pages in _bundles(turn.pages) for message in self._written(pages, board)]
        if turn.document:
            messages = self._with_file(turn, messages)
        elif board.turned and len(messages) == 1 and not messages[0][2]:
            messages = [self._turned(messages[0][0], board)]
        sent = [Outgoing(packed(parcel), kind, slot) for parcel, kind, slot in messages]
        retired = [_retiring(slot) for _, kind, slot in messages if slot and kind is not Kind.EDIT]
        return (*sent, *map(_closing, turn.closed), *retired)

    def _written(self, pages: Sequence[Page], board: Board) -> list[tuple[Parcel, Kind, str]]:
        """The messages of pages that belong together: more than one only where they would be too long for one."""
        parts = pieces("\n\n".join(map(_text, pages)))
        asks = next((page.asks for page in pages if page.asks), "")
        found = [Parcel(text=marked(part)) for part in parts]
        found[-1] = Parcel(text=found[-1].text, rows=self._rows(pages, board))
        return [(parcel, Kind.GUIDANCE, _slot(asks) if parcel is found[-1] else "") for parcel in found]

    def _with_file(
        self, turn: Turn, messages: list[tuple[Parcel, Kind, str]]
    ) -> list[tuple[Parcel, Kind, str]]:
        """The file, with what was to be said about it below it, if that fits there."""
        assert turn.document  # noqa: S101 - asked by the caller
        name, content = turn.document.name, turn.document.text
        last, _, slot = messages[-1]
        fits = units(last.text) <= CAPTION
        below = last if fits else Parcel(text="")
        file = Parcel(text=below.text, rows=below.rows, name=name, content=content)
        return [*(messages[:-1] if fits else messages), (file, Kind.GUIDANCE, slot if fits else "")]

    def _turned(self, parcel: Parcel, board: Board) -> tuple[Parcel, Kind, str]:
        """The message in the place of the one that its button stands on; where that is gone it is a new one."""
        return Parcel(text=parcel.text, rows=parcel.rows, edits=board.turned), Kind.GUIDANCE, ""

    def _rows(self, pages: Sequence[Page], board: Board) -> Rows:
        """Each choice in a row of its own, then the offers, as many in a row as can be read."""
        chosen = [
            ((f"{choice.key} {choice.label}", self._data(Offer(choice.label, choice.act), board)),)
            for page in pages
            for choice in page.choices
            if choice.act
        ]
        groups = [group for page in pages for group in page.offers if group]
        if board.group and not self._link():  # we have not been told our own name yet
            return ()
        offered = [
            tuple((offer.label, self._data(offer, board)) for offer in row)
            for group in groups
            for row in _rows_of(group)
        ]
        return (*chosen, *offered)

    def _data(self, offer: Offer, board: Board) -> str:
        """What stands behind a button: in a group a link, for nobody's answers are asked there."""
        if board.group:
            return self._link()
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


def _closing(page: Page) -> Outgoing:
    """What was asked, with its answer and without its buttons."""
    return Outgoing(packed(Parcel(text=marked(page.text), closes=True)), Kind.EDIT, _slot(page.asks))


def _retiring(slot: str) -> Outgoing:
    """The message that asked the same before loses its buttons."""
    return Outgoing(packed(Parcel(text="", closes=True)), Kind.EDIT, f"{FORMER}{slot}")


def _slot(asks: str) -> str:
    return f"ask/{asks}" if asks else ""
