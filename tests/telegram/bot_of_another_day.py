"""The bot in a process of its own, without Telegram's limits, so many days from now: for tests that kill it."""

import sys
from dataclasses import replace

from bot.assemble import telegram, worker
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.model.sending import Limits

DAY = 24 * 3_600_000


def run(days):
    now = worker._now
    worker._now = lambda: now() + days * DAY
    parts = Parts(chat=True)
    platform = telegram._platform(parts, telegram.connection(parts.settings), made_pseudonyms())
    worker.work(replace(platform, limits=Limits()), parts)


if __name__ == "__main__":
    run(int(sys.argv[1]))
