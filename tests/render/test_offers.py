"""Does every button lead somewhere? Whole conversations are walked by buttons alone, at random."""

from __future__ import annotations

import random

import pytest
from talking import Talk

from bot.channels.telegram.buttons import MOST, Buttons
from bot.model.reply import Erase, Line, Tell
from bot.model.session import Length, Stage
from bot.model.talk import Anew, Ask, Forget, Move, Speak, Start, Topic
from bot.render.manners import in_a_chat
from bot.render.offers import Offers
from bot.render.speaker import Speaker

BUTTONS = Buttons([b"k" * 32])
ELSEWHERE = (Anew, Speak, Move, Forget)
"""What is done by whoever keeps sessions, or ends the walk."""


@pytest.fixture
def voice(rules, library):
    return Speaker(
        rules, in_a_chat(library.messages("en")), lambda: library.knowledge("en"), library.templates
    )


def acts(pages):
    """Every act behind a button of these pages."""
    chosen = [choice.act for page in pages for choice in page.choices if choice.act]
    return [*chosen, *(offer.act for page in pages for group in page.offers for offer in group)]


@pytest.mark.parametrize("length", Length)
@pytest.mark.parametrize("seed", range(12))
def test_no_button_leads_nowhere(rules, voice, length, seed):
    chance = random.Random(seed)
    talk = Talk(rules, length)
    shown = voice.pages(talk.session, talk.act(Start()))
    pressed = set()

    for _ in range(150):
        act = chance.choice([act for act in acts(shown) if not isinstance(act, ELSEWHERE)] or [Start()])
        replies = talk.act(voice.resolve(talk.session, act))
        assert replies
        assert Tell(Line.STALE) not in replies, act
        assert Erase() not in replies
        pages = voice.pages(talk.session, replies)
        assert pages or act in (Ask(Topic.REPORT), Ask(Topic.PRIVACY)), act
        shown = pages if acts(pages) else shown
        pressed.add(type(act))

    assert len(pressed) >= 5


@pytest.mark.parametrize("length", Length)
def test_every_button_fits_into_what_telegram_takes(rules, voice, knowledge, length):
    talk = Talk(rules, length)
    seen = list(acts(voice.pages(talk.session, talk.act(Start()))))
    for _ in range(60):
        act = seen[-1]
        seen += acts(voice.pages(talk.session, talk.act(voice.resolve(talk.session, act))))
    seen += [Ask(Topic.TERM, f"{item.kind}/{item.id}") for item in knowledge.items]

    data = [BUTTONS.data(act, "12345678", talk.session.dialogue) for act in seen]

    assert max(map(len, data)) <= MOST


def test_a_card_has_those_beside_it(words, rules, finished):
    offers = Offers(words, rules.dialogue, finished({}, stage=Stage.RESULT))

    first, middle, only = (
        offers.card(["a", "b", "c"], 0, Topic.BARRIERS)[0],
        offers.card(["a", "b", "c"], 1, Topic.BARRIERS)[0],
        offers.card(["a"], 0, Topic.BARRIERS)[0],
    )

    assert [offer.label for offer in first] == ["2 of 3 \u203a"]
    assert [offer.label for offer in middle] == ["\u2039 1 of 3", "3 of 3 \u203a"]
    assert only == ()
    assert all(offer.turns for offer in (*first, *middle))
