"""Workshops in memory, by the very parts of a bot: what its people see of each step."""

import pytest

from bot.assemble.parts import Parts, drive
from bot.assemble.rehearsal import rehearsal
from bot.channels import rehearsal as rehearsing
from bot.channels.rehearsal import Did, Saw
from bot.model.page import Page
from bot.model.sending import Kind


class Room:
    """A rehearsal whose deeds are done at once."""

    def __init__(self, place):
        self.place = place

    def does(self, *deeds):
        """Pairs of a person and what they press; what begins with `>` is typed."""
        for person, what in deeds:
            typed = what.startswith(">")
            drive(self.place.says(person, what[1:]) if typed else self.place.presses(person, what))

    def passes(self, seconds):
        drive(self.place.passes(seconds))

    def last(self, chat):
        return self.place.reads(chat)[-1].text

    def looks(self, person):
        return drive(self.place.looks(person))


@pytest.fixture(scope="session")
def parts():
    return Parts(chat=True)


@pytest.fixture
def room(parts):
    with rehearsal(parts, 1) as place:
        room = Room(place)
        drive(place.calls("ana"))
        room.does(("ana", "Lead this"), ("ana", ">home visits"), ("ana", "Show the notice"))
        yield room


@pytest.fixture
def opened(room):
    """The questions are open, and Ben answers them."""
    room.does(("ben", "I join"), ("ben", "1 "), ("ana", "Open the questions"))
    return room


def test_whoever_only_watches_is_told_so(room):
    room.does(("ben", "Only watch"))

    assert room.last("ben").startswith("You watch.")


def test_whoever_watches_is_not_told_again_when_the_questions_open(room):
    room.does(("ben", "Only watch"))
    told = room.place.reads("ben")
    room.does(("ana", "Open the questions"))

    assert room.place.reads("ben") == told


def test_whoever_comes_late_is_not_told_to_change_answers_until_the_close(opened):
    opened.does(("ana", "Close and show"), ("cleo", "I join"), ("cleo", "2 "))

    assert opened.looks("cleo").text.startswith("# Question 1 of 8\n")
    assert "until the leader closes" not in opened.looks("cleo").text


def test_a_second_round_asks_one_question_from_which_nothing_leads_back(room):
    people = [f"p{at}" for at in range(6)]
    for at, person in enumerate(people):
        room.does((person, "I join"), (person, f"{1 + at % 2} "))
    room.does(("ana", "Open the questions"))
    for at, person in enumerate(people):
        room.does(*[(person, f"{1 + at // 2} ")] * 8)
    room.does(("ana", "Close and show"), ("ana", "Talk about the first"), ("ana", "Second round"))

    shown = room.looks("p5")
    assert shown.text.startswith("# Second round\n")
    assert "Keep it" in shown.labels
    assert "Back" not in shown.labels


def test_questions_are_numbered_in_the_order_in_which_they_are_asked(opened):
    for number in range(1, 9):
        assert opened.looks("ben").text.startswith(f"# Question {number} of 8\n")
        opened.does(("ben", "3 "))

    assert opened.last("ben").startswith("# You have answered all of it")


def test_two_answers_can_be_named_and_kept_open(opened):
    opened.does(("ben", ">1 or 2"))

    assert opened.last("ben").startswith("You named more than one.")
    opened.does(("ben", "Keep it open"))
    assert opened.looks("ben").text.startswith("# Question 2 of 8\n")


def test_what_is_to_be_typed_stays_while_others_finish(opened):
    opened.does(("ana", "Count hands"), ("ana", "1"))
    asked = opened.last("ana")
    opened.does(*[("ben", "3 ")] * 8)
    opened.passes(11)

    assert opened.last("ana") == asked
    assert any("Finished: 1 of 1." in one.text for one in opened.place.reads("ana"))


def test_whoever_goes_back_to_the_panel_need_not_type_any_more(opened):
    opened.does(("ana", "Count hands"), ("ana", "1"), ("ana", "Back to the workshop"))
    group = opened.place.reads(opened.place.group)
    opened.does(("ana", ">users 0 1 0 0"))

    assert opened.place.reads(opened.place.group) == group


def test_going_back_does_not_end_what_somebody_is_asked_who_takes_part_and_leads(opened):
    opened.does(("ana", "I join"), ("ana", "2 "), ("ana", "Count hands"))
    opened.does(("ana", "Back to the workshop"), ("ana", ">3"))

    assert opened.looks("ana").text.startswith("# Question 2 of 8\n")


def test_a_link_that_was_made_for_somebody_else_is_refused(room):
    drive(room.place.follows("ben", "ana"))

    assert "made for somebody else" in room.last("ben")


def test_what_nobody_can_press_is_told(room):
    with pytest.raises(LookupError, match="ben sees no button 'Pay'"):
        room.does(("ben", "Pay"))


def test_nobody_who_was_told_nothing_can_press_anything(room):
    assert room.looks("ben") is None


def test_what_cannot_be_answered_stops_the_rehearsal(room, monkeypatch):
    monkeypatch.setattr(room.place, "_answers", lambda work: 1 / 0)

    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        room.does(("ben", "I join"))


def test_all_is_written_down_with_its_time(room):
    room.passes(61)
    room.does(("ben", "I join"))
    did, saw = room.place.log[-2:]

    assert (type(did), did.person, did.pressed, did.at // 1000) == (Did, "ben", "I join", 61)
    assert (type(saw), saw.chat, saw.before) == (Saw, "ben", None)


def test_a_change_takes_the_place_of_what_stood_there(room):
    room.does(("ben", "I join"), ("ben", "1 "))
    room.passes(10)
    saw = room.place.log[-2]  # the leader is told last

    assert saw.chat == room.place.group
    assert "Nobody has joined yet." in saw.before.text
    assert "1 person has joined." in saw.message.text
    assert saw.message in room.place.reads(room.place.group)


def test_a_change_of_what_was_never_shown_shows_nothing(room):
    before, told = list(room.place.log), room.place.reads("ana")
    body = rehearsing._packed(Page("Too late", asks="nowhere"))

    room.place._show("ana", body, (Kind.EDIT, ""))

    assert (room.place.log, room.place.reads("ana")) == (before, told)


def test_the_link_for_the_room_leads_nowhere(room):
    room.does(("ana", "Link for the room"))

    assert "Join here: https://example.org/" in room.last("ana")
