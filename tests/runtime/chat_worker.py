"""A whole bot, as `assemble` builds it, on the platform of lines. All else is set in the environment."""

import sys

from plain_tongue import Plain
from trail_worker import Lines

from bot.assemble.worker import Platform, work
from bot.model.errors import TangoError
from bot.model.sending import Limits
from bot.service.queues import Update


class Chats(Lines):
    """The platform of lines with the ids of people, as a messenger has them."""

    async def poll(self):
        return [
            Update(
                channel="telegram:777", number=one.number, place=one.place, person=one.place, body=one.body
            )
            for one in await super().poll()
        ]


if __name__ == "__main__":
    lines = Chats(int(sys.argv[1]))
    try:
        work(
            Platform(
                name="telegram", source=lines, transport=lines, tongue=Plain(), limits=Limits(), lease=2_000
            )
        )
    except TangoError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
