"""How people take part in private: a role, the questions in their order, by button, number or words, and what can be changed."""

import pytest
from roomful import LEADER, PEOPLE, ROLES

from bot.model.meet import Deed
from bot.workshop.people import Role
from bot.workshop.state import Stage

ANN, BEN = PEOPLE[:2]


def sheet(room, at=0):
    (*people,) = room.meeting().workshop.people.values()
    return people[at].sheet


def given(room, question, at=0):
    return sheet(room, at)[room.parts.rules.dialogue.index[question]]


def role(room):
    (person,) = room.meeting().workshop.people.values()
    return person.role


async def test_joining_is_agreed_to_by_each_person_and_written_down(room):
    room.gathers(0)
    room.taps(ANN, "I join")

    assert await room.store.agreed(ANN, "takes part in a workshop")
    assert await room.store.agreed(LEADER, "takes part in a workshop") is None


@pytest.mark.parametrize(("at", "label"), [*enumerate(ROLES, start=1)])
def test_a_role_is_chosen_by_its_number_as_well(room, at, label):
    room.gathers(0)
    assert f"{at} {label}" in room.taps(ANN, "I join")

    room.says(ANN, str(at))

    assert role(room) is list(Role)[at - 1]


def test_a_role_is_chosen_by_its_words_and_what_is_no_role_asks_again(room):
    room.gathers(0)
    room.taps(ANN, "I join")

    for strange in ("6", "0", "a user of it", "\U0001f600", ""):
        assert "1 I use the service" in room.says(ANN, strange)
        assert role(room) is None
    room.says(ANN, " i PLAN or manage ")

    assert role(room) is Role.PLANNERS


def test_the_eight_questions_come_in_their_order_and_are_counted_so(room):
    room.opens(1)
    order = [*room.parts.rules.dialogue.quick]
    seen = []
    while room.asked(ANN):
        seen.append(room.asked(ANN))
        assert room.heard.last(ANN).text.startswith(f"# Question {len(seen)} of ")
        room.picks(ANN, 2)

    assert seen == order
    assert "You have answered all of it" in room.heard.last(ANN).text


def test_an_answer_lets_questions_fall_away(room):
    room.opens(1)
    while room.asked(ANN):
        assert room.asked(ANN) not in ("answer", "effect", "join", "source")
        room.picks(ANN, 0)

    assert room.heard.last(ANN).text.count("\n") == 5
    room.passes(11)
    assert "Finished: 1 of 1." in room.reads()


def test_all_questions_can_be_asked_instead_of_those_that_decide(room):
    room.opens(1, every=True)
    assert "19 short questions" in room.reads()

    seen = []
    while room.asked(ANN):
        seen.append(room.asked(ANN))
        room.picks(ANN, 0 if len(seen) == 1 else 1)

    assert seen == sorted(seen, key=room.parts.rules.dialogue.index.__getitem__)
    assert len(seen) > 14


def test_after_an_answer_the_question_reads_with_it_and_has_no_buttons(room):
    room.opens(1)
    asked = room.heard.last(ANN)

    room.picks(ANN, 1)

    (closed,) = [one for one in room.heard.reads(ANN) if one.number == asked.number]
    assert "You said: We ask for their views" in closed.text
    assert closed.buttons == {}


@pytest.mark.parametrize("text", ["2", "2.", "#2", "We ask for their views", "we ask for their VIEWS"])
def test_an_answer_can_be_typed(room, text):
    room.opens(1)

    room.says(ANN, text)

    assert given(room, "role") == 0b10


@pytest.mark.parametrize("text", ["6", "I don't know", "no idea", "skip"])
def test_not_knowing_can_be_typed_and_is_every_answer(room, text):
    room.opens(1)

    room.says(ANN, text)

    assert given(room, "role") == 0b11111


def test_words_that_are_probably_an_answer_are_asked_back_and_count_once_they_are_confirmed(room):
    room.opens(1)

    assert "That sounds like: We ask for their views" in room.says(ANN, "there was a survey of some kind")
    assert given(room, "role") == 0

    room.taps(ANN, "Yes")
    assert given(room, "role") == 0b10


