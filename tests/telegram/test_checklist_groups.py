"""What a bot for Telegram must hold to in groups: a whole bot on the stand-in."""

import asyncio

import pytest
from processes import rows, until
from talks import begun

from tests.botapi.persons import Group

CALLED = "/help@tango_test_bot"


@pytest.fixture
async def ben(api, bot):
    return await api.person("Ben", language="en")


@pytest.fixture
async def team(api, ana, ben):
    """A small group, in which we have said what we do there."""
    team = await api.group("Team", [ana, ben], admins=[ana])
    await api.add_bot(team, ana)
    await ana.sees("", chat=team)
    return team


@pytest.fixture
async def forum(api, ana, ben):
    """A supergroup with topics, and one of those."""
    forum = await api.group("Forum", [ana, ben], kind="supergroup", topics=True, admins=[ana])
    await api.add_bot(forum, ana)
    await ana.sees("", chat=forum)
    return forum


async def own(person, group, thread=None):
    """Our messages in a group."""
    return [m for m in await person.chat(group) if m.own and thread in {None, m.thread}]


async def sent(api, group):
    """All tries to send to a group."""
    calls = await api.calls("sendMessage")
    return [call for call in calls if call["params"].get("chat_id") == group.id]


async def test_must_08_the_link_of_a_group_opens_a_private_chat(ana, team):
    (told,) = await own(ana, team)
    ((_, link),) = [button for row in told.buttons for button in row]

    await ana.says("/start group")

    assert link == "https://t.me/tango_test_bot?start=group"
    assert "What do you call the service?" in (await ana.sees("Tango")).text


async def test_must_09_each_of_many_who_press_one_message_is_answered_and_nothing_else_happens(
    api, ana, team, file
):
    members = [await api.person(f"P{number}") for number in range(30)]
    for member in members:
        await member.joins(team)
    (told,) = await own(ana, team)

    toasts = await asyncio.gather(*(one.presses_data(told, "1-aaaaaaaar", chat=team) for one in members))
    await ana.says(CALLED, chat=team)
    await until(lambda: len([m for m in api.shown(team.id) if m.own]) == 2)

    worst = await api.worst()
    assert [toast.text for toast in toasts] == [""] * 30
    assert worst["answered_twice"] == 0
    assert len(await sent(api, team)) == 2
    assert rows(file, "SELECT count(*) FROM session") == [(0,)]


async def test_must_09_the_button_of_a_private_chat_does_nothing_in_a_group(api, ana, team, file):
    await begun(ana)
    data = next(data for row in (await ana.chat())[-1].buttons for _, data in row)
    before = rows(file, "SELECT state FROM session")
    (told,) = await own(ana, team)

    await ana.presses_data(told, data, chat=team)

    await ana.sees_nothing(chat=team)
    assert rows(file, "SELECT state FROM session") == before


async def test_must_10_an_anonymous_administrator_is_answered(api, ana, team):
    await api.promote(team, ana, person=ana, anonymous=True)

    await ana.says(CALLED, chat=team)

    assert (await ana.sees("", chat=team)).own


async def test_must_10_a_channel_and_another_bot_are_not_answered(api, ana, team):
    await api.post_as_channel(team, CALLED)
    await api.post_as_bot(team, CALLED)
    await ana.says("/help@another_bot", chat=team)
    await ana.says("what do you think?", chat=team)

    await ana.says(CALLED, chat=team)
    await until(lambda: len([m for m in api.shown(team.id) if m.own]) == 2)

    await api.all_confirmed(within=30.0)
    assert len(await sent(api, team)) == 2


@pytest.mark.parametrize("new_first", [False, True])
async def test_must_11_a_group_that_becomes_a_supergroup_is_answered_there(api, ana, team, file, new_first):
    moved = await api.upgrade(team, ana, new_first=new_first)

    await ana.says(CALLED, chat=moved)

    await ana.sees("", chat=moved)
    assert len(await sent(api, moved)) == 1
    await api.all_confirmed(within=30.0)
    assert rows(file, "SELECT place FROM address WHERE shared = 1") in ([], [(str(moved.id),)])


@pytest.mark.parametrize("new_first", [False, True])
async def test_must_11_what_was_to_be_sent_to_the_group_is_sent_to_the_supergroup(api, ana, team, new_first):
    await api.repeat(1.0)
    await api.fault("sendMessage", "429", chat=team, retry_after=1)
    await ana.says(CALLED, chat=team)
    while len(await sent(api, team)) < 2:  # noqa: ASYNC110 - it happens in another process
        await asyncio.sleep(0.01)

    moved = await api.upgrade(team, ana, new_first=new_first)

    await api.wait_for(moved.id, lambda m: m.own, 10.0)
    assert len([call for call in await sent(api, moved) if call["result"]]) == 1


