"""What a bot for Telegram must hold to when it sends, and whatever people send it: private chats on the stand-in."""

import asyncio
from dataclasses import replace

import pytest
from bots import running
from processes import rows, until
from talks import answered, begun

from bot.assemble.telegram import LIMITS
from bot.channels.telegram import connection
from bot.channels.telegram.html import units
from bot.channels.telegram.menus import GROUP, PRIVATE
from bot.channels.telegram.messages import packed, unpacked
from bot.model.sending import Limits, Outgoing, Rate
from tests.botapi.standin import StandIn

TOKEN = "123456:" + "T" * 35


@pytest.fixture
async def ben(api, bot):
    return await api.person("Ben", language="en")


async def tries(api, person, method="sendMessage"):
    """All calls that name somebody's chat, in order."""
    return [call for call in await api.calls(method) if call["params"].get("chat_id") == person.id]


def rewritten(change):
    """A way to change each message that the bot is about to send, by its parcel."""

    def platform(built):
        write = built.tongue.write

        class Changed:
            read = staticmethod(built.tongue.read)

            @staticmethod
            def write(turn, board):
                sent = write(turn, board)
                return tuple(Outgoing(packed(change(unpacked(one.body))), one.kind, one.slot) for one in sent)

        return replace(built, tongue=Changed)

    return platform


UNDER_WAY = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 0) + (SELECT count(*) FROM outbox WHERE state = 1)"
)
"""What is answered or tried just now: it may have begun before we knew."""


async def test_must_12_whoever_blocks_us_gets_no_more_tries_and_all_of_it_when_they_are_back(api, ana, file):
    await ana.says("/start")
    await ana.sees("Tango")
    await ana.says("home visits")
    await ana.blocks()
    await until(lambda: rows(file, f"SELECT unreachable, ({UNDER_WAY}) FROM address") == [(1, 0)])
    before = len(await tries(api, ana))

    await asyncio.sleep(0.5)
    tried = len(await tries(api, ana))
    await ana.unblocks()

    await ana.sees("Which part of it")
    assert tried == before
    assert rows(file, "SELECT count(*) FROM session") == [(1,)]


async def test_must_12_an_account_that_is_gone_is_tried_once(api, ana, ben, file):
    await ana.says("/start")
    await ana.sees("Tango")
    await ana.says("home visits")
    await ana.deactivates()
    await until(lambda: rows(file, "SELECT count(*) FROM inbox WHERE state = 1") == [(2,)])
    await ben.says("/start")
    await ben.sees("Tango")

    failed = [call for call in await tries(api, ana) if call["error"]]
    assert len(failed) <= 1


NASTY = '<b>&"x</b> 🏥👩‍⚕️ שלם مرحبا &amp; <i'


async def test_must_14_what_people_write_is_shown_as_they_wrote_it(ana):
    await begun(ana, NASTY)
    await answered(ana, ("A public service",))

    await ana.presses("Show my result")

    await ana.sees(f"RESULT: {NASTY}")


async def test_must_14_html_that_telegram_refuses_comes_as_plain_text(environment, api):
    ana = await api.person("Ana", language="en")

    def broken(parcel):
        return replace(parcel, text=f"{parcel.text} <b>a &lt; b")

    async with running(change=rewritten(broken)):
        await ana.says("/start")
        seen = await ana.sees("a < b")

    assert "<b>" not in seen.text.removesuffix(" a < b")
    assert [call["params"].get("parse_mode") for call in await api.calls("sendMessage")] == ["HTML", None]


async def test_must_14_a_long_text_comes_in_pieces_and_a_long_caption_as_a_message(ana, api, monkeypatch):
    from bot.channels.telegram import tongue

    long = "🙂 word <&> " * 900
    real = tongue._text
    monkeypatch.setattr(tongue, "_text", lambda page: f"{real(page)}\n\n{long}")
    await ana.says("/start")
    await ana.sees("Tango")
    await ana.says("/mydata")

    file = await api.wait_for(ana.id, lambda m: m.document, 10.0)

    texts = [m.text for m in await ana.chat() if m.own and not m.document]
    assert max(map(units, texts)) <= 4096
    assert "".join("".join(texts).split()).count("🙂word<&>") % 900 == 0
    assert file.text == ""


