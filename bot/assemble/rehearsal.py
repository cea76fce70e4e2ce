"""Which parts does a workshop in memory need? The very ones of a bot, on a store that is gone with the process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.assemble.parts import Parts
from bot.channels.rehearsal import Rehearsal, Tongue
from bot.service.chat import Chat
from bot.service.workshop.gatherings import Gatherings
from bot.service.workshop.sitting import KEY, Tools
from bot.store import minutes
from bot.store.inline import Inline
from bot.store.sqlite import SqliteFile
from bot.store.store import Store


@contextmanager
def rehearsal(parts: Parts, seed: int) -> Iterator[Rehearsal]:
    """A group in memory; the same seed gives the same ids."""
    chance = random.Random(seed)  # noqa: S311 - a rehearsal hides nothing
    house = parts.house()

    def new_id() -> str:
        return f"{chance.getrandbits(32):08x}"

    tongue = Tongue(parts.language)
    tools = Tools(
        editions=parts.editions,
        writer=tongue,
        minutes=minutes,
        ids=new_id,
        key=lambda: chance.randbytes(KEY),
        languages=tuple(code for code, _ in house.languages),
    )
    chat = Chat(parts.editions, tongue, house, new_id, Gatherings(tools, tongue.read))
    with closing(Store(Inline(SqliteFile(":memory:")))) as store:
        yield Rehearsal(store, chat)
