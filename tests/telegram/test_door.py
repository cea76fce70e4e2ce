"""Whoever presses at the door of a workshop comes into their private chat by a link of their own, if they are in the group."""

import asyncio
import time
from functools import partial

import pytest
from talks import TOKEN, until
from telegram import ChatMemberRestricted, User

from bot.assemble.parts import Parts
from bot.assemble.upkeep import made_pseudonyms
from bot.channels.telegram import door as doors
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.door import HOUR, Door
from bot.channels.telegram.letters import Opened, opened, sealed
from bot.channels.telegram.messages import Parcel, packed
from bot.channels.telegram.taps import Taps
from bot.channels.telegram.tokens import Links, Tokens
from bot.channels.telegram.transport import Transport
from bot.channels.telegram.updates import Tap, tap_of, update_of
from bot.model.meet import AT_THE_DOOR, UNKNOWN, Deed, Meet
from bot.model.page import Offer, Page
from bot.model.post import Incoming
from bot.model.sending import Address, Kind, Sending
from bot.model.talk import Ask, Topic
from bot.service.chat import Board, Read
from bot.service.toasts import Toasts
from bot.service.turns import Turn

WORKSHOP = "0a1b2c3d"
BUTTONS = Buttons([b"k" * 32])
TOKENS = Tokens([b"l" * 32])
REFUSED = "Only members of this group can take part. Ask somebody in it to add you."


@pytest.fixture(scope="module")
def toasts():
    return Toasts(Parts(chat=True).editions)


@pytest.fixture
def names(environment):
    return made_pseudonyms()


@pytest.fixture
async def at(api):
    connected = Connection(TOKEN, api.url)
    await connected.open()
    yield connected
    await connected.close()


@pytest.fixture
def door(at, names):
    links = Links(TOKENS, lambda: at.account.username)
    return Door(at, BUTTONS, links, partial(names.of, "telegram"))


@pytest.fixture
async def answering(api, at, toasts, door):
    """A bot that answers presses and does nothing else; gives what it would take in."""
    taken, offset = [], 0
    taps = Taps(at, toasts, door)

    async def answer():
        nonlocal offset
        while True:
            for raw in await at.ask("getUpdates", {"timeout": 5, "offset": offset}):
                offset = raw["update_id"] + 1
                tap = tap_of(raw)
                taps.answer([tap] if tap else [])
                taken.append(update_of(raw, at.account))

    task = asyncio.create_task(answer())
    yield taken
    task.cancel()
    await asyncio.wait({task})
    await taps.finish()


@pytest.fixture
async def ana(api):
    return await api.person("Ana", language="en")


@pytest.fixture
async def ben(api):
    return await api.person("Ben", language="en")


@pytest.fixture
async def team(api, ana):
    """A public group, in which others than its members can read and press."""
    group = await api.group("Team", [ana], kind="supergroup", public=True, admins=[ana])
    await api.add_bot(group, by=ana)
    return group


@pytest.fixture
def post(api, at, answering):
    """A way to put a message with a button at the door, while presses are answered."""

    async def post(chat, meet, session=WORKSHOP, buttons=BUTTONS, label="Join"):
        rows = (((label, buttons.data(meet, session, "")),),)
        body = packed(Parcel(text="Come in", rows=rows))
        address = Address(str(chat.id), group=True)
        number = await Transport(at.bot).send(Sending(1, "c", address, body, Kind.GUIDANCE, "", "", 0, 1))
        assert await api.wait_for(chat.id, lambda m: str(m.id) == number, 10.0)

    return post


def token(link):
    return link.partition("?start=")[2]


@pytest.mark.parametrize("deed", sorted(AT_THE_DOOR))
async def test_whoever_presses_gets_a_link_of_their_own(ana, team, names, post, deed):
    await post(team, Meet(WORKSHOP, deed))
    now = time.time() * 1000

    toast = await ana.presses("Join", chat=team)

    person, given = names.of("telegram", str(ana.id)), token(toast.url)
    assert (toast.text, toast.alert) == ("", False)
    assert TOKENS.read(given, person, now + HOUR - 60_000) == Meet(WORKSHOP, deed)
    assert TOKENS.read(given, person, now + HOUR + 60_000) == Meet(UNKNOWN, Deed.JOIN)
    assert TOKENS.read(given, names.of("telegram", "77"), now) == Meet(UNKNOWN, Deed.JOIN)


async def test_the_link_is_what_their_private_chat_says(ana, team, post, answering):
    await post(team, Meet(WORKSHOP, Deed.JOIN))

    toast = await ana.presses("Join", chat=team)
    await ana.opens(toast.url)

    await until(lambda: answering and answering[-1] and answering[-1].place == str(ana.id))
    assert opened(answering[-1].body) == Opened(token(toast.url), "en")


async def test_a_press_in_a_group_is_not_taken_in(api, ana, team, post, answering):
    await post(team, Meet(WORKSHOP, Deed.JOIN))

    await ana.presses("Join", chat=team)

    await api.all_confirmed(within=20.0)
    assert answering[-1] is None
    assert not any(one and b"press" in one.body for one in answering)


async def test_whoever_is_not_in_the_group_is_told_so_until_they_are(ben, team, post):
    await post(team, Meet(WORKSHOP, Deed.JOIN))

    refused = await ben.presses("Join", chat=team)
    await ben.joins(team)
    joined = await ben.presses("Join", chat=team)

    assert (refused.text, refused.alert, refused.url) == (REFUSED, True, None)
    assert joined.url


