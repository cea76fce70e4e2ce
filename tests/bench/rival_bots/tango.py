"""The real `tango telegram`, with limits that a stand-in without limits does not make it wait for. Its settings are those of the environment."""

from __future__ import annotations

import sys

from bot.assemble import telegram
from bot.cli import main
from bot.model.sending import Limits, Rate

FREE = Rate(1_000_000, 1_000)

if __name__ == "__main__":
    telegram.LIMITS = Limits(everyone=FREE, private=FREE, group=FREE, arriving=FREE)
    sys.exit(main(["telegram"]))
