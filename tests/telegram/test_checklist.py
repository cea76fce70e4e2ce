"""What a bot for Telegram must hold to, by the numbers of the checklist: private chats of a whole bot on the stand-in."""

import asyncio
import threading
from dataclasses import replace

import pytest
from bots import running
from processes import locked, rows
from talks import TOKEN, begun, newer

from bot.channels.telegram import polling
from tests.botapi.standin import StandIn

MADE_UP = [
    "",
    "1",
    "x",
    "1-",
    "1-aaaaaaaar",
    "1tAAAAAAAAc1.scope",
    "2-aaaaaaaar",
    "é" * 32,
    "\x00\x01",
    "1" * 64,
]


@pytest.fixture
async def ben(api, bot):
    return await api.person("Ben", language="en")


async def persons(api, count):
    return [await api.person(f"P{number}", language="en") for number in range(count)]


def answers(file):
    """What is kept of conversations: their answers and names."""
    kept = rows(file, "SELECT state FROM session ORDER BY conversation")
    return [state.split(b"|")[-2:] for (state,) in kept]


def counted(file, where="1"):
    return rows(file, f"SELECT count(*) FROM inbox WHERE {where}")[0][0]


async def test_must_02_each_update_given_twice_has_one_effect(api, ana, file):
    await api.repeat(1.0)

    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")
    await ana.says("/help")
    await ana.sees("What you can do")

    assert len([m for m in await ana.chat() if m.own]) == 5
    assert (await api.worst())["answered_twice"] == 0
    assert counted(file) == 5


async def test_must_02_a_lower_number_after_a_week_of_silence_is_answered(api, ana):
    await ana.says("/start")
    await ana.sees("Tango")
    await api.skip_ids(1000, within=30.0)

    await ana.says("home visits")

    await ana.sees("Which part of it")


async def test_must_02_a_lower_number_is_answered_after_a_new_start(api, environment):
    ana = await api.person("Ana", language="en")
    async with running():
        await ana.says("/start")
        await ana.sees("Tango")
        await api.all_confirmed(within=30.0)
    await api.skip_ids(1000)
    await ana.says("home visits")

    async with running():
        await ana.sees("Which part of it")

    assert all(call["params"].get("offset", 0) >= 0 for call in await api.calls("getUpdates"))


ODD = [
    {"message": "x"},
    {"message": {"chat": {"id": "x"}}},
    {"callback_query": {"id": 7}},
    {"callback_query": {"id": "7", "from": [], "data": {}}},
    {"my_chat_member": {}},
    {"never_heard_of": {"x": [1, 2]}},
    {},
]


async def test_must_03_what_is_no_update_is_set_aside_counted_and_passed(api, ana, file, journal):
    for odd in ODD:
        await api.raw(odd)

    await ana.says("/start")
    await ana.sees("Tango")

    await api.all_confirmed(within=30.0)
    assert counted(file, "reason = 'not an update that is known'") == len(ODD)
    assert "updates not understood" in journal()


