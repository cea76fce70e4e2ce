"""What goes wrong around a workshop: who may come in, who leads it, and what becomes of its group. A whole bot on the stand-in."""

import asyncio
import time

import pytest
import workshop_kept
from crowd import crowd
from processes import rows
from small_workshop import FEW, name_of, own, quiet

from bot.assemble.upkeep import made_pseudonyms
from bot.channels.telegram.tokens import Tokens
from bot.model.meet import Deed, Meet
from bot.service.workshop import gatherings

pytestmark = pytest.mark.usefixtures("soon")
COMMAND = "/workshop@tango_test_bot"
OLD = "That link is too old, or it was made for somebody else."


@pytest.fixture
def tokens(environment):
    return Tokens(made_pseudonyms().keys("links"))


def sent_to(calls, group):
    return [call for call in calls if call["params"].get("chat_id") == group.id]


# Who may come in


async def test_who_is_not_in_a_public_group_is_refused_at_its_door(api, bot):
    workshop = await crowd(api, FEW, public=True)
    await workshop.begins()
    stranger = await api.person("Eve", language="en")

    toast = await stranger.presses("I join", chat=workshop.group)

    assert (toast.alert, toast.url) == (True, None)
    assert toast.text.startswith("Only members of this group can take part.")


async def test_a_button_at_the_door_that_is_none_of_ours_leads_nowhere(api, small, file):
    (ben, *_) = small.members
    notice = (await own(ben.person, small.group))[-1]
    ((_, join), *_) = notice.buttons[0]
    forged = join[:2] + ("A" if join[2] != "A" else "B") + join[3:]

    toast = await ben.person.presses_data(notice, forged, chat=small.group)
    await ben.person.says("/start")
    greeting = await ben.person.sees("Tango")
    await ben.person.presses_data(greeting, forged)

    assert (toast.text, toast.url) == ("", None)
    await ben.person.sees("button")
    assert rows(file, "SELECT count(*) FROM seat") == [(1,)]


async def test_a_link_is_good_for_one_person_for_its_time_and_for_its_workshop(api, small, tokens, file):
    ben, cleo = [one.person for one in small.members[:2]]
    now, names = time.time_ns() // 1_000_000, made_pseudonyms()
    mine = lambda meet, until: tokens.made(meet, names.of("telegram", str(cleo.id)), until)  # noqa: E731
    join = Meet(name_of(file), Deed.JOIN)

    toast = await ben.presses("I join", chat=small.group)
    await cleo.opens(toast.url)
    await cleo.sees(OLD)
    await cleo.says(f"/start {mine(join, now - 1000)}")
    await cleo.sees(OLD)
    await cleo.says(f"/start {mine(Meet('0a1b2c3d', Deed.JOIN), now + 60_000)}")
    await cleo.sees("That workshop is no longer kept.")
    assert rows(file, "SELECT count(*) FROM seat") == [(1,)]
    await cleo.says(f"/start {mine(join, now + 60_000)}")
    await cleo.sees("You are in")


async def test_a_channel_and_another_bot_begin_no_workshop(api, bot, file):
    ana = await api.person("Ana", language="en")
    team = await api.group("Team", [ana], admins=[ana])
    await api.add_bot(team, ana)
    await api.post_as_channel(team, "/workshop@tango_test_bot")
    await api.post_as_bot(team, "/workshop@tango_test_bot")

    await ana.says("/help@tango_test_bot", chat=team)
    await ana.sees("private chat", chat=team)

    await quiet(api, file)
    assert rows(file, "SELECT count(*) FROM workshop") == [(0,)]


async def test_two_hundred_in_the_group_and_sixty_who_come_at_once(api, bot, file):
    others = [await api.person(f"Other {at}") for at in range(140)]
    workshop = await crowd(api, {"users": 30, "front_line": 30}, others=others)
    await workshop.begins()

    await workshop.gather()

    await workshop.in_group("60 people have joined")
    worst = await api.worst()
    assert rows(file, "SELECT count(*) FROM seat") == [(61,)]
    assert worst["answered_twice"] == worst["too_old"] == 0


# Who leads


async def test_an_anonymous_administrator_asks_and_leads_under_their_own_name(api, bot, file):
    workshop = await crowd(api, FEW)
    ana, ben = workshop.leader, workshop.members[0].person
    await api.promote(workshop.group, ana, person=ana, anonymous=True)

    await workshop.leader.says(COMMAND, workshop.group)
    door = await ana.sees("leads it", chat=workshop.group)
    for person in (ana, ben):
        await person.opens((await person.presses_data(door, door.buttons[0][0][1])).url)
        await person.sees("")

    await ben.sees("Somebody leads this workshop already.")
    assert rows(file, "SELECT count(*) FROM seat") == [(1,)]


async def test_who_did_not_ask_for_it_cannot_lead_it(api, bot):
    workshop = await crowd(api, FEW)
    ana, ben = workshop.leader, workshop.members[0].person
    await ana.says(COMMAND, workshop.group)
    await ana.sees("leads it", chat=workshop.group)

    await workshop.enters(ben, "Lead this workshop")

    await ben.sees("Only whoever typed /workshop can lead this workshop.")
    await workshop.enters(ana, "Lead this workshop")
    await ana.sees("What is the service called?")


async def test_when_whoever_leads_has_gone_the_group_goes_on_and_another_takes_over(
    api, asking, file, monkeypatch
):
    ana, ben = asking.leader, asking.members[0]
    await ana.blocks()
    await asking.answer_all()
    await asking.in_group("Finished: 5 of 5")
    await asking.leader.says("/workshop@tango_test_bot", asking.group)
    await asking.in_group("A workshop is going on in this chat already.")
    monkeypatch.setattr(gatherings, "QUIET", 0)
    await asyncio.sleep(1.1)  # it counts whole seconds

    await ben.person.says(COMMAND, asking.group)
    await asking.in_group("Nobody has led it for half an hour.")
    await asking.enters(ben.person, "Lead this workshop")
    await ben.person.sees("Finished: 5 of 5. Close when")
    await ben.person.presses("Close and show")

    await asking.in_group("The questions are closed")
    assert workshop_kept.Book(file).sheets(asking.members) == {
        one.person.name: one.answers for one in asking.members
    }


# What becomes of the group


@pytest.mark.parametrize("new_first", [False, True])
async def test_a_group_that_becomes_a_supergroup_keeps_its_workshop(api, bot, file, new_first):
    workshop = await crowd(api, FEW, kind="group")
    await workshop.begins()
    await workshop.gather()
    await workshop.in_group("5 people have joined")
    await workshop.steers("Open the questions")
    first, *rest = workshop.members
    await workshop.answers_all(first)

    workshop.group = await api.upgrade(workshop.group, workshop.leader, new_first=new_first)
    await asyncio.gather(*map(workshop.answers_all, rest))
    await workshop.in_group("Finished: 5 of 5")
    await workshop.steers("Close and show")

    await workshop.in_group("The questions are closed")
    sheets = workshop_kept.Book(file).sheets(workshop.members)
    assert sheets == {one.person.name: one.answers for one in workshop.members}
    assert [call["error"] for call in sent_to(await api.calls(), workshop.group) if call["error"]] == []
