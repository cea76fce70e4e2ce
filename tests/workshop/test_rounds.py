from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playing import FREE, GUARD, GUARDED, NAMES, RULES, Room

from bot.workshop import events as e
from bot.workshop.events import Line
from bot.workshop.people import Role
from bot.workshop.rounds import ANSWERING, MORE, step
from bot.workshop.state import NOTHING_CLOSED, Stage, Step, open_workshop, progress

SHEETS = [(2, 1, 1), (2, 2, 4), (2, 2, 1), (3, 1, 4), (3, 1, 2), (3, 2, 2)]
WHO = ("ana", "bo", "cy", "di", "ed", "flo", "gus")

VOICES = st.one_of(
    st.sampled_from([e.Join(), e.Leave(), e.Leave(erase=True), e.AskTime()]),
    st.builds(e.ChooseRole, st.sampled_from(Role)),
    st.builds(e.Vote, st.sampled_from(["q1", "q2", "q3", "scope", "none"]), st.integers(-1, 9)),
)
STEERS = st.one_of(
    st.sampled_from(
        [e.Open(), e.Close(), e.Next(), e.Next(), e.Skip(), e.MoreTime(), e.Pause(), e.Resume(), e.Undo()]
    ),
    st.builds(
        e.Hands,
        st.sampled_from(["q1", "q3", "none"]),
        st.sampled_from(Role),
        st.lists(st.integers(-1, 3), max_size=4).map(tuple),
    ),
    st.builds(e.Park, st.sampled_from(["", "a point"])),
    st.builds(e.Decide, st.sampled_from(["", "show the plan"])),
    st.builds(e.TalkAbout, st.sampled_from(["q1", "q3", "none"])),
    st.builds(e.Share, st.sampled_from(["", "a point"])),
    st.builds(e.Assign, st.sampled_from(["", "planners"]), st.sampled_from(["", "May"])),
    st.builds(e.HandOver, st.sampled_from(["bo", None])),
)
ACTS = st.one_of(VOICES, VOICES, VOICES, STEERS, STEERS, st.just(e.End()))
EVENTS = st.lists(
    st.builds(e.Event, st.integers(0, 400).map(str), st.integers(0, 9999), st.sampled_from(WHO), ACTS),
    max_size=60,
)


def run(events):
    workshop, replies = open_workshop(RULES, "ana", least=3), []
    for event in events:
        before = workshop
        after = step(RULES, workshop, event)
        workshop = after.workshop
        replies.append((before, event, after))
    return workshop, replies


@given(events=EVENTS)
@settings(max_examples=80)
def test_any_event_at_any_stage_gives_a_reply_and_replay_gives_the_same(events):
    workshop, taken = run(events)

    assert all(after.replies or event.id in before.recent for before, event, after in taken)
    assert run(events)[0] == workshop


@given(events=EVENTS)
@settings(max_examples=80)
def test_nobody_but_a_facilitator_moves_the_workshop(events):
    _, taken = run(events)

    others = [
        (before, after.workshop) for before, event, after in taken if event.actor not in before.facilitators
    ]
    assert all(before.course == after.course for before, after in others)
    assert all(before.facilitators == after.facilitators for before, after in others)


@given(events=EVENTS)
@settings(max_examples=80)
def test_nothing_is_shown_before_the_close_and_nothing_shown_is_changed(events):
    _, taken = run(events)

    for before, event, after in taken:
        shows = any(not isinstance(reply, e.Tell | e.DestroyKey) for reply in after.replies)
        closes = isinstance(event.act, e.Close)
        assert not shows or closes or after.workshop.course.stage is Stage.RESULT
        assert before.closing in (NOTHING_CLOSED, after.workshop.closing) or isinstance(event.act, e.End)
        assert before.closing.seen in ((), after.workshop.closing.seen)
        assert before.again.items() <= after.workshop.again.items()


@given(events=EVENTS, at=st.integers(0, 60))
def test_a_repeated_event_changes_and_says_nothing(events, at):
    workshop, _ = run(events[:at])
    again = [event for event in events[:at] if event.id in workshop.recent]

    assert all(step(RULES, workshop, event) == Step(workshop, ()) for event in again)


