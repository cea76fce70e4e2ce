import html
import json
import re
from dataclasses import replace

import pytest

from bot.model.knowledge import Kind
from bot.model.session import Action
from bot.reasoning.assess import assess
from bot.render.data import as_data

ANSWERS = {"scope": "service", "say": "staff", "gap": "never", "role": "share", "answer": "explain", "effect": "nothing",
           "join": "data", "change": "new_live", "source": ("staff", "users"), "trust": "neither", "whose": "argued"}  # fmt: skip
IN_DOUBT = {"role": ("none", "asked"), "join": "loop"}
NASTY = "a | b <script>alert('x')</script>\n# heading\n- *bold* [link](http://x) {{ 7 * 7 }} {name}"
TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


@pytest.fixture
def report(speaker, finished):
    """The text of a report in a form."""

    def report(form, answers=ANSWERS, **notebook):
        return speaker.report(finished(answers, **notebook), form, "25 March").text

    return report


@pytest.fixture
def nasty(report):
    """A report in which every place for a person's own words holds markup."""

    def nasty(form):
        return report(
            form,
            prompts={"name": NASTY, "part": NASTY},
            notes={"effect": NASTY},
            actions=(Action("ladder-check", NASTY, NASTY),),
        )

    return nasty


@pytest.fixture
def about_of(speaker, finished):
    return lambda answers: speaker.about(finished(answers))


@pytest.fixture
def data_of(rules, knowledge, dialogue, finished):
    """The object of answers as a program reads it."""

    def data_of(answers):
        verdict = assess(rules, knowledge, finished(answers).sheet)
        return json.loads(json.dumps(as_data(dialogue, "en", verdict)))

    return data_of


def words_of(form, text):
    """The words of a report, without its markup."""
    plain = html.unescape(TAG.sub(" ", text)) if form == "html" else re.sub(r"(?m)^[#|\- ]+|\|", " ", text)
    return " ".join(plain.split())


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_names_service_part_date_and_rules(report, dialogue, form):
    text = report(form, prompts={"name": "Home visits", "part": "evenings"})

    assert "Co-production report: Home visits" in text
    assert "Part and users: evenings" in text
    assert "Made 25 March" in text
    assert dialogue.digest[7:19] in text


@pytest.mark.parametrize("form", ["md", "html"])
def test_outside_the_framework_a_report_promises_nothing_and_judges_nothing(speaker, finished, words, form):
    keys = ("report_faces", "report_changes", "report_barriers", "wish_none", "barriers_none")
    private = {"scope": "private", "say": "agree", "change": "new_live"}

    def told(session):
        text = words_of(form, speaker.report(session, form, "25 March").text)
        return [words.say(key) in text for key in (*keys, "face_consumer", "face_participative")]

    assert told(finished(private)) == [False] * 7
    assert told(replace(finished(private), part_only=True)) == [True, *[False] * 4, True, False]
    assert told(finished(ANSWERS))[:3] == [True] * 3


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_on_a_service_without_a_name_says_so(report, words, form):
    assert words.say("report_heading", name=words.say("unnamed")) in report(form)


def test_in_markdown_a_persons_own_words_are_inert(nasty):
    text = nasty("md")

    inert = r"a \| b \<script\>alert('x')\</script\> \# heading - \*bold\* \[link\](http://x) \{\{ 7 \* 7 \}\} \{name\}"
    assert text.count(inert) == 5
    assert "<script>" not in text
    assert "\n# heading" not in text
    assert "49" not in re.findall(r"(?m)^# .*$", text)[0]


def test_in_html_a_persons_own_words_are_inert(nasty):
    text = nasty("html")

    assert text.count("&lt;script&gt;") == 6
    assert "<script" not in text
    assert text.count("{{ 7 * 7 }} {name}") == 6


