"""What does a durable step cost, and does it grow with what is stored? On both engines, beside the usual bot's pickle file."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from databases import postgres_server
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
from tests.bench.table import show

STATE = b"1|sha256:" + b"0" * 64 + b"|en|full|asking|7|0|12||||" + b"role=advise;effect=small;" * 8
MESSAGE = b"A question with its options, as a message has them. " * 12
WAITING = 4_000
CHATS = 2_000


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
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        flush = _flush(folder)
        steps: dict[str, dict[int, float]] = {"SQLite": {}, "PostgreSQL": {}, "pickle file": {}}
        for size in sizes:
            with _sqlite(folder) as database:
                steps["SQLite"][size] = _step(database, size, runs)
            with server.database() as url, contextlib.closing(Postgres(url)) as database:
                steps["PostgreSQL"][size] = _step(database, size, runs)
            if size in pickled:
                steps["pickle file"][size] = _pickled(folder, size, runs)
        least = steps["SQLite"][sizes[0]]
        show(
            f"One durable step, by sessions stored (SQLite at {sizes[0]} is 1; it takes {least * 1e6:.0f} us, and one"
            f" flush of this disk {flush * 1e6:.0f} us)",
            ("", *(f"{size:,}" for size in sizes)),
            {
                name: tuple(f"{found[size] / least:.2f}" if size in found else "-" for size in sizes)
                for name, found in steps.items()
            },
        )
        _throughput(folder, server, 1 / least)


def _throughput(folder: str, server: Any, alone: float) -> None:
    with _sqlite(folder) as database:
        together = _drain(database)
    workers = {}
    for count in (1, 2):
        found = []
        for _ in range(3):
            with server.database() as url:
                found.append(_workers(url, count))
        workers[count] = median(found)
    show(
        "Steps a second",
        ("", "steps/s", "ratio"),
        {
            "SQLite, one after the other": (f"{alone:,.0f}", "1.0"),
            "SQLite, committed together": (f"{together:,.0f}", f"{together / alone:.1f}"),
            "PostgreSQL, one worker": (f"{workers[1]:,.0f}", "1.0"),
            "PostgreSQL, two workers": (f"{workers[2]:,.0f}", f"{workers[2] / workers[1]:.2f}"),
        },
    )


@contextlib.contextmanager
def _sqlite(folder: str) -> Iterator[SqliteFile]:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        database = SqliteFile(os.path.join(own, "tango.db"))
        yield database
        database.close()


def _step(database: Database, stored: int, runs: int) -> float:
    """The median of answering one item in a transaction of its own, among so many sessions."""
    _store(database, stored)
    numbers = range(200 * max(1, runs // 7))
    chats = [(number * 7919) % stored for number in numbers]
    _receive(database, zip(numbers, chats, strict=True))
    answers, taken = Answers(), []
    for _ in numbers:
        begun = time.perf_counter()
        with database.transaction() as tx:
            answering.answer(tx, answers, "", 1)
        taken.append(time.perf_counter() - begun)
    return median(taken)


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


def _drain(database: Database) -> float:
    """Steps a second when many items wait and are committed together."""
    _store(database, CHATS)
    _receive(database, ((number, number % CHATS) for number in range(5 * WAITING)))
    begun = time.perf_counter()
    done = _answer_all(database)
    return done / (time.perf_counter() - begun)


def _answer_all(database: Database) -> int:
    store, done, answers = Store(Inline(database)), 0, Answers()
    while (found := drive(store.answer(answers))).items:
        done += found.items
    return done


def _workers(url: str, count: int) -> float:
    """Steps a second of so many worker processes on one database, from the first to the last."""
    with contextlib.closing(Postgres(url)) as database:
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
    with contextlib.closing(Postgres(url)) as database:
        ready.wait()
        begun = time.time()
        _answer_all(database)
        spans.append((begun, time.time()))


def _pickled(folder: str, stored: int, runs: int) -> float:
    """The median of keeping one changed conversation of so many in python-telegram-bot's pickle file."""

    async def steps() -> float:
        data = {"answers": {f"question {number}": "option" for number in range(14)}}
        path = os.path.join(folder, f"{stored}.pickle")
        persistence = PicklePersistence(path, on_flush=True)
        for chat in range(stored):
            await persistence.update_chat_data(chat, data)
            await persistence.update_user_data(chat, data)
            await persistence.update_conversation("assess", (chat, chat), chat % 14)
        await persistence.flush()
        persistence.on_flush = False
        taken = []
        for chat in range(max(3, runs // 3)):
            changed = {**data, "changed": chat}
            begun = time.perf_counter()
            await persistence.update_conversation("assess", (chat, chat), chat)
            await persistence.update_chat_data(chat, changed)
            await persistence.update_user_data(chat, changed)
            taken.append(time.perf_counter() - begun)
        return median(taken)

    return asyncio.run(steps())


def _flush(folder: str) -> float:
    """The median of one flush of the disk."""
    taken = []
    with open(os.path.join(folder, "flush"), "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return median(taken)