@pytest.mark.parametrize("yes", ["yes", "y", "Yes, that is right"])
def test_what_was_asked_back_can_be_confirmed_by_typing(room, yes):
    room.opens(1)
    room.says(ANN, "there was a survey of some kind")

    room.says(ANN, yes)

    assert given(room, "role") == 0b10


def test_what_was_asked_back_can_be_denied(room):
    room.opens(1)
    room.says(ANN, "there was a survey of some kind")

    assert "What part do users" in room.says(ANN, "no")
    assert given(room, "role") == 0


def test_words_between_two_answers_and_several_answers_are_asked_back(room):
    room.opens(1)

    for text in ("2 or 3", "1, 2 and 4"):
        told = room.says(ANN, text)
        assert "2 We ask for their views" in told
        assert given(room, "role") == 0
    room.says(ANN, "2")

    assert given(room, "role") == 0b10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\U0001f600\U0001f44d\U0001f3fd",
        "\u200f\u202e",
        "banana",
        "9",
        "-1",
        "I have worked here for twelve years and nobody has ever asked me that before.",
        "<b>&amp;</b>",
        "none of these",
        "long " * 1000,
    ],
)
def test_what_is_no_answer_counts_as_none_and_says_how_to_go_on(room, text):
    room.opens(1)

    told = room.says(ANN, text)

    assert "Tap an answer, or type its number." in told
    assert not any(sheet(room))
    assert "What part do users" in room.taps(ANN, "Go on")


def test_why_is_explained_with_its_source_and_the_question_stays(room):
    room.opens(1)

    for told in (room.taps(ANN, "Why?"), room.says(ANN, "why")):
        assert "Source: " in told
    room.taps(ANN, "Go on")

    assert room.asked(ANN) == "role"


def test_back_asks_the_question_before_again_with_its_answer(room):
    room.opens(1)
    room.picks(ANN, 1)
    room.picks(ANN, 2)

    assert "What do you promise" in room.taps(ANN, "Back")
    assert "What part do users" in room.taps(ANN, "Back")
    room.picks(ANN, 3)

    assert given(room, "role") == 0b1000
    assert given(room, "answer") == 0b100
    assert room.asked(ANN) == "effect"


@pytest.mark.parametrize("text", ["back", "go back"])
def test_back_can_be_typed(room, text):
    room.opens(1)
    room.picks(ANN, 1)

    assert "What part do users" in room.says(ANN, text)


def test_before_the_first_question_there_is_nothing_to_go_back_to(room):
    room.opens(1)

    assert "What part do users" in room.does(ANN, Deed.BACK, "role")


def test_an_answer_is_changed_by_its_number_until_the_close(room):
    room.opens(1)
    room.answers(ANN, lambda _: 0)

    assert "What kind of change" in room.taps(ANN, "2")
    room.picks(ANN, 0)
    assert "What part do users" in room.says(ANN, "1")
    room.says(ANN, "3")

    assert given(room, "change") == 0b1
    assert given(room, "role") == 0b100
    assert room.asked(ANN) == "answer"  # which that answer opens


def test_what_is_typed_after_the_last_answer_begins_no_other_conversation(room):
    room.opens(1)
    room.answers(ANN, lambda _: 0)

    for text in ("thank you", "77", ""):
        assert "You have answered all of it" in room.says(ANN, text)

    assert room.rows("SELECT count(*) FROM session") == [(0,)]


def test_a_forged_answer_counts_as_none(room):
    room.opens(1)

    for about in ("", ".", "0.role", "ff.role", "-1.role", "zz.role", "1.nothing", "1.scope", "1.role.x"):
        assert "There is no such answer." in room.does(ANN, Deed.VOTE, about), about

    assert not any(sheet(room))


