"""What a workshop's pages come to where there is little to tell."""

from dataclasses import replace

import pytest
from roomful import LEADER, PEOPLE, Workshop

from bot.model.meet import Deed, Meet
from bot.model.page import Offer, Page
from bot.model.talk import Ask, Topic
from bot.render.workshop.pictures import Pictures
from bot.workshop.events import Decide
from bot.workshop.meeting import Earlier, GroupBoard


@pytest.fixture
def room():
    room = Workshop()
    yield room
    room.close()


def hall(room, **changed):
    return room.parts.editions.current().voice.hall(replace(room.meeting(), **changed), "0a1b2c3d")


def test_where_nothing_was_shown_before_there_is_no_then_and_now(room):
    room.results()
    nothing = Earlier(
        day="2026-01-01", seen=tuple(replace(one, parts=()) for one in room.meeting().workshop.closing.seen)
    )

    for earlier in (nothing, None):
        shown = hall(room, earlier=earlier).group(GroupBoard.THEN)
        assert (shown.pages[0].text, shown.picture) == ("", "")


def test_a_second_workshop_says_then_and_now_only_of_what_was_shown_both_times(room):
    room.ends(people=2)
    room.results()

    assert "Then and now" not in room.reads()


def test_a_round_of_which_nothing_was_shown_is_not_drawn(room):
    room.talks()
    group = hall(room)._group
    seen = replace(room.meeting().workshop.closing.seen[0], parts=())

    assert Pictures(group.words, group.findings).shift("a", "b", [(seen, "then")]) is None


def test_a_button_that_means_nothing_in_a_workshop_is_left_out(room):
    room.opens()
    page = Page("# 1\nWhat?", offers=((Offer("Help", Ask(Topic.HELP)),),), asks="role")

    asked = hall(room).asked(page, (1, 8))

    assert "Help" not in [offer.label for group in asked.offers for offer in group]


def test_an_action_that_has_neither_an_owner_nor_a_date_stands_alone(room):
    room.acts()
    room.taps(LEADER, "Add an action")
    room.says(LEADER, "Show the plan")

    assert "1. Show the plan" in room.reads().splitlines()


def test_hands_that_are_raised_while_people_answer_are_not_told(room):
    room.opens()
    room.does(LEADER, Deed.HANDS, "role")
    room.says(LEADER, "users 1 0 0 0 0")

    assert "Hands raised in the room were counted for one question: Part in planning." in room.new("group")


def test_a_second_tap_on_an_answer_that_no_question_has_does_nothing(room):
    room.opens()
    forged = Meet(_name(room), Deed.VOTE, "1.none")

    room.presses(PEOPLE[0], forged, message=77)

    assert room.presses(PEOPLE[0], forged, message=77) == ""


def _name(room):
    ((name,),) = room.rows("SELECT id FROM workshop")
    return name


def test_hands_that_are_raised_in_the_talk_are_told_with_their_answers(room):
    room.talks()
    room.does(LEADER, Deed.HANDS, "role")
    room.says(LEADER, "users 1 0 0 0 0")

    told = room.new("group")
    assert told.startswith("Hands raised in the room. Part in planning. Service users:")
    assert room.parts.rules.dialogue.question("role").options[0].label in told


def test_an_action_that_has_only_a_date_is_told_with_it(room):
    room.acts()
    group = hall(room)._group

    assert group._action(1, Decide("Show the plan", due="June")) == "1. Show the plan (June)"


def test_a_second_tap_on_the_report_hands_out_one(room):
    room.results()
    report = Meet(_name(room), Deed.REPORT, "md")

    room.presses(LEADER, report, message=99)
    room.presses(LEADER, report, message=99)

    assert sum(bool(one.file[0]) for one in room.heard.chats["group"]) == 1
