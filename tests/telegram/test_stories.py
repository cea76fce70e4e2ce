"""Every story that the authors tell comes to the same in a chat and in a terminal, word for word."""

import asyncio

import pytest
from played import deeds, in_a_chat, in_a_terminal, results_of, results_on

SOON = {
    "care-residential-home",
    "health-cancer-plan",
    "justice-prison-classroom",
    "learning-youth-venue",
    "places-shared-minibus",
    "unsure-first-day",
    "unsure-job-coaching",
    "unsure-law-making",
    "unsure-seaside-hotel",
    "unsure-is-it-public",
}
"""In the inner loop: each result, several results, sets of options, and what is out of scope."""
AT_ONCE = 16


@pytest.fixture
def held(api, bot, library, rules, tmp_path):
    """Hold the conversations of stories in a chat and in a terminal; gives each story with its two texts."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(story):
        async with room:
            script = list(deeds(rules, story))
            person = await api.person(story.title, language="en")
            chat = await in_a_chat(library, person, script)
            return story, chat, in_a_terminal(library, tmp_path / f"{story.id}.db", script)

    async def held(stories):
        return await asyncio.gather(*map(one, stories))

    return held


@pytest.fixture
def stories(library):
    """The stories of the inner loop, and the others."""
    every = library.stories()
    return {
        "soon": [story for story in every if story.id in SOON],
        "later": [story for story in every if story.id not in SOON],
    }


def differences(story, chat, terminal):
    """Where the texts of a story part: the lines after a deed that only the chat has, and those that only the terminal has."""
    for at, (here, there) in enumerate(zip(chat, terminal, strict=True)):
        if here != there:
            only = [line for line in here if line not in there], [line for line in there if line not in here]
            yield story.id, at, *only


@pytest.mark.parametrize("when", ["soon", pytest.param("later", marks=pytest.mark.thorough)])
async def test_a_story_reads_the_same_in_a_chat_and_in_a_terminal(held, stories, rules, knowledge, when):
    found = await held(stories[when])

    assert [told for story, *texts in found for told in differences(story, *texts)] == []
    expected = {story.id: results_of(rules, knowledge, story) for story, *_ in found}
    assert {story.id: results_on(chat) for story, chat, _ in found} == expected


def test_no_story_of_the_inner_loop_is_lost(stories):
    assert {story.id for story in stories["soon"]} == SOON
    assert len(stories["later"]) + len(SOON) == 63
