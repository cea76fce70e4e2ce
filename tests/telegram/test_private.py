"""The conversation in a private chat, from the first word to the last: a whole bot on the strict stand-in."""

import json

import pytest
from talks import answered, begun, closed, finished, labels, newer

LIMITED = ("They pick from set options", "We ask for their views", "We reply, staff decide", "Some details")


async def test_the_first_message_says_what_it_is_and_what_becomes_of_the_answers(ana):
    await ana.says("/start")

    first = await ana.sees("Tango")
    assert "not a person, and there is no AI" in first.text
    assert "about ten minutes" in first.text
    assert "under a code, without your name" in first.text
    assert "Telegram can see this chat" in first.text
    assert "/delete erases it" in first.text
    assert labels(first) == ["Short version | Privacy | Help", "Leave it out"]
    assert len(first.text) <= 900


async def test_a_hurried_person_takes_the_short_version(ana):
    await ana.says("hi")
    await ana.sees("about ten minutes")

    await ana.presses("Short version")
    short = await ana.sees("Up to 8 short questions, about three minutes.")
    await ana.presses("Full version", m=short)
    full = await newer(ana, short)
    assert "Up to 18 short questions, about ten minutes." in full.text
    await ana.says("/mydata")
    file = await ana.sees("all that I keep about you")

    assert "Short version" in full.labels
    assert [one["length"] for one in json.loads(file.document.data)["sessions"]] == ["full"]


async def test_one_question_a_message_with_one_option_a_row(ana):
    await begun(ana)

    question = (await ana.chat())[-1]
    assert labels(question) == [
        "1 A public service",
        "2 A law or a policy",
        "3 A service with no public role",
        "Why? | 4 I don't know",
    ]
    assert "1 A public service that people use, or will use" in question.text


async def test_the_answered_question_shows_its_answer_and_the_next_is_a_new_message(ana):
    await begun(ana)
    question = (await ana.chat())[-1]

    toast = await ana.presses("1 A public service")

    assert toast.text == "You tapped: A public service."
    asked = await newer(ana, question)
    assert "Question 1 of about 18" in asked.text
    read = await ana.sees("What are you working on?\nYou said: A public service")
    assert read.id == question.id
    assert read.buttons == ()


async def test_why_is_told_at_once_and_then_with_its_source(ana):
    await begun(ana)

    toast = await ana.presses("Why?")

    assert toast.text.startswith("The framework covers how public services are designed")
    assert len(toast.text) <= 200
    told = await ana.sees("Source: Osborne & Strokosch 2013")
    assert "This decides whether the framework fits your work at all." in told.text
    assert labels(told) == ["Go on"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1", "You said: A public service"),
        ("a", "You said: A public service"),
        ("a public service", "You said: A public service"),
        ("idk", "Left open"),
    ],
)
async def test_an_answer_can_be_typed(ana, typed, said):
    await begun(ana)

    await ana.says(typed)

    assert "Question 1 of" in (await ana.sees(said)).text


async def test_unclear_words_are_asked_back_and_never_mapped_silently(api, ana):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")

    await ana.says("the nurses decide")
    doubt = await ana.sees("Is that right?")
    assert labels(doubt) == ["Yes | No, show the answers"]
    await ana.presses("Yes")

    assert "Question 2 of" in (await newer(ana, doubt)).text
    assert (await closed(ana, doubt)).text == "You said: Staff decide, even if they listen."


async def test_between_several_there_is_a_choice(ana):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")

    await ana.says("1 or 3")
    doubt = await ana.sees("You named more than one")

    assert labels(doubt) == ["1 Staff decide", "3 Agreed together", "Keep it open", "No, show the answers"]
    await ana.presses("Keep it open")
    await newer(ana, doubt)
    await ana.sees("Still open between these: Staff decide or Agreed together.")


async def test_back_takes_up_the_last_answer_and_it_can_be_kept(ana):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")

    await ana.presses("Back")
    again = await ana.sees("Your answer so far: A public service.")
    assert "Keep it" in again.labels
    await ana.presses("Keep it")

    await ana.sees("Question 1 of about 18")


async def test_nothing_that_is_no_words_changes_anything(ana):
    await begun(ana)

    await ana.sends_sticker()
    await ana.sees("I can read only words and buttons here")
    await ana.sends_photo(caption="1")

    await ana.sees("I can read only words and buttons here")


async def test_the_answers_are_checked_before_the_result(ana):
    await begun(ana)

    check = await answered(ana, ("A public service", *LIMITED))

    assert "CHECK YOUR ANSWERS" in check.text
    assert "1 Who decides for each person: They pick from set options" in check.text
    assert labels(check)[-1] == "Show my result"
    await ana.presses("1", m=check)
    changed = await ana.sees("Your answer so far: They pick from set options")
    await ana.presses("3 Agreed together", m=changed)
    again = await ana.sees("CHECK YOUR ANSWERS")
    assert "1 Who decides for each person: Agreed together" in again.text


