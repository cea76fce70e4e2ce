from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talking import Talk

from bot.engine.step import step
from bot.model.reply import (
    AskAction,
    AskDoubt,
    AskPrompt,
    AskQuestion,
    Erase,
    FellAway,
    LeftOut,
    Line,
    PickAction,
    Show,
    ShowWhatIf,
    Tell,
)
from bot.model.session import Length, Stage
from bot.model.talk import (
    Anew,
    Ask,
    Back,
    Change,
    Chose,
    DayToDay,
    Done,
    Event,
    Forget,
    Heard,
    Hearing,
    Keep,
    Move,
    Note,
    Open,
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

SERVICE = {"scope": "service"}


@pytest.fixture
def talk(rules):
    return Talk(rules)


@pytest.fixture
def asking(talk):
    talk.begin()
    talk.answer("service")
    return talk


@pytest.fixture
def checked(talk):
    talk.begin()
    talk.run({**SERVICE, "role": "advise", "answer": "explain", "effect": "small", "change": "better"})
    return talk


@pytest.fixture
def judged(checked):
    checked.act(Ask(Topic.RESULT))
    return checked


def lines(replies):
    return [reply.line for reply in replies if isinstance(reply, Tell)]


def test_the_first_words_are_a_welcome_and_an_optional_name(talk):
    assert talk.act(Start()) == [Tell(Line.WELCOME), AskPrompt(0)]


def test_name_and_part_are_optional_and_kept_in_the_persons_words(talk):
    talk.begin("Home visits", "")

    assert talk.session.notebook.prompts == {"name": "Home visits"}
    assert talk.question.id == "scope"


def test_a_prompt_refuses_what_it_cannot_read(talk):
    talk.act(Start())

    assert talk.hear(Hearing.TOO_LONG) == [Tell(Line.TOO_LONG)]
    assert talk.session.stage is Stage.NAMING


def test_full_asks_all_that_applies_in_the_authors_order(talk, dialogue):
    talk.begin()

    asked = talk.run({**SERVICE, "role": "lead", "change": "new_live"})

    assert asked == [question.id for question in dialogue.questions]
    assert talk.replies[-1] == Show(Topic.CHECK)


def test_questions_behind_a_false_condition_are_not_asked(talk):
    talk.begin()

    asked = talk.run({**SERVICE, "role": "none", "change": "none"})

    assert not {"answer", "effect", "join", "source", "needs"} & set(asked)


def test_quick_stops_when_the_result_is_certain(rules):
    talk = Talk(rules, Length.QUICK)
    talk.begin()

    assert talk.run({**SERVICE, "role": "none"}) == ["scope", "role"]


def test_quick_asks_in_its_own_order(rules):
    talk = Talk(rules, Length.QUICK)
    talk.begin()

    asked = talk.run(
        {**SERVICE, "role": "lead", "answer": "bound", "effect": "direction", "change": "new_live", "source": "users",
         "join": "loop", "say": "staff", "gap": "never"}
    )  # fmt: skip

    assert asked == ["scope", "role", "answer", "effect", "change", "source", "join", "say", "gap"]


def test_a_policy_ends_the_assessment_at_once(talk):
    talk.begin()

    assert talk.answer("policy")[-1] == Show(Topic.RESULT)
    assert talk.session.stage is Stage.RESULT


def test_a_private_service_may_look_at_its_day_to_day_part(talk):
    talk.begin()
    talk.answer("private")

    talk.act(DayToDay())
    asked = talk.run({})

    assert asked == ["say", "meet", "do", "gap"]
    assert talk.replies[-1] == Show(Topic.RESULT)


def test_day_to_day_is_no_shortcut_for_a_public_service(asking):
    assert asking.act(DayToDay()) == [AskQuestion(1)]


def test_an_answer_is_said_back_before_the_next_question(asking):
    assert asking.answer("agree") == [Tell(Line.YOU_SAID, 1, 0b100), AskQuestion(2)]


def test_dont_know_is_the_set_of_all_answers(asking):
    asking.answer("dont_know")

    assert asking.session.sheet[1] == 0b1111


def test_after_some_answers_a_note_is_offered_not_asked(talk):
    talk.begin()
    talk.run({**SERVICE, "role": "lead"}, otherwise="dont_know")
    talk.act(Change("answer"))

    replies = talk.answer("bound")

    assert lines(replies) == [Line.YOU_SAID, Line.NOTE_HINT]


def test_back_undoes_the_last_answer(asking):
    asking.answer("agree")

    replies = asking.act(Back())

    assert replies == [AskQuestion(1)]
    assert asking.session.sheet[1] == 0b100


def test_enter_keeps_the_answer_that_stood(asking):
    asking.answer("agree")
    asking.act(Back())

    replies = asking.hear(Hearing.EMPTY)

    assert replies == [Tell(Line.KEPT, 1, 0b100), AskQuestion(2)]


def test_back_at_the_start_says_so(talk):
    talk.act(Start())

    assert talk.act(Back()) == [Tell(Line.NOTHING_BEFORE), AskPrompt(0)]


def test_back_goes_from_the_second_prompt_to_the_first(talk):
    talk.act(Start())
    talk.write("x")

    assert talk.act(Back()) == [AskPrompt(0)]


def test_enter_keeps_what_was_written_and_skip_takes_it_away(talk):
    talk.act(Start())
    talk.write("Home visits")
    talk.act(Back())

    assert talk.write("") == [AskPrompt(1)]
    assert talk.session.notebook.prompts == {"name": "Home visits"}

    talk.act(Back())
    assert talk.act(Skip()) == [AskPrompt(1)]
    assert talk.session.notebook.prompts == {}


def test_on_the_check_page_a_prompt_can_be_answered_anew(checked):
    assert checked.act(Change("name")) == [AskPrompt(0)]
    assert checked.write("Home visits") == [Show(Topic.CHECK)]
    assert checked.session.stage is Stage.CHECKING
    assert checked.session.notebook.prompts == {"name": "Home visits"}


def test_after_the_result_too(judged):
    judged.act(Change("part"))

    assert judged.write("The night shift") == [Show(Topic.CHECK)]
    assert judged.session.notebook.prompts == {"part": "The night shift"}


def test_between_questions_the_question_on_the_table_comes_back(asking):
    asking.act(Change("name"))

    assert asking.write("Home visits") == [AskQuestion(1)]


def test_a_prompt_that_is_answered_anew_can_be_kept_left_out_or_gone_back_from(checked):
    checked.act(Change("name"))
    checked.write("Home visits")

    for act in (Said("", Heard(Hearing.EMPTY)), Back()):
        checked.act(Change("name"))
        assert checked.act(act) == [Show(Topic.CHECK)]
        assert checked.session.notebook.prompts == {"name": "Home visits"}

    checked.act(Change("name"))
    assert checked.act(Skip()) == [Show(Topic.CHECK)]
    assert checked.session.notebook.prompts == {}


def test_while_a_prompt_is_answered_anew_an_answer_can_be_tried(judged):
    judged.act(Change("name"))

    assert judged.act(Ask(Topic.WHAT_IF)) == [Show(Topic.WHAT_IF)]
    (shown,) = judged.act(WhatIf(question="role", mask=0b1000))
    assert isinstance(shown, ShowWhatIf)


def test_outside_the_scope_a_prompt_that_is_answered_anew_leads_back_to_the_result(talk):
    talk.begin()
    talk.answer("policy")
    talk.act(Change("name"))

    assert talk.write("A strategy") == [Show(Topic.RESULT)]


def test_back_from_a_doubt_asks_the_question_again(asking):
    asking.hear(Hearing.LIKELY, 0b1)

    assert asking.act(Back()) == [AskQuestion(1)]
    assert asking.session.doubt is None


def test_a_change_keeps_later_answers_and_names_those_that_fall_away(checked, dialogue):
    before = checked.session.sheet
    checked.act(Change("role"))

    replies = checked.answer("none")

    fell = next(reply for reply in replies if isinstance(reply, FellAway))
    assert [given.question for given in fell.answers] == ["answer", "effect", "join"]
    assert replies[-1] == Show(Topic.CHECK)
    assert checked.session.sheet[dialogue.index["trust"]] == before[dialogue.index["trust"]]


def test_a_change_asks_only_what_is_new(talk):
    talk.begin()
    talk.run({**SERVICE, "role": "none", "change": "none"})
    talk.act(Change("change"))

    talk.answer("better")

    assert talk.run({}) == ["source", "needs"]


def test_answers_that_fell_away_come_back_with_a_second_change(checked, dialogue):
    checked.act(Change("role"))
    checked.answer("none")
    checked.act(Change("role"))

    replies = checked.answer("share")

    assert replies[-1] == Show(Topic.CHECK)
    assert checked.session.sheet[dialogue.index["answer"]] == dialogue.mask("answer", ("explain",))


def test_a_question_that_does_not_apply_cannot_be_changed(talk, dialogue):
    talk.begin()
    talk.run({**SERVICE, "role": "none", "change": "none"})

    replies = talk.act(Change("answer"))

    assert replies == [Tell(Line.NOT_APPLICABLE, dialogue.index["answer"]), Show(Topic.CHECK)]


def test_outside_the_scope_no_other_answer_is_taken(talk, dialogue):
    talk.begin()
    talk.answer("private")

    assert lines(talk.choose("role", "advise")) == [Line.NOT_APPLICABLE]
    assert not talk.session.sheet[dialogue.index["role"]]


def test_outside_the_scope_what_is_asked_of_a_result_leads_to_it(talk):
    talk.begin()
    talk.answer("policy")
    talk.act(Change("scope"))

    assert talk.act(Ask(Topic.BARRIERS)) == [Show(Topic.RESULT)]
    assert talk.session.stage is Stage.RESULT


def test_outside_the_scope_only_the_scope_can_be_changed(talk):
    talk.begin()
    talk.answer("policy")

    assert lines(talk.act(Change("say"))) == [Line.NOT_APPLICABLE]
    assert talk.act(Change("scope")) == [AskQuestion(0)]


def test_a_likely_answer_is_shown_before_it_is_taken(asking):
    asking.hear(Hearing.LIKELY, 0b10, text="from a menu")

    assert isinstance(asking.replies[0], AskDoubt)
    assert asking.session.sheet[1] == 0
    assert asking.hear(Hearing.YES)[0] == Tell(Line.YOU_SAID, 1, 0b10)


def test_a_no_to_a_doubt_asks_again(asking):
    asking.hear(Hearing.LIKELY, 0b10)

    assert asking.hear(Hearing.NO) == [AskQuestion(1)]


def test_two_candidates_are_offered_and_one_is_chosen(asking):
    asking.hear(Hearing.BETWEEN, 0b1, 0b10)

    assert asking.hear(Hearing.EXACT, 0b10)[0] == Tell(Line.YOU_SAID, 1, 0b10)


def test_several_answers_may_stay_open_together(asking):
    asking.hear(Hearing.SEVERAL, 0b1, 0b10)

    asking.hear(Hearing.EXACT, 0b11)

    assert asking.session.sheet[1] == 0b11


def test_several_answers_that_are_named_again_stay_open_together(asking):
    asking.hear(Hearing.SEVERAL, 0b1, 0b100)

    told = asking.hear(Hearing.SEVERAL, 0b1, 0b100)

    assert lines(told)[0] == Line.YOU_SAID
    assert asking.session.sheet[1] == 0b101


def test_others_of_several_that_are_named_next_are_asked_back_as_well(asking):
    asking.hear(Hearing.SEVERAL, 0b1, 0b100)

    asking.hear(Hearing.SEVERAL, 0b1, 0b10)

    assert asking.session.doubt.masks == (0b1, 0b10)
    assert asking.session.sheet[1] == 0


def test_a_yes_without_a_doubt_is_unclear(asking):
    assert lines(asking.hear(Hearing.YES)) == [Line.UNCLEAR_1]


def test_three_different_re_asks_then_an_offer_to_skip(asking):
    told = [lines(asking.hear(Hearing.UNCLEAR))[0] for _ in range(5)]

    assert told == [Line.UNCLEAR_1, Line.UNCLEAR_2, Line.UNCLEAR_3, Line.OFFER_SKIP, Line.OFFER_SKIP]


@pytest.mark.parametrize(
    ("how", "line"),
    [
        (Hearing.EMPTY, Line.EMPTY),
        (Hearing.NO_SUCH, Line.NO_SUCH),
        (Hearing.NONE_OF_THESE, Line.NONE_OF_THESE),
    ],
)
def test_what_cannot_be_an_answer_is_explained(asking, how, line):
    assert asking.hear(how) == [Tell(line, 1)]
    assert asking.session.sheet[1] == 0


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_a_text_that_is_too_long_is_refused_whole_everywhere(checked, stage):
    checked.session = replace(checked.session, stage=stage, focus=0)

    assert checked.hear(Hearing.TOO_LONG) == [Tell(Line.TOO_LONG)]


def test_an_answer_to_another_question_is_pointed_there(asking):
    assert asking.hear(Hearing.ELSEWHERE, elsewhere="gap") == [Tell(Line.ELSEWHERE, 1, text="gap")]


def test_skip_leaves_a_question_open(asking):
    asking.act(Skip())

    assert asking.session.sheet[1] == 0b1111


def test_skip_leaves_a_prompt_empty(talk):
    talk.act(Start())

    assert talk.act(Skip()) == [AskPrompt(1)]


def test_there_is_nothing_to_skip_on_the_check_page(checked):
    assert lines(checked.act(Skip())) == [Line.NOTHING_TO_SKIP]


def test_a_button_is_taken_while_its_question_is_asked(asking):
    asking.act(Ask(Topic.WHY))

    replies = asking.act(Chose("say", 0b1, on_table=True))

    assert replies[0] == Tell(Line.YOU_SAID, 1, 0b1)


def test_a_second_tap_says_nothing(asking):
    asking.act(Chose("say", 0b1, on_table=True))

    assert asking.act(Chose("say", 0b1, on_table=True)) == []


def test_another_answer_by_an_old_button_is_explained_and_changes_nothing(asking):
    asking.act(Chose("say", 0b1, on_table=True))
    before = asking.session.sheet

    assert asking.act(Chose("say", 0b10, on_table=True)) == [Tell(Line.STALE), AskQuestion(2)]
    assert asking.session.sheet == before


@pytest.mark.parametrize("act", [Back("say"), Skip("say")])
def test_back_and_skip_of_a_button_are_for_its_question_alone(asking, act):
    asking.act(Chose("say", 0b1, on_table=True))

    assert asking.act(act) == [Tell(Line.STALE), AskQuestion(2)]


def test_what_stands_is_kept_by_its_own_button_alone(checked, judged):
    checked.act(Change("name"))
    checked.write("Home visits")
    checked.act(Change("name"))

    assert checked.act(Keep("part")) == [Tell(Line.STALE), AskPrompt(0)]
    assert checked.act(Keep("name")) == [Show(Topic.CHECK)]
    assert checked.session.notebook.prompts == {"name": "Home visits"}
    judged.act(Change("role"))
    assert judged.act(Keep("role"))[0] == Tell(Line.KEPT, 5, judged.session.sheet[5])


def test_what_is_undone_by_its_own_button_is(asking):
    assert asking.act(Back("say")) == [AskQuestion(0)]


def test_what_came_without_words_changes_nothing(asking):
    before = asking.session.sheet

    assert asking.act(Said("", Heard(Hearing.NO_WORDS))) == [Tell(Line.NO_WORDS)]
    assert asking.session.sheet == before


def test_what_could_be_tried_is_shown_once_there_is_an_answer(talk, asking):
    assert talk.act(Ask(Topic.WHAT_IF)) == [Show(Topic.WHAT_IF)]
    assert talk.act(Ask(Topic.WHAT_IF, "scope")) == [Show(Topic.WHAT_IF, "scope")]
    assert lines(talk.act(Ask(Topic.WHAT_IF, "no-such"))) == [Line.STALE]


def test_before_a_service_is_named_there_is_nothing_to_try(talk):
    talk.act(Start())

    assert talk.act(Ask(Topic.WHAT_IF)) == [Tell(Line.NOT_YET)]


def test_another_service_and_another_language_are_for_whoever_keeps_them(asking):
    assert lines(asking.act(Anew())) == [Line.WELCOME_BACK]
    assert asking.act(Speak("de")) == [Show(Topic.LANGUAGE)]


@pytest.mark.parametrize(
    "act",
    [
        Chose("say", 0b1000_0000, on_table=True),
        Stale(),
        Chose("no-such", 1),
        Chose("say", 0),
        Chose("say", 1 << 9),
    ],
)
def test_an_old_or_foreign_button_is_explained_and_changes_nothing(asking, act):
    before = asking.session.sheet

    assert asking.act(act) == [Tell(Line.STALE), AskQuestion(1)]
    assert asking.session.sheet == before


def test_a_button_for_a_question_that_does_not_apply_is_explained(talk):
    talk.begin()
    talk.run({**SERVICE, "role": "none", "change": "none"})

    assert lines(talk.choose("answer", "bound")) == [Line.NOT_APPLICABLE]


def test_a_repeated_event_is_harmless(asking):
    before = asking.session

    assert asking.act(Said("x", Heard(Hearing.EXACT, (1,))), event_id=before.recent[-1]) == []
    assert asking.session == before


def test_quitting_keeps_the_place(asking):
    assert asking.act(Pause()) == [Tell(Line.PAUSED)]
    assert asking.act(Start()) == [Tell(Line.WELCOME_BACK), AskQuestion(1)]


def test_forgetting_wipes_the_session_and_asks_for_erasure(asking):
    asking.act(Note("x"))

    replies = asking.act(Forget())

    assert replies == [Tell(Line.FORGOTTEN), Erase()]
    assert not any(asking.session.sheet)
    assert asking.act(Start()) == [Tell(Line.CLOSED)]


@pytest.mark.parametrize("topic", [Topic.RESULT, Topic.BARRIERS, Topic.WISHES, Topic.PLAN, Topic.REPORT])
def test_results_wait_for_the_answers(asking, topic):
    assert asking.act(Ask(topic)) == [Tell(Line.NOT_YET)]


@pytest.mark.parametrize("act", [Back(), Change("role"), Change("name")])
@pytest.mark.parametrize("topic", [Topic.RESULT, Topic.BARRIERS, Topic.REPORT, Topic.WISHES])
def test_a_result_is_there_while_an_answer_is_on_the_table_to_be_changed(judged, act, topic):
    sheet = judged.session.sheet
    judged.act(act)

    assert judged.act(Ask(topic)) == [Show(topic)]
    assert (judged.session.stage, judged.session.sheet) == (Stage.RESULT, sheet)
    assert judged.act(Change("scope")) == [AskQuestion(0)]
    assert judged.act(Said("", Heard(Hearing.EMPTY)))[-1] == Show(Topic.CHECK)


def test_a_result_waits_where_a_change_calls_for_more_answers(talk):
    talk.begin()
    talk.run({**SERVICE, "role": "none"})
    talk.act(Ask(Topic.RESULT))
    talk.act(Change("role"))
    talk.answer("advise")

    assert lines(talk.act(Ask(Topic.RESULT))) == [Line.NOT_YET]


def test_a_page_that_is_asked_for_keeps_the_place(asking):
    assert asking.act(Ask(Topic.WHY)) == [Show(Topic.WHY)]
    assert asking.act(Ask(Topic.SO_FAR)) == [Show(Topic.SO_FAR)]
    assert asking.session.stage is Stage.ASKING
    assert asking.act(Ask(Topic.QUESTION)) == [AskQuestion(1)]


def test_why_after_the_questions_means_the_result(checked):
    assert checked.act(Ask(Topic.WHY)) == [Show(Topic.REASONS)]


def test_the_check_page_can_be_asked_for_at_any_time(asking):
    asking.act(Ask(Topic.CHECK))

    assert asking.session.stage is Stage.CHECKING


def test_the_result_comes_after_the_check_page(checked):
    assert checked.act(Ask(Topic.RESULT)) == [Show(Topic.RESULT)]
    assert checked.session.stage is Stage.RESULT


@pytest.mark.parametrize(
    ("stage", "line"),
    [
        (Stage.CHECKING, Line.CHECK_UNCLEAR),
        (Stage.RESULT, Line.RESULT_UNCLEAR),
        (Stage.PICKING, Line.PLAN_UNCLEAR),
    ],
)
def test_unclear_words_beside_a_question_are_explained(checked, stage, line):
    checked.session = replace(checked.session, stage=stage)

    assert checked.hear(Hearing.UNCLEAR) == [Tell(line)]


def test_a_note_belongs_to_the_latest_answer_that_invites_one(checked):
    checked.act(Note("We moved the hours in May"))

    assert checked.session.notebook.notes == {"source": "We moved the hours in May"}


def test_a_later_note_takes_the_place_of_the_earlier_and_says_so(checked, dialogue):
    checked.act(Note("We moved the hours in May"))
    place = dialogue.index["source"]

    assert checked.act(Note("In June")) == [
        Tell(Line.NOTED, place, text="In June"),
        Tell(Line.NOTED_ANEW, place, text="We moved the hours in May"),
    ]
    assert checked.session.notebook.notes == {"source": "In June"}


def test_a_note_may_name_its_answer(checked):
    checked.act(Note("Minutes of 3 May", "effect"))

    assert checked.session.notebook.notes == {"effect": "Minutes of 3 May"}


def test_a_note_belongs_to_the_answer_on_the_table_if_that_invites_one(checked, dialogue):
    checked.act(Change("effect"))
    checked.act(Note("We moved the hours"))
    checked.act(Change("say"))

    assert lines(checked.act(Note("In May"))) == [Line.NOTED]
    assert checked.session.notebook.notes == {"effect": "We moved the hours", "source": "In May"}


def test_a_number_before_a_note_may_be_meant_as_a_question(checked, dialogue):
    number = dialogue.index["effect"]

    told = checked.act(Note(f"{number} users came"))

    assert told[1:] == [Tell(Line.NOTE_WHICH, number, text="users came")]
    assert checked.session.notebook.notes == {"source": f"{number} users came"}
    assert lines(checked.act(Note("users came", "effect"))) == [Line.NOTED]
    assert checked.session.notebook.notes == {"effect": "users came"}
    assert lines(checked.act(Note(str(number)))) == [Line.NOTED]


def test_a_note_needs_an_answer_that_invites_it(asking):
    assert lines(asking.act(Note("x"))) == [Line.NOTE_NOWHERE]
    assert lines(asking.act(Note("x", "trust"))) == [Line.NOTE_NOWHERE]


def test_a_note_needs_some_words(checked):
    assert lines(checked.act(Note(""))) == [Line.NOTE_EMPTY]


def test_a_what_if_keeps_the_answer_given(judged, dialogue):
    place = dialogue.index["role"]
    before = judged.session.sheet

    (shown,) = judged.act(WhatIf(question="role", mask=0b1000))

    assert shown == ShowWhatIf((*before[:place], 0b1000, *before[place + 1 :]), None, place, 0b1000)
    assert judged.session.sheet == before


def test_a_what_if_may_set_a_reading_aside(judged):
    assert judged.act(WhatIf(without="D5")) == [ShowWhatIf(judged.session.sheet, "D5", None, 0)]


def test_a_what_if_waits_for_the_first_question(talk):
    talk.act(Start())

    assert lines(talk.act(WhatIf(without="D5"))) == [Line.NOT_YET]


def test_a_command_that_cannot_be_read_is_explained(asking):
    assert asking.act(Unreadable("change", "x")) == [Tell(Line.UNREADABLE, text="change", given="x")]


def test_an_action_plan_is_made_step_by_step(judged):
    assert judged.act(Ask(Topic.PLAN)) == [PickAction()]
    assert judged.act(Ask(Topic.PLAN, "commitment-to-act")) == [AskAction()]
    assert judged.act(Start()) == [Tell(Line.WELCOME_BACK), AskAction()]
    assert judged.write("the panel lead") == [AskAction()]
    assert judged.session.stage is Stage.DATING
    assert judged.write("30 June") == [Tell(Line.PLAN_SAVED), PickAction()]

    (action,) = judged.session.notebook.actions
    assert (action.item, action.owner, action.due) == ("commitment-to-act", "the panel lead", "30 June")
    assert judged.act(Done()) == [Show(Topic.RESULT)]


def test_an_action_can_be_changed_and_left_open(judged):
    judged.act(Ask(Topic.PLAN))
    judged.act(Ask(Topic.PLAN, "ladder-check"))
    judged.act(Skip())
    judged.act(Skip())

    judged.act(Ask(Topic.PLAN, "ladder-check"))
    judged.write("a nurse")
    judged.write("")

    assert [(a.item, a.owner, a.due) for a in judged.session.notebook.actions] == [
        ("ladder-check", "a nurse", "")
    ]


def test_of_an_action_enter_keeps_what_was_said_and_skip_takes_it_away(judged):
    for words in ("a nurse", "30 June"), ("", ""):
        judged.act(Ask(Topic.PLAN))
        judged.act(Ask(Topic.PLAN, "ladder-check"))
        for word in words:
            judged.write(word)

        (action,) = judged.session.notebook.actions
        assert (action.owner, action.due) == ("a nurse", "30 June")

    judged.act(Ask(Topic.PLAN, "ladder-check"))
    judged.act(Skip())
    judged.write("")
    (action,) = judged.session.notebook.actions
    assert (action.owner, action.due) == ("", "30 June")


def test_back_leaves_the_plan(judged):
    judged.act(Ask(Topic.PLAN))

    assert judged.act(Back()) == [Show(Topic.RESULT)]


def test_done_outside_the_plan_shows_where_we_are(asking):
    assert asking.act(Done()) == [AskQuestion(1)]


def test_enter_on_the_check_page_goes_on_with_the_questions_or_to_the_result(checked):
    assert checked.act(Done()) == [Show(Topic.RESULT)]


def test_enter_on_an_early_check_page_goes_on_with_the_questions(asking):
    asking.act(Ask(Topic.CHECK))

    assert asking.act(Done()) == [AskQuestion(1)]


def test_why_at_a_prompt_shows_the_prompt_again(talk):
    talk.act(Start())

    assert talk.act(Ask(Topic.WHY)) == [AskPrompt(0)]


def test_going_back_twice_leads_forward_through_both_answers(asking):
    asking.answer("agree")
    asking.answer("online")
    asking.act(Back())
    asking.act(Back())

    assert asking.hear(Hearing.EMPTY)[-1] == AskQuestion(2)
    assert asking.hear(Hearing.EMPTY)[-1] == AskQuestion(3)


def test_quick_leads_forward_after_going_back_too(rules):
    talk = Talk(rules, Length.QUICK)
    talk.begin()
    talk.answer("service")
    talk.answer("lead")
    talk.answer("bound")
    talk.act(Back())
    talk.act(Back())

    assert talk.hear(Hearing.EMPTY)[-1] == AskQuestion(rules.dialogue.index["answer"])


def test_questions_that_are_passed_over_are_named(talk, dialogue):
    talk.begin()
    talk.answer("service")
    for_now = {"say": "agree", "meet": "online", "do": "follow", "gap": "never"}
    [talk.answer(option) for option in for_now.values()]

    replies = talk.answer("none")

    left_out = tuple(dialogue.index[question] for question in ("answer", "effect", "join"))
    assert LeftOut(left_out) in replies


def test_a_goodbye_says_what_is_kept(judged):
    assert lines(judged.act(Pause())) == [Line.PAUSED_RESULT]


def test_a_goodbye_before_anything_is_said_keeps_nothing(talk):
    talk.act(Start())

    assert lines(talk.act(Pause())) == [Line.PAUSED_EMPTY]


def test_coming_back_to_a_plan_or_a_result_shows_it(judged):
    assert judged.act(Start())[-1] == Show(Topic.RESULT)
    judged.act(Ask(Topic.PLAN))
    assert judged.act(Start())[-1] == Show(Topic.PLAN)


def test_coming_back_to_a_doubt_asks_it_again(asking):
    asking.hear(Hearing.LIKELY, 0b1)

    assert isinstance(asking.act(Start())[-1], AskDoubt)


def test_a_move_where_nothing_is_newer_says_so_and_stays(asking):
    before = asking.session

    assert asking.act(Move()) == [Tell(Line.NEWEST)]
    assert replace(asking.session, revision=0, recent=()) == replace(before, revision=0, recent=())


heard = st.builds(
    Heard,
    st.sampled_from(Hearing),
    st.lists(st.integers(1, 7), max_size=2).map(tuple),
    st.sampled_from([None, "gap", "role"]),
)
questions = st.sampled_from(["scope", "say", "role", "answer", "source", "trust", "pieces", "no-such"])
acts = st.one_of(
    st.just(Start()),
    st.builds(Said, st.text(max_size=5), heard),
    st.builds(
        Said, st.just("x"), st.builds(Heard, st.just(Hearing.EXACT), st.integers(1, 3).map(lambda m: (m,)))
    ),
    st.builds(Chose, questions, st.integers(0, 9), on_table=st.booleans()),
    st.builds(Change, questions),
    st.builds(Change, st.sampled_from(["name", "part"])),
    st.builds(Keep, st.sampled_from(["", "say", "name", "owning"])),
    st.builds(Back, st.sampled_from(["", "say", "name", "owning"])),
    st.builds(Skip, st.sampled_from(["", "say", "name", "owning"])),
    st.builds(Anew, st.sampled_from(["", "quick"])),
    st.just(Stale()),
    st.just(Speak("de")),
    st.just(Open("session")),
    st.just(Pause()),
    st.just(Done()),
    st.just(DayToDay()),
    st.just(Move()),
    st.builds(Ask, st.sampled_from(Topic), st.sampled_from(["", "ladder-check", "say", "2"])),
    st.builds(Note, st.text(max_size=5), st.one_of(st.none(), questions)),
    st.builds(WhatIf, questions, st.integers(1, 7), st.sampled_from([None, "D5"])),
    st.builds(Unreadable, st.just("change"), st.text(max_size=5)),
)


@given(acts=st.lists(acts, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_event_on_any_session_gives_a_reply(rules, acts):
    talk = Talk(rules)

    assert all(talk.act(act) or is_second_tap(act, talk) for act in acts)


def is_second_tap(act, talk):
    """An answer that is there already, by a button: whoever tapped it has seen what it did."""
    place = talk.rules.dialogue.index[act.question] if isinstance(act, Chose) and act.on_table else None
    return place is not None and talk.session.sheet[place] == act.mask


def is_sound(rules, session):
    """A doubt is about the question on the table; an answer lands on the question that was asked."""
    doubt = session.doubt
    return (
        doubt is None
        or (session.stage is Stage.ASKING and rules.dialogue.index[doubt.question] == session.focus)
    ) and all(session.sheet[place] for place in session.trail)


@given(acts=st.lists(acts, max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_doubt_never_outlives_its_question(rules, acts):
    talk = Talk(rules)

    assert all([talk.act(act), is_sound(rules, talk.session)][1] for act in acts)


def test_an_answer_after_a_look_at_the_check_page_lands_on_the_question_asked(asking):
    asking.act(Change("role"))
    asking.hear(Hearing.LIKELY, 0b1000)
    asking.act(Ask(Topic.CHECK))
    (shown,) = asking.act(Done())

    asking.hear(Hearing.EXACT, 0b10)

    assert shown == AskQuestion(1)
    assert (asking.session.sheet[1], asking.session.sheet[5]) == (0b10, 0)


def test_a_scope_that_is_changed_back_asks_everything(talk, dialogue):
    talk.begin()
    talk.answer("private")
    talk.act(DayToDay())
    talk.run({})
    talk.act(Change("scope"))

    talk.answer("service")

    assert "role" in talk.run({})


def test_a_policy_opens_no_part(talk):
    talk.begin()
    talk.answer("policy")

    assert talk.act(DayToDay()) == [Show(Topic.RESULT)]


@pytest.mark.parametrize("topic", [Topic.BARRIERS, Topic.PLAN, Topic.WISHES, Topic.REASONS])
def test_out_of_scope_there_is_only_the_result(talk, topic):
    talk.begin()
    talk.answer("policy")

    assert talk.act(Ask(topic)) == [Show(Topic.RESULT)]


@pytest.mark.parametrize(
    "act", [Change("no-such"), WhatIf("no-such", 1), WhatIf("say", 0), WhatIf("say", 99)]
)
def test_a_question_or_answer_that_is_not_there_is_explained(judged, act):
    assert lines(judged.act(act)) == [Line.STALE]


def test_a_note_on_a_question_that_is_not_there_is_explained(judged):
    assert lines(judged.act(Note("x", "no-such"))) == [Line.NOTE_NOWHERE]


def test_step_never_changes_the_session_it_is_given(rules, asking):
    before = asking.session

    step(rules, before, Event("x", "2026-03-25T10:00:00Z", "me", Skip()))

    assert asking.session is before
    assert before.sheet[1] == 0
