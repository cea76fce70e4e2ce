"""A conversation at any point, and an ear for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.hearing.commands import command
from bot.hearing.elsewhere import find
from bot.hearing.listen import listen
from bot.hearing.options import hear
from bot.hearing.phrases import phrases_of
from bot.model.session import Doubt, Length, Session, Stage


@pytest.fixture(scope="session")
def phrases(library):
    return phrases_of(library.phrases("en"))


@pytest.fixture(scope="session")
def table(library):
    return library.commands("en")


@pytest.fixture(scope="session")
def mask(dialogue):
    return lambda question, *options: dialogue.mask(question, options)


@pytest.fixture(scope="session")
def said(dialogue, phrases):
    """What a text means as an answer to a question."""
    return lambda question, text: hear(dialogue.question(question), text, phrases)


@pytest.fixture(scope="session")
def elsewhere(dialogue, phrases):
    return lambda question, text: find(dialogue, dialogue.index[question], text, phrases)


@pytest.fixture(scope="session")
def session(dialogue):
    def at(stage=Stage.ASKING, question="say", doubt=(), *, several=False, **other):
        session = Session(
            dialogue=dialogue.digest,
            language="en",
            length=Length.FULL,
            stage=stage,
            sheet=(0,) * len(dialogue.questions),
            focus=dialogue.index[question] if stage is Stage.ASKING else 0,
            doubt=Doubt(question, doubt, several) if doubt else None,
        )
        return replace(session, **other)

    return at


@pytest.fixture(scope="session")
def typed(dialogue, session, phrases, table):
    """The act of a line typed where a conversation stands."""
    return lambda text, *where, **how: listen(dialogue, session(*where, **how), text, phrases, table)


@pytest.fixture(scope="session")
def commanded(dialogue, session, table):
    return lambda text, **how: command(text, table, dialogue, session(**how))
