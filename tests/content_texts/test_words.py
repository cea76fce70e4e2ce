"""Can a busy designer read it aloud? The words of every text that people read."""

from __future__ import annotations

import re

import pytest
import readability
import said

from bot.model.knowledge import Kind

OWN = said.own()
LONGEST = 20
HARDEST_GRADE = 8.5
HARDEST_LIX = 40
BANNED = re.compile(r"\b(easy|easily|simple|simply|just|please|sorry|obviously)\b", re.IGNORECASE)
COMMA_DASH = re.compile(r"[\u2014\u2013]|(?<=\S) -+ ")
COUNTED = said.items(Kind.BARRIER, Kind.ENABLER)
SECTIONS = said.items(
    Kind.BARRIER, Kind.ENABLER, Kind.MODE, Kind.RUNG, Kind.LIMIT, Kind.NOTE, Kind.READING, Kind.METHOD
)
GROUPS = {name: texts for name, texts in said.own(3).items() if name.startswith("assess/question/")}
WHOLE = ("concept", "term", "example", "editorial", "message")

JARGON = {
    "co-production": r"co-produc\w*",
    "empowerment": r"empower\w*",
    "participation": r"participation|participative",
    "user-led innovation": r"user-led innovation|innovation led by users",
    "consumerism": r"consumerism",
    "a mode by its name": r"(consumer|participative|enhanced) mode",
    "customisation": r"customis\w*|personalis\w*",
    "consultation": r"consult\w*",
    "service partnership": r"service partnership",
    "sticky knowledge": r"sticky|tacit",
    "latent need": r"latent",
    "paradigm": r"paradigm\w*",
    "transformation": r"transformation\w*",
    "encounter": r"encounter\w*|moment of truth",
    "stakeholder approach": r"stakeholder\w*",
    "relationship marketing": r"relationship marketing",
    "coercion": r"coerc\w*",
    "fragmentation": r"fragment\w*",
    "digital governance": r"digital governance|digital era governance",
    "open innovation": r"open innovation",
    "inducement": r"inducement\w*",
    "sanction": r"sanction\w*",
    "expertise": r"expertise",
    "tokenism": r"token\w*",
    "ladder": r"ladder",
    "driving force": r"driving force",
    "services management": r"services management|services theory",
    "public administration": r"public administration|new public \w+",
    "delivery system": r"delivery system|service system",
    "inseparability": r"inseparab\w*|intangib\w*",
    "strategic": r"strategic|operational",
}


def unlinked(texts, pattern):
    """The word where it is first used, unless a link holds it there."""
    text = " ".join(texts)
    marked = said.LINK.sub(lambda found: "\0" + said.shown(found[0]).replace(" ", "\1") + "\0", text)
    first = re.search(pattern.replace(" ", r"[ \1]"), marked, re.IGNORECASE)
    return first and marked[: first.start()].count("\0") % 2 == 0 and first[0]


def overlong(text):
    """The parts of sentences with too many words. What follows a colon is a list, a quote or an example: it counts apart."""
    parts = [part for line in readability.sentences(said.shown(text)) for part in line.split(": ")]
    return [part for part in parts if len(readability.words(part)) > LONGEST]


def faults(texts, wrong):
    return {path: text for path, text in texts.items() if wrong(path, text)}


@pytest.mark.parametrize("texts", OWN.values(), ids=OWN)
def test_no_sentence_has_more_than_twenty_words(texts):
    assert faults(texts, lambda _, text: overlong(text)) == {}


@pytest.mark.parametrize("texts", OWN.values(), ids=OWN)
def test_no_banned_word_is_used(texts):
    assert faults(texts, lambda _, text: BANNED.search(text)) == {}


@pytest.mark.parametrize("texts", OWN.values(), ids=OWN)
def test_no_dash_stands_for_a_comma(texts):
    assert faults(texts, lambda _, text: COMMA_DASH.search(text)) == {}


@pytest.mark.parametrize("texts", OWN.values(), ids=OWN)
def test_nothing_is_shouted(texts):
    assert faults(texts, lambda _, text: "!" in text) == {}


@pytest.mark.parametrize("texts", OWN.values(), ids=OWN)
def test_a_semicolon_stands_only_in_the_title_of_a_result(texts):
    titles = re.compile(r"rung/[\w-]+/title")

    assert faults(texts, lambda path, text: ";" in text and not titles.fullmatch(path)) == {}


