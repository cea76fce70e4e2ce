"""A number alone, typed below a list: it means the entry of that list, wherever the conversation stands."""

import pytest

from bot.model.session import Length
from bot.service.conversation import Conversation


@pytest.fixture
async def asked(chats):
    """A conversation with a question on the table: "who decides", the first after the scope."""
    for text in ("hi", "Home visits", "", "1"):
        await chats.says(text)
    return chats


@pytest.fixture
async def told(asked):
    """A conversation with a result that raises barriers."""
    for _ in range(20):
        if "CHECK YOUR ANSWERS" in await asked.says("1"):
            break
    assert "RESULT" in await asked.says("")
    return asked


def entry(page, number):
    """The words of an entry of a list."""
    line = next(line for line in page.split("\n") if line.startswith(f"{number} "))
    return line.removeprefix(f"{number} ").removesuffix(" (perhaps)")


def numbered(page):
    """The numbers of a list."""
    return [line.partition(" ")[0] for line in page.split("\n") if line[:1].isdigit()]


@pytest.mark.parametrize("topic", ["barriers", "helps"])
async def test_below_barriers_and_enablers_a_number_is_one_of_them(told, topic):
    page = await told.says(topic)
    numbers = numbered(page)

    last = max(map(int, numbered(await told.says("helps"))))
    await told.says(topic)
    for number in numbers[:3]:
        assert (await told.says(f"#{number}")).startswith(f"# {entry(page, number)}\n")

    assert (
        await told.says("99")
        == f"I have nothing under 99.\nThe list of barriers and what helps goes from 1 to {last}."
        " To see your result again, type: result."
    )
    assert (await told.says(numbers[0])).startswith(f"# {entry(page, numbers[0])}\n")


async def test_below_the_answers_on_the_check_page_the_barriers_are_read_by_number_too(told):
    await told.says("change")
    page = await told.says("barriers")

    assert (await told.says("1")).startswith(f"# {entry(page, 1)}\n")


async def test_a_list_that_was_left_gives_the_numbers_back(told):
    await told.says("barriers")
    result = await told.says("result")

    assert (await told.says("1")).startswith(f"# {entry(result, 1)}\n")


async def test_below_what_if_numbers_choose_a_question_and_then_an_answer(asked):
    before = await asked.says("2")
    page = await asked.says("what if")

    answers = await asked.says("1")
    tried = await asked.says("c")
    after = await asked.says("/start")

    assert entry(page, 1).startswith("Who decides for each person: ")
    assert "Which answer do you want to try?" in answers
    assert "If 1 Who decides for each person were: " in tried
    assert after.partition("Question 2")[2] == before.partition("Question 2")[2] != ""


async def test_below_what_if_words_still_answer_the_question_on_the_table(asked):
    await asked.says("what if")

    assert "You said: " in await asked.says("Staff decide")


async def test_below_the_answers_to_try_words_still_answer_the_question_on_the_table(asked):
    for text in ("what if", "1"):
        await asked.says(text)

    assert "You said: Staff decide" in await asked.says("Staff decide")


async def test_what_is_in_no_list_of_what_if_changes_nothing_and_the_list_still_counts(asked):
    await asked.says("what if")
    no_question = await asked.says("40")
    await asked.says("1")
    no_answer = await asked.says("9")

    assert no_question.startswith("I cannot read 40 there.")
    assert no_answer.startswith("I cannot read 9 there.")
    assert "If 1 Who decides for each person were: " in await asked.says("2")


async def test_after_an_answer_was_tried_a_number_answers_the_question_again(asked):
    for text in ("what if", "1", "2"):
        await asked.says(text)

    assert "You said: Staff decide" in await asked.says("1")


async def test_below_the_services_a_number_is_a_service(asked):
    for text in ("start again", "The library", ""):
        await asked.says(text)
    page = await asked.says("/resume")

    opened = await asked.says("2")

    assert (entry(page, 1), entry(page, 2)) == ("The library", "Home visits")
    assert "Welcome back." in opened
    assert "# Question 1 " in opened
    assert entry(await asked.says("/resume"), 1) == "Home visits"
    assert "belongs to an earlier step" in await asked.says("3")


async def test_where_no_services_are_listed_a_number_is_an_answer(desk):
    conversation = Conversation.begin(desk, Length.FULL, "en")
    for text in ("Home visits", "", "1", "services"):
        await conversation.hear(text)

    turn = await conversation.hear("1")

    assert "You said: Staff decide" in "\n".join(page.text for page in turn.pages)
