"""Who leads a workshop, and who does not: claimed, handed over, taken over, stepped down from."""

import pytest
from roomful import LEADER, PEOPLE

from bot.model.meet import Deed, Meet
from bot.service.workshop.gatherings import QUIET
from bot.service.workshop.steering import MOVES
from bot.workshop.state import Stage

OTHER = PEOPLE[0]
STEERS = [
    *MOVES,
    Deed.NOTICE,
    Deed.SETTING,
    Deed.TALK,
    Deed.HANDS,
    Deed.POINT,
    Deed.PARK,
    Deed.ACTION,
    Deed.HAND_OVER,
    Deed.LINK,
    Deed.REPORT,
    Deed.END,
    Deed.PANEL,
    Deed.WEEKS,
]


def test_whoever_typed_the_command_leads_and_names_the_service(room):
    assert "Whoever typed /workshop leads it." in room.calls()

    assert "What is the service called?" in room.taps(LEADER, "Lead this workshop")
    assert "# Workshop: home visits" in room.says(LEADER, "  home \n visits ")

    assert room.button(LEADER, "Show the notice")


def test_nobody_else_can_claim_it(room):
    room.calls()

    assert "Only whoever typed /workshop can lead" in room.taps(OTHER, "Lead this workshop")

    assert not room.meeting().workshop.facilitators
    assert room.rows("SELECT count(*) FROM seat") == [(0,)]


def test_where_nobody_knows_who_typed_it_the_first_who_presses_leads(room):
    room.calls("")

    assert "You lead the workshop now." in room.claims(OTHER)
    assert "Somebody leads this workshop already." in room.claims(LEADER)


def test_a_second_claim_is_refused_kindly_and_the_leader_s_own_shows_the_panel(room):
    room.gathers(0)

    assert "Ask them to hand it over to you." in room.claims(OTHER)
    assert "home visits: people join" in room.claims(LEADER)

    assert len(room.meeting().workshop.facilitators) == 1


def test_the_pseudonym_of_whoever_typed_the_command_is_gone_once_somebody_leads(room):
    room.calls()
    assert room.meeting().starter not in ("", LEADER)

    room.claims(LEADER)

    assert room.meeting().starter == ""


def test_a_second_call_while_a_workshop_goes_on_points_to_it(room):
    room.gathers(0)

    assert "A workshop is going on in this chat already." in room.calls(OTHER)


def test_before_anybody_leads_another_call_lets_another_person_lead(room):
    room.calls(LEADER)
    room.calls(OTHER)

    assert "Only whoever typed" in room.taps(LEADER, "Lead")
    assert "You lead the workshop now." in room.taps(OTHER, "Lead")


def test_after_half_an_hour_without_a_deed_of_the_leader_another_takes_over_and_not_before(room):
    room.opens(1)
    room.passes(QUIET - 2)
    assert "A workshop is going on" in room.calls(OTHER)
    assert "Somebody leads this workshop already" in room.claims(OTHER)

    room.passes(4)
    assert "Nobody has led it for half an hour." in room.calls(OTHER)
    assert "Only whoever typed /workshop" in room.claims(PEOPLE[1])
    assert "home visits: the questions are open" in room.claims(OTHER)

    assert len(room.meeting().workshop.facilitators) == 2
    assert "Somebody leads this workshop already" in room.claims(PEOPLE[1])


def test_a_deed_of_the_leader_ends_the_offer_to_take_over(room):
    room.opens(1)
    room.passes(QUIET + 2)
    room.calls(OTHER)

    room.taps(LEADER, "Two minutes more")

    assert "Somebody leads this workshop already" in room.claims(OTHER)


def test_handing_over_lets_one_more_person_lead_who_can_then_steer(room):
    room.opens(2)
    assert room.button(LEADER, "Step down") is None

    room.taps(LEADER, "Hand over")
    assert "One person can." in room.reads()
    assert "home visits: the questions are open" in room.claims(OTHER)
    assert "Somebody leads this workshop already" in room.claims(PEOPLE[1])

    room.taps(OTHER, "Two minutes more")
    assert room.text("more_time") in room.reads()