async def test_what_was_written_can_be_changed_from_the_check_page(ana):
    await begun(ana)
    check = await answered(ana, ("A public service", *LIMITED))

    await ana.presses("Name", m=check)
    prompt = await ana.sees("So far you wrote: home visits")
    await ana.says("Night visits")
    again = await ana.sees("Name: Night visits")

    assert labels(prompt) == ["Keep it", "Back | Leave it out"]
    assert "CHECK YOUR ANSWERS" in again.text
    closed = await ana.sees("What do you call the service?\nNight visits")
    assert (closed.id, closed.buttons) == (prompt.id, ())


async def test_the_result_is_a_card_with_its_ways_on(ana):
    aims = await finished(ana, *LIMITED)

    card = next(m for m in await ana.chat() if m.text.startswith("RESULT: home visits"))
    assert "Participative co-production, limited" in card.text
    assert "Certain, under our rules." in card.text
    assert {"Why?", "What if…", "Change an answer", "Barriers", "Report", "Delete"} <= set(card.labels)
    assert labels(aims) == [
        "1 Better day-to-day working",
        "2 Real participation in planning",
        "3 A new kind of service, with users",
        "4 To know only",
    ]
    await ana.presses("2 Real participation in planning")
    assert "The nearest change is" in (await ana.sees("Real participation in planning")).text


async def test_why_what_if_and_change_lead_from_the_card(ana):
    await finished(ana, *LIMITED)

    await ana.presses("Why?")
    assert "5 Part in planning: We ask for their views" in (await ana.sees("WHY")).text
    await ana.presses("What if…")
    tried = await ana.sees("Which answer do you want to try otherwise?")
    await ana.presses("7", m=tried)
    other = await ana.sees("Your own answer stays as it is")
    await ana.presses("1 ", m=other, row=0)
    assert "Your own answers are unchanged." in (await ana.sees("WHAT IF")).text
    await ana.presses("Change an answer")
    await ana.sees("CHECK YOUR ANSWERS")


async def test_barriers_are_cards_that_are_turned_in_place(ana):
    await finished(ana, *LIMITED)

    await ana.presses("Barriers")
    listed = await ana.sees("WHAT STANDS IN THE WAY")
    await ana.presses("1", m=listed)
    card = await ana.sees("How you would notice")
    turn = card.labels[0]
    assert turn.startswith("2 of ")
    await ana.presses(turn, m=card)
    second = await ana.sees("How you would notice")

    assert second.id == card.id
    assert second.text != card.text
    assert second.labels[0].startswith("\u2039 1 of ")
    await ana.presses("What helps")
    await ana.sees("WHAT HELPS")


@pytest.mark.parametrize(
    ("button", "name", "begins"),
    [
        ("Web page", "tango-report.html", b"<!doctype html>"),
        ("Markdown text", "tango-report.md", b"# Co-production report: home visits"),
    ],
)
async def test_the_report_comes_as_a_file(ana, button, name, begins):
    await finished(ana, *LIMITED)

    await ana.says("/report")
    await ana.sees("Which form of the report do you want?")
    await ana.presses(button)
    file = await ana.sees("Here is your report")

    assert file.document.name == name
    assert file.document.data.startswith(begins)
    assert b"Participative co-production, limited" in file.document.data


async def test_a_person_gets_all_that_is_kept(ana):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1")

    await ana.says("/mydata")
    file = await ana.sees("all that I keep about you")

    told = json.loads(file.document.data)
    assert told["sessions"][0]["answers"] == {"scope": "service"}
    assert told["sessions"][0]["prompts"] == {"name": "home visits"}
    assert "Ana" not in json.dumps(told)


async def test_deleting_takes_two_taps_and_leaves_nothing(ana, api):
    await finished(ana, *LIMITED)

    await ana.says("/delete")
    asked = await ana.sees("for good. It cannot be undone.")
    assert labels(asked) == ["Erase it for good | My result"]
    await ana.presses("Erase it for good")
    gone = await ana.sees("All that I kept about you is erased.")

    assert labels(gone) == ["Begin"]
    await ana.presses("Begin")
    assert "What do you call the service?" in (await ana.sees("Tango")).text


async def test_an_old_button_after_a_deletion_is_explained(ana):
    await begun(ana)
    question = (await ana.chat())[-1]
    await ana.says("forget everything")
    await ana.sees("is erased")

    await ana.presses("1 A public service", m=question)

    assert labels(await ana.sees("belongs to a conversation that is erased")) == ["Begin"]


