"""One voice for all render tests, and finished sessions made from answers by name."""

from __future__ import annotations

import pytest
from strategies import sheet_of

from bot.model.session import Length, Notebook, Session, Stage
from bot.render.speaker import Speaker


@pytest.fixture(scope="session")
def speaker(library, rules):
    return Speaker(rules, library.messages("en"), lambda: library.knowledge("en"), library.templates)


@pytest.fixture(scope="session")
def words(speaker):
    return speaker.words


@pytest.fixture(scope="session")
def finished(dialogue):
    """A session that has its result: answers by question, one option or several."""

    def finished(answers, *, length=Length.FULL, stage=Stage.RESULT, focus=0, **notebook):
        given = {q: (o,) if isinstance(o, str) else o for q, o in answers.items()}
        return Session(
            dialogue=dialogue.digest,
            language="en",
            length=length,
            stage=stage,
            sheet=sheet_of(dialogue, given),
            focus=focus,
            notebook=Notebook(**notebook),
        )

    return finished
