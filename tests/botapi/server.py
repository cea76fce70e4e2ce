"""What answers over HTTP: the Bot API under its own paths, and the test's side under /control."""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import struct
import time
from dataclasses import asdict, replace

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.botapi import control, delivery, forms, methods
from tests.botapi.faults import Failure, refuse, struck
from tests.botapi.parameters import Upload, Words
from tests.botapi.refusals import ApiError
from tests.botapi.world import World

UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")


class Server:
    """One bot's Bot API, in a world that a test may begin anew."""

    def __init__(self, options):
        self.options = options
        self.world = World(options)
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self.method, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.file),
                Route("/control/events", self.events),
                Route("/control/reset", self.reset, methods=["POST"]),
                Route("/control/{deed}", self.deed, methods=["POST"]),
            ]
        )

    async def method(self, request):
        """A call of the Bot API, written into the log with what came of it."""
        world, name = self.world, methods.known(request.path_params["method"])
        if request.path_params["token"] != world.options.token:
            return _refused(UNAUTHORIZED)
        if name is None:
            return _refused(NOT_FOUND)
        entry = {"method": name, "time": time.time(), "params": {}, "result": None, "error": None}
        world.calls.append(entry)
        try:
            return await self._call(world, name, request, entry)
        except ClientDisconnect:  # the bot was killed while it asked
            return Response(status_code=400)
        except ApiError as error:
            entry["error"] = error.body()
            return _refused(error)

    async def _call(self, world, name, request, entry):
        body = await request.body()
        given = forms.read(request.url.query, request.headers.get("content-type", ""), body)
        entry["params"] = {name: _shown(value) for name, value in given.items()}
        fault = struck(world, name, given)
        if fault is not None:
            entry["fault"] = fault.kind.value
            refuse(fault)
        if fault is not None and fault.kind is not Failure.LATE:
            return await _broken(request, fault)
        result = methods.call(world, name, given)
        if inspect.isawaitable(result):
            result = await result
        entry["result"] = result
        if fault is not None:
            return await _broken(request, fault)
        return JSONResponse({"ok": True, "result": result})

    async def file(self, request):
        if request.path_params["token"] != self.world.options.token:
            return _refused(UNAUTHORIZED)
        for file in self.world.files.values():
            if request.path_params["path"] == f"{file.kind}s/{file.unique}_{file.name}":
                return Response(file.data, media_type="application/octet-stream")
        return _refused(NOT_FOUND)

    async def deed(self, request):
        """What a test has its people do; what they cannot do is said in words."""
        deed = control.DEEDS.get(request.path_params["deed"])
        if deed is None:
            return JSONResponse({"error": f"nobody can {request.path_params['deed']}"}, 404)
        try:
            return JSONResponse(deed(self.world, **await request.json()))
        except (ValueError, TypeError, KeyError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    async def reset(self, request):
        """A new, empty world with the given options; what is not given stays as it was at the start."""
        delivery.close(self.world.updates)
        self.world = World(replace(self.options, **await request.json()))
        return JSONResponse(asdict(self.world.options))

    async def events(self, request):
        return StreamingResponse(_stream(self.world), media_type="application/x-ndjson")


async def _stream(world):
    """All that happened and happens, a line each; an empty line now and then shows that somebody is there."""
    at = 0
    while True:
        news = world.news
        if at < world.seq:
            lines = world.happened[at:]
            at += len(lines)
            yield "".join(f"{line}\n" for line in lines)
            continue
        try:
            await asyncio.wait_for(news.wait(), 5)
        except TimeoutError:
            yield "\n"


def _refused(error):
    return JSONResponse(error.body(), error.code)


def _shown(value):
    match value:
        case Words(text=text):
            return _plain(text)
        case Upload(name=name, data=data):
            return f"<{name}: {len(data)} bytes>"
        case _:
            return value


def _plain(text):
    """A form's characters as the JSON value they stand for, so that a test reads all calls alike."""
    if text[:1] not in "{[-0123456789tf":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


async def _broken(request, fault):
    """The connection breaks off, or no answer ever comes."""
    if fault.kind is Failure.RESET:
        request.scope["break_off"]()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=500)


def breakable(app):
    """The app, with a way to break a connection off under an answer: the server's own transport, reset."""

    async def asked(scope, receive, send):
        if scope["type"] == "http":
            transport = send.__self__.transport
            scope["break_off"] = lambda: _reset(transport)
        await app(scope, receive, send)

    return asked


def _reset(transport):
    plug = transport.get_extra_info("socket")
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
