"""What seldom happens in a workshop: timers and presses of what is gone, and words where nothing is heard."""

from roomful import LEADER, PEOPLE

from bot.model.meet import Deed, Meet
from bot.model.post import Timer
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