async def test_a_member_who_has_left_is_told_so_once_that_is_asked_again(api, ben, team, post, door):
    await ben.joins(team)
    await post(team, Meet(WORKSHOP, Deed.JOIN))
    before = await ben.presses("Join", chat=team)
    await ben.leaves(team)
    still = await ben.presses("Join", chat=team)
    asked = len(await api.calls("getChatMember"))
    door._members[team.id, ben.id] = 0.0  # as if some minutes had passed

    again = await ben.presses("Join", chat=team)

    assert (bool(before.url), bool(still.url), asked) == (True, True, 1)
    assert (again.text, again.alert) == (REFUSED, True)
    assert door._members == {}


@pytest.fixture
def remembers_one(monkeypatch):
    monkeypatch.setattr(doors, "REMEMBERED", 1)


@pytest.mark.usefixtures("remembers_one")
async def test_as_many_members_are_remembered_as_may_be(api, ana, ben, team, post):
    await ben.joins(team)
    await post(team, Meet(WORKSHOP, Deed.JOIN))

    for person in (ana, ana, ben, ben, ana):
        assert (await person.presses("Join", chat=team)).url

    assert len(await api.calls("getChatMember")) == 3


@pytest.mark.parametrize("inside", [True, False])
async def test_of_those_who_are_restricted_some_are_outside(at, ana, door, monkeypatch, inside):
    rights = dict.fromkeys(
        [name for name in ChatMemberRestricted.__slots__ if name.startswith("can_")], False
    )
    known = ChatMemberRestricted(User(ana.id, "Ana", is_bot=False), is_member=inside, until_date=0, **rights)

    async def get(*_):
        return known

    monkeypatch.setattr(type(at.bot), "get_chat_member", get)

    assert await door._is_member(-5, ana.id) == inside


@pytest.mark.parametrize("kind", ["timeout", "500"])
async def test_where_telegram_does_not_say_in_time_whether_they_are_in_they_come_in(
    api, ana, team, post, kind
):
    await api.fault("getChatMember", kind)
    await post(team, Meet(WORKSHOP, Deed.JOIN))

    toast = await ana.presses("Join", chat=team)
    again = await ana.presses("Join", chat=team)

    assert toast.url
    assert again.url
    assert len(await api.calls("getChatMember")) == 2


def test_a_press_is_answered_within_a_second():
    assert doors.PATIENCE <= 0.7


OTHERS = [
    ("of another workshop", {"session": "0a1b2c3e"}),
    ("for a session", {"session": ""}),
    ("made by somebody else", {"buttons": Buttons([b"o" * 32])}),
]


@pytest.mark.parametrize("made", [made for _, made in OTHERS], ids=[why for why, _ in OTHERS])
async def test_a_button_that_is_none_of_ours_leads_nowhere(api, ana, team, post, made):
    await post(team, Meet(WORKSHOP, Deed.JOIN), **made)

    toast = await ana.presses("Join", chat=team)

    assert (toast.text, toast.alert, toast.url) == ("", False, None)
    assert await api.calls("getChatMember") == []


@pytest.mark.parametrize("act", [Meet(WORKSHOP, Deed.NEXT), Ask(Topic.HELP)], ids=["another deed", "no deed"])
async def test_nor_does_what_is_not_at_the_door(api, ana, team, post, act):
    await post(team, act)

    toast = await ana.presses("Join", chat=team)

    assert (toast.text, toast.url) == ("", None)
    assert await api.calls("getChatMember") == []


async def test_at_the_door_in_private_a_press_is_as_any_other(ana, post, answering):
    await ana.says("/start")
    await post(ana, Meet(WORKSHOP, Deed.JOIN))

    toast = await ana.presses("Join")

    assert (toast.text, toast.url) == ("", None)
    await until(lambda: any(one and b"press" in one.body for one in answering))


async def test_a_vote_in_private_says_at_once_what_was_tapped(ana, post, answering):
    await ana.says("/start")
    await post(ana, Meet(WORKSHOP, Deed.VOTE, "1.scope"), label="A public service")

    toast = await ana.presses("A public service")

    assert toast.text == "You tapped: A public service."


async def test_a_whole_bot_lets_its_people_in(api, bot, ana, team, names):
    page = Page("Come in", offers=((Offer("Join", Meet(WORKSHOP, Deed.JOIN)),),))
    board = Board(group=True, session=WORKSHOP)
    await ana.sees("Tango", chat=team)
    (card,) = bot.tongue.write(Turn(pages=(page,)), board)
    address = Address(str(team.id), group=True)
    await bot.transport.send(Sending(1, "c", address, card.body, card.kind, "", "", 0, 1))
    await ana.sees("Come in", chat=team)

    toast = await ana.presses("Join", chat=team)

    letter = sealed(Opened(token(toast.url)))
    person, now = names.of("telegram", str(ana.id)), time.time_ns() // 1_000_000
    read = bot.tongue.read(Incoming("telegram:123456", 1, person, person, letter, now))
    assert read == Read(Meet(WORKSHOP, Deed.JOIN))
    assert bot.tongue.link(WORKSHOP, now).startswith("https://t.me/tango_test_bot?start=1r0a1b2c3d")


async def test_of_nobody_there_is_nothing_to_know(door):
    data = BUTTONS.data(Meet(WORKSHOP, Deed.JOIN), WORKSHOP, "")

    assert await door.link(Tap("1", data, "en", -5, 0), Meet(WORKSHOP, Deed.JOIN)) == ""