@pytest.mark.parametrize("item", COUNTED, ids=lambda item: item.id)
def test_a_barrier_or_enabler_has_60_to_140_words(item):
    assert 60 <= sum(len(readability.words(said.shown(text))) for text in said.say(item)) <= 140


def test_a_title_has_at_most_60_characters():
    assert [item.title for item in said.KNOWLEDGE.items if len(item.title) > 60] == []


@pytest.mark.parametrize("item", said.items(Kind.ENABLER), ids=lambda item: item.id)
def test_an_action_has_at_most_70_characters(item):
    assert 0 < len(item.action) <= 70


@pytest.mark.parametrize("item", COUNTED, ids=lambda item: item.id)
def test_a_term_of_art_leads_to_the_glossary_where_it_is_first_used(item):
    texts = said.say(item)

    assert [word for word in JARGON if unlinked(texts, JARGON[word])] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A [[consultation]] is a consultation.", False),
        ("A consultation is a [[consultation]].", True),
        ("[[co-production|Day-to-day co-production]] is one.", False),
        ("No such word.", False),
    ],
)
def test_a_first_use_without_a_link_is_found(text, found):
    assert bool(unlinked([text], r"co-produc\w*|consult\w*")) is found


@pytest.mark.parametrize("item", COUNTED, ids=lambda item: item.id)
def test_no_item_links_a_term_twice(item):
    linked = [found[1] for found in said.LINK.finditer(" ".join(said.say(item)))]

    assert len(linked) == len(set(linked))


@pytest.mark.parametrize("item", SECTIONS, ids=lambda item: f"{item.kind}-{item.id}")
def test_an_item_reads_at_the_age_of_twelve_to_fourteen(item):
    texts = [said.shown(text) for text in (item.lead, *said.say(item))]

    assert readability.grade(texts) <= HARDEST_GRADE
    assert readability.lix(texts) <= HARDEST_LIX


@pytest.mark.parametrize("texts", GROUPS.values(), ids=GROUPS)
def test_a_question_reads_at_the_age_of_twelve_to_fourteen(texts):
    shown = [said.shown(text) for text in texts.values()]

    assert readability.grade(shown) <= HARDEST_GRADE
    assert readability.lix(shown) <= HARDEST_LIX


@pytest.mark.parametrize("kind", WHOLE)
def test_the_shorter_texts_of_a_kind_together_read_at_the_age_of_twelve_to_fourteen(kind):
    shown = [
        said.shown(text) for path, text in said.TEXTS.items() if path.startswith(f"{kind}/") and " " in text
    ]

    assert readability.grade(shown) <= HARDEST_GRADE
    assert readability.lix(shown) <= HARDEST_LIX


@pytest.mark.parametrize("item", said.items(Kind.CONCEPT), ids=lambda item: item.id)
def test_even_a_short_text_on_theory_has_few_long_words(item):
    assert readability.lix(map(said.shown, said.say(item))) <= HARDEST_LIX


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("staff", 1), ("used", 1), ("place", 1), ("planned", 1), ("while", 1),
        ("people", 2), ("service", 2), ("needed", 2), ("table", 2), ("changes", 2), ("being", 2),
        ("social", 2), ("client", 2), ("quiet", 2), ("create", 2), ("something", 2),
        ("idea", 3), ("services", 3), ("production", 3), ("usual", 3), ("various", 3), ("expertise", 3),
        ("experience", 4), ("society", 4), ("delivery", 4), ("professional", 4), ("participation", 5),
    ],
)  # fmt: skip
def test_the_syllable_counter_hears_what_people_say(word, count):
    assert readability.syllables(word) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One two. Three?", ["One two.", "Three?"]),
        ("- one\n- two", ["- one", "- two"]),
        ("No end", ["No end"]),
        ("(Yes.) No.", ["(Yes.", "No."]),
    ],
)
def test_a_text_is_parted_at_the_ends_of_sentences_and_lines(text, found):
    assert readability.sentences(text) == found


def test_a_harder_text_scores_higher():
    plain, hard = ["We ask you. You say yes."], ["Organisational participation necessitates consideration."]

    assert readability.grade(plain) < readability.grade(hard)
    assert readability.lix(plain) < readability.lix(hard)
