"""What does a durable step cost, and does it grow with what is stored? On both engines, beside the usual bot's pickle file."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from statistics import median
from typing import Any

from databases import own_server
from telegram.ext import PicklePersistence

from bot.assemble.parts import drive
from bot.model.keeping import Kept
from bot.model.post import Done, Incoming, Work
from bot.model.sending import Address, Outgoing
from bot.store import answering, inbox
from bot.store.database import Database
from bot.store.inline import Inline
from bot.store.postgres import Postgres
from bot.store.sqlite import SqliteFile
from bot.store.store import Store
from tests.bench.table import Numbers, interleaved, show

STATE = b"1|sha256:" + b"0" * 64 + b"|en|full|asking|7|0|12||||" + b"role=advise;effect=small;" * 8
MESSAGE = b"A question with its options, as a message has them. " * 12
WAITING = 4_000
CHATS = 2_000
ROUND = 60
WARM = 12
"""Rounds before it counts: the log then has the size that it keeps."""


class Answers:
    """A fixed answer, so that the store alone is measured."""

    def __call__(self, work: Work) -> Done:
        kept = work.kept
        state = Kept(
            kept.id if kept else work.item.conversation,
            STATE,
            finished=False,
            changed="2026-03-25T10:00:00.000Z",
            conversation=work.item.conversation,
            person=work.item.person,
            digest="sha256:0",
            version=kept.version if kept else 0,
        )
        return Done(keep=state, send=(Outgoing(MESSAGE),))

    def sorry(self, _: Incoming) -> tuple[Outgoing, ...]:
        return ()


def run(runs: int) -> None:
    measure((100, 10_000, 100_000), runs, pickled=(100, 10_000))


def measure(sizes: tuple[int, ...], runs: int, pickled: tuple[int, ...]) -> None:
    """The two tables."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(own_server(durable=True))
        _steps(stack, folder, server, (sizes, pickled), runs)
        _throughput(folder, server, max(3, runs // 4))


def _steps(
    stack: ExitStack, folder: str, server: Any, sizes: tuple[tuple[int, ...], tuple[int, ...]], runs: int
) -> None:
    """One durable step by what is stored."""
    stored, pickled = sizes
    measures: dict[str, Callable[[], Numbers]] = {"flush": partial(_flush, folder)}
    for size in stored:
        measures[f"SQLite {size}"] = Steps(stack.enter_context(_sqlite(folder)), size)
        url = stack.enter_context(server.database())
        measures[f"PostgreSQL {size}"] = Steps(stack.enter_context(closing(Postgres(url))), size)
    for size in pickled:
        measures[f"pickle file {size}"] = Pickled(folder, size)
    found = {name: taken[0] for name, taken in interleaved(measures, runs).items()}
    least = found[f"SQLite {stored[0]}"]
    show(
        f"One durable step, by sessions stored (SQLite at {stored[0]} is 1; it takes {least * 1e6:.0f} us, and one"
        f" flush of this disk {found['flush'] * 1e6:.0f} us)",
        ("", *(f"{size:,}" for size in stored)),
        {
            name: tuple(
                f"{found[f'{name} {size}'] / least:.2f}" if f"{name} {size}" in found else "-"
                for size in stored
            )
            for name in ("SQLite", "PostgreSQL", "pickle file")
        },
    )


def _throughput(folder: str, server: Any, runs: int) -> None:
    def file(limit: int, waiting: int) -> Numbers:
        with _sqlite(folder) as database:
            return (_drain(database, limit, waiting),)

    def workers(count: int) -> Numbers:
        with server.database() as url:
            return (_workers(url, count),)

    measures = {
        "alone": partial(file, 1, WAITING // 2),
        "together": partial(file, answering.AT_ONCE, 5 * WAITING),
        "one": partial(workers, 1),
        "two": partial(workers, 2),
        "flush": partial(_flush, folder),
    }
    alone, together, one, two, flush = (taken[0] for taken in interleaved(measures, runs).values())
    show(
        f"Steps a second (one flush of this disk {flush * 1e6:.0f} us)",
        ("", "steps/s", "ratio"),
        {
            "SQLite, one after the other": (f"{alone:,.0f}", "1.0"),
            "SQLite, committed together": (f"{together:,.0f}", f"{together / alone:.1f}"),
            "PostgreSQL, one worker": (f"{one:,.0f}", "1.0"),
            "PostgreSQL, two workers": (f"{two:,.0f}", f"{two / one:.2f}"),
        },
    )


@contextlib.contextmanager
def _sqlite(folder: str) -> Iterator[SqliteFile]:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        database = SqliteFile(os.path.join(own, "tango.db"))
        yield database
        database.close()


class Steps:
    """Answers items among so many sessions, each in a transaction of its own; gives the median of a round in seconds."""

    def __init__(self, database: Database, stored: int) -> None:
        self._database = database
        self._stored = stored
        self._numbers = itertools.count()
        self._answers = Answers()
        _store(database, stored)
        database.vacuum()
        for _ in range(WARM):
            self()

    def __call__(self) -> Numbers:
        numbers = list(itertools.islice(self._numbers, ROUND))
        _receive(self._database, [(number, (number * 7919) % self._stored) for number in numbers])
        taken = []
        for _ in numbers:
            begun = time.perf_counter()
            with self._database.transaction() as tx:
                answering.answer(tx, self._answers, "", 1)
            taken.append(time.perf_counter() - begun)
        return (median(taken),)


def _store(database: Database, stored: int) -> None:
    row = (STATE, 0, "2026-03-25T10:00:00.000Z", "sha256:0")
    with database.transaction() as tx:
        tx.many(
            "INSERT INTO session (id, conversation, person, state, finished, changed, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((f"c{chat}", f"c{chat}", f"c{chat}", *row) for chat in range(stored)),
        )


def _receive(database: Database, updates: Any) -> None:
    with database.transaction() as tx:
        inbox.receive(
            tx,
            [
                Incoming(
                    "t", number, f"c{chat}", f"c{chat}", MESSAGE[:300], number, address=Address(f"{chat}")
                )
                for number, chat in updates
            ],
        )


def _drain(database: Database, limit: int, waiting: int) -> float:
    """Steps a second until nothing waits, in transactions of so many conversations at most."""
    _store(database, CHATS)
    _receive(database, ((number, number % CHATS) for number in range(waiting)))
    answers, done, begun = Answers(), 0, time.perf_counter()
    while done < waiting:
        with database.transaction() as tx:
            done += answering.answer(tx, answers, "", limit).items
    return done / (time.perf_counter() - begun)


def _answer_all(database: Database) -> int:
    store, done, answers = Store(Inline(database)), 0, Answers()
    while (found := drive(store.answer(answers))).items:
        done += found.items
    return done


def _workers(url: str, count: int) -> float:
    """Steps a second of so many worker processes on one database, from the first to the last."""
    with closing(Postgres(url)) as database:
        _store(database, CHATS)
        _receive(database, ((number, number % CHATS) for number in range(2 * WAITING)))
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        ready, spans = manager.Barrier(count), manager.list()
        workers = [context.Process(target=work, args=(url, ready, spans)) for _ in range(count)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        begun, ended = min(span[0] for span in spans), max(span[1] for span in spans)
    return 2 * WAITING / (ended - begun)


def work(url: str, ready: Any, spans: Any) -> None:
    """One worker: answer until nothing waits."""
    with closing(Postgres(url)) as database:
        ready.wait()
        begun = time.time()
        _answer_all(database)
        spans.append((begun, time.time()))


class Pickled:
    """Keeps one changed conversation of so many in python-telegram-bot's pickle file; gives its time in seconds."""

    def __init__(self, folder: str, stored: int) -> None:
        self._persistence = PicklePersistence(os.path.join(folder, f"{stored}.pickle"), on_flush=True)
        self._chats = itertools.cycle(range(stored))
        asyncio.run(self._fill(stored))

    def __call__(self) -> Numbers:
        begun = time.perf_counter()
        asyncio.run(self._change(next(self._chats)))
        return (time.perf_counter() - begun,)

    async def _fill(self, stored: int) -> None:
        for chat in range(stored):
            await self._change(chat)
        await self._persistence.flush()
        self._persistence.on_flush = False

    async def _change(self, chat: int) -> None:
        changed = {
            "answers": {f"question {number}": "option" for number in range(14)},
            "changed": time.time(),
        }
        await self._persistence.update_conversation(
            "assess", (chat, chat), chat % 14 + int(time.time() * 1e6)
        )
        await self._persistence.update_chat_data(chat, changed)
        await self._persistence.update_user_data(chat, changed)


def _flush(folder: str) -> Numbers:
    """The median of one flush of the disk."""
    taken = []
    with open(os.path.join(folder, "flush"), "wb", buffering=0) as file:
        for _ in range(ROUND):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return (median(taken),)