def a_room(stage=Stage.ANSWERING, sheets=SHEETS):
    room = Room()
    room.act(e.Open(), at=0)
    for at, sheet in enumerate(sheets):
        room.person(f"p{at}", Role.USERS, dict(zip((GUARD, GUARDED, FREE), sheet, strict=True)))
    steps = {Stage.ANSWERING: 0, Stage.CLOSED: 1, Stage.TALKING: 2, Stage.SECOND: 3}
    for act in (e.Close(), e.Next(), e.Open())[: steps.get(stage, 2)]:
        room.act(act, at=1000)
    while room.stage is not stage:
        room.act(e.Next())
    return room


def test_while_the_group_answers_it_sees_only_how_many_have_finished():
    room = a_room()
    room.person("new", Role.PLANNERS, {FREE: 1})
    room.person("watches", Role.OBSERVER)

    assert progress(RULES, room.workshop) == (6, 7)


@pytest.mark.parametrize("stage", Stage)
def test_steering_by_anybody_else_is_a_reply_and_nothing_more(stage):
    room = a_room(stage) if stage not in (Stage.GATHERING, Stage.ENDED) else Room()
    before = room.workshop.course

    assert room.act(e.Next(), "p1") == [Line.FACILITATORS_ONLY]
    assert room.workshop.course == before


def test_an_answer_can_be_changed_until_the_close():
    room = a_room()
    room.act(e.Vote("q3", 4), "p0")
    room.act(e.Close())

    assert room.act(e.Vote("q3", 1), "p0") == [Line.NOT_OPEN]
    assert room.workshop.closing.casts["p0"][FREE] == 4


@pytest.mark.parametrize(
    ("act", "actor", "line"),
    [
        (e.Vote("q3", 1), "stranger", Line.NOT_JOINED),
        (e.Vote("q3", 1), "roleless", Line.ROLE_FIRST),
        (e.Vote("q3", 1), "watcher", Line.OBSERVERS_WATCH),
        (e.Vote("q3", 9), "p0", Line.NO_SUCH_ANSWER),
        (e.Vote("scope", 1), "p0", Line.NO_SUCH_ANSWER),
        (e.Leave(), "stranger", Line.NOT_JOINED),
        (e.ChooseRole(Role.USERS), "stranger", Line.NOT_JOINED),
        (e.AskTime(), "stranger", Line.NOT_JOINED),
        (e.AskTime(), "p0", Line.TIME_ASKED),
        (e.Hands("q3", Role.OBSERVER, (1, 0, 0)), "ana", Line.NO_SUCH_ANSWER),
        (e.Hands("q3", Role.USERS, (1, 0)), "ana", Line.NO_SUCH_ANSWER),
        (e.Hands("q3", Role.USERS, (1, 0, 2, 1)), "ana", Line.HANDS_COUNTED),
        (e.Park(" "), "ana", Line.EMPTY),
        (e.Decide("x"), "ana", Line.NOT_NOW),
        (e.Next(), "ana", Line.NOT_NOW),
        (e.Undo(), "ana", Line.UNDONE),
        (e.Resume(), "ana", Line.RESUMED),
        (e.HandOver(None), "ana", Line.SOMEBODY_MUST_STEER),
        (e.HandOver("bo"), "ana", Line.HANDED_OVER),
    ],
)
def test_what_is_said_while_the_group_answers(act, actor, line):
    room = a_room()
    room.act(e.Join(), "roleless")
    room.person("watcher", Role.OBSERVER)

    assert room.act(act, actor) == [line]


def test_before_it_opens_nobody_answers_and_no_hands_are_counted():
    room = Room()
    room.person("p", Role.USERS)

    assert room.act(e.Vote("q3", 1), "p") == [Line.NOT_OPEN]
    assert room.act(e.Hands("q3", Role.USERS, (1, 0, 0))) == [Line.NOT_NOW]
    assert room.act(e.MoreTime()) == [Line.NOT_NOW]


def test_a_second_count_of_hands_replaces_the_first_and_none_takes_it_away():
    room = a_room(Stage.TALKING)
    room.act(e.Hands("q3", Role.USERS, (1, 0, 0)))
    room.act(e.Hands("q3", Role.USERS, (0, 2, 0, 1)))
    (hands,) = room.workshop.course.hands
    room.act(e.Hands("q3", Role.USERS, (0, 0, 0)))

    assert (hands.place, hands.counts) == (FREE, ((2, 2), (7, 1)))
    assert room.workshop.course.hands == ()


def test_whoever_leaves_without_an_answer_leaves_no_trace_and_others_stay_in_the_count():
    room = a_room()
    room.act(e.Join(), "shy")
    room.act(e.Leave(), "shy")
    room.act(e.Leave(), "p0")
    room.act(e.Close())

    assert "shy" not in room.workshop.people
    assert room.workshop.people["p0"].here is False
    assert "p0" in room.workshop.closing.casts
    assert room.act(e.Join(), "p0") == [Line.JOINED]