async def test_must_11_a_refusal_that_names_the_new_place_is_followed_before_anybody_says_so(api, ana, team):
    await api.fault("getUpdates", "reset", times=2)
    await api.fault("sendMessage", "429", chat=team, retry_after=1)
    await ana.says(CALLED, chat=team)
    moved = await api.upgrade(team, ana)

    await api.wait_for(moved.id, lambda m: m.own, 20.0)

    await api.all_confirmed(within=30.0)
    assert len([call for call in await sent(api, moved) if call["result"]]) == 1


async def settled(api, file):
    """Nothing is left that could be tried."""
    await api.all_confirmed(within=30.0)
    await until(
        lambda: (
            rows(file, "SELECT count(*) FROM inbox WHERE state = 0") == [(0,)]
            and rows(file, "SELECT count(*) FROM outbox WHERE state < 2") == [(0,)]
        )
    )


async def test_must_12_where_nobody_may_write_one_try_is_made_and_the_next_message_revives_it(
    api, ana, team, file
):
    await api.mute(team, ana)
    await ana.says(CALLED, chat=team)
    await until(lambda: rows(file, "SELECT count(*) FROM outbox WHERE state = 2") == [(1,)])
    tried = len(await sent(api, team))
    await ana.says(CALLED, chat=team)
    await settled(api, file)
    again = len(await sent(api, team))
    await api.mute(team, ana, muted=False)

    await ana.says(CALLED, chat=team)

    await until(lambda: len([m for m in api.shown(team.id) if m.own]) == 4)
    assert tried == 2
    assert again == 3


async def test_must_12_whoever_is_sent_away_and_called_back_goes_on(api, ana, team, file):
    await api.kick_bot(team, ana)
    await until(lambda: rows(file, "SELECT unreachable FROM address WHERE shared = 1") in ([], [(1,)]))
    await settled(api, file)
    before = len(await sent(api, team))

    await api.add_bot(team, ana)
    await ana.sees("", chat=team)

    assert len(await sent(api, team)) == before + 1


@pytest.mark.parametrize("kind", ["close", "delete"])
async def test_must_12_a_topic_that_is_gone_costs_one_try_and_the_next_message_finds_another(
    api, ana, forum, file, kind
):
    thread = await api.topic(forum, "Plans", ana)
    await api.fault("sendMessage", "429", chat=forum, retry_after=1)
    await ana.says(CALLED, chat=forum, thread=thread)
    while not [call for call in await sent(api, forum) if call["error"]]:  # noqa: ASYNC110 - it is elsewhere
        await asyncio.sleep(0.01)
    await (api.close_topic(forum, thread, ana) if kind == "close" else api.delete_topic(forum, thread))
    await until(lambda: rows(file, "SELECT count(*) FROM outbox WHERE state = 2") == [(1,)])
    other = await api.topic(forum, "Others", ana)

    await ana.says(CALLED, chat=forum, thread=other)

    await ana.sees("", chat=forum, thread=other)
    failed = [call for call in await sent(api, forum) if call["error"]]
    assert len(failed) == 2


async def test_must_13_the_answer_comes_in_the_topic_of_the_question(api, ana, forum):
    first, second = [await api.topic(forum, name, ana) for name in ("Plans", "Others")]

    for thread in (first, second):
        await ana.says(CALLED, chat=forum, thread=thread)
        await ana.sees("", chat=forum, thread=thread)

    threads = [call["params"].get("message_thread_id") for call in await sent(api, forum)]
    assert threads == [None, first, second]


async def test_must_19_whatever_is_said_in_a_group_is_for_others(api, ana, ben, team, journal):
    await ana.sends_sticker(chat=team)
    await ana.sends_photo(chat=team, caption="/start")
    await ana.forwards("/help", chat=team, origin=ben)
    said = await ana.says("hi", chat=team)
    await ana.edits(said, CALLED)
    await ben.says("\u202eשלם 👩‍⚕️", chat=team)
    await ben.leaves(team)

    await ana.says(CALLED, chat=team)
    await ana.sees("", chat=team)

    await api.all_confirmed(within=30.0)
    assert len(await sent(api, team)) <= 3
    assert "set aside" not in journal()
    assert "not understood" not in journal()


async def test_must_19_a_channel_of_which_we_are_a_part_is_left_alone(api, ana, bot):
    channel = await api.group("News", [ana], kind="channel", admins=[ana])
    await api.add_bot(channel, ana, admin=True)

    await ana.says("/start")
    await ana.sees("Tango")

    assert await sent(api, Group(channel.id, "News")) == []
