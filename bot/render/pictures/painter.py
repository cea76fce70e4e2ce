"""How does a picture become PNG? In a worker of its own, which is started when first needed, and again when it failed."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import Final, cast

from bot.render.pictures.face import BOLD, REGULAR
from bot.render.pictures.worker import LENGTH

LIBRARY: Final = "resvg_py"
ROOM: Final = os.path.dirname(os.path.abspath(__file__))
PATIENCE: Final = 10.0
"""Seconds for one picture."""
OWN: Final = "TANGO_"
"""Our settings begin with it: secrets are among them, and the worker needs none."""


class Painter:
    """SVG to PNG, one picture at a time, without holding up the event loop. Several tasks may ask at once."""

    def __init__(self, command: Sequence[str] | None = None, patience: float = PATIENCE) -> None:
        """`command` starts another worker than ours, `patience` is how many seconds a picture may take."""
        self._command = tuple(command or _worker())
        self._patience = patience
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._closed = False

    async def png(self, svg: str) -> bytes | None:
        """The picture as PNG, 1200 pixels wide; None where the extra is missing, or where rendering fails or takes too long."""
        async with self._turn:
            if self._closed or find_spec(LIBRARY) is None:
                return None
            painted = None
            try:
                async with asyncio.timeout(self._patience):
                    painted = await self._ask(svg.encode(errors="replace"))
            except (OSError, EOFError, TimeoutError):
                return None
            finally:
                if painted is None:
                    await self._drop()
            return painted

    async def close(self) -> None:
        """End the worker; after that there are no more pictures. One that is being made is given up: it is None, too."""
        self._closed = True
        self._kill()
        async with self._turn:
            await self._drop()

    async def _ask(self, svg: bytes) -> bytes:
        """The worker's answer. EOFError where it ended, OSError where it cannot be reached."""
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), process_group=0
            )
        if self._closed:
            raise EOFError
        requests = cast(asyncio.StreamWriter, self._process.stdin)
        answers = cast(asyncio.StreamReader, self._process.stdout)
        requests.write(LENGTH.pack(len(svg)) + svg)
        await requests.drain()
        return await answers.readexactly(*LENGTH.unpack(await answers.readexactly(LENGTH.size)))

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _drop(self) -> None:
        """End the worker, if there is one, and wait until it is gone."""
        self._kill()
        process, self._process = self._process, None
        if process is not None:
            await process.communicate()


def _worker() -> tuple[str, ...]:
    """The command for our worker, with the two fonts that it may use; no folder of ours is among those it imports from."""
    fonts = (os.path.join(ROOM, "font", name) for name in (REGULAR, BOLD))
    return (sys.executable, "-P", os.path.join(ROOM, "worker.py"), *fonts)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
