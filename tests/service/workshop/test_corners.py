"""What seldom happens in a workshop: timers and presses of what is gone, and words where nothing is heard."""

import json
from dataclasses import replace

from roomful import LEADER, PEOPLE

from bot.model.meet import Deed, Meet
from bot.model.post import Incoming, Timer
from bot.model.sending import Address
from bot.service.chat import OFTEN
from bot.service.reading import Called
from bot.service.workshop.gatherings import Gatherings
from bot.store import timers, workshops
from bot.workshop.events import Line

ADA = PEOPLE[0]


def rings(room, name, body=b"", chat="group"):
    """A timer rings in a chat; gives what is said there."""
    timer = Timer(name, room.heard.now + 10, body)
    _run(room, timers.arm, chat, timer)
    room.passes(1)
    return room.new(chat)


def _run(room, operation, *given):
    try:
        room.store._run(operation, *given).send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("a store in memory waits for nothing")


def test_a_timer_that_means_nothing_here_says_nothing(room):
    room.opens()
    before = room.reads()

    rings(room, "some timer of another day")

    assert room.reads() == before


def test_timers_of_a_workshop_that_is_gone_say_nothing(room):
    room.opens()
    before = room.reads()

    rings(room, "follow.00000000.0", b"00000000\n0\nShow the plan")
    rings(room, "said.00000000")
    rings(room, "follow.00000000.0", b"00000000\n0\nShow the plan", chat=ADA)

    assert room.reads() == before


def test_the_time_that_is_up_is_not_told_while_the_workshop_pauses(room):
    room.opens()
    room.taps(LEADER, "Pause")
    before = room.reads()

    rings(room, "up")

    assert room.reads() == before


def test_a_status_of_a_workshop_that_is_gone_changes_nothing(room):
    room.opens()
    before = room.rows("SELECT state FROM workshop")

    room.presses(ADA, Meet("00000000", Deed.STATUS, "0.done"))
    room.does(ADA, Deed.STATUS, "0.well")

    assert room.rows("SELECT state FROM workshop") == before


def test_in_private_it_is_said_that_a_workshop_needs_a_group(room):
    assert "A workshop is held in a group." in room.says(ADA, "/workshop")


class CalledOften:
    """An item of somebody who has said much today, in a group that holds one workshop."""

    def __init__(self, room):
        self.room = room
        self.meetings = self
        self.item = type("Item", (), {"received": room.heard.now, "person": ADA, "conversation": "group"})()
        self.files = lambda _: None

    def held(self):
        return _run(self.room, workshops.held, "group")

    def seats(self, name):
        return _run(self.room, workshops.seats, name)


def test_who_has_said_much_today_is_not_told_again_what_leads_to_nothing(room):
    room.opens()
    gatherings = room.heard._answers._gatherings
    assert isinstance(gatherings, Gatherings)

    assert gatherings.called(CalledOften(room), Called("en", "workshop")).send
    assert not gatherings.called(CalledOften(room), Called("en", "workshop"), often=True).send
    assert OFTEN


def test_whoever_led_and_types_what_was_asked_of_them_is_told_that_others_lead(room):
    room.gathers(2)
    room.taps(LEADER, "Hand over")
    room.taps(ADA, "Lead this workshop")
    room.does(LEADER, Deed.POINT)
    (kept,) = _run(room, workshops.held, "group")
    seat = next(one for one in _run(room, workshops.seats, kept.id) if one.person == LEADER)
    room.does(LEADER, Deed.HAND_OVER, "-")
    _run(room, workshops.reseat, type(seat)(**{**_fields(seat), "asked": "point"}))

    told = room.says(LEADER, "what is true for all")

    assert room.parts.library.messages()[f"workshop_told_{Line.FACILITATORS_ONLY}"] in told


def _fields(seat):
    return {name: getattr(seat, name) for name in seat.__slots__}


def state_of(room):
    ((state,),) = room.rows("SELECT state FROM workshop")
    return bytes(state)


def test_after_the_end_no_name_of_a_press_is_left_that_tells_an_answer(room):
    room.opens(6)
    for person in PEOPLE[:6]:
        room.answers(person)
    assert b"rehearsal/" in state_of(room)

    room.does(LEADER, Deed.END, "sure")

    assert room.meeting().workshop.recent == ()
    assert b"rehearsal/" not in state_of(room)


