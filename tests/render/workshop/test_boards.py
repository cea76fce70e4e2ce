"""What the group reads and sees of its answers: blocks by name, middles, what is only worded, shifts, hands and pictures."""

import contextlib
from itertools import pairwise

import pytest
from roomful import LEADER, PEOPLE, ROLES, Workshop

from bot.model.meet import Deed
from bot.workshop.showing import Most, NearlyAll


@pytest.fixture
def room():
    with contextlib.closing(Workshop()) as room:
        yield room


def held(room, roles, how):
    """A workshop of people with these roles, up to the close."""
    room.gathers(0)
    people = PEOPLE[: len(roles)]
    for person, role in zip(people, roles, strict=True):
        room.joins(person, ROLES[role])
    room.taps(LEADER, "Open the questions")
    for at, person in enumerate(people):
        room.answers(person, lambda question, at=at: how(at, question))
    room.taps(LEADER, "Close and show")
    return room.new("group")


def about(room, question):
    """Talk about a question; gives what the group then reads, and its picture."""
    room.does(LEADER, Deed.TALK, question)
    return room.new("group"), room.heard.last("group").picture


def test_service_users_and_everybody_else_are_called_so(room):
    held(room, [0] * 6 + [1, 1, 2, 2, 3, 3], lambda at, _: at % 3)

    told, picture = about(room, "role")

    assert "Service users (6): " in told
    assert "Everybody else (6): " in told
    assert "Service users (6)" in picture


def test_each_block_is_called_by_its_roles(room):
    held(room, [0] * 5 + [1] * 5 + [2] * 5, lambda at, _: at % 3)

    told, _ = about(room, "role")

    assert all(f"{name} (5): " in told for name in ("Service users", "Front line", "Planners and managers"))


def test_where_one_question_hangs_on_another_that_is_told_in_words_only_more_than_half_is_said(room):
    held(room, [0] * 12, lambda at, q: {"role": 1 if at else 0, "answer": 2 if at < 9 else 1}.get(q, at % 3))
    kinds = {type(part.picture) for seen in room.meeting().workshop.closing.seen for part in seen.parts}
    assert {NearlyAll, Most} <= kinds

    told, picture = about(room, "answer")

    assert (
        room.text("said_over_half", answer=room.parts.rules.dialogue.question("answer").options[2].label)
        in told
    )
    assert "<svg" in picture


def test_where_not_even_that_holds_nothing_is_said_of_it(room):
    held(room, [0] * 12, lambda at, q: {"role": 1 if at else 0, "answer": at % 3}.get(q, at % 3))

    told, _ = about(room, "answer")

    assert room.text("said_unsaid") in told
    assert not room.answers_in(told.split("\n")[2])


def test_a_question_without_an_order_is_told_by_what_most_say_or_that_none_is_most_frequent(room):
    held(
        room,
        [0] * 12,
        lambda at, q: {"source": at % 4, "change": 2 + at % 2, "role": 1 + at % 2}.get(q, at % 3),
    )

    told, _ = about(room, "source")

    assert "# Talk about: Who drives the change" in told
    assert told.count("3") >= 1


def shifted(room, question, first, then):
    """Two rounds on a question; gives what the group reads after the second."""
    held(room, [0] * 12, lambda at, q: first(at) if q == question else at % 3)
    room.does(LEADER, Deed.TALK, question)
    room.taps(LEADER, "Second round")
    for at, person in enumerate(PEOPLE[:12]):
        if room.asked(person):
            room.picks(person, then(at))
    room.taps(LEADER, "Close and compare")
    return room.new("group")


def test_a_move_is_told_from_middle_to_middle_with_how_many_changed(room):
    told = shifted(room, "say", lambda at: at % 2, lambda at: 2 + at % 2)

    (first, second) = (room.parts.rules.dialogue.question("say").options[at].label for at in (0, 2))
    assert told.index(first) < told.index(second)
    assert room.text("changed", count=12) in told
    assert "<svg" in room.heard.last("group").picture


def resulted(room):
    """From wherever the workshop is on to its result; gives what the group then reads."""
    while not room.button(LEADER, "To the actions"):
        room.taps(LEADER, "Next question")
    room.taps(LEADER, "To the actions")
    room.taps(LEADER, "Show the result")
    return room.new("group")