async def test_privacy_has_dates_and_ways_to_act(ana):
    await begun(ana)

    await ana.says("/privacy")
    told = await ana.sees("What I keep")

    assert "your answers and what you write, until 20" in told.text
    assert labels(told) == ["A copy of my data | Delete", "Go on"]


async def test_a_language_that_there_is_not_is_not_promised(ana):
    await begun(ana)

    await ana.says("/language")
    await ana.sees("I speak English here.")
    await ana.says("/language xx")

    await ana.sees("I speak English here.")


async def test_help_is_for_where_the_conversation_is(ana):
    await begun(ana)

    await ana.says("/help")

    assert "tap an answer, or type its number" in (await ana.sees("What you can do")).text


@pytest.mark.parametrize("command", ["/start", "/resume"])
async def test_whoever_comes_back_sees_where_they_stopped(ana, command):
    await begun(ana)
    await ana.presses("1 A public service")
    await ana.sees("Question 1 of about 18")

    await ana.says(command)

    assert "Question 1 of about 18" in (await ana.sees("Welcome back. Here is where you stopped.")).text


async def test_another_service_is_another_session(ana):
    await finished(ana, *LIMITED)

    await ana.presses("Another service")
    await ana.sees("What do you call the service?")
    await ana.says("the library")
    await ana.sees("Which part of it")
    await ana.says("/mydata")
    file = await ana.sees("all that I keep about you")

    names = {one["prompts"].get("name") for one in json.loads(file.document.data)["sessions"]}
    assert names == {"home visits", "the library"}
    await ana.says("/resume")
    choice = await ana.sees("Which service do you want to see?")
    assert choice.labels[:2] == ["1", "2"]
    assert "1 the library" in choice.text
    await ana.presses("2", m=choice)
    assert "RESULT: home visits" in (await ana.sees("Welcome back")).text or await ana.sees(
        "RESULT: home visits"
    )
    await ana.presses("1", m=choice)
    await ana.sees("That button belongs to an earlier step")


async def test_a_question_that_is_asked_again_leaves_one_board_with_buttons(ana):
    await begun(ana)
    await ana.presses("1 A public service")
    first = await ana.sees("Question 1 of about 18")
    await ana.says("zzz")
    await ana.sees("I could not match that")

    await ana.presses("Go on")

    again = await ana.sees("Question 1 of about 18")
    assert again.id > first.id
    assert (await closed(ana, first)).text == first.text


async def test_answers_that_count_again_are_named(ana):
    await begun(ana)
    await answered(ana, ("A public service", *LIMITED))
    await ana.says("change 5")
    await ana.presses("None, staff plan it", m=await ana.sees("Your answer so far: We ask for their views"))
    await ana.sees("These answers no longer count")

    await ana.says("change 5")
    await ana.presses("We ask for their views", m=await ana.sees("Your answer so far: None, staff plan it"))

    assert (
        "6 Promise on what they say: We reply, staff decide"
        in (await ana.sees("These answers count again")).text
    )


async def test_a_plan_is_made_by_buttons(ana):
    await finished(ana, *LIMITED)

    await ana.presses("Plan")
    plan = await ana.sees("Tap the number of a first step")
    await ana.presses("1", m=plan)
    await ana.sees("Who will do it?")
    await ana.says("team leader")
    await ana.sees("By when?")
    await ana.presses("Leave it out")

    assert "who: team leader" in (await ana.sees("YOUR ACTION PLAN")).text


async def test_every_button_is_within_what_telegram_takes(ana, api):
    await finished(ana, *LIMITED)
    await ana.presses("Barriers")
    await ana.sees("Tap a number to read one.")
    await ana.presses("What helps")
    await ana.sees("Tap a number to read one.")

    data = [data for m in await ana.chat() for row in m.buttons for _, data in row]
    assert data
    assert max(len(one.encode()) for one in data) <= 64


async def test_an_old_button_is_explained_each_time_it_is_pressed(ana):
    await begun(ana)
    first = (await ana.chat())[-1]
    await ana.presses("1 A public service", m=first)
    await ana.sees("Question 1 of about 18")
    await ana.presses("2 A law or a policy", m=first)
    await ana.sees("nothing was changed")

    await ana.presses("2 A law or a policy", m=first)

    assert "Question 1 of about 18" in (await ana.sees("nothing was changed")).text


async def test_an_old_button_counts_once_its_question_is_asked_again(ana):
    await begun(ana)
    first = (await ana.chat())[-1]
    await ana.presses("1 A public service", m=first)
    await ana.sees("Question 1 of about 18")
    await ana.presses("2 A law or a policy", m=first)
    await ana.sees("nothing was changed")
    await ana.presses("Back")
    await ana.sees("Your answer so far: A public service.")

    await ana.presses("2 A law or a policy", m=first)

    await ana.sees("You said: A law or policy")