def test_erasing_everything_twice_before_the_workshop_hears_of_it_erases_the_answers_all_the_same(room):
    room.opens(6)
    room.answers(ADA)
    told = {"text": "/forget everything"}
    address = Address(ADA)
    items = [
        Incoming(
            "rehearsal",
            90_000 + at,
            ADA,
            ADA,
            json.dumps(told).encode(),
            room.heard.now + at,
            address=address,
        )
        for at in range(3)
    ]
    _wait(room.store.receive(items))
    _wait(room.heard._settled())

    assert room.rows("SELECT count(*) FROM seat WHERE person = ?", ADA) == [(0,)]
    assert not any(any(one.sheet) for one in room.meeting().workshop.people.values())


def _wait(waiting):
    try:
        waiting.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("a store in memory waits for nothing")


def test_what_was_meant_for_a_workshop_before_is_not_done_to_the_next(room):
    room.ends(people=6)
    (before,) = [name for (name,) in room.rows("SELECT id FROM workshop")]
    room.gathers(2)
    (going,) = [name for (name,) in room.rows("SELECT id FROM workshop WHERE ended = 0")]
    gatherings, work = room.heard._answers._gatherings, CalledOften(room)
    told = {"workshop": before, "deed": "join", "about": "", "message": "1", "sealed": before}
    item = Incoming("rehearsal", 1, "group", ADA, f"{ADA}\n\n{json.dumps(told)}".encode(), room.heard.now)
    work.item = item

    done = gatherings.passed(work)

    assert done.gather is None
    assert [one.to for one in done.send] == [ADA]
    assert going != before


def test_the_count_of_a_workshop_that_has_ended_shows_no_notice_of_the_next(room):
    room.gathers(1)
    room.does(LEADER, Deed.END, "sure")
    room.calls()
    before = room.reads()

    rings(room, "tally")

    assert room.reads() == before


def test_how_it_is_held_cannot_be_changed_once_somebody_has_joined(room):
    room.calls()
    room.taps(LEADER, "Lead this workshop")
    room.says(LEADER, "home visits")
    (name,) = [name for (name,) in room.rows("SELECT id FROM workshop")]
    room.presses(ADA, Meet(name, Deed.ROOM))

    room.does(LEADER, Deed.SETTING, "least.4")

    assert room.meeting().workshop.least == 5


def test_a_sentence_that_is_too_long_for_the_group_is_asked_for_again(room):
    room.talks()
    room.taps(LEADER, "Keep a point for later")

    assert "300 characters at most" in room.says(LEADER, "x" * 301)
    assert room.meeting().workshop.course.parked == ()
    room.says(LEADER, "who pays?")
    assert room.meeting().workshop.course.parked == ("who pays?",)


def test_a_workshop_that_cannot_be_read_is_told_so_and_tells_no_answers(room):
    room.opens(6)
    gatherings, work = room.heard._answers._gatherings, CalledOften(room)
    (kept,) = work.held()
    seat = next(one for one in work.seats(kept.id) if one.person == ADA)
    broken = replace(kept, state=b"1|{broken")
    work.held, work.mine, work.named = lambda: [broken], lambda: [seat], lambda _: broken

    (told,) = gatherings.called(work, Called("en", "workshop")).send

    assert b"cannot open" in told.body
    assert gatherings.own(work) == [{"workshop": kept.id, "readable": False}]


def test_an_ended_workshop_that_cannot_be_read_is_compared_with_nothing(room):
    room.ends(people=6)
    _run(room, lambda tx: tx.run("UPDATE workshop SET state = ?", b"1|{broken"))

    room.gathers(1)

    assert room.meeting(_going(room)).earlier is None


def _going(room):
    ((name,),) = room.rows("SELECT id FROM workshop WHERE ended = 0")
    return name


def test_whoever_led_and_has_erased_everything_leads_no_longer(room):
    room.gathers(2)

    room.says(LEADER, "/forget everything")

    assert room.meeting().workshop.facilitators == frozenset()
