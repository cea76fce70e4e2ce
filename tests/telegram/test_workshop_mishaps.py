"""What goes wrong in a workshop: in its group, and with those who take part. A whole bot on the stand-in."""

import asyncio

import pytest
import workshop_figures
import workshop_kept
from bots import running
from crowd import Crowd, Member, crowd
from processes import rows
from small_workshop import FEW, own, quiet
from talks import newer
from test_workshop_load import on_panel, votes_again

from bot.service.workshop import steering
from tests.botapi.persons import Person

pytestmark = pytest.mark.usefixtures("soon")
COMMAND = "/workshop@tango_test_bot"


def sheets_of(workshop):
    return {one.person.name: one.answers for one in workshop.members}


async def hold(workshop, file):
    """What is kept is what was pressed."""
    await quiet(workshop.api, file)
    assert workshop_kept.Book(file).sheets(workshop.members) == sheets_of(workshop)


async def goes_on(workshop, file):
    """All answer what is left, and see it: nothing has gone wrong."""
    await workshop.answer_all()
    await workshop.steers("Close and show")
    await workshop.in_group("The questions are closed")
    await hold(workshop, file)


# In the group


class InTopic(Crowd):
    """A workshop in a topic of a forum; its people may be in another one at the same time."""

    def __init__(self, *made, thread, name):
        super().__init__(*made)
        self.thread, self.name, self.id = thread, name, ""

    def mine(self, m):
        """Whether a message has buttons of this workshop."""
        return any(self.id in data for row in m.buttons for _, data in row)

    def asks(self, m):
        return super().asks(m) and self.mine(m)

    def is_done(self, m):
        return Crowd.is_done(m) and self.mine(m)

    async def begins(self, file):
        ana = self.leader
        await ana.says(COMMAND, self.group, thread=self.thread)
        await ana.sees("leads it", chat=self.group, thread=self.thread)
        await ana.opens((await ana.presses("Lead this workshop", m=await self.last())).url)
        await ana.sees("What is the service called?")
        await ana.says(self.name)
        await self.steers("Show the notice in the group")
        await ana.sees(f"Workshop: {self.name}", chat=self.group, thread=self.thread)
        notice = await self.last()
        ((self.id,),) = rows(file, "SELECT id FROM workshop ORDER BY begun DESC LIMIT 1")
        for one in self.members:
            await one.person.opens((await one.person.presses("I join", m=notice)).url)
            asked = await one.sees(lambda m: f"You are in: {self.name}" in m.text and self.mine(m))
            await one.presses("I use the service", m=asked)
            await one.sees(lambda m, asked=asked: m.id > asked.id and "Saved:" in m.text)
        await self.steers("Open the questions")

    async def last(self):
        return [m for m in await own(self.leader, self.group, self.thread) if m.buttons][-1]


async def test_two_workshops_in_two_topics_of_the_same_people_do_not_mix(api, bot, file):
    ana = await api.person("Ana", language="en")
    people = [await api.person(f"P{at}", language="en") for at in range(3)]
    forum = await api.group("Forum", [ana, *people], kind="supergroup", topics=True, admins=[ana])
    await api.add_bot(forum, ana, admin=True)
    both = [
        InTopic(
            *(api, forum, ana, [Member(one, "users") for one in people], seed),
            thread=await api.topic(forum, name, ana),
            name=name,
        )
        for seed, name in enumerate(("Plans", "Visits"))
    ]

    for one in both:
        await one.begins(file)
    await quiet(api, file)
    for member in both[1].members:  # one question, and back to the other workshop
        await both[1].answers_one(member, await member.sees(both[1].asks))
    await quiet(api, file)
    await both[0].answer_all()
    await both[1].answer_all()

    await quiet(api, file)
    for one in both:
        assert workshop_kept.Book(file, one.id).sheets(one.members) == sheets_of(one)


async def test_what_is_typed_is_for_the_workshop_whose_button_was_pressed_last(api, bot, file):
    ana, ben = [await api.person(name, language="en") for name in ("Ana", "Ben")]
    forum = await api.group("Forum", [ana, ben], kind="supergroup", topics=True, admins=[ana])
    await api.add_bot(forum, ana, admin=True)
    both = [
        InTopic(api, forum, ana, [Member(ben, "users")], thread=await api.topic(forum, name, ana), name=name)
        for name in ("Plans", "Visits")
    ]
    for one in both:
        await one.begins(file)
    await quiet(api, file)
    first, second = both
    (member,) = first.members

    await first.answers_one(member, await member.sees(first.asks))
    await quiet(api, file)
    await ben.says("1")
    await quiet(api, file)

    book = workshop_kept.Book(file, first.id)
    assert sum(map(len, book.sheets([member]).values())) == 2
    assert workshop_kept.Book(file, second.id).sheets([member]) == {ben.name: {}}


