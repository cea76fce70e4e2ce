"""One voice for all render tests, and finished sessions made from answers by name."""

from __future__ import annotations

import pytest
from strategies import sheet_of

from bot.model.session import Length, Notebook, Session, Stage
from bot.render.proving.prove import prove
from bot.render.speaker import Speaker
from bot.render.words import Words


@pytest.fixture(scope="session")
def speaker(library, rules):
    return Speaker(rules, library.messages("en"), lambda: library.knowledge("en"), library.templates)


@pytest.fixture(scope="session")
def words(speaker):
    return speaker.words


@pytest.fixture(scope="session")
def finished(dialogue):
    """A session that has its result: answers by question, one option or several."""

    def finished(answers, *, length=Length.FULL, stage=Stage.RESULT, focus=0, listing=None, **notebook):
        given = {q: (o,) if isinstance(o, str) else o for q, o in answers.items()}
        return Session(
            dialogue=dialogue.digest,
            language="en",
            length=length,
            stage=stage,
            sheet=sheet_of(dialogue, given),
            focus=focus,
            listing=listing,
            notebook=Notebook(**notebook),
        )

    return finished


@pytest.fixture(scope="session")
def voiced(library, words):
    """Words of the source language with other messages: given ones over the real ones, None for one that is gone."""

    def voiced(**changed):
        messages = {key: text for key, text in {**library.messages(), **changed}.items() if text is not None}
        return Words(messages, words.dialogue, dict)

    return voiced


@pytest.fixture(scope="session")
def faults_of(voiced, knowledge):
    """What the proof finds wrong with one template, as the text of a page, and with changed messages."""

    def faults_of(text, file="card.j2", **messages):
        found = prove({file: text}, voiced(**messages), knowledge, {}).faults
        return [str(fault) for fault in found if fault.code != "missing-template"]

    return faults_of