def test_a_role_stays_after_the_close_and_newcomers_choose_theirs():
    room = a_room(Stage.CLOSED)

    assert room.act(e.ChooseRole(Role.PLANNERS), "p0") == [Line.ROLE_STAYS]
    assert room.act(e.Join(), "new") == [Line.JOINED_LATE]
    assert room.act(e.ChooseRole(Role.PLANNERS), "new") == [Line.ROLE_SAVED]
    assert room.act(e.Vote("q3", 2), "new") == [Line.SAVED]


def test_too_few_answers_close_without_a_picture():
    room = a_room(sheets=SHEETS[:4])

    assert room.act(e.Close()) == [Line.TOO_FEW]
    assert room.act(e.Next()) == [Line.ACTIONS]


def test_a_second_round_keeps_first_answers_and_shows_the_shift():
    room = a_room(Stage.SECOND)
    place = room.workshop.focus
    room.act(e.Vote(f"q{place}", 2), "p0")
    first = room.workshop.closing.casts

    assert room.act(e.Close()) == [Line.CLOSED]
    again = room.workshop.again[place]
    assert sum(dict(again.seen.parts[0].picture.counts).values()) == len(first)
    assert room.workshop.last_seen[place - 1] == again.seen
    assert room.act(e.Open()) == [Line.ONCE_AGAIN_ONLY]


def test_a_newcomer_has_no_vote_in_a_second_round():
    room = a_room(Stage.SECOND)
    room.person("new", Role.USERS, {room.workshop.focus: 1})
    room.act(e.Close())

    (part,) = next(iter(room.workshop.again.values())).seen.parts
    assert sum(dict(part.picture.counts).values()) == 6


def test_who_was_not_asked_has_no_vote_in_its_second_round():
    room = a_room(Stage.TALKING, [*SHEETS, (1, 1, 1)])
    while room.workshop.focus != GUARDED:
        room.act(e.Next())
    room.act(e.Open())

    assert room.act(e.Vote("q2", 1), "p6") == [Line.NOT_COUNTED]
    assert room.act(e.Vote("q2", 1), "p0") == [Line.SAVED_AGAIN]


def test_a_second_round_can_be_left():
    room = a_room(Stage.SECOND)
    room.act(e.Skip())

    assert room.workshop.again == {}
    assert room.workshop.course.at == 1


def test_undo_takes_a_step_back_but_nothing_that_was_shown():
    room = a_room(Stage.CLOSED)

    assert room.act(e.Undo()) == [Line.NOTHING_TO_UNDO]
    room.act(e.Park("a point"))
    assert room.act(e.Undo()) == [Line.UNDONE]
    assert (room.stage, room.workshop.course.parked) == (Stage.CLOSED, ())


def test_a_pause_stops_the_timer_and_the_steps_but_not_the_answers():
    room = a_room()
    room.act(e.Pause(), at=100)

    assert room.act(e.Pause(), at=150) == [Line.PAUSED]
    assert room.act(e.Close(), at=200) == [Line.PAUSED]
    assert room.act(e.Vote("q3", 1), "p0") == [Line.SAVED]
    room.act(e.Resume(), at=400)
    assert room.workshop.course.until == ANSWERING + 300


def test_a_pause_without_a_timer_is_only_a_pause():
    room = a_room(Stage.CLOSED)
    room.act(e.Pause())
    room.act(e.Resume())

    assert room.workshop.course.until is None


def test_more_time_answers_those_who_asked_for_it():
    room = a_room()
    room.act(e.AskTime(), "p0")
    asked = room.workshop.waiting
    room.act(e.MoreTime())

    assert asked == {"p0"}
    assert room.workshop.waiting == frozenset()
    assert room.workshop.course.until == ANSWERING + MORE


def test_actions_are_decided_while_talking_and_at_the_end():
    room = a_room(Stage.ACTIONS)

    assert room.act(e.Decide("show the plan", "planners", "30 June")) == [Line.DECIDED]
    assert room.act(e.Decide("")) == [Line.EMPTY]
    assert room.workshop.course.actions == (e.Decide("show the plan", "planners", "30 June"),)