async def test_must_05_it_asks_for_what_it_understands_and_confirms_nothing_at_first(api, ana):
    await api.api("setWebhook", url="http://127.0.0.1:9/")
    await ana.says("/start")
    await api.api("deleteWebhook")
    await ana.sees("Tango")
    await api.all_confirmed(within=30.0)

    first, *more = [call["params"] for call in await api.calls("getUpdates")]
    assert first["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert "offset" not in first
    assert more[-1]["offset"] > 0


async def test_must_05_a_webhook_is_taken_away_at_the_start_and_nothing_is_dropped(api, environment):
    ana = await api.person("Ana", language="en")
    await api.api("setWebhook", url="http://127.0.0.1:9/")
    await ana.says("/start")

    async with running():
        await ana.sees("Tango")

    (taken,) = await api.calls("deleteWebhook")
    assert taken["params"].get("drop_pending_updates", False) is False
    assert (await api.api("getWebhookInfo"))["result"]["url"] == ""


async def test_must_05_another_that_asks_only_shortly_stops_nothing(api, ana, monkeypatch):
    monkeypatch.setattr(polling, "PAUSE", 0.05)
    await ana.says("/start")
    await ana.sees("Tango")
    await api.all_confirmed(within=30.0)

    await asyncio.gather(*(api.api("getUpdates", timeout=0) for _ in range(2)))

    await ana.says("home visits")
    await ana.sees("Which part of it")


async def test_must_06_a_press_is_answered_once_though_nothing_can_be_kept_now(ana, api, file):
    await begun(ana)

    with locked(file):
        toast = await ana.presses("1 A public service", within=3.0)

    await ana.sees("Question 1 of about 18", within=10.0)
    assert toast.text == "You tapped: A public service."
    assert (await api.worst())["answered_twice"] == 0


class Slow:
    """A tongue that reads nothing while it is held up; the worker waits in a thread of its own."""

    def __init__(self, built):
        self._tongue = built.tongue
        self.write = built.tongue.write
        self.goes_on = threading.Event()
        self.goes_on.set()

    def read(self, item):
        assert self.goes_on.wait(20)
        return self._tongue.read(item)


async def test_must_06_a_press_is_answered_before_its_work_is_done(api, environment):
    ana = await api.person("Ana", language="en")
    async with running(change=lambda built: replace(built, tongue=Slow(built))) as platform:
        await begun(ana)
        platform.tongue.goes_on.clear()

        toast = await ana.presses("1 A public service")
        before = await ana.transcript()
        platform.tongue.goes_on.set()

        await ana.sees("Question 1 of about 18")
        assert toast.text == "You tapped: A public service."
        assert "Question 1 of about 18" not in before


async def test_must_06_a_press_that_is_too_old_is_no_error(environment, address, journal):
    async with StandIn.at(address, token=TOKEN, limits=False, query_age=0.0) as api:
        environment(TANGO_TELEGRAM_API=api.url)
        ana = await api.person("Ana", language="en")
        async with running():
            await begun_without_presses(ana)
            await api.do("presses", person=ana.id, chat=ana.id, message=1, data="x")
            await ana.sees("belongs to")
        worst = await api.worst()

    assert worst["too_old"] >= 1
    assert "not answered" not in journal()
    assert "failed" not in journal()


async def begun_without_presses(person):
    await person.says("/start")
    await person.sees("Tango")


async def test_must_06_the_button_of_an_answered_question_is_explained_and_changes_nothing(ana, file):
    await begun(ana)
    question = (await ana.chat())[-1]
    await ana.presses("1 A public service", m=question)
    asked = await newer(ana, question)
    before = answers(file)

    await ana.presses("2 A law or a policy", m=question)

    told = await newer(ana, asked)
    assert told.text.startswith("That button belongs to an earlier step, so nothing was changed.")
    assert answers(file) == before


async def test_must_06_a_press_is_answered_in_whatever_language_an_app_has(api, bot):
    people = [await api.person("Eve", language=language) for language in (None, "zz", "pt-br", "de")]
    await asyncio.gather(*map(begun, people))

    toasts = await asyncio.gather(*(person.presses("1 A public service") for person in people))

    assert [toast.text[:26] for toast in toasts] == ["You tapped: A public servi"] * 4


async def test_must_07_what_nobody_here_made_is_refused_and_changes_nothing(api, bot, file):
    people = await persons(api, len(MADE_UP))
    await asyncio.gather(*map(begun, people))
    before = answers(file)

    toasts = await asyncio.gather(*(forges(one, data) for one, data in zip(people, MADE_UP, strict=True)))

    assert {toast.text for toast in toasts} <= {
        "",
        "You tapped: A public service.",
    }
    assert answers(file) == before


async def forges(person, data):
    """Press what was not made here, and have it explained; gives the toast."""
    toast = await person.presses_data((await person.chat())[-1], data)
    await person.sees("button")
    return toast


async def test_must_07_the_button_of_somebody_else_is_refused_and_changes_nothing(ana, ben, file):
    await begun(ana)
    await begun(ben)
    of_ana = next(data for row in (await ana.chat())[-1].buttons for _, data in row)
    before = answers(file)

    await ben.presses_data((await ben.chat())[-1], of_ana)

    await ben.sees("button")
    assert answers(file) == before


async def test_must_07_the_button_of_a_conversation_before_is_refused(ana, file):
    await begun(ana)
    question = (await ana.chat())[-1]
    await ana.says("forget everything")
    await ana.sees("is erased")
    await begun(ana)
    before = answers(file)

    await ana.presses("1 A public service", m=question)

    await ana.sees("button")
    assert answers(file) == before


async def test_must_07_no_button_has_more_than_64_bytes(api, ana):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")

    data = [data for m in await ana.chat() for row in m.buttons for _, data in row]
    assert 0 < max(len(one.encode()) for one in data) <= 64


TOKENS = ["", " group", " unknown_token", " a b", " ../../etc", " 🙂", " " + "x" * 65, "\ngroup"]


async def test_must_08_a_link_with_any_token_is_a_plain_start(api, bot):
    people = await persons(api, len(TOKENS))

    greetings = await asyncio.gather(*(opens(one, token) for one, token in zip(people, TOKENS, strict=True)))

    assert all("What do you call the service?" in one.text for one in greetings)
    assert len({one.text for one in greetings}) == 1


async def opens(person, token):
    await person.says(f"/start{token}")
    return await person.sees("Tango")
