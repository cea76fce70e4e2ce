"""What a bot must hold to when it is killed, stopped, watched, or one of several: real processes on the stand-in."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import psycopg
import pytest
from processes import HASTY, balanced, free_port, process, rows, until

from bot.assemble.upkeep import made_pseudonyms

TOKEN = "123456:" + "T" * 35
OTHER = "654321:" + "U" * 35
SECRET = "the-secret-of-everybody"
SAY = ("staff", "choose", "agree", "person", "dont_know")
MEET = ("in_person", "live_remote", "mixed")
SEEN = ("Tango", "Which part of it", "Before we start", "You said: A public service", "", "")
"""How the messages begin that one of them gets."""


def lines(number):
    """What a person says: no two of the first fifteen say the same."""
    first, second = number % 5, number // 5 % 3
    return ["/start", f"visits {number}", "skip", "1", str(1 + first), str(1 + second)]


def kept_of(number):
    """The answers and the name that are kept then."""
    return f"scope=service;say={SAY[number % 5]};meet={MEET[number // 5 % 3]}", f"visits {number}"


def told(state):
    """The answers and the name that a kept session holds."""
    head, _, notes = bytes(state).decode().partition("\n")
    return head.split("|")[-2], json.loads(notes)["prompts"]["name"]


async def crowd(api, count):
    return [await api.person(f"P{number}", language="en") for number in range(count)]


async def speak(people, numbers):
    """They all say their lines of these numbers, in turns."""
    for at in numbers:
        for number, person in enumerate(people):
            await person.says(lines(number)[at])


def seen(api, people):
    """How many messages of the bot have been seen by now."""
    return sum(m.own for person in people for m in api.shown(person.id))


async def sent(api):
    """The texts of the messages that each chat was sent, in order; those that came twice in a row once; and how many did."""
    found, twice = {}, 0
    for call in await api.calls("sendMessage"):
        if call["result"]:
            texts = found.setdefault(call["params"].get("chat_id"), [])
            if texts[-1:] == [call["params"]["text"]]:
                twice += 1
            else:
                texts.append(call["params"]["text"])
    return found, twice


def states(file, people):
    """What is kept of each of them."""
    names = made_pseudonyms()
    kept = dict(rows(file, "SELECT conversation, state FROM session"))
    assert len(kept) == len(people)
    return [told(kept[names.of("telegram", str(person.id))]) for person in people]


def begins(texts):
    return [text.replace("<b>", "").startswith(begin) for text, begin in zip(texts, SEEN, strict=True)]


async def test_must_01_killed_again_and_again_every_update_is_applied_once_in_order_and_answered(api, file):
    people = await crowd(api, 30)
    await speak(people, range(4))
    for goal in (1, 40, 90):
        async with process(HASTY) as bot:
            await until(lambda goal=goal: seen(api, people) >= goal)
            await bot.kill()
    await speak(people, range(4, 6))
    async with process(HASTY) as bot:
        await until(lambda: seen(api, people) >= 60)
        await bot.kill()

    async with process(HASTY) as bot:
        await until(lambda: seen(api, people) >= 180)
        for person in people:
            await api.wait_for(person.id, lambda m: "Question 3 of" in m.text, 10.0)
        code = await bot.stop()

    texts, twice = await sent(api)
    assert code == 0
    assert states(file, people) == [kept_of(number) for number in range(30)]
    assert all(all(begins(texts[person.id])) for person in people)
    assert twice <= 4 * 32
    assert rows(file, "SELECT count(*) FROM inbox WHERE state = 1") == [(180,)]


@asynccontextmanager
async def two_workers(api, database_url, **how):
    """Two workers on one PostgreSQL, behind one address; gives their ports."""
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(balanced(ports, **how))
        for own in ports:
            given = {
                "TANGO_DATABASE": database_url,
                "TANGO_SECRET": SECRET,
                "TANGO_HTTP": f"127.0.0.1:{own}",
                "TANGO_TELEGRAM_WEBHOOK": f"http://127.0.0.1:{port}",
            }
            await stack.enter_async_context(process(HASTY, **given))
        while len(await api.calls("setWebhook")) < 2:  # noqa: ASYNC110 - it happens in other processes
            await asyncio.sleep(0.02)
        yield ports


async def metric(ports, name):
    """The sum of a counter over all workers."""
    async with httpx.AsyncClient(trust_env=False) as client:
        pages = [(await client.get(f"http://127.0.0.1:{port}/metrics")).text for port in ports]
    found = [line.split() for page in pages for line in page.splitlines()]
    return sum(float(words[1]) for words in found if words[0] == f"tango_{name}")


async def kept_on_server(url):
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await (await connection.execute("SELECT state FROM session")).fetchall()
    return sorted(told(state) for (state,) in found)


async def test_must_02_brought_to_two_workers_at_once_an_update_has_one_effect(
    api, environment, database_url
):
    people = await crowd(api, 10)

    async with two_workers(api, database_url, all_at_once=True) as ports:
        await speak(people, range(6))
        await until(lambda: seen(api, people) >= 60)
        await api.all_confirmed()
        duplicates = await metric(ports, "updates_duplicate_total")

    texts, twice = await sent(api)
    assert await kept_on_server(database_url) == sorted(kept_of(number) for number in range(10))
    assert all(all(begins(texts[person.id])) for person in people)
    assert twice == 0
    assert duplicates == 60


async def test_must_04_two_workers_behind_one_address_share_a_conversation(api, environment, database_url):
    people = await crowd(api, 10)
    await api.repeat(0.5)

    async with two_workers(api, database_url) as ports:
        await speak(people, range(6))
        await until(lambda: seen(api, people) >= 60)
        await api.all_confirmed()
        counted = [await metric([port], "updates_received_total") for port in ports]

    texts, twice = await sent(api)
    assert await kept_on_server(database_url) == sorted(kept_of(number) for number in range(10))
    assert all(all(begins(texts[person.id])) for person in people)
    assert twice == 0
    assert sum(counted) == 60
    assert min(counted) > 0


async def another(api):
    """Somebody else asks for the bot's updates, again and again."""
    while True:
        await api.api("getUpdates", timeout=20)


