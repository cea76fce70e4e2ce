from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.model.ids import DONT_KNOW
from bot.model.talk import Hearing

CORPUS = yaml.safe_load(Path(__file__).with_name("corpus.yaml").read_text(encoding="utf-8"))
SURE = (Hearing.EXACT, Hearing.LIKELY)
NAMED = (*SURE, Hearing.BETWEEN, Hearing.SEVERAL)
FRESH = [entry for entry in CORPUS if entry.get("fresh")]
PLAIN = [entry for entry in CORPUS if isinstance(entry["means"], str) and entry["means"] != "ask"]


def meant(dialogue, entry):
    """The masks that an entry means; none for `ask`."""
    question = dialogue.question(entry["q"])
    names = entry["means"] if isinstance(entry["means"], list) else [entry["means"]]
    return [
        question.every if name == DONT_KNOW else dialogue.mask(question.id, (name,))
        for name in names
        if name != "ask"
    ]


def understood(dialogue, said, entry):
    heard = said(entry["q"], entry["say"])
    return heard.how in NAMED and meant(dialogue, entry)[0] in heard.masks


def share(dialogue, said, entries):
    return sum(understood(dialogue, said, entry) for entry in entries) / len(entries)


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: f"{entry['q']}: {entry['say']}")
def test_no_text_is_taken_for_a_wrong_answer(dialogue, said, entry):
    heard = said(entry["q"], entry["say"])

    assert heard.how not in SURE or list(heard.masks) == meant(dialogue, entry)


def test_most_texts_with_a_clear_meaning_are_understood(dialogue, said):
    assert share(dialogue, said, PLAIN) >= 0.7


def test_most_texts_kept_apart_are_understood(dialogue, said):
    assert share(dialogue, said, [entry for entry in PLAIN if entry.get("held")]) >= 0.7


def test_texts_written_after_the_phrases_are_understood_as_often_as_they_were(dialogue, said):
    assert share(dialogue, said, [entry for entry in PLAIN if entry in FRESH]) >= 0.45


def test_the_corpus_is_large_and_keeps_a_third_apart():
    assert len(CORPUS) >= 320
    assert sum(1 for entry in CORPUS if entry.get("held")) >= len(CORPUS) / 3
