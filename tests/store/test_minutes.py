"""A workshop comes back as it was kept; what cannot be read is told kindly, and nothing else is ever raised."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import EVERY, FREE, NAMES, RULES, Room, play, small
from random_dialogues import some_knowledge

from bot.model.errors import StoreError
from bot.service import ports
from bot.store import minutes
from bot.workshop import events as e
from bot.workshop.joint import Joint, joint
from bot.workshop.people import Role, VoterId
from bot.workshop.showing import Dots, Most, NearlyAll, Part, Unsaid
from bot.workshop.state import NOTHING_CLOSED, Again, Closing, Stage, Workshop

KNOWLEDGE = some_knowledge(3, small())
PEOPLE = ("ana", "ben", "cyd", "dov", "eva", "fay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a service may keep beside a workshop."""

    workshop: Workshop
    joint: Joint | None = None
    name: str = ""
    cards: tuple[Part, ...] = ()
    rooms: Mapping[VoterId, int] = field(default_factory=dict)


def again(value, kind=None):
    return minutes.decode(minutes.encode(value), kind or type(value))


class Kept(Room):
    """A room whose workshop is kept and read again after every event."""

    def act(self, *given, **named):
        told = super().act(*given, **named)
        before, self.workshop = self.workshop, again(self.workshop)
        assert self.workshop == before
        assert minutes.encode(self.workshop) == minutes.encode(before)
        return told


@pytest.mark.parametrize("least", [3, 5])
@given(seed=st.integers(0, 2**32))
def test_a_workshop_that_is_kept_after_every_event_goes_on_as_if_it_had_not_been(least, seed):
    with mock.patch("playing.Room", Kept):
        truth = play(seed, least)

    straight = play(seed, least)
    assert truth.room.workshop == straight.room.workshop
    assert truth.room.replies == straight.room.replies


BARE = (
    e.Join,
    e.Leave,
    e.AskTime,
    e.Open,
    e.Close,
    e.Next,
    e.Skip,
    e.MoreTime,
    e.Pause,
    e.Resume,
    e.Undo,
    e.End,
)
ACTS = st.one_of(
    st.sampled_from(BARE).map(lambda act: act()),
    st.builds(e.ChooseRole, st.sampled_from(Role)),
    st.sampled_from(
        [e.Vote(NAMES[place], mask) for place, every in EVERY.items() for mask in range(every + 1)]
    ),
    st.builds(e.Hands, st.just("q3"), st.sampled_from(Role), st.just((2, 0, 1, 3))),
    st.builds(e.Park, st.text(max_size=9)),
    st.builds(e.Decide, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9)),
    st.builds(e.HandOver, st.sampled_from((None, *PEOPLE))),
)


@given(st.lists(st.tuples(ACTS, st.sampled_from(PEOPLE)), max_size=60))
def test_whatever_happens_in_whatever_order_the_workshop_comes_back_equal(happening):
    room = Kept(least=3)

    for act, actor in happening:
        room.act(act, actor)


def closed_room():
    room = Room(least=3)
    room.act(e.Open())
    for at, sheet in enumerate([(2, 1, 1), (2, 2, 4), (2, 2, 1), (3, 1, 4), (3, 1, 2), (3, 2, 2)]):
        room.person(f"p{at}", Role.USERS, dict(zip((1, 2, FREE), sheet, strict=True)))
    room.act(e.Close())
    return room


def test_what_a_service_keeps_beside_the_workshop_comes_back_with_it():
    workshop = closed_room().workshop
    meeting = Meeting(
        workshop=workshop,
        joint=joint(RULES, KNOWLEDGE, workshop, quick=True),
        name='Räume "für" alle | \n \ud800',
        cards=workshop.closing.seen[0].parts,
        rooms={"p1": 3},
    )

    assert meeting.joint.verdict.facts is not None
    assert again(meeting) == meeting
    assert again(Meeting(workshop=workshop)) == Meeting(workshop=workshop)


