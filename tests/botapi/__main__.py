"""Runs the stand-in: `python -m tests.botapi`; it says where it listens, and ends when its stdin does."""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import sys
import threading

import uvicorn

from tests.botapi.server import Server, breakable
from tests.botapi.world import Options


class Told(uvicorn.Server):
    """A server that says on stdout when and where it listens."""

    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        host, port = sockets[0].getsockname()
        sys.stdout.write(f"listening {host}:{port}\n")
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default="123456:TEST")
    parser.add_argument("--pace", type=float, default=1.0, help="divides all windows of the limits")
    parser.add_argument("--no-limits", action="store_true")
    parser.add_argument("--no-privacy", action="store_true")
    parser.add_argument(
        "--query-age", type=float, default=15.0, help="seconds in which a press can be answered"
    )
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    options = Options(
        token=given.token,
        pace=given.pace,
        limits=not given.no_limits,
        privacy=not given.no_privacy,
        query_age=given.query_age,
        seed=given.seed,
    )
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    asyncio.run(_serve(options, given.port))


async def _serve(options, port):
    config = uvicorn.Config(
        breakable(Server(options).app), log_level="error", lifespan="off", timeout_keep_alive=600, ws="none"
    )
    plug = socket.socket(proto=socket.IPPROTO_TCP)  # said in full, or asyncio leaves Nagle's delay on
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    plug.bind(("127.0.0.1", port))
    await Told(config).serve(sockets=[plug])


def _end_with_stdin():
    """Whoever started this holds its stdin; once that is gone, nobody needs it any more."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
