"""What must hold where Telegram brings updates: a whole bot behind an address, on the stand-in."""

import asyncio

import httpx
import pytest
from bots import running
from processes import free_port, locked, rows, until
from talks import begun

from bot.assemble.upkeep import made_pseudonyms
from bot.channels.telegram import webhook
from bot.store import sqlite

HEADER = "x-telegram-bot-api-secret-token"


@pytest.fixture
def port(environment, monkeypatch):
    """Where the bot listens; its file is waited for only shortly."""
    monkeypatch.setattr(sqlite, "PATIENCE", 100)
    port = free_port()
    environment(TANGO_HTTP=f"127.0.0.1:{port}", TANGO_TELEGRAM_WEBHOOK=f"http://127.0.0.1:{port}")
    return port


@pytest.fixture
async def hooked(api, port):
    async with running() as bot:
        await until(lambda: bot.source._ready)
        yield bot


@pytest.fixture
async def ana(api, hooked):
    return await api.person("Ana", language="en")


@pytest.fixture
async def client(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client


@pytest.fixture
def secret(hooked):
    return {HEADER: made_pseudonyms().keys("webhook")[0].hex()}


def update(text, number=1):
    person = {"id": 77, "is_bot": False, "first_name": "Eve"}
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 77, "type": "private"},
        "from": person,
        "text": text,
    }
    return {"update_id": number, "message": message}


async def test_must_02_brought_twice_an_update_has_one_effect(api, ana, client, secret, file):
    body = update("/start")

    codes = [(await client.post("/telegram", json=body, headers=secret)).status_code for _ in range(3)]

    assert codes == [200, 200, 200]
    assert rows(file, "SELECT count(*) FROM inbox") == [(1,)]


async def test_must_03_what_is_no_update_is_set_aside_and_those_behind_it_go_on(api, ana, client, file):
    await ana.says("/start")
    await ana.sees("Tango")
    for odd in (
        {"update_id": 2**63},
        {"update_id": -1},
        {"message": "x"},
        {"message": {"chat": None}},
        {"never_heard_of": {}},
        {"callback_query": 7},
    ):
        await api.raw(odd)

    await ana.says("home visits")
    await ana.sees("Which part of it")

    await api.all_confirmed()
    assert rows(file, "SELECT count(*) FROM inbox WHERE reason IS NOT NULL") == [(4,)]
    assert "tango_quarantined_total 4.0" in (await client.get("/metrics")).text


NO_UPDATES = [b"", b"{", b"[]", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000]


async def test_must_03_what_is_no_json_of_an_update_harms_nothing(ana, client, secret):
    calls = [client.post("/telegram", content=body, headers=secret) for body in NO_UPDATES]

    answers = await asyncio.gather(*calls)

    await ana.says("/start")
    await ana.sees("Tango")
    assert [answer.status_code for answer in answers] == [200] * len(NO_UPDATES)


async def test_must_04_what_cannot_be_kept_is_not_taken_and_is_brought_again(api, ana, client, secret, file):
    await begun(ana)

    with locked(file):
        refused = await client.post("/telegram", json=update("/start"), headers=secret)
        await ana.says("1")
        await ana.sees_nothing()
    await ana.sees("Question 1 of about 18")

    assert refused.status_code == 503
    assert rows(file, "SELECT count(*) FROM inbox WHERE update_id = 1") == [(0,)]
    info = (await api.api("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0


async def test_must_04_it_is_taken_only_once_it_is_on_the_disk(ana, client, secret, file):
    answer = await client.post("/telegram", json=update("/start"), headers=secret)

    assert answer.status_code == 200
    assert rows(file, "SELECT count(*) FROM inbox WHERE update_id = 1") == [(1,)]


WRONG = [{}, *({HEADER: wrong.encode()} for wrong in ("", "wrong", "é", "0" * 64))]


async def test_must_04_without_the_right_secret_nothing_is_taken(ana, client, file):
    calls = [client.post("/telegram", json=update("/start"), headers=headers) for headers in WRONG]

    answers = await asyncio.gather(*calls)

    assert [(answer.status_code, answer.content) for answer in answers] == [(403, b"")] * len(WRONG)
    assert rows(file, "SELECT count(*) FROM inbox") == [(0,)]


async def test_must_04_a_body_without_end_is_not_read(ana, client, secret, file):
    answer = await client.post("/telegram", content=b"x" * (webhook.MOST + 1), headers=secret)

    assert answer.status_code == 413
    assert rows(file, "SELECT count(*) FROM inbox") == [(0,)]


async def test_must_04_it_says_whether_it_is_well_and_ready(ana, client, file):
    well = [(await client.get(page)).status_code for page in ("/health", "/ready")]
    with locked(file):
        held = (await client.get("/health")).status_code

    assert well == [200, 200]
    assert held == 200


async def test_must_04_what_telegram_failed_at_is_written_down(api, port, file, monkeypatch, journal):
    monkeypatch.setattr(webhook, "BEAT", 0.02)
    monkeypatch.setattr(webhook, "LOOKS", 0.0)
    ana = await api.person("Ana", language="en")

    async with running() as bot:
        await until(lambda: bot.source._ready)
        with locked(file):
            await ana.says("/start")
            await until(lambda: "webhook failed" in journal())

    line = next(line for line in journal().splitlines() if "webhook failed" in line)
    assert "503" in line


async def test_must_04_a_webhook_that_somebody_took_away_is_set_again(api, port, monkeypatch, journal):
    monkeypatch.setattr(webhook, "BEAT", 0.02)
    monkeypatch.setattr(webhook, "LOOKS", 0.0)
    ana = await api.person("Ana", language="en")

    async with running() as bot:
        await until(lambda: bot.source._ready)
        await api.api("deleteWebhook")
        await ana.says("/start")
        await ana.sees("What do you call the service?")

    assert "webhook set again" in journal()


async def test_must_06_a_press_is_answered_though_nothing_can_be_kept_now(ana, hooked, file):
    await begun(ana)

    with locked(file):
        toast = await ana.presses("1 A public service", within=3.0)

    assert toast.text == "You tapped: A public service."
    await ana.sees("Question 1 of about 18")