def test_in_markdown_the_table_of_the_plan_keeps_its_columns(nasty):
    rows = [line for line in nasty("md").splitlines() if line.startswith("| Compare with three")]

    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [4]


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("answers", [ANSWERS, IN_DOUBT, {}], ids=["certain", "doubt", "nothing"])
def test_every_claim_that_is_shown_has_its_source(report, about_of, knowledge, form, answers):
    about = about_of(answers)
    text = words_of(form, report(form, answers))

    shown = [knowledge.find(Kind.BARRIER, one.item) for one in about.verdict.barriers if one.certain]
    shown += [knowledge.find(Kind.ENABLER, one.item) for one in about.verdict.enablers if one.certain]
    shown += [knowledge.find(Kind.NOTE, one.item) for one in about.verdict.notes if one.certain]
    shown_claims = [claim for item in shown for section in item.sections.values() for claim in section]
    assert [
        claim.say
        for claim in shown_claims
        if f"{about._words.plain(claim.say)} ({about.views.source(claim)})" not in text
    ] == []
    assert bool(shown_claims) == bool(shown)


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("answers", [ANSWERS, IN_DOUBT, {}], ids=["certain", "doubt", "nothing"])
def test_the_sources_are_the_works_that_the_claims_cite_and_no_others(
    report, about_of, knowledge, form, answers
):
    views = about_of(answers).views
    body, _, sources = words_of(form, report(form, answers)).rpartition(" Sources ")
    works = [source for source in knowledge.sources if source.id != "osborne-2013"]

    cited = {work.id for work in works if re.search(rf"{views.cite(work.id)}(,| and )", body)}
    listed = {work.id for work in works if f"{work.authors} ({work.year})" in sources}

    assert listed == cited
    assert "It takes two to tango?" in sources


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_says_what_perhaps_means_where_it_does(report, words, form):
    explained = [report(form, answers).count(words.say("list_perhaps")) for answers in (ANSWERS, {})]

    assert ["(perhaps)" in report(form, answers) for answers in (ANSWERS, {})] == [bool(n) for n in explained]
    assert explained[1]


@pytest.mark.parametrize("answers", [ANSWERS, IN_DOUBT, {}], ids=["certain", "doubt", "nothing"])
def test_markdown_and_html_say_the_same(report, answers):
    notebook = {
        "prompts": {"name": "Home visits"},
        "notes": {"effect": "May"},
        "actions": (Action("ladder-check"),),
    }

    as_md = words_of("md", report("md", answers, **notebook))
    as_html = words_of("html", report("html", answers, **notebook).partition("<main>")[2])

    sentences = {bare(sentence) for sentence in re.split(r"(?<=[.?:)])\s", as_html)}
    known = bare(as_md)
    assert sorted(sentence for sentence in sentences if sentence not in known) == []


def bare(text):
    """The words alone."""
    return " ".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("answers", [ANSWERS, IN_DOUBT, {}], ids=["certain", "doubt", "nothing"])
def test_the_facts_of_the_data_are_those_of_the_report(report, about_of, data_of, form, answers):
    data, about = data_of(answers), about_of(answers)
    dialogue, words = about._words.dialogue, about._words

    text = words_of(form, report(form, answers))

    titles = [about.views.item_title(one["id"]) for one in (*data["barriers"], *data["enablers"])]
    reasons = [dialogue.question(one["question"]).short for one in data["reasons"]]
    changed = [dialogue.question(a["question"]).short for plan in data["changes"] for a in plan["answers"]]
    possible = [words.label(result) for result in data["result"]["possible"]] * (
        not data["result"]["certain"]
    )
    readings = [f"{one['without']}: " for one in data["readings"]]
    assert [part for part in (*titles, *reasons, *changed, *possible, *readings) if part not in text] == []
    assert (words.say("not_certain") in text) == (not data["result"]["certain"])


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_shows_notes_plan_and_what_is_set_aside(report, words, form):
    answers = {"role": "none", "answer": "bound", "change": "new_plan", "source": "users"}
    text = report(
        form, answers, notes={"source": "We moved the hours"}, actions=(Action("ladder-check", "a nurse"),)
    )

    assert words.say("report_evidence") in text
    assert "We moved the hours" in text
    assert "a nurse" in text
    assert "6 Promise on what they say" in text


def test_the_html_report_is_one_whole_page(report):
    text = report("html")

    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert text.endswith("</html>\n")
    assert [
        tag
        for tag in ("ul", "p", "h2", "h3", "li", "table", "tr", "td")
        if text.count(f"<{tag}>") != text.count(f"</{tag}>")
    ] == []
    assert "<script" not in text
    assert "http" not in TAG.sub("", text)


def test_a_report_has_no_score(report):
    assert not re.search(r"\d\s*(?:of|out of|/)\s*10\b|\d\s*%", report("md"))