def test_the_result_says_what_a_middle_was_before_a_talk_that_moved_it(room):
    shifted(room, "say", lambda at: at % 2, lambda at: 2 + at % 2)
    first, second = (part.picture for part in before_and_after(room, "say"))
    assert first != second

    told = resulted(room)

    (line,) = [line for line in told.splitlines() if line.startswith("- Who decides for each person.")]
    assert line.count("before you talked, the middle answer was ") == 1
    assert (
        room.parts.rules.dialogue.question("say").options[0].label in line.rpartition("before you talked")[2]
    )


def before_and_after(room, question):
    """The one part of the pictures of a question in the first round and in the second."""
    workshop, place = room.meeting().workshop, room.parts.rules.dialogue.index[question]
    (was,) = next(seen for seen in workshop.closing.seen if seen.place == place).parts
    (now,) = workshop.again[place].seen.parts
    return was, now


def test_the_result_says_nothing_of_before_where_nothing_moved(room):
    shifted(room, "say", lambda at: at % 3, lambda at: at % 3)

    assert "before you talked" not in resulted(room)


def test_that_a_group_did_not_move_is_told(room):
    told = shifted(room, "say", lambda at: at % 3, lambda at: at % 3)

    assert "12" in told
    assert room.text("changed", count=12) not in told


def test_a_question_without_an_order_moves_nowhere(room):
    held(
        room,
        [0] * 12,
        lambda at, q: {"source": at % 3, "change": 2 + at % 2, "role": 1 + at % 2}.get(q, at % 3),
    )
    room.does(LEADER, Deed.TALK, "source")
    room.taps(LEADER, "Second round")
    room.taps(LEADER, "Close and compare")

    assert "# After talking: Who drives the change" in room.new("group")


def test_everybody_of_one_mind_is_worded_and_no_person_is_drawn(room):
    held(room, [0] * 6, lambda *_: 1)

    told, picture = about(room, "say")

    assert room.text("said_nearly", answer="They pick from set options", least=4, count=6) in told
    assert "<circle" not in picture


def test_raised_hands_are_told_and_drawn_beside_the_others(room):
    room.opens(12)
    room.does(LEADER, Deed.HANDS, "say")
    room.says(LEADER, "users 1 0 2 0 1")
    for at, person in enumerate(PEOPLE[:12]):
        room.answers(person, lambda _, at=at: at % 3)
    room.taps(LEADER, "Close and show")
    assert "hands" in room.new("group").lower()

    told, picture = about(room, "say")

    (raised,) = [line for line in told.splitlines() if line.startswith("- Hands raised")]
    assert room.answers_in(raised) == room.answers_in("Staff decide, Agreed together")
    assert [figure for figure in raised if figure.isdigit()] == ["1", "2", "1"]
    assert "Service users" in picture


def test_many_kinds_of_doubt_are_one_column(room):
    room.opens(12)
    for at, person in enumerate(PEOPLE[:12]):
        room.says(person, "skip")
        while room.asked(person):
            name = room.asked(person)
            mask = (0b11, 0b110, 0b101, 0b1110, 0b1011, 0b111)[at % 6]
            room.does(
                person,
                Deed.VOTE,
                f"{mask & room.parts.rules.every[room.parts.rules.dialogue.index[name]]:x}.{name}",
            )
    room.taps(LEADER, "Close and show")

    told, picture = about(room, "say")

    assert '"open: Staff decide / They pick from set options"' in told
    assert room.text("strip_unplaced") in picture


def test_an_action_with_a_date_and_no_owner_is_told_so(room):
    room.acts(people=6)
    room.taps(LEADER, "Add an action")
    room.says(LEADER, "Do it")
    room.taps(LEADER, "Back to the workshop")

    assert "1. Do it\n" in room.reads() + "\n"


def test_what_was_shown_of_a_question_is_the_same_in_words_wherever_it_is_told(room):
    room.results()
    shown = [one.text for one in room.heard.reads("group")]

    blocks = [
        {line.partition(": ")[0] for line in text.splitlines() if line.startswith("- ") and "): " in line}
        for text in shown
    ]
    named = [one for one in blocks if one]
    assert all(one & other for one, other in pairwise(named[:2]))
