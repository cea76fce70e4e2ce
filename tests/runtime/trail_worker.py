"""A worker process over the real runtime and a real store, for a platform made of lines (`platform_of_lines`).

Its sessions hold the numbers of the updates that were applied to them, in order: what came twice, or in the wrong
order, can be seen for ever.
"""

import asyncio
import json
import os
import sys
import time

from bot.model.keeping import Kept
from bot.model.post import Done
from bot.model.sending import Kind, Limits, Outgoing, Rate
from bot.service.bells import Bell
from bot.service.chores import Housekeeping, Timers
from bot.service.intake import Intake, Polling
from bot.service.journal import open_journal
from bot.service.office import Office
from bot.service.queues import UnsureError, Update
from bot.service.runtime import Runtime
from bot.service.sender import Sender, Way
from bot.service.worker import Worker
from bot.store.store import Store

LIMITS = Limits(everyone=Rate(2_000, 1_000), private=Rate(200, 1_000))
"""Wide enough to hold nobody up, so that the buckets are written and locked as in earnest."""


class Trail:
    """Answers an update by its number, and keeps the numbers in the session. Says nothing to `quiet`."""

    def __call__(self, work):
        item = work.item
        if item.body == b"poison":
            raise ValueError(item.body)
        if item.body == b"gone":
            return Done(forget=True, send=(Outgoing(b"goodbye"),))
        trail = work.kept.state.decode() if work.kept else ""
        kept = Kept(
            work.kept.id if work.kept else item.conversation,
            f"{trail} {item.update}".encode(),
            finished=False,
            changed=time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(item.received / 1000)),
            conversation=item.conversation,
            person=item.person,
            version=work.kept.version if work.kept else 0,
        )
        return Done(keep=kept, send=(Outgoing(f"re:{item.update}".encode(), Kind.GUIDANCE),))

    def sorry(self, item):
        return (Outgoing(f"sorry:{item.update}".encode()),)


class Plain:
    """Names that can be read, so that the test can compare."""

    def of(self, channel, place):
        return f"{channel}/{place}"

    def former(self, channel, place):
        return ()


class Lines:
    """Both ways to the platform, a question and an answer a line."""

    def __init__(self, port):
        self._port = port
        self._free = []
        self._confirmed = []

    async def ask(self, question):
        reader, writer = (
            self._free.pop() if self._free else await asyncio.open_connection("127.0.0.1", self._port)
        )
        writer.write(json.dumps(question).encode() + b"\n")
        line = await reader.readline()
        if not line:
            raise UnsureError
        self._free.append((reader, writer))
        return json.loads(line)

    async def poll(self):
        confirmed, self._confirmed = self._confirmed, []
        found = await self.ask({"poll": os.getpid(), "confirmed": confirmed})
        return [
            Update(
                channel="lines",
                number=number,
                place=place,
                person=f"p{place}",
                body=body.encode() * (1 if len(body) < 100 else 20_000),
            )
            for number, place, body in found["updates"]
        ]

    def confirm(self, updates):
        self._confirmed.extend(update.number for update in updates)

    async def send(self, message):
        answer = await self.ask({"send": message.address.place, "text": message.body.decode()})
        return str(answer["reference"])


def opened(url, notify):
    """The store at a path or a URL, as a bot opens it."""
    if "://" in url:
        from bot.store.postgres import Hands, Postgres

        return Store(Hands(Postgres(url, notify)))
    from bot.store.sqlite import SqliteFile
    from bot.store.thread import OwnThread

    return Store(OwnThread(SqliteFile(url, notify)))


async def main(url, port, lease):
    offset = int(os.environ.get("CLOCK_OFFSET", "0"))
    intake_bell, inbox, outbox, timer, chores = (Bell() for _ in range(5))
    bells = {"inbox": inbox, "outbox": outbox, "timer": timer}
    store = opened(url, lambda topic: bells[topic].ring())
    office = Office(store, lambda: time.time_ns() // 1_000_000 + offset, f"worker {os.getpid()}")
    lines = Lines(port)
    runtime = Runtime(
        office,
        {
            "intake": (
                Polling(lines, Intake(office, Plain(), lambda update: True), intake_bell),
                intake_bell,
            ),
            "timers": (Timers(office, timer), timer),
            "chores": (Housekeeping(office, chores, (30, 30)), chores),
            "worker": (Worker(office, Trail(), inbox, lambda: ""), inbox),
            "sender": (Sender(office, Way(lines, LIMITS, str, lease), outbox), outbox),
        },
    )
    await runtime.run()
    store.close()


if __name__ == "__main__":
    open_journal()
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
