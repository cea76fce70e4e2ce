"""How does new content come into use without a restart? It is proved first; what is refused leaves the old in use."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable

from bot.model.errors import ContentError, TangoError
from bot.model.ids import Digest
from bot.service import journal
from bot.service.bells import Bell


class Reloading:
    """Reads the content anew on SIGHUP. `reread` takes it into use and gives its digest, or raises and changes nothing."""

    def __init__(self, reread: Callable[[], Digest], bell: Bell) -> None:
        self._reread = reread
        self._bell = bell
        self._asked = False

    async def run(self) -> None:
        """Wait for the signal, until told to stop."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, self.ask)
        while self._bell.goes_on():
            await self._bell.wait()
            if self._asked:
                self._asked = False
                await self._reload()

    def ask(self) -> None:
        """Read the content anew soon."""
        self._asked = True
        self._bell.ring()

    async def _reload(self) -> None:
        """Read and prove in a thread: answers go on meanwhile."""
        try:
            digest = await asyncio.to_thread(self._reread)
        except ContentError as error:
            faults = "\n".join(map(str, error.faults))
            journal.write("content refused, the old stays in use", logging.ERROR, faults=faults)
        except TangoError as error:
            journal.write("content not read, the old stays in use", logging.ERROR, why=str(error))
        else:
            journal.write("content in use", digest=digest)
