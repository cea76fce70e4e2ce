"""The address at which Telegram brings updates, before it is ready, and when something breaks off."""

import asyncio

import pytest
from processes import free_port
from starlette.requests import Request
from talks import TOKEN

from bot.channels.telegram import webhook
from bot.channels.telegram.connection import Backoff, Connection
from bot.channels.telegram.taps import Taps
from bot.channels.telegram.webhook import HEADER, OK, UNAVAILABLE, Webhook
from bot.model.errors import PlatformError
from bot.service.toasts import Toast


class Silent:
    """Toasts that say nothing."""

    def of(self, act, language):
        return Toast()


class Taken:
    """An intake that keeps what it is given."""

    def __init__(self):
        self.updates = []

    async def take(self, updates):
        self.updates += updates


@pytest.fixture
async def at(api):
    connected = Connection(TOKEN, api.url)
    yield connected
    await connected.close()


@pytest.fixture
def hook(at, monkeypatch):
    monkeypatch.setattr(webhook, "BEAT", 0.0)
    return Webhook(at, at.open, Taps(at, Silent(), None), ("", "secret"))


def request(*messages):
    """A request that comes in pieces, or breaks off."""
    left = list(messages)

    async def receive():
        return left.pop(0)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(HEADER.encode(), b"secret")]}
    return Request(scope, receive)


def piece(body, *, more=False):
    return {"type": "http.request", "body": body, "more_body": more}


async def test_before_it_is_ready_nothing_is_taken(hook):
    taken = Taken()

    early = await hook._taken(request(piece(b"{}")), taken)
    await hook.poll()
    later = await hook._taken(request(piece(b'{"update', more=True), piece(b'_id": 1}')), taken)

    assert (early, later) == (UNAVAILABLE, OK)
    assert [update.number for update in taken.updates] == [1]


async def test_what_breaks_off_is_not_taken(hook):
    taken = Taken()
    await hook.poll()

    code = await hook._taken(request(piece(b"{", more=True), {"type": "http.disconnect"}), taken)

    assert code == OK
    assert taken.updates == []


async def test_where_telegram_is_not_reached_it_tries_again(api, at, hook, monkeypatch):
    failures = []

    async def failed(self, error):
        failures.append(type(error).__name__)

    monkeypatch.setattr(Backoff, "failed", failed)
    await api.fault("getMe", "500")

    assert await hook.poll() == ()
    assert await hook.poll() == ()
    hook.confirm(())

    assert failures == ["NetworkError"]
    assert hook._ready


@pytest.fixture
async def failing(api):
    """Telegram has failed to bring us something."""
    ana = await api.person("Ana")
    await api.api("setWebhook", url=f"http://127.0.0.1:{free_port()}")
    await ana.says("/start")
    while not (await api.api("getWebhookInfo"))["result"].get("last_error_date"):  # noqa: ASYNC110 - elsewhere
        await asyncio.sleep(0.01)


async def test_a_token_that_is_refused_stops_it(api):
    connected = Connection("654321:" + "X" * 35, api.url)
    hook = Webhook(connected, connected.open, Taps(connected, Silent(), None), ("", "secret"))

    with pytest.raises(PlatformError, match="Telegram does not accept the token"):
        await hook.poll()
    await connected.close()


async def test_a_token_that_is_taken_back_later_stops_it_at_the_next_look(at, hook, monkeypatch):
    await hook.poll()
    monkeypatch.setattr(webhook, "LOOKS", -1.0)
    monkeypatch.setattr(at.bot, "_base_url", at.bot.base_url.replace("T" * 35, "X" * 35))

    with pytest.raises(PlatformError, match="Telegram does not accept the token"):
        await hook.poll()


async def test_it_looks_at_the_start_and_then_only_now_and_then(api, hook):
    await hook.poll()
    await hook.poll()

    assert len(await api.calls("getWebhookInfo")) == 1


async def test_what_telegram_failed_at_is_written_down(failing, hook, caplog):
    caplog.set_level("INFO")

    await hook.poll()

    assert caplog.text.count("webhook failed") == 1