async def test_must_05_a_second_poller_stops_the_bot_with_a_clear_message(api, environment):
    async with process() as bot:
        await bot.writes("started")
        while not await api.calls("getUpdates"):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.02)
        other = asyncio.create_task(another(api))
        code = await bot.ends()
        other.cancel()

    assert code == 5
    assert bot.told[-1] == (
        "Another program asks Telegram for the updates of this bot, so each would get a part of them."
        " Stop the other one. Several workers can share a bot by a webhook: see TANGO_TELEGRAM_WEBHOOK.\n"
    )


async def test_must_05_a_token_that_is_not_accepted_stops_the_bot_with_a_clear_message(api, environment):
    async with process(TANGO_TELEGRAM_TOKEN=OTHER) as bot:
        code = await bot.ends()

    assert code == 5
    assert bot.told[-1].startswith("Telegram does not accept the token. Copy it again from @BotFather")


async def test_must_18_no_line_names_the_token_whatever_fails(api, environment):
    ana = await api.person("Ana", language="en")
    for method, kind in (("getMe", "500"), ("getUpdates", "reset")):
        await api.fault(method, kind)
    await api.fault("sendMessage", "reset")
    for kind in ("reset", "500", "429"):
        await api.fault("answerCallbackQuery", kind)

    async with process("-X", "dev", HASTY, PYTHONASYNCIODEBUG="1") as bot:
        await ana.says("/start")
        await ana.sees("Tango", within=20.0)
        for times in (1, 2, 3):
            await api.do("presses", person=ana.id, chat=ana.id, message=1, data="x")
            await bot.writes("press not answered", times=times)
        code = await bot.stop()

    assert code == 0
    assert bot.events.count("telegram not reached") == 2
    assert "T" * 35 not in bot.all


async def test_must_18_a_server_that_is_not_there_is_no_reason_to_name_the_token(environment):
    async with process(TANGO_TELEGRAM_API=f"http://127.0.0.1:{free_port()}") as bot:
        await bot.writes("telegram not reached")
        code = await bot.stop()
    async with process(
        "-m", "bot", "telegram", "--check", TANGO_TELEGRAM_API=f"http://127.0.0.1:{free_port()}"
    ) as check:
        refused = await check.ends()

    assert code == 0
    assert refused == 5
    assert check.all.startswith("Telegram cannot be reached from here (NetworkError).")
    assert "T" * 35 not in bot.all + check.all


async def test_must_21_told_to_stop_it_stops_soon_and_what_was_taken_in_is_answered_later(api, file):
    people = await crowd(api, 12)
    await speak(people, range(6))
    async with process(HASTY) as bot:
        await until(lambda: seen(api, people) >= 20)
        began = time.monotonic()
        code = await bot.stop()
        lasted = time.monotonic() - began

    async with process(HASTY) as bot:
        await until(lambda: seen(api, people) >= 72)
        for person in people:
            await api.wait_for(person.id, lambda m: "Question 3 of" in m.text, 10.0)
        again = await bot.stop()

    texts, twice = await sent(api)
    assert (code, again) == (0, 0)
    assert lasted < 10
    assert states(file, people) == [kept_of(number) for number in range(12)]
    assert all(all(begins(texts[person.id])) for person in people)
    assert twice == 0


@pytest.mark.thorough
async def test_must_21_it_stops_in_time_though_telegram_answers_nothing(api, environment):
    ana = await api.person("Ana", language="en")
    async with process() as bot:
        await ana.says("/start")
        await ana.sees("Tango")
        await api.fault("sendMessage", "timeout", times=None)
        await api.fault("answerCallbackQuery", "timeout", times=None)
        await api.do("presses", person=ana.id, chat=ana.id, message=1, data="x")
        await ana.says("home visits")
        while not (await api.calls("answerCallbackQuery") and len(await api.calls("sendMessage")) > 1):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.02)
        began = time.monotonic()
        code = await bot.stop()
        lasted = time.monotonic() - began

    assert code == 0
    assert lasted < 10


async def test_must_21_it_stops_at_once_while_telegram_cannot_be_reached(environment):
    async with process(TANGO_TELEGRAM_API=f"http://127.0.0.1:{free_port()}") as bot:
        await bot.writes("telegram not reached")
        began = time.monotonic()
        code = await bot.stop()

    assert code == 0
    assert time.monotonic() - began < 10


async def test_must_22_the_token_of_another_bot_is_refused_on_the_same_database(api, environment):
    ana = await api.person("Ana", language="en")
    async with process() as bot:
        await ana.says("/start")
        await ana.sees("Tango")
        await bot.stop()

    async with process(TANGO_TELEGRAM_TOKEN=OTHER) as other:
        code = await other.ends()

    assert code == 2
    assert other.told[-1] == (
        "This database belongs to another bot, and the token is not that bot's. Name another database in"
        " TANGO_DATABASE, or give the token of the bot that it belongs to.\n"
    )
