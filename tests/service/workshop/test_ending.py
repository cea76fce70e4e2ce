"""What is left once a workshop has ended: what was shown, and nothing that leads to anybody."""

import contextlib
from dataclasses import replace

import pytest
from roomful import LEADER, PEOPLE, Workshop

from bot.model.meet import Deed
from bot.store.schema import TABLES
from bot.workshop.state import Stage

ANN = PEOPLE[0]


@pytest.fixture
def ended(tmp_path):
    """A workshop on a file, before its end."""
    with contextlib.closing(Workshop(database=tmp_path / "tango.db")) as room:
        yield room


def file_of(tmp_path):
    return b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("tango.db"))


def test_nothing_in_the_store_links_a_person_to_an_answer(ended, tmp_path):
    ended.results(people=6)
    seats = [name for (name,) in ended.rows("SELECT id FROM seat")]
    (key,) = ended.rows("SELECT key FROM workshop")[0]
    voters = list(ended.meeting().workshop.people)
    before = file_of(tmp_path)
    assert len(seats) == 7
    assert len(voters) == 6
    assert all(one.encode() in before for one in (*seats, *voters))
    assert bytes(key) in before

    ended.taps(LEADER, "End and destroy")
    ended.taps(LEADER, "Yes, end it")

    assert ended.rows("SELECT count(*) FROM seat") == [(0,)]
    assert ended.rows("SELECT key, ended FROM workshop") == [(b"", 1)]
    course = ended.meeting()
    assert not course.workshop.people
    assert not course.workshop.closing.casts
    assert not course.workshop.closing.groups
    everything = [
        repr(row)
        for table in TABLES
        for row in ended.rows(f"SELECT * FROM {table.name}")
        if table.name not in ("inbox", "outbox")
    ]
    after = file_of(tmp_path)
    for secret in seats:
        assert not any(secret in row for row in everything), secret
        assert secret.encode() not in after
    # who led is in the state no more than anybody else
    for secret in voters:
        assert not any(secret in row for row in everything), secret
        assert secret.encode() not in after
    assert bytes(key) not in after
    assert b'"sheet"' not in after


def test_the_state_after_the_end_names_nobody(ended):
    ended.ends(people=6)
    (state,) = ended.rows("SELECT state FROM workshop")[0]

    for person in (LEADER, *PEOPLE[:6]):
        assert person.encode() not in bytes(state)
    assert ended.meeting().starter == ""


@pytest.mark.parametrize("deed", [Deed.JOIN, Deed.WATCH])
def test_after_the_end_nobody_joins(room, deed):
    room.results(people=6)
    _, _, door = room.button("Wilhelmina", "I join")
    room.does(LEADER, Deed.END, "sure")

    assert room.button("Wilhelmina", "I join") is None
    assert "That workshop is no longer kept." in room.presses("Wilhelmina", replace(door, deed=deed))
    assert room.rows("SELECT count(*) FROM seat") == [(0,)]


def test_after_the_end_no_button_does_anything_but_say_so(room):
    room.ends(people=6)
    before = room.rows("SELECT * FROM workshop")
    shown = room.reads()

    for person in (LEADER, ANN):
        for number, _, meet in room.buttons(person):
            assert "That workshop is no longer kept." in room.presses(person, meet, number)
    for deed in Deed:
        if deed is not Deed.STATUS:
            assert "That workshop is no longer kept." in room.does(ANN, deed)

    assert room.rows("SELECT * FROM workshop") == before
    assert room.reads() == shown


def test_what_is_typed_after_the_end_is_for_the_private_chat(room):
    room.ends(people=6)

    assert "# Tango" in room.says(ANN, "2")


def test_own_answers_can_be_kept_and_open_with_resume(room):
    room.results(people=6)
    assert "Kept." in room.taps(ANN, "Keep my answers")
    room.taps(LEADER, "End and destroy")
    room.taps(LEADER, "Yes, end it")

    told = room.says(ANN, "/resume")

    assert "CHECK YOUR ANSWERS" in told
    assert "1 Part in planning: " in told
    assert room.rows("SELECT count(*) FROM session") == [(1,)]


def test_kept_once_however_often_it_is_pressed(room):
    room.results(people=6)
    for _ in range(3):
        room.does(ANN, Deed.KEEP)

    assert room.rows("SELECT count(*) FROM session WHERE person = ?", ANN) == [(1,)]


def test_whoever_answered_nothing_has_nothing_to_keep(room):
    room.opens(2)
    room.answers(ANN, lambda _: 1)
    room.taps(LEADER, "Close and show")
    while room.stage is not Stage.RESULT:
        room.does(LEADER, Deed.NEXT)
    assert "Do you want to keep your own answers?" in room.reads(ANN)
    assert "Do you want to keep" not in room.reads(PEOPLE[1])

    assert "answered nothing that could be kept" in room.does(PEOPLE[1], Deed.KEEP)
    assert room.rows("SELECT count(*) FROM session") == [(0,)]


def test_typed_words_at_the_result_show_the_offer_to_keep_again(room):
    room.results(people=6)

    assert "Do you want to keep your own answers?" in room.says(ANN, "hm")


def play(room, people, how, **given):
    """From the beginning to the end, whatever there is to talk about."""
    room.closes(people, how=how, **given)
    while room.stage is not Stage.RESULT:
        room.does(LEADER, Deed.NEXT)
    return room.reads()


def test_nobody_answers(room):
    room.opens(5)
    room.taps(LEADER, "Close and show")
    assert "Fewer than 5 people have answered, so I show nothing." in room.reads()

    room.taps(LEADER, "To the actions")
    room.taps(LEADER, "Show the result")

    assert not room.answers_in(room.reads())


def test_one_person_alone_is_shown_nothing(room):
    told = play(room, 1, lambda *_: 1)

    assert "Fewer than 5 people have answered" in told
    assert not room.answers_in(told)


def test_nobody_at_all(room):
    told = play(room, 0, lambda *_: 1)

    assert "Fewer than 5 people have answered" in told
    assert not room.answers_in(told)


def test_everybody_does_not_know(room):
    told = play(room, 6, lambda *_: "dont_know")

    assert "many results" in told or "different results" in told
    assert room.stage is Stage.RESULT


def test_everybody_says_the_same(room):
    told = play(room, 8, lambda *_: 1)

    assert "All your answers lead to one result" in told
    assert "None of the differences among you could change the result." in told
    assert "Where you differ least:" in told


@pytest.mark.parametrize("least", [4, 10])
def test_groups_are_shown_from_the_number_that_was_chosen(room, least):
    told = play(room, 12, lambda at, _: at % 3, least=least)

    blocks = {
        line.split("(")[1].split(")")[0]
        for line in told.splitlines()
        if line.startswith("- ") and "(" in line and "):" in line
    }
    assert all(int(one) >= least for one in blocks if one.isdecimal())


def test_all_questions_are_held_to_the_end(room):
    told = play(room, 6, lambda at, q: 0 if q == "scope" else at % 2, every=True)

    assert "# What you see together" in told


def test_what_was_seen_the_last_time_is_put_beside_what_is_seen_now(room):
    room.ends()
    room.results(name="Home VISITS")

    assert "# Then and now: Home VISITS, since 2023-11-14" in room.reads()


def test_another_service_is_not_compared(room):
    room.ends()
    room.results(name="the library")

    assert "Then and now" not in room.reads()
