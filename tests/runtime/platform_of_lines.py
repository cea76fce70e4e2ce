"""A platform for tests: it gives updates until they are confirmed, and writes down everything it is sent."""

import asyncio
import json
import os
import random
import sys
from collections import defaultdict
from contextlib import asynccontextmanager
from pathlib import Path


class Platform:
    """Chats with updates in order. `twice`: the share of updates given twice; `one_each`: as by a webhook, the next
    update of a chat comes only after the one before is confirmed."""

    def __init__(self, *, twice=0.0, one_each=False, delay=0.002, seed=1):
        self.chance = random.Random(seed)
        self.twice = twice
        self.one_each = one_each
        self.delay = delay
        self.updates = {}
        self.waiting = {}
        self.given = defaultdict(int)
        self.sent = defaultdict(list)
        self.polls = asyncio.Event()
        self.talks = asyncio.Event()
        self.talks.set()
        self._serving = set()
        self.workers = []

    def says(self, chat, body="hello", number=None):
        """Somebody writes in a chat."""
        number = len(self.updates) + 1 if number is None else number
        self.updates[number] = (str(chat), body)
        self.waiting[number] = (str(chat), body)
        return number

    def of(self, chat):
        """The numbers of the updates of a chat, in order."""
        return [number for number, (where, _) in sorted(self.updates.items()) if where == str(chat)]

    @property
    def chats(self):
        return sorted({where for where, _ in self.updates.values()})

    @property
    def answered(self):
        """Whether every update was answered by at least one message."""
        return all(
            {text.partition(":")[2] for text in self.sent[chat] if ":" in text}
            >= set(map(str, self.of(chat)))
            for chat in self.chats
        )

    @property
    def repeats(self):
        """How many messages came more than once."""
        return sum(len(texts) - len(set(texts)) for texts in self.sent.values())

    @asynccontextmanager
    async def open(self):
        """Listen on a port of this machine."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            for worker in self.workers:
                if worker.returncode is None:  # the test has failed
                    worker.kill()
                    await worker.communicate()
            server.close()
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader, writer):
        self._serving.add(asyncio.current_task())
        try:
            while line := await reader.readline():
                answer = await self._answer(json.loads(line))
                writer.write(json.dumps(answer).encode() + b"\n")
        except (ConnectionError, ValueError, asyncio.CancelledError):
            pass  # the worker was killed, or the test is over
        finally:
            writer.close()

    async def _answer(self, question):
        if "send" in question:
            await self.talks.wait()
            self.sent[question["send"]].append(question["text"])
            await asyncio.sleep(self.delay)
            return {"reference": sum(map(len, self.sent.values()))}
        for number in question["confirmed"]:
            self.waiting.pop(number, None)
        self.polls.set()
        updates = self._next()
        if not updates:
            await asyncio.sleep(0.02)
        return {"updates": updates}

    def _next(self):
        if not self.one_each:
            heads = list(self.waiting.items())[:100]
        else:
            first = {}
            for number, (chat, body) in sorted(self.waiting.items()):
                first.setdefault(chat, (number, (chat, body)))
            heads = self.chance.sample(list(first.values()), min(len(first), 10))
        found = [[number, chat, body] for number, (chat, body) in heads]
        return found + [update for update in found if self.chance.random() < self.twice]


async def start(database, platform, lease=2_000, **environ):
    """A worker process that keeps trails."""
    return await run(platform, "trail_worker.py", str(database), str(platform.port), str(lease), **environ)


async def run(platform, script, *arguments, **environ):
    """A process of one of the scripts beside this file; it ends with its platform."""
    here = Path(__file__).parent
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        str(here / script),
        *arguments,
        env={**os.environ, "PYTHONPATH": str(here.parents[1]), **environ},
        stderr=asyncio.subprocess.PIPE,
    )
    platform.workers.append(worker)
    return worker


async def end(worker):
    """Stop a worker in good order; gives all that it wrote, and its exit code."""
    worker.terminate()
    _, told = await worker.communicate()
    return told.decode(), worker.returncode


async def until(holds, seconds=60.0):
    """Wait until something holds; says so if it never does."""
    for _ in range(int(seconds / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to hold")