def test_a_facilitator_hands_over_and_steps_down():
    room = a_room()
    room.act(e.HandOver("bo"))

    assert room.act(e.HandOver(None)) == [Line.STEPPED_DOWN]
    assert room.act(e.Close()) == [Line.FACILITATORS_ONLY]
    assert room.act(e.Close(), "bo") == [Line.CLOSED]


def test_the_end_destroys_the_key_and_keeps_the_pictures():
    room = a_room(Stage.RESULT)
    shown = room.workshop.last_seen
    assert room.act(e.Vote("q3", 1), "p0") == [Line.NOT_OPEN]

    assert room.act(e.End()) == [Line.ENDED]
    assert room.replies[-1][1] == e.DestroyKey()
    assert (room.workshop.people, room.workshop.closing.casts, room.workshop.last_seen) == ({}, {}, shown)
    assert room.act(e.Join(), "p0") == [Line.OVER]


def test_hands_can_no_longer_be_counted_at_the_result():
    room = a_room(Stage.RESULT)
    room.person("new", Role.USERS, {FREE: 1})

    assert room.act(e.Hands("q3", Role.USERS, (1, 0, 0))) == [Line.NOT_NOW]


def test_a_workshop_may_be_about_other_questions():
    workshop = open_workshop(RULES, "ana", questions=("q3", "q1"))

    assert workshop.places == (GUARD, FREE)
    assert replace(workshop, places=()).focus is None


def test_a_facilitator_may_choose_another_question_to_talk_about_and_take_that_back():
    room = a_room(Stage.CLOSED)
    before = room.workshop.course

    assert room.act(e.TalkAbout("q3")) == [Line.TALK]
    assert (room.stage, room.workshop.focus) == (Stage.TALKING, FREE)
    assert room.act(e.Undo()) == [Line.UNDONE]
    assert room.workshop.course == before


def test_what_was_talked_about_stays_before_the_question_chosen_next():
    room = a_room(Stage.TALKING)
    first = room.workshop.focus
    other = next(seen.place for seen in room.workshop.closing.seen if seen.parts and seen.place != first)

    room.act(e.TalkAbout(NAMES[other]))

    assert room.workshop.course.agenda[:2] == (first, other)
    assert room.workshop.focus == other


@pytest.mark.parametrize(
    ("stage", "question", "line"),
    [
        (Stage.ANSWERING, "q3", Line.NOT_NOW),
        (Stage.CLOSED, "none", Line.NO_SUCH_ANSWER),
        (Stage.CLOSED, "scope", Line.NO_SUCH_ANSWER),
    ],
)
def test_only_a_question_that_was_shown_can_be_chosen(stage, question, line):
    room = a_room(stage)

    assert room.act(e.TalkAbout(question)) == [line]
    assert room.stage is stage


def test_nothing_is_chosen_while_the_workshop_pauses():
    room = a_room(Stage.CLOSED)
    room.act(e.Pause())

    assert room.act(e.TalkAbout("q3")) == [Line.PAUSED]


def test_a_shared_point_is_kept_with_the_question_talked_about():
    room = a_room(Stage.TALKING)

    assert room.act(e.Share("users see the plan too late")) == [Line.SHARED]
    assert room.act(e.Share("  ")) == [Line.EMPTY]
    assert room.workshop.course.shared == ((room.workshop.focus, "users see the plan too late"),)


def test_owner_and_date_are_added_to_the_last_action():
    room = a_room(Stage.TALKING)
    assert room.act(e.Assign(owner="planners")) == [Line.NO_ACTION_YET]
    room.act(e.Decide("an older one", "somebody", "May"))
    room.act(e.Decide("show the draft"))

    room.act(e.Assign(owner=" planning team "))
    room.act(e.Assign(due="30 June"))

    assert room.workshop.course.actions == (
        e.Decide("an older one", "somebody", "May"),
        e.Decide("show the draft", "planning team", "30 June"),
    )


def test_whoever_leaves_before_the_close_may_take_their_answers_with_them():
    room = a_room(Stage.ANSWERING)

    assert room.act(e.Leave(erase=True), "p0") == [Line.LEFT]
    assert "p0" not in room.workshop.people


def test_what_counted_at_the_close_stays_even_for_whoever_wants_it_erased():
    room = a_room(Stage.CLOSED)

    room.act(e.Leave(erase=True), "p0")

    assert any(room.workshop.people["p0"].sheet)
    assert not room.workshop.people["p0"].here


def test_a_workshop_may_begin_without_anybody_who_leads_it():
    workshop = open_workshop(RULES, None)

    assert workshop.facilitators == frozenset()
