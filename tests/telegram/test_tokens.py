"""A token says what it was made to say, to whom it was made for, as long as it holds; to all others it says nothing."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.telegram.tokens import LETTERS, Links, Tokens
from bot.channels.telegram.updates import TOKEN
from bot.model.meet import AT_THE_DOOR, UNKNOWN, Deed, Meet

KEY, OTHER = b"k" * 32, b"o" * 32
LOST = Meet(UNKNOWN, Deed.JOIN)
NOW = 1_800_000_000_000
HOUR = 3_600_000
workshops = st.from_regex(r"[0-9a-f]{8}", fullmatch=True)
people = st.text(max_size=40)
deeds = st.sampled_from(list(LETTERS))
moments = st.integers(NOW, NOW + 10**12)


@given(workshops, deeds, people, moments)
def test_it_comes_back_as_it_was_in_what_a_link_may_bear(workshop, deed, person, until):
    meet = Meet(workshop, deed)

    token = Tokens([KEY]).made(meet, person, until)

    assert TOKEN.fullmatch(token)
    assert len(token) <= 64
    assert Tokens([KEY]).read(token, person, until - 1000) == meet
    assert Tokens([OTHER, KEY]).read(token, person, until - 1000) == meet


@given(workshops, deeds, people, moments, people)
def test_after_its_time_and_under_another_key_it_is_lost(workshop, deed, person, until, other):
    token = Tokens([KEY]).made(Meet(workshop, deed), person, until)

    assert Tokens([KEY]).read(token, person, until) == LOST
    assert Tokens([OTHER]).read(token, person, NOW - HOUR) == LOST


@given(workshops, deeds, people, people)
def test_only_that_of_the_room_is_for_everybody(workshop, deed, person, other):
    assume(person != other)
    meet = Meet(workshop, deed)

    read = Tokens([KEY]).read(Tokens([KEY]).made(meet, person, NOW + HOUR), other, NOW)

    assert read == (meet if deed is Deed.ROOM else LOST)


@given(workshops, deeds, people, st.data())
def test_with_any_letter_changed_it_says_nothing(workshop, deed, person, chance):
    token = Tokens([KEY]).made(Meet(workshop, deed), person, NOW + HOUR)
    at = chance.draw(st.integers(0, len(token) - 1))
    letter = chance.draw(st.sampled_from("0aAjwcr_-").filter(lambda one: one != token[at]))

    read = Tokens([KEY]).read(f"{token[:at]}{letter}{token[at + 1 :]}", person, NOW)

    assert read in {None, LOST}


@given(st.text(max_size=64), people)
def test_what_is_no_token_is_none(text, person):
    assert Tokens([KEY]).read(text, person, NOW) in {None, LOST}


@pytest.mark.parametrize(
    "text", ["", "group", "join_7", "1j", "1k00000000" + "a" * 22, "2j00000000" + "a" * 22]
)
def test_of_another_form_there_is_nothing_to_say(text):
    assert Tokens([KEY]).read(text, "", NOW) is None


def test_of_our_form_but_made_by_nobody_here_it_is_lost():
    assert Tokens([KEY]).read("1j00000000" + "a" * 22, "", NOW) == LOST


@pytest.mark.parametrize("until", [-5, 10**18])
def test_a_time_beyond_all_others_is_the_first_or_the_last_there_is(until):
    token = Tokens([KEY]).made(Meet("0a1b2c3d", Deed.ROOM), "", until)

    assert (Tokens([KEY]).read(token, "", NOW) == LOST) == (until < NOW)


@pytest.mark.parametrize("workshop", ["", "0A1B2C3D", "0a1b2c3d4"])
def test_what_is_no_workshops_id_is_refused(workshop):
    with pytest.raises(ValueError, match="no id of a workshop"):
        Tokens([KEY]).made(Meet(workshop, Deed.JOIN), "p", NOW)


def test_whatever_is_done_at_the_door_has_a_letter():
    assert set(LETTERS) == AT_THE_DOOR | {Deed.ROOM}


def test_a_link_leads_to_us_as_soon_as_our_name_is_known():
    unknown, known = (Links(Tokens([KEY]), lambda name=name: name) for name in ("", "tango_test_bot"))
    meet = Meet("0a1b2c3d", Deed.ROOM)

    link = known.made(meet, "", NOW + HOUR)

    assert (unknown.plain, unknown.made(meet, "", NOW)) == ("", "")
    assert known.plain == "https://t.me/tango_test_bot?start=group"
    assert re.fullmatch(r"https://t\.me/tango_test_bot\?start=1r0a1b2c3d[\w-]{22}", link)
    assert known.tokens.read(link.partition("=")[2], "", NOW) == meet
