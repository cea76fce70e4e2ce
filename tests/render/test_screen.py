from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import whole_sheets
from talking import Talk

from bot.channels.layout import columns, lay_out
from bot.model.page import Choice
from bot.model.reply import AskDoubt, AskPrompt, AskQuestion, FellAway, LeftOut, Line, Tell
from bot.model.session import Doubt, Length, Stage
from bot.model.talk import Back, Change, Chose, Forget, Keep, Skip
from bot.model.verdict import Given
from bot.render.screen import Screen


@pytest.fixture
def screen(words, rules, finished):
    """The screen of answers by name."""

    def screen(answers=(), **session):
        return Screen(words, rules, finished(dict(answers), stage=Stage.ASKING, **session))

    return screen


def heading(page):
    return page.text.splitlines()[0]


def answer(mask):
    return Chose("say", mask, on_table=True)


def test_a_question_has_progress_words_help_and_numbered_answers(screen, dialogue):
    page = screen({"scope": "service"}).question(AskQuestion(dialogue.index["say"]))

    assert page.text == (
        "# Question 1 of about 18\n"
        "Where the rules leave room, who decides what happens for each person?\n"
        "The law may fix what people get. Think of how, when and with whom. "
        "If you are changing the service, answer for the new way.\n"
        "You can also type: why, back, skip, help."
    )
    assert page.choices == (
        Choice("1", "Staff decide", "Staff decide, even if they listen", answer(0b1)),
        Choice("2", "They pick from set options", "The person picks from set options", answer(0b10)),
        Choice("3", "Agreed together", "The person and staff agree it together", answer(0b100)),
        Choice("4", "The person decides", "The person decides and staff advise", answer(0b1000)),
        Choice("5", "I don't know", "I don't know"),
    )
    assert not page.result


def test_what_can_be_typed_is_told_once(rules, words):
    talk = Talk(rules)
    talk.begin()
    first = Screen(words, rules, talk.session).question(AskQuestion(0))
    talk.answer("service")

    second = Screen(words, rules, talk.session).question(AskQuestion(1))

    assert words.say("hint_more") in first.text
    assert words.say("hint_more") not in second.text


def test_the_scope_question_has_the_name_of_its_part_and_no_number(screen):
    assert heading(screen().question(AskQuestion(0))) == "# Before we start"


def test_a_question_without_help_has_none(screen, dialogue):
    page = screen({"say": "agree"}).question(AskQuestion(dialogue.index["meet"]))

    assert page.text.splitlines()[1:] == [
        "How do people and the service meet?",
        "You can also type: why, back, skip, help.",
    ]


def test_an_answer_so_far_is_shown_and_may_be_kept(screen, dialogue):
    page = screen({"say": ("agree", "person")}).question(AskQuestion(dialogue.index["say"]))

    assert page.text.splitlines()[-1] == (
        "Your answer so far: Agreed together or The person decides. Press Enter to keep it."
    )


def test_progress_is_exact_once_all_that_is_left_is_sure(screen, dialogue):
    sure = screen({"scope": "service", "role": "none", "change": "none"})
    open_yet = screen({"scope": "service", "role": ("none", "asked"), "change": "none"})

    assert heading(sure.question(AskQuestion(dialogue.index["say"]))) == "# Question 1 of 18"
    assert heading(open_yet.question(AskQuestion(dialogue.index["say"]))) == "# Question 1 of about 18"


def test_a_quick_session_says_no_total_for_an_answer_that_is_changed(screen, dialogue):
    quick = screen({"scope": "service", "role": "none"}, length=Length.QUICK)

    assert heading(quick.question(AskQuestion(dialogue.index["role"]))) == "# Question 1"


def test_a_quick_session_counts_its_own_questions_and_never_promises_a_number(screen, dialogue):
    quick = screen({"scope": "service"}, length=Length.QUICK)

    assert heading(quick.question(AskQuestion(dialogue.index["role"]))) == "# Question 1 of about 8"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_question_never_runs_past_the_number_it_names(words, rules, dialogue, finished, data):
    session = finished({}, length=data.draw(st.sampled_from(Length)), stage=Stage.ASKING)
    session = replace(session, sheet=data.draw(whole_sheets(dialogue)))
    place = data.draw(st.integers(1, len(dialogue.questions) - 1))

    page = Screen(words, rules, session).question(AskQuestion(place))

    first, *total = [int(word) for word in heading(page).split() if word.isdecimal()]
    again = session.length is Length.QUICK and session.sheet[place]
    assert [1 <= first <= number < len(dialogue.questions) for number in total] == ([] if again else [True])
    assert all(columns(line) <= 40 for line in lay_out(page, 40, colour=False).splitlines())
    assert all(len(choice.label) <= 34 for choice in page.choices)


def test_a_prompt_says_that_it_is_optional(screen):
    page = screen().prompt(AskPrompt(0))

    assert page.text == (
        "What do you call the service?\n"
        "A few words are enough. Do not name any person.\n"
        "Optional. Press Enter to leave it out."
    )


def test_a_prompt_that_has_words_shows_them_and_how_they_stay_or_go(words, rules, finished):
    session = finished({"scope": "service"})
    written = replace(session, notebook=replace(session.notebook, prompts={"name": "Home visits"}))

    page = Screen(words, rules, written).prompt(AskPrompt(0))

    assert page.text.endswith(
        "\nPress Enter to keep what you wrote, or type skip to leave it out: Home visits"
    )
    assert [offer.act for group in page.offers for offer in group] == [
        Keep("name"),
        Back("name"),
        Skip("name"),
    ]


