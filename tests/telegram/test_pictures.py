"""Pictures, pins and what is changed in its place: the real library against the stand-in, over HTTP."""

import asyncio
import struct
import zlib

import pytest
from talks import TOKEN
from telegram.error import BadRequest

from bot.channels.telegram import transport
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.html import plain, shortened, units
from bot.channels.telegram.messages import Parcel, packed, unpacked
from bot.channels.telegram.transport import Transport
from bot.model.sending import Address, Kind, Sending
from bot.service.queues import RefusedError, SlowDownError, UnreachableError

KEYS = ((("Go", "1-aaaaaaaar"),),)
SVG = "<svg/>"


def png(width=3, height=2):
    """A real picture, all white."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Painter:
    """Paints what it is told to, and remembers what it was asked for."""

    def __init__(self, picture=None):
        self.picture = png() if picture is None else picture
        self.asked = []

    async def png(self, svg):
        self.asked.append(svg)
        return await self.picture() if callable(self.picture) else self.picture


@pytest.fixture
async def at(api):
    connected = Connection(TOKEN, api.url)
    await connected.open()
    yield connected
    await connected.close()


@pytest.fixture
async def ana(api):
    """Somebody who has opened the chat."""
    person = await api.person("Ana", language="en")
    await person.says("/start")
    return person


@pytest.fixture
async def team(api, ana):
    group = await api.group("Team", [ana], kind="supergroup", admins=[ana], topics=True)
    await api.add_bot(group, by=ana)
    return group


async def send(at, place, reference="", painter=None, **parcel):
    body = packed(Parcel(**parcel))
    message = Sending(1, "c", Address(str(place)), body, Kind.GUIDANCE, "", reference, 0, 1)
    return await Transport(at.bot, painter).send(message)


async def own(person, group=None):
    return [m for m in await person.chat(group) if m.own]


def test_a_parcel_with_a_picture_or_a_pin_comes_back_as_it_was():
    for parcel in (Parcel(text="x", picture=SVG), Parcel(pins=True, closes=True)):
        assert unpacked(packed(parcel)) == parcel


# Pictures


async def test_a_picture_arrives_with_its_words_and_buttons_as_one_message(at, ana, team, api):
    thread = await api.topic(team, "Plans", ana)
    painter = Painter()

    number = await send(
        at, f"{team.id}/{thread}", painter=painter, text="<b>Come</b> in", rows=KEYS, picture=SVG
    )

    seen = await ana.sees("[picture] Come in", chat=team)
    assert (str(seen.id), seen.thread, seen.labels) == (number, thread, ["Go"])
    assert (seen.html, seen.document.data) == ("<b>Come</b> in", png())
    assert painter.asked == [SVG]
    assert len(await own(ana, team)) == 1


async def never():
    await asyncio.sleep(60)


async def fails():
    raise RuntimeError("no colours")


NO_PICTURE = [
    ("nobody paints", None),
    ("it cannot be painted", Painter(picture=b"")),
    ("the painter fails", Painter(picture=fails)),
    ("the painter sleeps", Painter(picture=never)),
    ("Telegram knows no such picture", Painter(picture=b"words")),
    ("it is too broad", Painter(picture=png(width=41, height=2))),
    ("it is too large", Painter(picture=png() + b"\0" * transport.LARGEST)),
]


@pytest.mark.parametrize(
    "painter", [painter for _, painter in NO_PICTURE], ids=[why for why, _ in NO_PICTURE]
)
async def test_without_a_picture_the_words_arrive_alone(at, ana, monkeypatch, painter):
    monkeypatch.setattr(transport, "PATIENCE", 0.05)

    number = await send(at, ana.id, painter=painter, text="<b>Come</b> in", rows=KEYS, picture=SVG)
    nothing = await send(at, ana.id, painter=painter, picture=SVG)

    (seen,) = await own(ana)
    assert (str(seen.id), seen.text, seen.document, seen.labels) == (number, "Come in", None, ["Go"])
    assert nothing == ""


async def test_a_picture_without_words_arrives_alone(at, ana):
    number = await send(at, ana.id, painter=Painter(), picture=SVG)

    (seen,) = await own(ana)
    assert (str(seen.id), seen.reads) == (number, "[picture]")


async def test_broken_html_below_a_picture_is_sent_as_plain_text(at, ana):
    await send(at, ana.id, painter=Painter(), text="<b>Hi</b> <i>there &amp; here", picture=SVG)

    (seen,) = await own(ana)
    assert seen.reads == "[picture] Hi <i>there & here"


async def test_a_picture_that_is_to_wait_has_that_fate(at, ana, api):
    await api.fault("sendPhoto", "429", retry_after=7)

    with pytest.raises(SlowDownError):
        await send(at, ana.id, painter=Painter(), text="Hi", picture=SVG)

    assert await own(ana) == []


async def test_where_nobody_may_write_a_picture_is_not_reached_either(at, ana, team, api):
    await api.mute(team, ana)

    with pytest.raises(UnreachableError, match="Not enough rights"):
        await send(at, team.id, painter=Painter(), text="Hi", picture=SVG)


# What is changed in its place


@pytest.mark.parametrize("how", [{"edits": "known"}, {"closes": True}])
async def test_the_words_below_a_picture_change_in_their_place(at, ana, how):
    number = await send(at, ana.id, painter=Painter(), text="one", rows=KEYS, picture=SVG)
    parcel = {name: number if value == "known" else value for name, value in how.items()}

    for _ in range(2):
        assert await send(at, ana.id, reference=number, text="<b>two</b>", rows=KEYS, **parcel) == number

    (seen,) = await own(ana)
    assert (seen.reads, seen.html, seen.labels) == ("[picture] two", "<b>two</b>", ["Go"])


async def test_a_board_changes_with_its_buttons_and_none_is_made_where_it_is_gone(at, ana, api):
    number = await send(at, ana.id, text="one")
    await send(at, ana.id, reference=number, text="two", rows=KEYS, closes=True)
    (seen,) = await own(ana)
    await api.api("deleteMessage", chat_id=ana.id, message_id=int(number))

    gone = await send(at, ana.id, reference=number, text="three", rows=KEYS, closes=True)

    assert (seen.text, seen.labels) == ("two", ["Go"])
    assert gone == number
    assert await own(ana) == []


LONG = "<b>Long</b> " + "&amp; " * 1200


async def test_words_too_long_for_below_a_picture_are_cut_in_place(at, ana):
    number = await send(at, ana.id, painter=Painter(), text="one", picture=SVG)

    await send(at, ana.id, reference=number, text=LONG, rows=KEYS, closes=True)

    (seen,) = await own(ana)
    assert seen.text.endswith("…")
    assert units(seen.text) <= 1024
    assert seen.labels == ["Go"]


async def test_or_are_a_message_of_their_own_where_they_are_to_be_read_whole(at, ana):
    number = await send(at, ana.id, painter=Painter(), text="one", picture=SVG)

    new = await send(at, ana.id, text=LONG, edits=number)

    assert [m.id for m in await own(ana)] == [int(number), int(new)]


@pytest.mark.parametrize("text", ["a" * 10, "a" * 11, "👍" * 6, "a b " * 9])
def test_a_text_is_cut_to_what_fits(text):
    cut = shortened(text, 10)

    assert units(cut) <= 10
    assert (cut == text) == (units(text) <= 10)
    assert plain(cut).rstrip("…") == text[: len(cut.rstrip("…"))]


# Pins


async def pinned(api, group):
    found = (await api.api("getChat", chat_id=group.id))["result"].get("pinned_message")
    return found and found["message_id"]


async def test_a_message_is_pinned_in_silence_and_once_more_does_no_harm(at, ana, team, api):
    await api.promote(team, by=ana)
    number = await send(at, team.id, text="Come in")

    for _ in range(2):
        assert await send(at, team.id, reference=number, pins=True, closes=True) == number

    assert await pinned(api, team) == int(number)
    assert {call["params"]["disable_notification"] for call in await api.calls("pinChatMessage")} == {True}


async def test_who_may_not_pin_has_said_it_all_the_same(at, ana, team, api):
    number = await send(at, team.id, text="Come in")

    assert await send(at, team.id, reference=number, pins=True, closes=True) == number
    assert await send(at, team.id, reference="77", pins=True, closes=True) == "77"

    assert await pinned(api, team) is None
    assert len(await own(ana, team)) == 1


async def test_a_pin_without_its_message_is_nothing_and_one_that_is_to_wait_waits(at, ana, team, api):
    assert await send(at, team.id, pins=True, closes=True) == ""
    await api.fault("pinChatMessage", "429", retry_after=7)

    with pytest.raises(SlowDownError):
        await send(at, team.id, reference="7", pins=True, closes=True)


async def test_an_edit_that_fails_for_another_reason_has_its_fate(at, ana, monkeypatch):
    async def edit(*_, **__):
        raise BadRequest("Something new")

    monkeypatch.setattr(type(at.bot), "edit_message_text", edit)

    with pytest.raises(RefusedError, match="Something new"):
        await send(at, ana.id, reference="7", text="x", closes=True)
