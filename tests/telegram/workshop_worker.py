"""`tango telegram` as the hasty worker, with short timers; TANGO_TEST_DIES=purge: it dies where it would overwrite what was erased."""

import os
import signal
from dataclasses import replace

from bot.assemble import telegram
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.assemble.worker import work
from bot.model.sending import Limits
from bot.service.workshop import gatherings, steering
from bot.store.store import Store
from bot.workshop import rounds

SECONDS = 2
"""Until the time is up, and half of it in pairs."""


async def _dies(_):
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    gatherings.TELLS = 300
    rounds.TALKING = rounds.SECOND = steering.TALKS = SECONDS
    steering.IN_PAIRS = 1
    if os.environ.get("TANGO_TEST_DIES") == "purge":
        Store._purge = _dies
    parts = Parts(chat=True)
    built = telegram._platform(parts, telegram.connection(parts.settings), made_pseudonyms())
    work(replace(built, limits=Limits(), lease=1_000), parts)
