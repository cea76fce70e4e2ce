"""Which workshops may an item be about? Looked up only when its answer asks, inside the transaction that writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from bot.model.keeping import Gathered, Seat
from bot.model.post import Incoming
from bot.store import workshops
from bot.store.database import Tx

Found = TypeVar("Found")


class Asking(Protocol):
    """Asks the transaction; a fault of the store is then known to be the store's, and not the item's."""

    def __call__(self, operation: Callable[[Tx, str], Found], asked: str, /) -> Found:
        """What the operation finds."""


class StoredMeetings:
    """The workshops for one item."""

    def __init__(self, ask: Asking, item: Incoming) -> None:
        self._ask = ask
        self._item = item

    def held(self) -> Sequence[Gathered]:
        """Those of the item's own conversation, the last begun first."""
        return self._ask(workshops.held, self._item.conversation)

    def named(self, name: str) -> Gathered | None:
        """The one of that id."""
        return self._ask(workshops.named, name)

    def seats(self, name: str) -> Sequence[Seat]:
        """Who sits in the one of that id, in the order in which they came."""
        return self._ask(workshops.seats, name)

    def mine(self) -> Sequence[Seat]:
        """Where the item's person sits, in workshops that go on, the one they came to last at the end."""
        return self._ask(workshops.mine, self._item.person) if self._item.person else ()
