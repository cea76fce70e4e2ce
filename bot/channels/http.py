"""How is a running bot watched? Health, readiness and counters over HTTP, for whoever starts and restarts it.

/health: 200 while every task shows itself; else start the process again. /ready: 200 while it can take in and answer.
/metrics: counters for Prometheus, with the `metrics` extra.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.model.errors import TangoError
from bot.service.bells import Bell
from bot.service.counters import Counters, Event
from bot.service.runtime import Health

UNAVAILABLE = 503
NOT_INSTALLED = 501
GAUGES: Mapping[str, str] = {
    "inbox": "Items that wait to be answered",
    "set_aside": "Items that could not be answered",
    "outbox": "Messages that wait to be sent",
    "parked": "Messages to chats that cannot be reached",
    "refused": "Messages that the platform will not take",
}


def application(
    health: Callable[[], Awaitable[Health]], counters: Counters, more: Sequence[Route] = ()
) -> Starlette:
    """The pages for whoever watches, and `more`, such as a platform's way in."""

    async def alive(_: Request) -> Response:
        found = await health()
        return JSONResponse({"alive": found.alive}, 200 if found.alive else UNAVAILABLE)

    async def ready(_: Request) -> Response:
        found = await health()
        told = {"ready": found.ready, "lag_seconds": round(found.lag, 3), **_waiting(found)}
        return JSONResponse(told, 200 if found.ready else UNAVAILABLE)

    async def metrics(_: Request) -> Response:
        try:
            from prometheus_client import CONTENT_TYPE_LATEST  # noqa: PLC0415 - an extra
        except ImportError:
            return PlainTextResponse("pip install 'tango-coproduction[metrics]'\n", NOT_INSTALLED)
        return Response(exposed(await health(), counters), media_type=CONTENT_TYPE_LATEST)

    routes = {"/health": alive, "/ready": ready, "/metrics": metrics}
    return Starlette(routes=[*(Route(path, page) for path, page in routes.items()), *more])


def exposed(health: Health, counters: Counters) -> bytes:
    """Counters, depths and the lag in the text format of Prometheus."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - an extra
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric  # noqa: PLC0415
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class Numbers(Collector):
        def collect(self) -> Iterator[Metric]:
            for event in Event:
                name = event.value
                yield CounterMetricFamily(f"tango_{name}", name.replace("_", " "), value=counters[event])
            for name, told in GAUGES.items():
                yield GaugeMetricFamily(f"tango_{name}", told, value=health.depth.get(name, 0))
            yield GaugeMetricFamily(
                "tango_lag_seconds", "How long the oldest item has waited", value=health.lag
            )

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Numbers())
    return generate_latest(registry)


class Site:
    """Serves an application until its bell stops it. TangoError where it cannot listen; port 0 is any free one."""

    def __init__(self, pages: Starlette, host: str, port: int, bell: Bell) -> None:
        self._pages = pages
        self._bell = bell
        try:
            self._socket = socket.create_server((host, port))
        except OSError as error:
            why = str(error.strerror).partition(" (")[0]
            raise TangoError(
                f"Nothing can listen on {host}:{port}: {why}. Choose another port in TANGO_HTTP."
            ) from error
        self.port: int = self._socket.getsockname()[1]

    async def run(self) -> None:
        """Serve until told to stop; requests under way are answered."""
        server = _Server(uvicorn.Config(self._pages, log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[self._socket]))
        while self._bell.goes_on() and not serving.done():
            await self._bell.wait()
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Leaves the signals of the process to the runtime."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _waiting(health: Health) -> dict[str, int]:
    return {name: health.depth[name] for name in GAUGES if name in health.depth}
