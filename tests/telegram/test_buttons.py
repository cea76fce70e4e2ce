"""Each act that can stand behind a button comes back as it was, and fits nothing but what it was made for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.telegram.buttons import MOST, Buttons, act_of
from bot.model.ids import QuestionId, ReadingId
from bot.model.meet import Deed, Meet
from bot.model.talk import (
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Forget,
    Heard,
    Hearing,
    Keep,
    Move,
    Note,
    Pause,
    Said,
    Skip,
    Speak,
    Stale,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)

KEY, OTHER = b"k" * 32, b"o" * 32
ids = st.from_regex(r"[a-z][a-z0-9_./-]{0,24}", fullmatch=True)
masks = st.integers(1, 2**40)
acts = st.one_of(
    *(st.just(act()) for act in (Start, Done, DayToDay, Forget, Move, Pause, WhatIf)),
    st.builds(Anew, st.just("") | ids),
    st.builds(Chose, ids.map(QuestionId), masks, on_table=st.just(value=True)),
    st.builds(WhatIf, ids.map(QuestionId), masks),
    st.builds(WhatIf, without=ids.map(ReadingId)),
    st.builds(Change, ids.map(QuestionId)),
    st.builds(Back, st.just("") | ids),
    st.builds(Skip, st.just("") | ids),
    st.builds(Keep, st.just("") | ids),
    st.builds(Ask, st.sampled_from(Topic), st.just("") | ids),
    st.builds(Speak, st.from_regex(r"[a-z]{2,3}(-[a-z]{2,4})?", fullmatch=True)),
    st.builds(Meet, st.from_regex(r"[0-9a-f]{8}", fullmatch=True), st.sampled_from(Deed), st.just("") | ids),
    st.builds(Unreadable, st.from_regex(r"[a-z_]{1,20}", fullmatch=True), st.just("")),
)
names = st.text(max_size=40)


@given(acts, names, names, st.booleans())
def test_an_act_comes_back_as_it_was_and_fits_where_it_was_made(act, session, digest, turns):
    buttons = Buttons([KEY])

    data = buttons.data(act, session, digest, turns=turns)
    read = buttons.read(data, "7")

    assert read.act == act == act_of(data)
    assert read.turns == turns
    assert read.fits(session, digest)
    assert len(data.encode()) <= MOST


@given(acts, names, names, names, names)
def test_it_fits_no_other_session_version_or_key(act, session, digest, other, later):
    assume((session, digest) != (other, later))

    data = Buttons([KEY]).data(act, session, digest)

    assert not Buttons([KEY]).read(data, "7").fits(other, later)
    assert not Buttons([OTHER]).read(data, "7").fits(session, digest)
    assert Buttons([OTHER, KEY]).read(data, "7").fits(session, digest)


@given(acts, names, names, st.data())
def test_with_any_bit_flipped_it_fits_nothing(act, session, digest, chance):
    data = bytearray(Buttons([KEY]).data(act, session, digest).encode())
    at, bit = chance.draw(st.integers(0, len(data) - 1)), chance.draw(st.integers(0, 7))
    data[at] ^= 1 << bit

    assert not Buttons([KEY]).read(data.decode("latin-1"), "7").fits(session, digest)


@given(st.text(max_size=80), names, names)
def test_whatever_nobody_made_can_be_read_and_fits_nothing(data, session, digest):
    read = Buttons([KEY]).read(data, "7")

    assert not read.fits(session, digest)
    assert read.once.startswith("m7.")


@given(st.text(st.sampled_from("1t-Ac.gbsailwuxrdyfmnpkj0"), max_size=30))
def test_whatever_looks_like_data_can_be_read(tail):
    act = act_of(f"1-aaaaaaaa{tail}")

    assert act is None or Buttons([KEY]).data(act, "", "")


def test_a_second_tap_has_the_same_name_and_another_button_another():
    buttons = Buttons([KEY])
    first, second = (buttons.data(Chose(QuestionId("say"), mask), "s", "d") for mask in (1, 2))

    once = [buttons.read(data, "7").once for data in (first, first, second)]

    assert once[0] == once[1] != once[2]
    assert not set(",|") & set("".join(once))


def test_what_is_too_long_for_telegram_is_refused_by_name():
    with pytest.raises(ValueError, match=r"a button has 71 bytes: gx+"):
        Buttons([KEY]).data(Change(QuestionId("x" * 60)), "", "")


@pytest.mark.parametrize(
    "act", [Said("x", Heard(Hearing.EXACT)), Note("x"), Stale()], ids=["words", "a note", "a stale button"]
)
def test_what_is_typed_stands_behind_no_button(act):
    with pytest.raises(ValueError, match="stand behind no button"):
        Buttons([KEY]).data(act, "", "")