@pytest.mark.parametrize(
    ("deed", "about"),
    [(Deed.WHY, "nothing"), (Deed.BACK, "nothing"), (Deed.QUESTION, "nothing"), (Deed.QUESTION, "")],
)
def test_a_button_about_a_question_that_there_is_not_shows_where_one_stands(room, deed, about):
    room.opens(1)

    assert "What part do users" in room.does(ANN, deed, about)


def test_a_question_that_the_workshop_does_not_ask_is_not_shown(room):
    room.opens(1)

    assert "What part do users" in room.does(ANN, Deed.QUESTION, "meet")


def test_before_the_questions_are_open_none_is_shown(room):
    room.gathers(1)

    assert "The questions come here when the leader opens them." in room.does(ANN, Deed.QUESTION, "role")
    assert "This question is not open now." in room.does(ANN, Deed.VOTE, "1.role")


def test_after_the_close_old_buttons_say_that_it_is_closed(room):
    room.opens(2)
    asked = room.button(ANN, "1 None")
    ways = {name: room.button(ANN, name) for name in ("Why?", "I need more time", "Leave")}
    room.answers(BEN, lambda _: 0)
    room.picks(ANN, 1)
    room.taps(LEADER, "Close and show")
    before = room.meeting().workshop.people

    assert "This question is not open now." in room.presses(ANN, asked[2], asked[0])
    assert "The questions are closed." in room.does(ANN, Deed.QUESTION, "role")
    assert "The questions are closed." in room.does(ANN, Deed.BACK, "answer")
    assert "Source: " in room.presses(ANN, ways["Why?"][2], ways["Why?"][0])
    assert room.meeting().workshop.people == before
    assert "This question is not open now." in room.says(ANN, "2")


def test_the_room_joins_by_a_link(room):
    room.gathers(0)
    assert "https://example.org/" in room.taps(LEADER, "Link for the room")

    assert "# You are in: home visits" in room.does(ANN, Deed.ROOM)


def test_a_link_that_is_not_known_yet_is_said(room, monkeypatch):
    room.gathers(0)
    monkeypatch.setattr(type(room.tongue), "link", lambda *_: "")

    assert "known in a minute" in room.taps(LEADER, "Link for the room")


def test_whoever_joins_twice_sits_once(room):
    room.gathers(1)

    room.taps(ANN, "I join")

    assert room.rows("SELECT count(*) FROM seat WHERE person = ?", ANN) == [(1,)]
    room.passes(11)
    assert "1 person has joined." in room.reads()


def test_the_role_can_be_changed_until_the_close_and_not_after(room):
    room.opens(1)
    room.does(ANN, Deed.ROLE)
    room.taps(ANN, "I plan or manage")
    assert role(room) is Role.PLANNERS

    room.answers(ANN)
    room.taps(LEADER, "Close and show")

    assert "can no longer be changed" in room.does(ANN, Deed.ROLE, "users")
    assert role(room) is Role.PLANNERS
    assert "can no longer be changed" in room.does(ANN, Deed.ROLE)


def test_whoever_chooses_a_role_only_once_the_questions_are_open_is_asked_them(room):
    room.gathers(0)
    room.taps(ANN, "I join")
    room.taps(LEADER, "Open the questions")
    assert "From where do you see this service?" in room.heard.last(ANN).text
    assert "Choose first from where you see this service." in room.does(ANN, Deed.VOTE, "1.role")

    assert "What part do users" in room.taps(ANN, "I work with users")


def test_whoever_watches_sees_no_question_and_can_still_take_part(room):
    room.gathers(0)
    assert "You watch." in room.taps(ANN, "Only watch")
    room.passes(11)
    assert "Nobody has joined yet." in room.reads()

    room.taps(LEADER, "Open the questions")
    assert "You only watch." in room.does(ANN, Deed.VOTE, "1.role")
    room.taps(ANN, "Change my role")
    assert "What part do users" in room.taps(ANN, "I use the service")

    room.passes(11)
    assert "Finished: 0 of 1." in room.reads()


