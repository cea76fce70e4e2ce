"""The bot as a process of its own, for tests in which it is killed, stopped or refused; and one address for several."""

import asyncio
import itertools
import json
import os
import signal
import socket
import sqlite3
import sys
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.http import Site
from bot.service.bells import Bell

ROOT = Path(__file__).parents[2]
HASTY = str(Path(__file__).with_name("hasty_worker.py"))
PIPE = asyncio.subprocess.PIPE


class Process:
    """A running `tango telegram`: `told` are the lines that it has written down so far."""

    def __init__(self, process):
        self.process = process
        self.told = []
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self):
        async for line in self.process.stderr:
            self.told.append(line.decode())
            self._news.set()
        self._news.set()

    async def writes(self, words, *, times=1, within=20.0):
        """Wait for so many lines with these words."""
        async with asyncio.timeout(within):
            while sum(words in line for line in self.told) < times:
                assert not self._reading.done(), self.told
                self._news.clear()
                await self._news.wait()

    async def kill(self):
        self.process.kill()
        await self.process.wait()

    async def stop(self):
        """SIGTERM; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def ends(self, within=20.0):
        """Wait for its end; gives the exit code."""
        async with asyncio.timeout(within):
            await self._reading
            return await self.process.wait()

    @property
    def all(self):
        return "".join(self.told)

    @property
    def events(self):
        return [json.loads(line)["event"] for line in self.told if line.startswith("{")]


@asynccontextmanager
async def process(*command, **environ):
    """Start the bot as a process, or what else there is to be run; at the end it is gone in any case."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | environ
    command = command or ("-m", "bot", "telegram")
    made = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    bot = Process(made)
    try:
        yield bot
    finally:
        if made.returncode is None:
            made.kill()
        await made.wait()
        await bot._reading


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as plug:
        return plug.getsockname()[1]


@asynccontextmanager
async def balanced(ports, *, all_at_once=False):
    """One address before several workers: each request goes to the next of them, or to all at once. Gives its port."""
    turns = itertools.cycle(ports)

    async def pass_on(request):
        body, headers = await request.body(), {"Content-Type": "application/json"}
        headers |= {name: value for name, value in request.headers.items() if name.startswith("x-telegram")}
        chosen = ports if all_at_once else [next(turns)]
        path = request.url.path
        calls = [
            client.post(f"http://127.0.0.1:{port}{path}", content=body, headers=headers) for port in chosen
        ]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        codes = [502 if isinstance(answer, Exception) else answer.status_code for answer in answers]
        return Response("", max(codes))

    bell = Bell()
    routes = [Route("/{path:path}", pass_on, methods=["POST"])]
    site = Site(Starlette(routes=routes), "127.0.0.1", 0, bell)
    serving = asyncio.create_task(site.run())
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        try:
            yield site.port
        finally:
            bell.stop()
            await serving


@contextmanager
def locked(file):
    """Somebody else writes the SQLite file, and is not done."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def rows(file, query):
    """What stands in the SQLite file."""
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def until(holds, seconds=20.0):
    """Wait until something holds; says so if it never does."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - it may be anything
            await asyncio.sleep(0.01)