async def test_sent_away_and_called_back_we_show_what_came_meanwhile(api, asking, file):
    await api.kick_bot(asking.group, asking.leader)
    await asking.answer_all()
    await asking.steers("Close and show")
    await hold(asking, file)

    await api.add_bot(asking.group, asking.leader)

    await asking.in_group("The questions are closed")
    await quiet(api, file)
    log = workshop_figures.Log(await api.calls())
    (greeting,) = log.twice(asking.group.id)
    assert greeting.startswith("<b>Tango</b>")


async def test_without_the_right_to_pin_all_else_goes_on(api, bot, file):
    workshop = await crowd(api, FEW, admin=False)
    await workshop.begins()
    await workshop.gather()
    await workshop.in_group("5 people have joined")

    pins = await api.calls("pinChatMessage")
    assert [call["result"] for call in pins] == [None]
    await quiet(api, file)


async def test_what_was_to_be_said_while_we_may_not_write_is_said_later(api, bot, file):
    workshop = await crowd(api, FEW, admin=False)
    await workshop.begins()
    await workshop.gather()
    await workshop.in_group("5 people have joined")
    await api.mute(workshop.group, workshop.leader)
    await workshop.steers("Open the questions")
    await workshop.answer_all()
    await workshop.steers("Close and show")

    await api.mute(workshop.group, workshop.leader, muted=False)

    await workshop.in_group("The questions are closed")
    await hold(workshop, file)


async def test_where_a_board_was_deleted_no_other_takes_its_place(api, asking, file):
    board = await asking.in_group("The questions are open")
    await api.api("deleteMessage", chat_id=asking.group.id, message_id=board.id)

    await asking.answer_all()
    await asking.steers("Close and show")

    await hold(asking, file)
    told = await own(asking.leader, asking.group)
    assert told[-1].id > board.id
    assert not any("The questions are" in m.text for m in told)


@pytest.fixture
def twice(monkeypatch):
    """Everybody presses each button twice."""
    once = Person._press

    async def press(self, where, message, data, *more):
        await self._do("presses", chat=where, message=message, data=data)
        return await once(self, where, message, data, *more)

    monkeypatch.setattr(Person, "_press", press)


async def test_whatever_is_pressed_twice_counts_once(api, bot, file, twice):
    workshop = await crowd(api, FEW)
    ana, members = workshop.leader, workshop.members
    await workshop.begins()
    await workshop.gather()
    await workshop.in_group("5 people have joined")
    await workshop.steers("Open the questions")
    await workshop.answer_all()
    await workshop.in_group("Finished: 5 of 5")
    await workshop.steers("Close and show")
    await workshop.steers("Talk about the first")
    await workshop.steers("Second round")
    await asyncio.gather(*(votes_again(workshop, one, "Second round") for one in members))
    await quiet(api, file)
    await workshop.steers("Close and compare")
    await workshop.steers("Hand over")
    while not await on_panel(workshop, "To the actions"):
        await workshop.steers("Next question")
    await workshop.steers("To the actions")
    await workshop.steers("Show the result")
    await workshop.steers("Report as Markdown")
    for one in members:
        await one.presses("Keep my answers")
    await quiet(api, file)
    sheets = workshop_kept.Book(file).sheets(members)
    kept = rows(file, "SELECT count(*) FROM session")
    await workshop.steers("End and destroy the key")
    await ana.presses("Yes, end it", m=await workshop.button(ana, "Yes, end it"))
    await workshop.in_group("The workshop has ended")
    await quiet(api, file)

    boards = workshop_figures.Log(await api.calls()).boards(workshop.group.id)
    assert sheets == {one.person.name: one.answers | one.again for one in members}
    assert [words for words in set(boards) if boards.count(words) > 1] == []
    assert kept == [(5,)]


# Who takes part


async def test_what_cannot_be_an_answer_changes_nothing(asking, file):
    ben = asking.members[0]
    said = await ben.person.says("hm hm")
    await ben.person.sees("Tap an answer, or type its number.")
    await ben.person.edits(said, "1")
    await ben.person.sends_sticker()
    await ben.person.sends_photo(caption="1")
    await quiet(asking.api, file)

    assert workshop_kept.Book(file).sheets([ben]) == {ben.person.name: {}}
    await goes_on(asking, file)