async def test_must_15_what_reads_so_already_and_what_is_gone_are_no_failures(api, ana, file):
    await begun(ana)
    question = (await ana.chat())[-1]
    await api.api("deleteMessage", chat_id=ana.id, message_id=question.id)

    await ana.says("1")

    await ana.sees("Question 1 of about 18")
    await until(lambda: rows(file, "SELECT count(*) FROM outbox") == [(0,)])
    edits = await tries(api, ana, "editMessageText")
    assert [call["error"]["description"] for call in edits if call["error"]] == [
        "Bad Request: message to edit not found"
    ]


async def test_must_15_an_edit_that_changes_nothing_is_done(api, file, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    ana = await api.person("Ana", language="en")
    await api.fault("editMessageText", "late")

    async with running():
        await begun(ana)
        await until(lambda: rows(file, "SELECT count(*) FROM outbox") == [(0,)])

    errors = [call["error"]["description"] for call in await api.calls("editMessageText") if call["error"]]
    assert len(errors) == 1
    assert errors[0].startswith("Bad Request: message is not modified")


@pytest.fixture
async def strict(environment, address):
    """Telegram with its true limits."""
    async with StandIn.at(address, token=TOKEN) as api:
        environment(TANGO_TELEGRAM_API=api.url)
        yield api


async def test_must_16_the_limits_are_kept_however_many_come_at_once(strict):
    people = [await strict.person(f"P{number}", language="en") for number in range(45)]

    async with running(LIMITS):
        for person in people:
            await person.says("/start")
        await people[0].says("home visits")
        await people[1].says("home visits")
        for person in people:
            await strict.wait_for(person.id, lambda m: "Tango" in m.text, 20.0)
        await people[0].sees("Which part of it", within=20.0)
        await people[1].sees("Which part of it", within=20.0)

    worst = await strict.worst()
    assert worst["refused"] <= 4  # where a busy machine has held one up, the next comes too close behind it
    assert worst["all"] <= 30
    assert worst["private"] <= 1


async def test_must_16_a_group_gets_no_more_than_it_may(environment, address):
    pace = 40
    scaled = Limits(LIMITS.everyone, LIMITS.private, Rate(LIMITS.group.burst, LIMITS.group.window // pace))
    async with StandIn.at(address, token=TOKEN, pace=pace) as api:
        environment(TANGO_TELEGRAM_API=api.url)
        ana, ben, cy = [await api.person(name, language="en") for name in ("Ana", "Ben", "Cy")]
        team = await api.group("Team", [ana, ben, cy])
        async with running(scaled):
            await api.add_bot(team, ana)
            for number in range(23):
                await (ana, ben, cy)[number % 3].says("/help", chat=team)
            await until(lambda: len([m for m in api.shown(team.id) if m.own]) == 24)
        worst = await api.worst()

    assert worst["refused"] == 0
    assert worst["group"] <= 20


async def test_must_16_a_request_to_slow_down_stops_that_chat_only(api, ana, ben):
    await api.fault("sendMessage", "429", chat=ana, retry_after=2)
    await ana.says("/start")
    await until_failed(api, ana)

    await ben.says("/start")
    await ben.sees("Tango")
    await ana.sees("Tango")

    refused, sent = await tries(api, ana)
    (other,) = await tries(api, ben)
    assert other["time"] < sent["time"]
    assert sent["time"] - refused["time"] >= 2


async def test_must_16_a_second_chat_that_is_to_slow_down_stops_all(api, ana, ben):
    eve = await api.person("Eve", language="en")
    for person in (ana, ben):
        await api.fault("sendMessage", "429", chat=person, retry_after=2)
        await person.says("/start")
        await until_failed(api, person)

    await eve.says("/start")
    await eve.sees("Tango", within=10.0)

    refused, _ = await tries(api, ben)
    (other,) = await tries(api, eve)
    assert other["time"] - refused["time"] >= 2


async def until_failed(api, person):
    """Wait until a message to somebody was refused, and the refusal has been seen by the bot."""
    while not [call for call in await tries(api, person) if call["error"]]:  # noqa: ASYNC110 - it is elsewhere
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)


async def test_must_17_what_may_have_arrived_is_repeated_once_at_most(api, environment, monkeypatch, file):
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    ana = await api.person("Ana", language="en")
    await api.fault("sendMessage", "late", times=5)

    async with running():
        await ana.says("/start")
        await ana.sees("Tango")
        await until(lambda: rows(file, "SELECT count(*) FROM outbox") == [(0,)])

    assert len(await tries(api, ana)) == 2


async def test_must_18_it_works_with_privacy_mode_and_says_what_it_gets(api, ana):
    assert (await api.api("getMe"))["result"]["can_read_all_group_messages"] is False

    team = await api.group("Team", [ana])
    await api.add_bot(team, ana)
    await ana.sees("", chat=team)
    await ana.says("just among us", chat=team)

    await ana.sees_nothing(chat=team)


async def sticker(person):
    await person.sends_sticker()


async def photo(person):
    await person.sends_photo(caption="/start")


async def forwarded(person):
    await person.forwards("1")


async def command_with_name(person):
    await person.says("/help@tango_test_bot")


async def right_to_left(person):
    await person.says("\u202eשלם مرحبا")


async def emoji(person):
    await person.says("👩‍⚕️" * 200)


async def spaces(person):
    await person.says("\u2800\u200b")


async def long(person):
    await person.says("x" * 4096)


async def unknown_command(person):
    await person.says("/xyzzy@tango_test_bot now")


SENDS = (
    sticker,
    photo,
    forwarded,
    command_with_name,
    right_to_left,
    emoji,
    spaces,
    long,
    unknown_command,
)


async def test_must_19_whatever_somebody_sends_is_answered_in_words(api, bot, journal):
    people = [await api.person(sends.__name__, language="en") for sends in SENDS]
    await asyncio.gather(*map(begun, people))

    await asyncio.gather(*(sends(person) for sends, person in zip(SENDS, people, strict=True)))

    answers = await asyncio.gather(*(person.sees("") for person in people))
    assert all(answer.own for answer in answers)
    assert "set aside" not in journal()
    assert "failed" not in journal()


async def test_must_19_words_that_are_changed_later_change_nothing(ana, file):
    await begun(ana)
    said = await ana.says("1")
    await ana.sees("What are you working on?\nYou said: A public service")

    await ana.edits(said, "2")

    await ana.sees_nothing()


MENUS = [
    (scope, language, names)
    for scope, names in (
        ("all_private_chats", PRIVATE),
        ("all_group_chats", GROUP),
        ("all_chat_administrators", GROUP),
    )
    for language in ("", "en")
]


async def asked_for_menus(api, count):
    """Wait until the bot has asked so often what menu there is, and set what it wants."""
    while len(await api.calls("getMyCommands")) < count:  # noqa: ASYNC110 - elsewhere
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)


async def test_must_20_each_kind_of_chat_has_its_menu_in_each_language(ana, api):
    await asked_for_menus(api, 6)

    told = [
        (await api.api("getMyCommands", scope={"type": scope}, language_code=language))["result"]
        for scope, language, _ in MENUS
    ]

    assert [tuple(one["command"] for one in menu) for menu in told] == [names for *_, names in MENUS]
    assert all(3 <= len(one["description"]) <= 256 for menu in told for one in menu)


async def test_must_20_a_second_start_sets_no_menu(environment, api):
    ana = await api.person("Ana", language="en")
    async with running():
        await ana.says("/start")
        await asked_for_menus(api, 6)
    first = len(await api.calls("setMyCommands"))

    async with running():
        await ana.says("home visits")
        await asked_for_menus(api, 12)

    assert first == 6
    assert len(await api.calls("setMyCommands")) == first


async def test_must_20_whoever_has_no_language_of_ours_is_spoken_to_in_the_first(api, bot):
    person = await api.person("Eve", language="zz")

    await person.says("/start")

    assert "What do you call the service?" in (await person.sees("Tango")).text


async def test_must_20_a_menu_that_cannot_be_set_keeps_nobody_waiting(api, environment):
    await api.fault("getMyCommands", "500")

    async with running():
        ana = await api.person("Ana", language="en")
        await ana.says("/start")
        await ana.sees("What do you call the service?")

    assert await api.calls("setMyCommands") == []
