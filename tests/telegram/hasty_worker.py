"""`tango telegram` without limits and with a short lease, so that a test of crashes need not wait for them."""

from dataclasses import replace

from bot.assemble import telegram
from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.assemble.worker import work
from bot.model.sending import Limits

if __name__ == "__main__":
    parts = Parts(chat=True)
    built = telegram._platform(parts, telegram.connection(parts.settings), made_pseudonyms())
    work(replace(built, limits=Limits(), lease=1_000), parts)