async def test_who_erases_all_is_out_and_their_old_buttons_say_so(api, asking, file):
    ben, *others = asking.members
    await asking.answers_one(ben, await ben.sees(asking.asks))
    await quiet(api, file)
    m = await ben.sees(asking.asks)
    await ben.person.says("/delete")
    erase = await ben.sees(lambda m: "Erase it for good" in m.labels)
    await ben.person.presses("Erase it for good", m=erase)
    await ben.person.sees("erased")
    await quiet(api, file)

    await ben.person.presses(m.labels[0], m=m)
    await ben.person.sees("You have not joined this workshop.")

    asking.members[:] = others
    await goes_on(asking, file)
    assert len(workshop_kept.Book(file).workshop.people) == len(others)
    assert rows(file, "SELECT count(*) FROM seat") == [(1 + len(others),)]
    asking.members.append(ben)
    ben.answers.clear()
    await quiet(api, file)


@pytest.mark.parametrize("words", ["/start", "/help", "/privacy", "/mydata"])
async def test_who_asks_for_something_else_goes_on_with_the_question_of_the_workshop(asking, file, words):
    ben = asking.members[0]
    m = await ben.sees(asking.asks)

    await ben.person.says(words)
    await ben.person.sees("")
    await asking.answers_one(ben, m)
    await newer(ben.person, m)

    await goes_on(asking, file)


async def test_no_limit_of_a_day_stops_anybody_in_a_workshop(api, environment, file):
    environment(TANGO_DAILY_LIMIT="3")
    async with running():
        workshop = await crowd(api, FEW)
        await workshop.begins()
        await workshop.gather()
        await workshop.steers("Open the questions")
        for one in workshop.members:
            await one.sees(workshop.asks)

        await goes_on(workshop, file)


async def test_who_is_in_a_group_that_may_use_us_may_take_part(api, environment, file):
    ana, eve = [await api.person(name, language="en") for name in ("Ana", "Eve")]
    members = [Member(await api.person(f"users {at}", language="en"), "users") for at in range(5)]
    group = await api.group("Team", [ana, *(one.person for one in members)], kind="supergroup", admins=[ana])
    environment(TANGO_ALLOW=f"telegram:{group.id}")
    async with running():
        await api.add_bot(group, ana, admin=True)
        workshop = Crowd(api, group, ana, members)
        await workshop.begins()
        await workshop.gather()
        await workshop.steers("Open the questions")
        await goes_on(workshop, file)
        for one in workshop.members:
            await one.person.says("/help")
        await quiet(api, file)
        await workshop.leader.says("/start")
        await quiet(api, file)
        assert rows(file, "SELECT count(*) FROM session") == [(1,)]
        await eve.says("/start")
        await eve.sees("only people whom its operator has listed")


# Time


async def test_more_time_does_not_send_people_into_fours_again(asking, monkeypatch, file):
    monkeypatch.setattr(steering, "IN_PAIRS", 1)
    await asking.answer_all()
    await asking.steers("Close and show")
    await asking.steers("Talk about the first")
    await asking.in_group("Now two pairs together")
    monkeypatch.setattr(steering, "IN_PAIRS", 1 - 2 * 60 + 2)

    await asking.steers("Two minutes more")
    await asyncio.sleep(2.5)

    boards = workshop_figures.Log(await asking.api.calls()).boards(asking.group.id)
    assert sum("Now two pairs together" in words for words in boards) == 1


async def test_after_a_second_round_nobody_is_sent_into_fours(asking, monkeypatch, file):
    await asking.answer_all()
    await asking.steers("Close and show")
    await asking.steers("Talk about the first")
    await asking.steers("Second round")
    await quiet(asking.api, file)
    monkeypatch.setattr(steering, "IN_PAIRS", 1)

    await asking.steers("Close and compare")
    await asyncio.sleep(1.5)

    boards = workshop_figures.Log(await asking.api.calls()).boards(asking.group.id)
    assert sum("Now two pairs together" in words for words in boards) == 0


async def test_what_could_not_be_said_to_somebody_goes_with_the_end(api, asking, file):
    ben = asking.members[0]
    await api.fault("sendMessage", "429", chat=ben.person, retry_after=2)
    await asking.answers_one(ben, await ben.sees(asking.asks), option=0)
    await ben.person.blocks()
    await quiet(api, file)
    before = rows(file, "SELECT count(*) FROM outbox WHERE state = 2")
    secrets = workshop_kept.Book(file).secrets()

    await asking.steers("End and destroy")
    await asking.leader.presses("Yes, end it", m=await asking.button(asking.leader, "Yes, end it"))
    await asking.in_group("The workshop has ended")
    await quiet(api, file)

    assert before != [(0,)]
    assert rows(file, "SELECT count(*) FROM outbox") == [(0,)]
    assert workshop_kept.left(file, secrets) == []