def test_whoever_takes_part_can_come_to_only_watch_and_their_answers_count_no_more(room):
    room.opens(6)
    for person in PEOPLE[:6]:
        room.answers(person)
    room.does(ANN, Deed.WATCH)

    room.taps(LEADER, "Close and show")

    assert len(room.meeting().workshop.closing.casts) == 5


def test_help_within_a_question_leads_back_to_it(room):
    room.opens(1)

    assert "You take part in a workshop: home visits." in room.says(ANN, "help")
    room.taps(ANN, "Go on")

    assert room.asked(ANN) == "role"


def test_somebody_who_asks_for_time_is_heard_and_not_named(room):
    room.opens(2)

    assert "and not who" in room.taps(ANN, "I need more time")
    assert room.new(LEADER) == "Somebody needs more time."
    assert room.new("group") == ""

    room.taps(LEADER, "Two minutes more")
    assert room.text("more_time") in room.new("group")


def test_a_late_joiner_is_told_so_and_counts_at_the_result(room):
    room.closes(6)
    late = PEOPLE[10:15]
    for person in late:
        assert "Yours count at the end" in room.taps(person, "I join")
        room.taps(person, "I use the service")
        room.answers(person, lambda _: 1)
    shown = [one.text for one in room.heard.reads("group")]
    room.taps(LEADER, room.labels_of(LEADER)[0])
    while room.stage is not Stage.RESULT:
        room.does(LEADER, Deed.NEXT)

    assert "5 people who came later are counted here as one more group." in room.reads()
    assert [one.text for one in room.heard.reads("group")][: len(shown)] == shown


def test_too_few_late_joiners_are_not_shown_at_all(room):
    room.closes(6)
    for person in PEOPLE[10:14]:
        room.joins(person)
        room.answers(person, lambda _: 1)
    while room.stage is not Stage.RESULT:
        room.does(LEADER, Deed.NEXT)

    assert "came later" not in room.reads()


def test_a_second_round_asks_once_more_those_who_answered_the_first(room):
    room.second(people=10)
    focus = room.parts.rules.dialogue.questions[room.meeting().workshop.focus]
    before = room.meeting().workshop.people

    for person in PEOPLE[:10]:
        asked = room.asked(person)
        assert asked in (focus.id, None)
        if asked:
            assert "# Second round" in room.heard.last(person).text
    person = next(one for one in PEOPLE[:10] if room.asked(one))
    assert "You can change it until the leader closes." in room.picks(person, 1)
    assert f'Saved: "{focus.options[0].label}"' in room.says(person, "1") or "Saved:" in room.new(person)
    assert room.meeting().workshop.people == before

    other = next(one for one in ("say", "gap") if one != focus.id)
    assert "This question is not open now." in room.does(person, Deed.VOTE, f"1.{other}")
    room.taps(LEADER, "Close and compare")
    assert "# After talking" in room.reads()


def test_whoever_was_not_asked_the_question_has_no_second_round(room):
    room.second()
    focus = room.parts.rules.dialogue.questions[room.meeting().workshop.focus].id
    outside = [one for one in PEOPLE[:12] if not room.asked(one)]
    assert outside

    assert "not asked again" in room.does(outside[0], Deed.VOTE, f"1.{focus}")
    assert "not asked again" in room.does(outside[0], Deed.QUESTION)


def test_what_was_named_twice_stays_open_between_both(room):
    room.opens(1)
    room.says(ANN, "1, 2 and 4")

    room.says(ANN, "1, 2 and 4")

    assert given(room, "role") == 0b1011


def test_whoever_leads_no_longer_cannot_finish_what_they_began_to_type(room):
    room.opens(2)
    room.taps(LEADER, "Hand over")
    room.taps(ANN, "Lead this workshop")
    room.does(LEADER, Deed.PARK)
    room.does(LEADER, Deed.HAND_OVER, "-")
    room.says(LEADER, "The hall is cold.")

    assert "The hall is cold." not in room.reads()
