"""What becomes of each message, and of each call: the real library against the stand-in, over HTTP."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from processes import free_port
from talks import TOKEN
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import connection, polling, taps
from bot.channels.telegram.connection import Backoff, Connection
from bot.channels.telegram.messages import Parcel, packed, unpacked
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.taps import Taps
from bot.channels.telegram.transport import Transport, fate, waited
from bot.channels.telegram.updates import Tap
from bot.model.errors import PlatformError
from bot.model.sending import Address, Kind, Sending
from bot.service.queues import (
    MovedError,
    NotSentError,
    RefusedError,
    SlowDownError,
    UnreachableError,
    UnsureError,
)
from bot.service.toasts import Toast

KEYS = ((("Go", "1-aaaaaaaar"), ("Link", "https://t.me/x")),)


class Silent:
    """Toasts that say nothing."""

    def of(self, act, language):
        return Toast()


@pytest.fixture
async def connect(api):
    """A way to make connections, which are let go at the end."""
    made = []

    def connect(token=TOKEN, url=api.url):
        made.append(Connection(token, url))
        return made[-1]

    yield connect
    for one in made:
        await one.close()


@pytest.fixture
async def at(connect):
    connected = connect()
    await connected.open()
    return connected


@pytest.fixture
async def ana(api):
    """Somebody who has opened the chat."""
    person = await api.person("Ana", language="en")
    await person.says("/start")
    return person


def sending(place, parcel, reference=""):
    return Sending(1, "c", Address(str(place)), packed(parcel), Kind.GUIDANCE, "", reference, 0, 1)


async def send(at, place, reference="", **parcel):
    return await Transport(at.bot).send(sending(place, Parcel(**parcel), reference))


def test_a_parcel_comes_back_as_it_was_and_what_is_new_is_passed_by():
    parcel = Parcel(text="<b>x</b>", rows=KEYS, edits="7", closes=True, name="a.txt", content="é")

    assert unpacked(packed(parcel)) == parcel
    assert unpacked(packed(Parcel(name="a.txt", content="x"))) == Parcel(name="a.txt", content="x")
    assert unpacked(b'{"text":"x","later":1}') == Parcel(text="x")


async def test_a_message_arrives_with_its_buttons(at, ana):
    number = await send(at, ana.id, text="<b>Hi</b> &amp; more", rows=KEYS)

    seen = await ana.sees("Hi & more")
    assert number == str(seen.id)
    assert seen.labels == ["Go", "Link"]


@pytest.mark.parametrize("how", [{"edits": "known"}, {"closes": True}])
async def test_an_edit_takes_the_place_of_its_message(at, ana, how):
    number = await send(at, ana.id, text="first")
    parcel = {name: number if value == "known" else value for name, value in how.items()}

    again = await send(at, ana.id, reference=number, text="second", **parcel)
    same = await send(at, ana.id, reference=number, text="second", **parcel)

    assert again == same == number
    assert (await ana.sees("second")).id == int(number)


async def test_an_edit_of_what_is_gone_is_a_new_message_but_what_only_closes_is_none(at, ana, api):
    number = await send(at, ana.id, text="first")
    await api.api("deleteMessage", chat_id=ana.id, message_id=int(number))

    new = await send(at, ana.id, text="second", edits=number)
    closed = await send(at, ana.id, reference=number, text="third", closes=True)
    unknown = await send(at, ana.id, text="fourth", closes=True)

    assert new not in {number, ""}
    assert (closed, unknown) == (number, "")
    assert [m.text for m in await ana.chat() if m.own] == ["second"]


async def test_a_file_arrives_with_and_without_words_below_it(at, ana):
    await send(at, ana.id, name="a.txt", content="one", text="<b>Here</b>")
    await send(at, ana.id, name="b.txt", content="two")

    files = [m for m in await ana.chat() if m.own]
    assert [(m.text, m.document.name, m.document.data) for m in files] == [
        ("Here", "a.txt", b"one"),
        ("", "b.txt", b"two"),
    ]


async def test_broken_html_is_sent_as_plain_text(at, ana):
    await send(at, ana.id, text="<b>Hi</b> <i>there &amp; here")

    assert (await ana.sees("there & here")).text == "Hi <i>there & here"


async def test_plain_text_that_is_refused_too_has_a_fate(at, ana, api):
    await api.fault("sendMessage", "429", retry_after=7)
    with pytest.raises(SlowDownError) as slowed:
        await send(at, ana.id, text="Hi")

    with pytest.raises(RefusedError, match="text is empty"):
        await send(at, ana.id, text="<b>")

    assert slowed.value.after == 7_050


async def test_an_edit_that_is_refused_has_a_fate(at, ana):
    with pytest.raises(RefusedError, match="text is empty"):
        await send(at, ana.id, text="<b></b>", edits="1")


async def test_who_cannot_be_reached_is_told_apart(at, ana, api):
    await ana.blocks()
    with pytest.raises(UnreachableError, match="blocked by the user"):
        await send(at, ana.id, text="Hi")

    with pytest.raises(UnreachableError, match="Chat not found"):
        await send(at, -77, text="Hi")


async def test_a_group_that_moved_says_where_to(at, ana, api):
    team = await api.group("Team", [ana], admins=[ana])
    await api.add_bot(team, ana)
    moved = await api.upgrade(team, ana)

    with pytest.raises(MovedError) as error:
        await send(at, team.id, text="Hi")

    assert error.value.place == str(moved.id)


async def test_what_may_have_arrived_is_told_from_what_has_not(at, ana, api, connect, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    nowhere, hasty = connect(url=f"http://127.0.0.1:{free_port()}"), connect()
    await api.fault("sendMessage", "500")
    with pytest.raises(NotSentError):
        await send(at, ana.id, text="Hi")
    await api.fault("sendMessage", "late")
    with pytest.raises(UnsureError, match="ReadTimeout"):
        await send(hasty, ana.id, text="Hi")
    await api.fault("sendMessage", "reset")
    with pytest.raises(UnsureError):
        await send(at, ana.id, text="Hi")

    with pytest.raises(NotSentError, match="ConnectError"):
        await send(nowhere, ana.id, text="Hi")


def caused(error, cause):
    error.__cause__ = cause
    return error


FATES = [
    (lambda: RetryAfter(3), SlowDownError),
    (lambda: ChatMigrated(-100), MovedError),
    (lambda: Forbidden("bot was kicked"), UnreachableError),
    (lambda: BadRequest("TOPIC_CLOSED"), UnreachableError),
    (lambda: BadRequest("message is too long"), RefusedError),
    (lambda: InvalidToken("x"), NotSentError),
    (lambda: NetworkError("Bad Gateway"), NotSentError),
    (lambda: NetworkError("Service Unavailable (503)"), NotSentError),
    (lambda: NetworkError("Gateway Timeout (504)"), UnsureError),
    (lambda: TimedOut("x"), UnsureError),
    (lambda: caused(TimedOut("x"), httpx.PoolTimeout("x")), NotSentError),
    (lambda: TelegramError("x"), UnsureError),
]


@pytest.mark.parametrize(("error", "kind"), FATES)
def test_each_error_has_its_fate(error, kind, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # as a connection does

    assert type(fate(error())) is kind


def test_what_telegram_says_is_told_without_a_token():
    assert TOKEN not in fate(Forbidden(f"x {TOKEN}")).reason


@pytest.mark.parametrize("after", [3, timedelta(seconds=3)])
def test_a_wait_is_a_little_longer_than_asked_for(after, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    assert waited(RetryAfter(after)) == 3_050


async def nothing():
    """Nothing is to be prepared."""


@pytest.fixture
def polls(at, monkeypatch):
    monkeypatch.setattr(polling, "PAUSE", 0.0)
    monkeypatch.setattr(polling, "WAITS", 0)
    monkeypatch.setattr(Backoff, "failed", lambda self, error: asyncio.sleep(0))
    return Polling(at, nothing, Taps(at, Silent(), None))


@pytest.mark.parametrize("kind", ["500", "reset", "429"])
async def test_a_question_that_fails_is_asked_again(polls, ana, api, kind):
    await api.fault("getUpdates", kind)

    failed, told = await polls.poll(), await polls.poll()
    while not told:  # as long as Telegram wants us to wait
        told = await polls.poll()
    polls.confirm(told)

    assert list(failed) == []
    assert len(told) == 1
    assert list(await polls.poll()) == []


async def test_an_answer_that_is_no_list_holds_no_update(at, polls, monkeypatch):
    async def asked(method, facts):
        return True

    monkeypatch.setattr(at, "ask", asked)

    assert await polls.poll() == []


async def test_a_third_conflict_in_a_row_stops_it(polls, api):
    await api.api("setWebhook", url="http://127.0.0.1:9/")
    for _ in range(2):
        assert await polls.poll() == ()

    with pytest.raises(PlatformError, match="Another program asks Telegram"):
        await polls.poll()


async def test_a_token_that_is_not_accepted_stops_it(connect, polls):
    other = connect("654321:" + "U" * 35)

    with pytest.raises(PlatformError, match="does not accept the token"):
        await Polling(other, nothing, Taps(other, Silent(), None)).poll()
    with pytest.raises(PlatformError, match="does not accept the token"):
        await other.open()

    assert other.account.username == ""


async def test_a_failure_is_waited_for_longer_each_time(monkeypatch):
    waits = []

    async def sleep(seconds):
        waits.append(seconds)

    monkeypatch.setattr(connection.asyncio, "sleep", sleep)
    backoff = Backoff()

    for _ in range(7):
        await backoff.failed(NetworkError("x"))
    backoff.well()
    await backoff.failed(NetworkError("x"))

    assert waits == [1, 2, 4, 8, 8, 8, 8, 1]


async def test_a_press_is_answered_once_as_long_as_it_is_remembered(at, ana, api, monkeypatch):
    monkeypatch.setattr(taps, "REMEMBERED", 1)
    answers = Taps(at, Silent(), None)

    answers.answer([Tap("1", "x", ""), Tap("1", "x", ""), Tap("2", "x", ""), Tap("1", "x", "")])
    await answers.finish()
    await answers.finish()

    asked = [call["params"]["callback_query_id"] for call in await api.calls("answerCallbackQuery")]
    assert sorted(map(str, asked)) == ["1", "1", "2"]


async def test_an_answer_that_fails_is_written_down(at, api, caplog):
    await api.fault("answerCallbackQuery", "500")
    answers = Taps(at, Silent(), None)

    answers.answer([Tap("1", "x", "")])
    await answers.finish()

    assert "press not answered" in caplog.text


async def test_an_answer_that_hangs_is_left(at, api, monkeypatch):
    monkeypatch.setattr(taps, "PARTING", 0.05)
    await api.fault("answerCallbackQuery", "timeout")
    answers = Taps(at, Silent(), None)
    answers.answer([Tap("1", "x", "")])
    under_way = list(answers._under_way)

    await answers.finish()

    await asyncio.gather(*under_way, return_exceptions=True)
    assert all(task.cancelled() for task in under_way)
