"""Does every word come from the content? A made-up language, in which a word of plain English shows at once."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from abroad import translated
from talking import Talk

from bot.assemble import content as assemble
from bot.content.library import open_library
from bot.model.page import Page
from bot.model.reply import Line, Moving, ShowMove, Tell
from bot.model.session import Length
from bot.model.talk import (
    Ask,
    Back,
    Change,
    DayToDay,
    Done,
    Forget,
    Hearing,
    Note,
    Pause,
    Skip,
    Start,
    Topic,
    Unreadable,
    WhatIf,
)
from bot.model.verdict import Given
from bot.reasoning.rules import Rules
from bot.render.speaker import Speaker

WORD = re.compile(r"[A-Za-z]{2,}")
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
READING = re.compile(r"\bD\d+\b")
OWN = "Åäö 12"
"""A person's own words, without a word of English."""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory, compiled, library):
    """The library with a complete translation into the made-up language; other tests take the same from the cache."""
    folder = translated(tmp_path_factory.mktemp("abroad"), library)
    return open_library(str(folder), str(compiled / "tango"), assemble.approved)


@pytest.fixture(scope="module")
def rules_abroad(abroad):
    return Rules(abroad.dialogue("xx"))


@pytest.fixture(scope="module")
def voice(abroad, rules_abroad):
    return Speaker(rules_abroad, abroad.messages("xx"), lambda: abroad.knowledge("xx"), abroad.templates)


@pytest.fixture(scope="module")
def left_behind(abroad, voice, rules_abroad):
    """The lines of pages that still hold a word of English, once names of works and their sections are taken out."""
    knowledge = abroad.knowledge("xx")
    blank = Talk(rules_abroad).session
    names = {text for s in knowledge.sources for text in (s.authors, s.title, s.where)}
    names |= {voice.about(blank).views.cite(source.id) for source in knowledge.sources}
    names |= {section.title for section in knowledge.sections} | {abroad.digest.removeprefix("sha256:")[:12]}
    known = re.compile("|".join(map(re.escape, sorted(filter(None, names), key=len, reverse=True))))

    def left_behind(pages):
        shown = [text for page in pages for text in (page.text, *spoken(page))]
        lines = {line for text in shown for line in html.unescape(TAG.sub("", text)).splitlines()}
        return sorted(line for line in lines if WORD.search(READING.sub("", known.sub("", line))))

    return left_behind


def spoken(page):
    offered = [offer.label for group in page.offers for offer in group]
    return [*offered, *(words for choice in page.choices for words in (choice.label, choice.long))]


class Stay:
    """A conversation in the made-up language that keeps every page it shows."""

    def __init__(self, voice, rules, length=Length.FULL):
        self.talk = Talk(rules, length)
        self.talk.session = replace(self.talk.session, language="xx")
        self.voice = voice
        self.pages = []

    def act(self, *acts):
        for act in acts:
            self.show(self.talk.act(self.voice.resolve(self.talk.session, act)))

    def show(self, replies):
        self.pages += self.voice.pages(self.talk.session, replies)

    def run(self, answers):
        while self.talk.session.stage.value == "asking":
            self.show(self.talk.answer(answers.get(self.talk.question.id, "dont_know")))

    def write(self, *texts):
        for text in texts:
            self.show(self.talk.write(text))


@pytest.fixture
def stay(voice, rules_abroad):
    return Stay(voice, rules_abroad)


@pytest.fixture
def judged(stay):
    stay.act(Start())
    stay.write(OWN, OWN)
    stay.run({"scope": "service", "say": "staff", "role": "share", "answer": "explain", "effect": "nothing",
              "join": "data", "change": "new_live", "source": ("staff", "users"), "gap": "never", "trust": "neither",
              "choice": "made", "whose": "argued"})  # fmt: skip
    stay.act(Ask(Topic.RESULT))
    return stay


def test_the_made_up_language_is_offered(abroad):
    assert abroad.translation_faults() == ()
    assert abroad.languages == ("en", "xx")


def test_a_full_conversation_is_wholly_in_its_language(judged, left_behind):
    judged.act(Start(), Ask(Topic.CHECK), Ask(Topic.SO_FAR), Ask(Topic.RESULT), Ask(Topic.HELP))

    assert left_behind(judged.pages) == []
    assert len(judged.pages) > 40


def test_a_quick_conversation_is_wholly_in_its_language(voice, rules_abroad, left_behind):
    stay = Stay(voice, rules_abroad, Length.QUICK)
    stay.act(Start())
    stay.write("", "")
    stay.act(Ask(Topic.SO_FAR), Ask(Topic.WHY), Ask(Topic.HELP))
    stay.run({"scope": "service", "role": "lead", "answer": "bound", "effect": "direction"})
    stay.act(Ask(Topic.RESULT), Ask(Topic.REASONS))

    assert left_behind(stay.pages) == []


@pytest.mark.parametrize("scope", ["policy", "private"])
def test_a_conversation_outside_the_framework_is_wholly_in_its_language(stay, left_behind, scope):
    stay.act(Start())
    stay.write("", "")
    stay.run({"scope": scope})
    stay.act(DayToDay())
    stay.run({})
    stay.act(Ask(Topic.REASONS), Ask(Topic.NOT_SAID))

    assert left_behind(stay.pages) == []