@pytest.mark.parametrize(
    "picture",
    [Dots(counts=((1, 3), (2, 2))), NearlyAll(answer=2, of=7), Most(answer=2, of=7), Unsaid(of=7)],
)
def test_pictures_with_fields_in_common_are_told_apart(picture):
    part = Part(block=(Role.USERS, Role.PARTNERS), picture=picture)

    found = again(part)

    assert (found, type(found.picture)) == (part, type(picture))


def test_keys_sets_and_names_come_back_in_their_own_kinds():
    workshop = closed_room().workshop

    found = again(workshop)

    assert {type(place) for place in found.closing.groups} == {int}
    assert {type(place) for cast in found.closing.casts.values() for place in cast} == {int}
    assert isinstance(found.facilitators, frozenset)
    assert found.course.stage is Stage.CLOSED
    assert found.people["p1"].role is Role.USERS
    assert isinstance(found.closing, Closing)
    assert (found.before, found.course.until) == (workshop.before, workshop.course.until)


def test_equal_sets_give_equal_bytes():
    names = [f"voter {at}" for at in range(50)]
    one, two = (
        Workshop(places=(1,), width=4, least=3, facilitators=frozenset(given))
        for given in (names, reversed(names))
    )

    assert minutes.encode(one) == minutes.encode(two)


def test_the_bytes_begin_with_the_number_of_their_form():
    assert minutes.encode(Unsaid(of=3)) == b'1|{"of":3}'


def test_a_field_that_is_newer_than_the_bytes_has_its_default():
    bare = b'1|{"places":[1],"width":4,"least":3,"facilitators":["ana"]}'

    found = minutes.decode(bare, Workshop)

    assert found == Workshop(places=(1,), width=4, least=3, facilitators=frozenset({"ana"}))
    assert (found.closing, found.again) == (NOTHING_CLOSED, {})


@pytest.mark.parametrize("number", [b"2", b"17"])
def test_a_later_form_is_refused_with_what_to_do(number):
    with pytest.raises(StoreError) as caught:
        minutes.decode(number + b"|[whatever comes then", Workshop)

    assert str(caught.value) == (
        "This workshop was kept by a newer Tango, and is left as it is. Install the newer Tango to go on with it."
    )


WHOLE = minutes.encode(closed_room().workshop)
DAMAGED = {
    "nothing": b"",
    "no words": b"1|",
    "no number": WHOLE[2:],
    "cut off": WHOLE[:-40],
    "no object": b"1|[]",
    "null": b"1|null",
    "a number": b"1|3",
    "too deep": b"1|" + b"[" * 60_000,
    "no text": b"1|\xff\xfe",
    "another field": WHOLE.replace(b'"places"', b'"placed"'),
    "another picture": WHOLE.replace(b'"kind":"', b'"kind":"some_'),
    "no picture": WHOLE.replace(b',"kind":"', b',"king":"'),
    "another stage": WHOLE.replace(b'"stage":"closed"', b'"stage":"shut"'),
    "more than a number": WHOLE.replace(b'"least":3', b'"least":1e999'),
    "words for a number": WHOLE.replace(b'"least":3', b'"least":"three"'),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_told_with_what_to_do(data):
    with pytest.raises(StoreError) as caught:
        minutes.decode(data, Workshop)

    assert str(caught.value) == (
        "What was kept of this workshop cannot be read: it is damaged, and is left as it is."
        " Begin another workshop, or bring back a backup: tango data restore FILE"
    )


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_damage_anywhere_is_read_or_refused(at, into, more):
    damaged = WHOLE[:at] + into + WHOLE[at + more :]

    try:
        found = minutes.decode(damaged, Workshop)
    except StoreError:
        return
    assert isinstance(found, Workshop)


def test_whoever_holds_no_workshop_does_not_wait_for_the_library():
    asked = "import sys, bot.cli, bot.store.store; sys.exit(bool({'cattrs', 'attrs'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_the_module_is_what_the_service_asks_for():
    port: ports.Minutes = minutes

    assert again(Again(seen=closed_room().workshop.closing.seen[0], shifts=())).shifts == ()
    assert port.decode(port.encode(Unsaid(of=3)), Unsaid) == Unsaid(of=3)
