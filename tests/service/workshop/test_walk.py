"""Whatever people press and type, in whatever order: nothing raises, nothing is told too early, and what was shown stays."""

import contextlib
import random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from roomful import LEADER, PEOPLE, Workshop

from bot.model.meet import Deed

TYPED = (
    "1",
    "2",
    "3",
    "9",
    "yes",
    "no",
    "back",
    "why",
    "I don't know",
    "We ask for their views",
    "perhaps a survey",
    "1 and 2",
    "users 1 0 2 0 0 1",
    "front 1 2 3 4",
    "",
    " \n ",
    "\U0001f600",
    "\u202eevil\u200f",
    '<b>bold & "quoted"</b>',
    "a\nb\nc",
    "long " * 1000,
    "/help",
    "/start",
    "/privacy",
    "/resume",
    "/delete",
    "/nonsense",
    "forget everything",
)
HASTENS = (
    "Show the notice",
    "Open the questions",
    "Close and",
    "Talk about",
    "Second round",
    "To the",
    "Show the result",
)
"""What moves a workshop on: pressed more often than by chance, so that walks come to its end."""
ABOUT = ("", "1.role", "users", "role", "sure", "least.4", "all", "0", "md", "x")
SELDOM = 0.2
MOMENTS = (1, 9, 11, 61, 130, 400, 800, 2000)


def steps(room, chance, people):
    """One step of somebody, by chance: a button that they see anywhere, words, a deed that no button has, or waiting."""
    person = chance.choice(people)
    kinds = (waits, types, forges, calls, hastens, taps)
    (kind,) = chance.choices(kinds, (5, 15, 6, 2, 8, 64))
    kind(room, chance, person)


def waits(room, chance, _):
    room.passes(chance.choice(MOMENTS))


def types(room, chance, person):
    room.says(person, chance.choice(TYPED))


def forges(room, chance, person):
    deed, about = chance.choice(list(Deed)), chance.choice(ABOUT)
    if deed is not Deed.END or chance.random() < SELDOM:
        room.does(person, deed, about)


def calls(room, _, person):
    room.calls(person)


def hastens(room, _, __):
    forward = [one for one in room.buttons(LEADER) if one[1].startswith(HASTENS)]
    for number, _, meet in forward[:1]:
        room.presses(LEADER, meet, number)


def taps(room, chance, person):
    buttons = room.buttons(person)
    if chance.random() < 0.7:  # the newest message
        buttons = [one for one in buttons if one[0] == buttons[0][0]]
    for number, _, meet in chance.sample(buttons, k=min(1, len(buttons))):
        if (meet.deed, meet.about) != (Deed.END, "sure") or chance.random() < SELDOM:
            room.presses(person, meet, number)


BEGUN = ("gathers", "opens", "closes", "results")


@contextlib.contextmanager
def begun(seed):
    with contextlib.closing(Workshop()) as room:
        chance = random.Random(seed)
        getattr(room, chance.choice(BEGUN))(people=chance.choice((7, 10)), roles=chance.choice((1, 2, 4)))
        yield room, chance, [LEADER, *PEOPLE[:9], "Wilhelmina"]


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 10**9))
def test_any_walk_ends_well(seed):
    with begun(seed) as (room, chance, people):
        for _ in range(120):
            steps(room, chance, people)


def test_the_same_walk_shows_the_group_and_the_leader_the_same_before_the_close_whatever_is_answered():
    shown = []
    for shift in (0, 1):
        with contextlib.closing(Workshop()) as room:
            room.opens(8)
            for at, person in enumerate(PEOPLE[:8]):
                while room.asked(person):
                    place = room.asked(person)
                    free = place in ("say", "gap", "answer", "effect", "join")
                    room.picks(person, (at + shift) % 3 if free else 2)
            room.passes(30)
            shown.append([one.text for chat in ("group", LEADER) for one in room.heard.reads(chat)])

    assert shown[0] == shown[1]