def test_pages_about_a_result_are_wholly_in_their_language(judged, left_behind):
    judged.act(*(Ask(topic) for topic in Topic if topic is not Topic.TERM))
    judged.act(*(Ask(Topic.WISHES, number) for number in ("1", "2", "3", "4", "99")))

    assert left_behind(judged.pages) == []


def test_every_why_is_wholly_in_its_language(judged, rules_abroad, left_behind):
    judged.act(*(Ask(Topic.WHY, question.id) for question in rules_abroad.dialogue.questions))

    assert left_behind(judged.pages) == []


def test_every_item_is_wholly_in_its_language(judged, abroad, left_behind):
    items = abroad.knowledge("xx").items

    judged.act(*(Ask(Topic.TERM, item.title) for item in items))
    judged.act(Ask(Topic.TERM, items[0].title[:-1]), Ask(Topic.TERM, "4"), Ask(Topic.TERM, OWN))

    assert left_behind(judged.pages) == []


def test_what_if_is_wholly_in_its_language(judged, rules_abroad, left_behind):
    judged.act(*(WhatIf(without=reading) for reading in rules_abroad.dialogue.readings))
    judged.act(WhatIf("role", 0b1), WhatIf("role", 0b11, "D5"), WhatIf(without="D99"))

    assert left_behind(judged.pages) == []


def test_a_change_and_what_fell_away_are_wholly_in_their_language(judged, left_behind):
    judged.act(Change("role"))
    judged.show(judged.talk.answer("none"))
    judged.act(Change("answer"), Back(), Back(), Ask(Topic.CHECK), Ask(Topic.REASONS), Note(OWN))

    assert left_behind(judged.pages) == []


def test_an_action_plan_is_wholly_in_its_language(judged, left_behind):
    judged.act(Ask(Topic.PLAN), Ask(Topic.PLAN, "1"))
    judged.write(OWN, "")
    judged.act(Ask(Topic.PLAN, "99"), Ask(Topic.PLAN, "2"), Skip(), Skip(), Done())

    assert left_behind(judged.pages) == []


@pytest.mark.parametrize("how", Hearing)
def test_every_way_of_hearing_is_wholly_in_its_language(stay, left_behind, how):
    stay.act(Start())
    stay.write("", "")
    stay.show(stay.talk.answer("service"))
    stay.show(stay.talk.hear(how, 0b1, 0b10, text=OWN, elsewhere="gap"))
    stay.show(stay.talk.hear(Hearing.UNCLEAR, text=OWN))
    stay.show(stay.talk.hear(Hearing.UNCLEAR, text=OWN))

    assert left_behind(stay.pages) == []


@pytest.mark.parametrize("after", [("consumer",), ("consumer", "enhanced-realised"), ("enhanced-emerging",)])
@pytest.mark.parametrize("fresh", [(), (1, 2)])
def test_a_move_is_wholly_in_its_language(judged, voice, left_behind, after, fresh):
    (fallen,) = voice.fallen(judged.talk.session, [Given(question="role", options=("asked",))])
    before = ("consumer", "enhanced-realised")[: len(after)]
    moving = Moving(carried=3, reworded=fresh, fresh=fresh, gone=(), before=before, after=after)

    offer = ShowMove(moving=moving, gone=(fallen,)[: len(fresh)], before=voice.labels(before), done=False)
    pages = voice.pages(judged.talk.session, [offer, replace(offer, done=True)])

    assert left_behind(pages) == []


@pytest.mark.parametrize("line", Line)
def test_every_short_message_is_wholly_in_its_language(stay, voice, left_behind, line):
    about = {Line.ELSEWHERE: "gap", Line.UNREADABLE: "change"}.get(line, OWN)

    pages = voice.pages(stay.talk.session, [Tell(line, 1, 0b1, about)])

    assert left_behind(pages) == []


@pytest.mark.parametrize("command", ["change", "what_if", "forget", "term"])
def test_a_command_that_cannot_be_read_is_explained_in_its_language(stay, left_behind, command):
    stay.act(Start(), Unreadable(command, OWN), Pause(), Forget(), Start())

    assert left_behind(stay.pages) == []


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_is_wholly_in_its_language(judged, voice, left_behind, form):
    judged.act(Note(OWN), Ask(Topic.PLAN), Ask(Topic.PLAN, "1"))
    judged.write(OWN, OWN)

    document = voice.report(judged.talk.session, form, "2026-03-25")

    assert left_behind([Page(document.text)]) == []


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_in_doubt_is_wholly_in_its_language(stay, voice, left_behind, form):
    stay.act(Start())
    stay.write("", "")
    stay.run({"scope": "service"})

    document = voice.report(stay.talk.session, form, "2026-03-25")

    assert left_behind([Page(document.text)]) == []


def test_the_html_report_names_its_language(judged, voice):
    assert '<html lang="xx">' in voice.report(judged.talk.session, "html", "2026-03-25").text


def test_command_words_and_phrases_are_translated(abroad):
    words = [
        word for many in (*abroad.commands("xx").values(), *abroad.phrases("xx").values()) for word in many
    ]

    assert [word for word in words if WORD.search(word)] == []


def test_every_page_and_message_is_proved_in_it_too(abroad, library):
    shown = {one.id: one.count for one in assemble.examined(abroad).shown}
    alone = {one.id: one.count for one in assemble.examined(library).shown}

    assert shown["pages-render"] == 2 * alone["pages-render"]
    assert shown["messages-said"] == 2 * alone["messages-said"]