def test_whoever_has_handed_over_can_step_down_and_the_last_leader_cannot(room):
    room.gathers(1)
    room.taps(LEADER, "Hand over")
    room.claims(OTHER)

    room.taps(LEADER, "Hand over")  # any deed shows the panel anew, with a way out
    told = room.taps(LEADER, "Step down")
    assert "You lead no longer." in told
    assert "Only whoever leads the workshop can do that." in room.does(LEADER, Deed.OPEN)

    assert "Nobody else leads yet." in room.does(OTHER, Deed.HAND_OVER, "-")
    assert len(room.meeting().workshop.facilitators) == 1


@pytest.mark.parametrize("deed", STEERS)
def test_somebody_who_does_not_lead_is_told_so_and_nothing_changes(room, deed):
    room.talks(5)
    before = room.meeting()

    told = room.does(
        OTHER, deed, {Deed.SETTING: "least.3", Deed.END: "sure", Deed.HAND_OVER: "-"}.get(deed, "")
    )

    assert told == "Only whoever leads the workshop can do that."
    after = room.meeting()
    assert (after.workshop.course, after.workshop.facilitators) == (
        before.workshop.course,
        before.workshop.facilitators,
    )
    assert (after.steered, after.handing, after.name) == (before.steered, before.handing, before.name)
    assert room.new("group") == ""


@pytest.mark.parametrize("deed", [*STEERS, Deed.VOTE, Deed.LEAVE, Deed.KEEP])
def test_somebody_without_a_seat_changes_nothing(room, deed):
    room.opens(1)
    before = room.rows("SELECT state FROM workshop")[0]

    room.does("Wilhelmina", deed, "1.role" if deed is Deed.VOTE else "")

    assert room.rows("SELECT state FROM workshop")[0] == before
    assert room.rows("SELECT count(*) FROM seat WHERE person = 'Wilhelmina'") == [(0,)]


def test_whoever_led_and_types_what_was_asked_of_them_before_is_told_that_they_lead_no_longer(room):
    room.opens(2)
    room.taps(LEADER, "Hand over")
    room.claims(OTHER)
    room.taps(OTHER, "Hand over")
    room.does(LEADER, Deed.PARK)
    room.does(LEADER, Deed.HAND_OVER, "-")
    room.does(OTHER, Deed.PANEL)

    room.says(LEADER, "The hall is cold.")

    assert not room.meeting().workshop.course.parked


def test_a_button_of_another_workshop_leads_nowhere(room):
    room.gathers(1)

    told = room.presses(OTHER, Meet(room.workshop, Deed.LEAVE), sealed="another")

    assert "belongs to a conversation that is erased" in told
    assert room.meeting().workshop.people


def test_a_link_that_is_too_old_and_a_workshop_that_is_gone_are_explained(room):
    room.ends(people=6)
    gone = room.workshop

    assert "That link is too old" in room.presses(OTHER, Meet("", Deed.JOIN))
    assert "That workshop is no longer kept." in room.presses(OTHER, Meet(gone, Deed.JOIN))
    assert "That workshop is no longer kept." in room.presses(OTHER, Meet("nowhere", Deed.ROOM))


def test_after_the_end_another_workshop_can_begin_in_the_same_group(room):
    room.ends(people=6)

    assert "Whoever typed /workshop leads it." in room.calls(OTHER)
    assert "You lead the workshop now." in room.claims(OTHER)
    assert room.stage is Stage.GATHERING


def test_a_leader_who_comes_back_can_hand_over_to_anybody(room):
    room.opens(2)
    room.passes(QUIET + 2)
    room.calls(OTHER)

    room.taps(LEADER, "Hand over")

    assert "the questions are open" in room.claims(PEOPLE[1])