def test_a_prompt_without_help_leaves_no_empty_line(words, rules, finished, dialogue):
    bare = replace(dialogue, prompts=(replace(dialogue.prompts[0], help=""),))
    words = type(words)(words.messages, bare, dict)

    page = Screen(words, rules, finished({})).prompt(AskPrompt(0))

    assert page.text == "What do you call the service?\nOptional. Press Enter to leave it out."


def test_one_candidate_is_asked_back(screen):
    page = screen().doubt(AskDoubt(Doubt("say", (0b10,)), "from a menu"))

    assert page.text == "That sounds like: The person picks from set options. Is that right? Type y or n."
    assert page.choices == ()


@pytest.mark.parametrize(("several", "key"), [(False, "doubt_between"), (True, "doubt_several")])
def test_candidates_keep_their_numbers_and_their_whole_labels(screen, words, several, key):
    page = screen().doubt(AskDoubt(Doubt("say", (0b10, 0b100), several=several), "x"))

    assert page.text == words.say(key)
    assert page.choices == (
        Choice("2", "They pick from set options", "The person picks from set options", answer(0b10)),
        Choice("3", "Agreed together", "The person and staff agree it together", answer(0b100)),
    )


def test_questions_that_are_passed_over_are_named(screen, words):
    one, many = screen().left_out(LeftOut((6,))), screen().left_out(LeftOut((6, 7, 8)))

    assert one.text == words.say("left_out_one", numbers="6")
    assert many.text == words.say("left_out", numbers="6, 7, 8")


def test_answers_that_fell_away_are_named(screen):
    fallen = (Given(question="answer", options=("bound",)), Given(question="join", options=("bring", "loop")))

    page = screen().fell_away(FellAway(fallen))

    assert page.text == (
        "These answers no longer count, because of your change:\n"
        "- 6 Promise on what they say: What they decide is done\n"
        "- 8 Daily experience into planning: Users bring it themselves or The same people do both"
    )


@pytest.mark.parametrize(
    ("tell", "text"),
    [
        (Tell(Line.YOU_SAID, 1, 0b100), "You said: The person and staff agree it together."),
        (Tell(Line.YOU_SAID, 9, 0b1), "You said: No change."),
        (Tell(Line.YOU_SAID, 1, 0b1111), "Left open. The result will say what that means."),
        (
            Tell(Line.YOU_SAID, 4, 0b110),
            "Still open between these: We ask after it is over or Staff check and adjust.",
        ),
        (Tell(Line.KEPT, 1, 0b1111), "Kept: I don't know."),
        (Tell(Line.KEPT, 4, 0b110), "Kept: We ask after it is over or Staff check and adjust as it goes."),
        (Tell(Line.YOU_SAID, None, 0b1), "You said: A public service that people use, or will use."),
        (Tell(Line.NO_SUCH, 1), "That answer is not on the list. The numbers go from 1 to 5."),
        (
            Tell(Line.NOT_APPLICABLE, 6),
            "Question 6 (Promise on what they say) does not apply with your other answers, so it is not asked.",
        ),
        (
            Tell(Line.NOTED, 7, text="We {moved} <b>"),
            "Noted for your report, with question 7 (What has changed): We {moved} <b>",
        ),
        (
            Tell(Line.ELSEWHERE, 1, text="gap"),
            (
                "That sounds like an answer to question 4 (Comparing hopes and experience). "
                "Type change 4 to give it there. Now for this one: type a number."
            ),
        ),
    ],
)
def test_a_short_message_says_what_it_is_about(screen, tell, text):
    assert screen().tell(tell).text == text


def test_how_to_erase_is_told_at_once(screen, words):
    page = screen().tell(Tell(Line.UNREADABLE, text="forget"))

    assert page.text == words.say("example_forget", last=18)
    assert page.offers[0][0].act == Forget()


@pytest.mark.parametrize("command", ["change", "what_if", "term"])
def test_a_command_that_cannot_be_read_is_explained_by_an_example(screen, words, command):
    alone = screen().tell(Tell(Line.UNREADABLE, text=command))
    behind = screen().tell(Tell(Line.UNREADABLE, text=command, given="{x} 99"))

    example = words.say(f"example_{command}", last=18)
    assert alone.text == words.say("unreadable", example=example)
    assert behind.text == words.say("unreadable_text", given="{x} 99", example=example)


@pytest.mark.parametrize("line", Line)
def test_every_line_has_its_message(screen, line):
    about = "gap" if line is Line.ELSEWHERE else "change"

    page = screen().tell(Tell(line, 1, 0b1, about))

    assert page.text.strip()
    assert "{" not in page.text
    assert not page.result


def test_numbers_are_those_of_the_session(screen, dialogue):
    assert screen().number(dialogue.index["role"]) == 5
    assert screen(length=Length.QUICK).number(dialogue.index["role"]) == 1


def test_a_change_shows_the_question_with_its_answer(rules, words, dialogue):
    talk = Talk(rules)
    talk.begin()
    talk.run({"scope": "service", "role": "none"})
    (asked,) = talk.act(Change("role"))

    page = Screen(words, rules, talk.session).question(asked)

    assert "Your answer so far: None, staff plan it." in page.text
