"""Forty people in one group, with Telegram's limits: each press is answered, nothing is lost, and the group is not flooded."""

import asyncio
import html
import json
import time

import pytest
import workshop_figures
from bots import running
from crowd import WITHIN, crowd
from talks import TOKEN

from bot.assemble.telegram import LIMITS
from bot.service.toasts import MOST
from tests.botapi.standin import StandIn

pytestmark = pytest.mark.thorough

ROLES = {"users": 17, "front_line": 14, "planners": 6, "partners": 3}
PER_MINUTE, PER_SECOND = 20, 30
LATE = 2.0
"""Seconds that a call may wait for its turn on a busy machine; the next one need not."""
APART = 10.0
"""Seconds between two edits that count."""
SOON = 5.0
"""Seconds in which a press is answered on a busy machine; on a quiet one it is far less than one."""
COUNTED = ("has joined.", "have joined.", "questions are open")
"""The words of the edits that tell how many there are."""
NOT_ASKED = "so it is not asked again"
POINT = "users see the plan before it is signed"


@pytest.fixture
async def api():
    """Telegram with its limits."""
    async with StandIn.start(token=TOKEN) as standin:
        yield standin


@pytest.fixture
async def bot(environment):
    async with running(LIMITS) as platform:
        yield platform


@pytest.fixture
def tell(capsys, tmp_path):
    """Prints figures, and keeps them in a file."""

    def tell(**figures):
        written = json.dumps(figures, indent=2)
        (tmp_path / "workshop.json").write_text(written)
        with capsys.disabled():
            print(f"\n{written}")

    return tell


async def one_more_vote(workshop):
    """The second round on the question talked about: all who are asked keep their answer or take another one."""
    asked = "Second round"
    await asyncio.gather(*(votes_again(workshop, one, asked) for one in workshop.members))


async def votes_again(workshop, member, asked):
    m = await member.sees(lambda m: (asked in m.text and workshop.asks(m)) or NOT_ASKED in m.text)
    if NOT_ASKED in m.text:
        return
    await asyncio.sleep(workshop.chance.uniform(0, 2))
    await workshop.answers_one(member, m, again=True)
    await member.sees(lambda new: "You can change it until" in new.text and new.id > m.id)


async def types(workshop, *lines):
    """What whoever leads types, one line after the other, each once it is asked for."""
    for asked, line in lines:
        await workshop.api.wait_for(workshop.leader.id, lambda m, asked=asked: asked in m.text, WITHIN)
        await workshop.leader.says(line)


async def the_rest(workshop):
    """From the talk after the second round to the end."""
    await workshop.steers("Note what is true for all")
    await types(workshop, ("Type what is true", POINT))
    await workshop.in_group(POINT)
    while not await on_panel(workshop, "To the actions"):
        await workshop.steers("Next question")
    await workshop.steers("To the actions")
    await workshop.steers("Add an action")
    await types(
        workshop, ("Type what will be done", "Show the draft plan"), ("Who does it?", "planning team")
    )
    await types(workshop, ("By when?", "30 June"))
    await workshop.in_group("Show the draft plan (planning team, 30 June)")
    await workshop.steers("Show the result")
    await workshop.steers("Report as Markdown")
    await workshop.steers("End and destroy the key")
    await workshop.leader.presses("Yes, end it", m=await workshop.button(workshop.leader, "Yes, end it"))
    await workshop.in_group("The workshop has ended")


async def on_panel(workshop, label):
    """Whether the newest panel of whoever leads has such a button."""
    chat = [m for m in await workshop.leader.chat() if m.buttons]
    return any(label in name for name in chat[-1].labels)


async def test_forty_people_hold_a_workshop_within_telegrams_limits(api, bot, tell):
    workshop = await crowd(api, ROLES)
    times = {"begun": time.time()}
    await workshop.begins()
    await workshop.gather(pause=3)
    await workshop.in_group("40 people have joined")
    times["open"] = time.time()
    await workshop.steers("Open the questions")
    await workshop.answer_all(pause=2.5)
    await workshop.in_group("Finished: 40 of 40")
    times["close"] = time.time()
    await workshop.steers("Close and show")
    await workshop.in_group("differently")
    await workshop.steers("Talk about the first")
    times["second"] = time.time()
    await workshop.steers("Second round")
    await one_more_vote(workshop)
    times["close_second"] = time.time()
    await workshop.steers("Close and compare")
    await workshop.in_group("After talking")
    await the_rest(workshop)
    times["end"] = time.time()

    log, worst = workshop_figures.Log(await api.calls()), await api.worst()
    pressed = [press for one in workshop.members for press in one.pressed]
    asks = lambda text: any(one.text in plain(text) for one in workshop.questions) or "answered all" in text  # noqa: E731
    firsts = [
        next(c["time"] for c in log.to(one.person.id, "sendMessage") if asks(c["params"]["text"]))
        for one in workshop.members
    ]
    group = workshop.group.id
    counters = [workshop_figures.said(one) for one in log.to(group, "editMessageText")]
    tell(
        seconds={name: round(at - times["begun"]) for name, at in times.items()},
        presses=len(pressed),
        answered_within=workshop_figures.shares([press.toast.seconds for press in pressed]),
        to_the_group=len(log.to(group)),
        busiest_minute=log.busiest(group),
        counters_apart=log.closest(group, *COUNTED),
        to_all=sum(len(log.to(one.person.id)) for one in workshop.members),
        press_to_next_question=workshop_figures.shares(workshop_figures.waits(log, workshop.members, asks)),
        open_to_first_questions=workshop_figures.shares([at - times["open"] for at in firsts]),
        close_to_reveal=round(log.first(group, "differently", times["close"]) - times["close"], 2),
        close_to_shift=round(
            log.first(group, "After talking", times["close_second"]) - times["close_second"], 2
        ),
        worst={
            name: worst[name] for name in ("all", "private", "group", "refused", "answered_twice", "too_old")
        },
    )

    assert all(press.toast.seconds < SOON for press in pressed)
    assert set(log.answers().values()) == {1}
    assert worst["answered_twice"] == worst["too_old"] == worst["refused"] == 0
    assert {press.told: press.toast.text for press in pressed if not own(press)} == {}
    assert log.busiest(group) <= PER_MINUTE
    assert worst["group"] <= PER_MINUTE
    assert worst["all"] <= PER_SECOND
    assert (log.closest(group, *COUNTED) or APART) >= APART - LATE
    assert any("Finished: 40 of 40" in words and "closed" in words for words in counters)
    assert log.twice(group) == []


def plain(text):
    """Words as people read them."""
    return html.unescape(text)


def own(press):
    """Whether a press was answered with what its person has answered, if it was one at all."""
    return len(press.toast.text) <= MOST and (not press.told or press.told[:150] in press.toast.text)
