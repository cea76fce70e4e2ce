"""The test's side of the stand-in: starts it, makes people and groups, and sees what the bot does.

async with StandIn.start() as telegram:
    ana = await telegram.person("Ana", language="en")
    await ana.says("/start")
    await ana.sees("Hello")
    toast = await ana.presses("Back")
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import httpx

from tests.botapi import sights
from tests.botapi.persons import Group, Person

ROOT = Path(__file__).parents[2]
TOKEN = "123456:TEST"


class StandIn:
    """A Bot API of its own: `url` and `token` are for the bot, the rest is for the test."""

    def __init__(self, address, token):
        self.url = f"http://{address}"
        self.token = token
        self.client = httpx.AsyncClient(
            base_url=self.url,
            timeout=60,
            limits=httpx.Limits(max_connections=None),
            trust_env=False,
            verify=False,  # all is plain http on this machine
        )
        self._chats = defaultdict(dict)
        self._waiting = defaultdict(list)
        self._answers, self._answered = {}, {}

    @classmethod
    @asynccontextmanager
    async def start(cls, *, token=TOKEN, **options):
        """Start the process, and end it. `options`: pace, limits, privacy, query_age, seed."""
        command = [sys.executable, "-m", "tests.botapi", "--token", token]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
        try:
            address = (await process.stdout.readline()).decode().removeprefix("listening ").strip()
            async with cls.at(address, token=token, **options) as telegram:
                yield telegram
        finally:
            process.stdin.close()
            await process.wait()

    @staticmethod
    @contextmanager
    def serving(*options):
        """The address of a process that several tests share: each begins anew in it."""
        command = [sys.executable, "-m", "tests.botapi", *options]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
            yield process.stdout.readline().removeprefix("listening ").strip()
            process.stdin.close()

    @classmethod
    @asynccontextmanager
    async def at(cls, address, *, token=TOKEN, **options):
        """Begin anew in a process that runs already: an empty world with these options."""
        telegram = cls(address, token)
        async with telegram.client:
            await telegram.do("reset", **options)
            following = asyncio.create_task(telegram._follow())
            try:
                yield telegram
            finally:
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following

    # People and groups

    async def person(self, name, *, language=None, id=None, username=None):  # noqa: A002 - the word of the Bot API
        facts = {"name": name, "language": language, "number": id, "username": username}
        return Person(self, (await self.do("person", **facts))["id"], name)

    async def group(  # noqa: PLR0913 - a group is made of all this
        self, title, members, *, kind="group", topics=False, public=False, admins=(), anonymous=()
    ):
        """A group of these people ("supergroup": it may have topics, or be public); who is anonymous must be one of the admins."""
        ids = {"members": members, "admins": admins, "anonymous": anonymous}
        people = {name: [one.id for one in persons] for name, persons in ids.items()}
        made = await self.do("group", title=title, kind=kind, topics=topics, public=public, **people)
        return Group(made["id"], title)

    async def add_bot(self, group, by=None, *, admin=False):
        await self._by(by, "add_bot", chat=group.id, admin=admin)

    async def kick_bot(self, group, by=None):
        await self._by(by, "kick_bot", chat=group.id)

    async def mute(self, group, by=None, *, muted=True):
        """The bot may not write there any more, or may again."""
        await self._by(by, "mute", chat=group.id, muted=muted)

    async def promote(self, group, by=None, *, person=None, admin=True, anonymous=False):
        """Somebody, or else the bot, becomes an administrator, or is none any more."""
        who = person and person.id
        await self._by(by, "promote", chat=group.id, person=who, admin=admin, anonymous=anonymous)

    async def topic(self, group, name, by=None):
        """A new topic; gives the number of its thread."""
        return (await self._by(by, "topic", chat=group.id, name=name))["thread"]

    async def close_topic(self, group, thread, by=None, *, closed=True):
        await self._by(by, "close_topic", chat=group.id, thread=thread, closed=closed)

    async def delete_topic(self, group, thread):
        await self.do("delete_topic", chat=group.id, thread=thread)

    async def upgrade(self, group, by=None, *, new_first=False):
        """The group moves to a supergroup; `new_first`: the new chat's message reaches the bot before the old one's."""
        moved = await self._by(by, "upgrade", chat=group.id, new_first=new_first)
        return Group(moved["id"], group.title)

    async def post_as_channel(self, group, text, *, title="News", thread=None):
        await self.do("post_as_channel", chat=group.id, text=text, title=title, thread=thread)

    async def post_as_bot(self, group, text, *, name="Other", thread=None):
        await self.do("post_as_bot", chat=group.id, text=text, name=name, thread=thread)

    # What goes wrong, and what was called

    async def fault(self, method, kind, *, times=1, chat=None, retry_after=1):
        """So many calls of the method ("*": of any) fail; times=None: all, until mended. `chat`: a Person or a Group."""
        where = chat and chat.id
        await self.do("fault", method=method, kind=kind, times=times, chat=where, retry_after=retry_after)

    async def mend(self):
        """No fault is left."""
        await self.do("mend")

    async def calls(self, method=None):
        """All calls with method, time, params, result, error (and fault, if one met them), in order."""
        return await self.do("calls", method=method)

    async def worst(self):
        """The fullest windows: all, private, group, by_chat; and refused, answered_twice, too_old."""
        return await self.do("worst")

    async def repeat(self, share, *, at_once=False):
        """This share of updates reaches the bot once more, after it was taken; `at_once`: a webhook gets them twice at once."""
        await self.do("repeat", share=share, at_once=at_once)

    async def raw(self, update, *, chat=None):
        """An update as it is, however malformed; it gets a number if it has none. `chat`: whose order it keeps."""
        await self.do("raw", update=update, chat=chat and chat.id)

    async def skip_ids(self, to, *, within=5.0):
        """Go on from this number, once the bot has confirmed all updates that wait."""
        await self.all_confirmed(within=within)
        await self.do("skip_ids", to=to)

    async def all_confirmed(self, *, within=5.0):
        """Wait until no update waits for the bot any more."""
        async with asyncio.timeout(within):
            while await self.do("pending"):  # noqa: ASYNC110 - what waits is in another process
                await asyncio.sleep(0.02)

    async def ages(self, m, hours):
        """A message is so many hours old."""
        await self.do("ages", chat=m.chat, message=m.id, hours=hours)

    async def api(self, method, **params):
        """Call the Bot API as the bot; gives the whole answer, refused or not."""
        return (await self.client.post(f"/bot{self.token}/{method}", json=params)).json()

    # What persons need

    async def do(self, deed, **facts):
        answer = await self.client.post(f"/control/{deed}", json=facts)
        if answer.status_code != 200:
            raise AssertionError(answer.json()["error"] if answer.status_code < 500 else answer.text)
        return answer.json()

    async def _by(self, doer, deed, **facts):
        """Somebody (or who made the group) does something to it: what follows is after its own last deed."""
        done = await self.do(deed, by=doer and doer.id, **facts)
        if doer is not None:
            doer.mark = done["seq"]
        return done

    async def chat(self, number):
        """All messages of a chat by its id, in order, as they look now."""
        return [sights.message(one) for one in await self.do("chat", chat=number)]

    def shown(self, number):
        """What has been shown of a chat so far."""
        return list(self._chats[number].values())

    async def wait_for(self, number, fits, within):
        """The newest message of a chat that fits, now or soon; None if there is none in time."""
        shown = sorted(self.shown(number), key=lambda m: m.changed, reverse=True)
        if found := next((m for m in shown if fits(m)), None):
            return found
        waiter = (fits, asyncio.get_running_loop().create_future())
        self._waiting[number].append(waiter)
        try:
            return await asyncio.wait_for(waiter[1], within)
        except TimeoutError:
            return None
        finally:
            self._waiting[number].remove(waiter)

    async def answer_to(self, query, within):
        """The bot's answer to a press."""
        if query in self._answered:
            return self._answered[query]
        future = self._answers[query] = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(future, within)

    async def _follow(self):
        """Keep what the stand-in tells, in the one stream that all people share."""
        async with self.client.stream("GET", "/control/events", timeout=None) as stream:
            async for line in stream.aiter_lines():
                if line.strip():
                    self._happens(json.loads(line))

    def _happens(self, event):
        match event["kind"]:
            case "message":
                self._keep(sights.message(event["message"]))
            case "deleted":
                self._chats[event["chat"]].pop(event["id"], None)
            case "answered":
                names = ("text", "alert", "seconds", "url")
                self._answer(event["query"], sights.Toast(**{name: event[name] for name in names}))
            case _:
                pass

    def _keep(self, m):
        self._chats[m.chat][m.id] = m
        for fits, future in self._waiting[m.chat]:
            if not future.done() and fits(m):
                future.set_result(m)

    def _answer(self, query, toast):
        self._answered[query] = toast
        future = self._answers.get(query)
        if future is not None and not future.done():
            future.set_result(toast)
