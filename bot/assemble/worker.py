"""Which parts does a bot on a platform need? Everything that its tasks share, built once, let go in good order."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.assemble.parts import Parts, new_id
from bot.assemble.shelf import reread
from bot.assemble.upkeep import made_pseudonyms
from bot.model.errors import PlatformError, TangoError
from bot.model.sending import Limits
from bot.service.bells import Bell
from bot.service.chat import Chat, Tongue
from bot.service.chores import Housekeeping, Timers
from bot.service.counters import Event
from bot.service.intake import Intake, Polling
from bot.service.journal import open_journal
from bot.service.office import Office
from bot.service.pseudonyms import Pseudonyms
from bot.service.queues import Source, Transport, Update
from bot.service.reloading import Reloading
from bot.service.retention import moment
from bot.service.runtime import Runtime, Task
from bot.service.sender import LEASE, Sender, Way
from bot.service.worker import Worker
from bot.service.workshop.gatherings import Gatherings
from bot.service.workshop.sitting import KEY, Tools
from bot.store import minutes
from bot.store.opening import open_shared
from bot.store.sole import Sole
from bot.store.store import Store

if TYPE_CHECKING:
    from starlette.routing import Route

    from bot.settings import Settings


async def _nothing() -> None:
    """Nothing is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Both ways to a platform: where updates come from, where messages go, its words, and its limits.

    `name` is that of the platform, as the channels of its updates begin with it, and `account` our account there.
    `routes` are the pages by which it brings updates itself, and `close` lets go of it at the end.
    """

    name: str
    source: Source
    transport: Transport
    tongue: Tongue
    limits: Limits
    lease: int = LEASE
    account: str = ""
    routes: Callable[[Intake], Sequence[Route]] = lambda _: ()
    close: Callable[[], Awaitable[None]] = _nothing


def work(platform: Platform, parts: Parts | None = None) -> None:
    """Run a bot on a platform until SIGTERM or SIGINT. TangoError where it cannot begin."""
    parts = parts or Parts(chat=True)
    open_journal()
    with ExitStack() as stack:
        if not parts.settings.on_server:
            stack.enter_context(closing(Sole(parts.settings.database)))
        asyncio.run(_work(parts, platform, stack))


async def _work(parts: Parts, platform: Platform, stack: ExitStack) -> None:
    bells = {name: Bell() for name in ("site", "intake", "reload", "timer", "chores", "inbox", "outbox")}

    def ring(topic: str) -> None:
        bells.get(topic, bells["inbox"]).ring()  # a newer worker on the same server may know more topics

    store = stack.enter_context(closing(Store(open_shared(parts.settings.database, ring))))
    if not parts.settings.on_server:
        await store.take_over(_now())  # whoever held messages in this file has crashed
    names = await _names(store)
    new = not await store.marked(_mark(platform))
    await _same_account(store, platform)
    office = Office(store, _now, f"{socket.gethostname()}/{os.getpid()}/{new_id()}")
    tasks: dict[str, tuple[Task, Bell]] = {}
    runtime = Runtime(office, tasks)
    intake = Intake(office, names, _allowed(parts.settings))
    for name, task in _tasks(parts, platform, office, bells, (names, intake)).items():
        tasks[name] = (task, bells[name])
    if parts.settings.http:
        pages = platform.routes(intake)
        tasks["site"] = (_site(parts.settings.http, runtime, (office, bells["site"]), pages), bells["site"])
    try:
        await runtime.run()
    except PlatformError:
        if new and not office.counters[Event.RECEIVED]:  # a token that was never accepted ties no database
            await store.unmark(_mark(platform))
        raise
    finally:
        await platform.close()


async def _names(store: Store) -> Pseudonyms:
    """The pseudonyms of this worker. TangoError where others on the same database would not recognise them."""
    names = made_pseudonyms()
    if not await store.same("secret", names.marks):
        raise TangoError(
            "The secret here is another than the one that people are kept under in this database, so nobody would be"
            " recognised. Give every worker the same TANGO_SECRET, or the same file of secrets."
        )
    return names


def _mark(platform: Platform) -> str:
    return f"account/{platform.name}"


async def _same_account(store: Store, platform: Platform) -> None:
    """TangoError where the database is another bot's: its chats would get messages from a stranger."""
    if platform.account and not await store.same(_mark(platform), [platform.account]):
        raise TangoError(
            "This database belongs to another bot, and the token is not that bot's. Name another database in"
            " TANGO_DATABASE, or give the token of the bot that it belongs to."
        )


def _tasks(
    parts: Parts, platform: Platform, office: Office, bells: dict[str, Bell], door: tuple[Pseudonyms, Intake]
) -> dict[str, Task]:
    """The tasks by the names of their bells, in the order in which they stop: first, nothing more comes in."""
    given, (names, intake) = parts.settings, door
    way = Way(platform.transport, platform.limits, partial(names.of, platform.name), platform.lease)
    house = parts.house()
    tools = Tools(
        editions=parts.editions,
        writer=platform.tongue,
        minutes=minutes,
        ids=new_id,
        key=partial(os.urandom, KEY),
        languages=tuple(code for code, _ in house.languages),
    )
    chat = Chat(parts.editions, platform.tongue, house, new_id, Gatherings(tools, platform.tongue.read))
    return {
        "intake": Polling(platform.source, intake, bells["intake"]),
        "reload": Reloading(lambda: reread(given, parts.editions), bells["reload"]),
        "timer": Timers(office, bells["timer"]),
        "chores": Housekeeping(office, bells["chores"], (given.drafts_days, given.results_days)),
        "inbox": Worker(office, chat, bells["inbox"], lambda: moment(_now())[:10]),
        "outbox": Sender(office, way, bells["outbox"]),
    }


def _site(
    where: tuple[str, int], runtime: Runtime, watched: tuple[Office, Bell], pages: Sequence[Route]
) -> Task:
    try:
        from bot.channels.http import Site, application  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TangoError(
            "TANGO_HTTP needs a part that is missing. Install it with: pip install 'tango-coproduction[web]'"
        ) from error
    office, bell = watched
    return Site(application(runtime.health, office.counters, pages), *where, bell)


def _allowed(given: Settings) -> Callable[[Update], bool]:
    def allowed(update: Update) -> bool:
        platform, chat = update.channel.partition(":")[0], update.place.partition("/")[0]
        return given.allows(platform, chat, update.person)

    return allowed


def _now() -> int:
    return time.time_ns() // 1_000_000
