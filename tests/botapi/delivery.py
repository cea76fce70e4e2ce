"""How updates reach the bot: by its own long polls, or by posts to its webhook, one after the other in each chat."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from urllib.parse import urlsplit

import httpx

from tests.botapi.refusals import bad, conflict
from tests.botapi.updates import KINDS, Poll

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0


async def get_updates(world, given):
    """Wait until there are updates or the time is over; a later call ends an earlier one with 409."""
    updates = world.updates
    if updates.webhook is not None:
        raise conflict(HOOKED)
    limit, offset = given.get("limit", 100), given.get("offset", 0)
    if not 1 <= limit <= 100 or given.get("timeout", 0) < 0:
        raise bad("limit must be from 1 to 100, timeout not negative")
    _allow(updates, given)
    poll = _take_over(updates)
    if offset > 0:
        updates.confirm_below(offset)
    elif offset < 0:
        updates.keep_last(-offset)
    try:
        return await _wait(updates, poll, limit, min(given.get("timeout", 0), 50))
    finally:
        if updates.poll is poll:
            updates.poll = None


def _take_over(updates):
    _oust(updates, OTHER_POLL)
    updates.poll = Poll()
    return updates.poll


def _oust(updates, why):
    if updates.poll is not None:
        updates.poll.outcome = why
        updates.poll.bell.set()


async def _wait(updates, poll, limit, seconds):
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        if poll.outcome:
            raise conflict(poll.outcome)
        left = deadline - asyncio.get_running_loop().time()
        batch = updates.batch(limit)
        if batch or left <= 0:
            return batch
        poll.bell.clear()
        try:
            await asyncio.wait_for(poll.bell.wait(), left)
        except TimeoutError:
            continue


def _allow(updates, given):
    """Remembered until another list comes; an empty list is the default; unknown kinds are refused (Telegram drops them)."""
    kinds = given.get("allowed_updates")
    if kinds is None:
        return
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise bad(f"unknown kind of updates: {unknown[0]}")
    updates.allowed = list(kinds)


def set_webhook(world, given):
    """Post updates to an address from now on: https, or plain http on this machine, since a test has no certificate.

    The real Bot API takes https only, on the ports 443, 80, 88 and 8443.
    """
    updates, url = world.updates, given["url"]
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
        raise bad("secret token contains unallowed characters")
    if not 1 <= given.get("max_connections", 40) <= 100:
        raise bad("max_connections must be from 1 to 100")
    _allow(updates, given)
    if given.get("drop_pending_updates"):
        updates.forget()
    close(updates)
    _oust(updates, "terminated by setWebhook request")
    updates.webhook = Webhook(updates, given)
    for entry in updates.pending.values():
        updates.webhook.take(entry)
    return True


def delete_webhook(world, given):
    close(world.updates)
    if given.get("drop_pending_updates"):
        world.updates.forget()
    return True


def close(updates):
    """End the deliveries to a webhook, if there is one."""
    if updates.webhook is not None:
        updates.webhook.close()
        updates.webhook = None


def webhook_info(world, given):
    hook = world.updates.webhook
    shape = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates.pending)}
    if hook is not None:
        shape |= {"url": hook.url, "max_connections": hook.most} | hook.last_error
    if world.updates.allowed:
        shape["allowed_updates"] = world.updates.allowed
    return shape


class Webhook:
    """Posts to one address: many chats at once, but of each chat the next update only after the one before was taken."""

    def __init__(self, updates, given):
        self.updates = updates
        self.url = given["url"]
        self.most = given.get("max_connections", 40)
        self.headers = {"Content-Type": "application/json"}
        if given.get("secret_token"):
            self.headers[HEADER] = given["secret_token"]
        limits = httpx.Limits(max_connections=self.most)
        self.client = httpx.AsyncClient(timeout=60, limits=limits, trust_env=False)
        self.lanes, self.ready, self.tasks = {}, deque(), set()
        self.last_error = {}

    def take(self, entry):
        """Queue an update behind those of its chat."""
        lane = entry.chat if entry.chat is not None else f"update {entry.serial}"
        if lane in self.lanes:
            self.lanes[lane].append(entry)
            return
        self.lanes[lane] = deque([entry])
        self._ready(lane)

    def _ready(self, lane):
        self.ready.append(lane)
        self._start()

    def _start(self):
        while self.ready and len(self.tasks) < self.most:
            task = asyncio.create_task(self._work(self.ready.popleft()))
            self.tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled():
            task.result()
            self._start()

    async def _work(self, lane):
        """Post a chat's first update until it is taken, with growing waits; then the chat goes to the end of the line."""
        entry, wait = self.lanes[lane][0], FIRST_WAIT
        while not await self._post_once_or_twice(entry):
            await asyncio.sleep(wait / self.updates.pace)
            wait = min(2 * wait, LONGEST_WAIT)
        if self.updates.done(entry):
            await self._post(entry)
        self.lanes[lane].popleft()
        if self.lanes[lane]:
            self.ready.append(lane)
        else:
            del self.lanes[lane]

    async def _post_once_or_twice(self, entry):
        """A share of updates comes twice at the same time, as when an answer was lost on its way."""
        times = 2 if self.updates.chance.random() < self.updates.doubled else 1
        return all(await asyncio.gather(*(self._post(entry) for _ in range(times))))

    async def _post(self, entry):
        try:
            answer = await self.client.post(self.url, json=entry.body, headers=self.headers)
        except httpx.TimeoutException:
            return self._failed("Read timeout expired")
        except httpx.HTTPError as error:
            return self._failed(f"Connection failed: {type(error).__name__}")
        if answer.is_success:
            return True
        return self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")

    def _failed(self, why):
        self.last_error = {"last_error_date": int(time.time()), "last_error_message": why}
        return False

    def close(self):
        for task in list(self.tasks):
            task.cancel()
        self.lanes.clear()
        self.ready.clear()
