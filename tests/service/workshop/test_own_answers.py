"""Whoever asks for their data in mid-workshop gets their role and their answers, too."""

import json

from roomful import LEADER, PEOPLE

from bot.model.keeping import Seat
from bot.model.meet import Deed
from bot.service.workshop.owning import own_answers

ADA = PEOPLE[0]


def workshops_of(room, person):
    """What the copy of all that is kept about somebody says of workshops."""
    room.says(person, "/mydata")
    name, text = next(one.file for one in reversed(room.heard.chats[person]) if one.file[0])
    assert name == "tango-data.json"
    return json.loads(text)["workshops"]


def test_a_copy_of_ones_data_has_ones_answers_in_a_workshop(room):
    room.opens()
    dialogue = room.parts.rules.dialogue
    every = dialogue.questions[dialogue.index["say"]].every
    for about in ("1.role", f"{every:x}.say", "3.gap"):
        room.does(ADA, Deed.VOTE, about)

    (told,) = workshops_of(room, ADA)

    assert (told["service"], told["role"]) == ("home visits", "users")
    role, gap = (dialogue.questions[dialogue.index[name]].options for name in ("role", "gap"))
    assert told["answers"] == {
        "role": role[0].id,
        "say": "dont_know",
        "gap": [gap[0].id, gap[1].id],
    }


def test_it_says_only_that_somebody_sits_there_who_has_not_joined(room):
    room.opens()

    (told,) = workshops_of(room, LEADER)

    assert told.keys() == {"workshop", "service"}


def test_somebody_without_a_role_has_none_in_it(room):
    room.gathers(1)
    room.taps(PEOPLE[5], "I join")

    (told,) = workshops_of(room, PEOPLE[5])

    assert (told["role"], told["answers"]) == (None, {})


def test_nothing_is_left_of_a_workshop_that_has_ended(room):
    room.ends()

    assert workshops_of(room, ADA) == []


def test_a_seat_whose_workshop_is_gone_tells_nothing():
    class Lost:
        meetings = property(lambda self: self)

        def mine(self):
            return [Seat(id="s", workshop="w", person="p", conversation="c")]

        def named(self, _):
            return None

    assert own_answers(None, Lost()) == []
