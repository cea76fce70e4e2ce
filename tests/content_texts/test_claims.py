"""Does every claim say whose it is, and where that stands? Lines are lines of the authors' pre-print."""

from __future__ import annotations

import preprint
import pytest
import said

CLAIMS = said.places()
QUESTIONS = said.question_places()
SOURCED = {name: place for name, place in CLAIMS.items() if place.grade != "project"}
REPORTED = {name: place for name, place in CLAIMS.items() if place.grade == "reported"}
OURS = {name: place for name, place in CLAIMS.items() if place.grade == "project"}
WORKS = {source.id for source in said.KNOWLEDGE.sources}
ASKED = [
    pytest.param(
        question.source,
        id=question.id,
    )
    for question in said.DIALOGUE.questions
]


def cited(work, place):
    return set(preprint.CITED[work]) & set(place.lines)


def faults(claims, wrong):
    return {name: place for name, place in claims.items() if wrong(place)}


@pytest.mark.parametrize("claims", [CLAIMS, QUESTIONS], ids=["items", "questions"])
def test_every_claim_has_one_of_three_grades(claims):
    assert faults(claims, lambda place: place.grade not in {"authors", "reported", "project"}) == {}


def test_a_sourced_claim_names_lines_of_the_body_that_hold_text():
    assert faults(SOURCED, lambda place: not place.lines or not set(place.lines) <= preprint.BODY) == {}


@pytest.mark.parametrize("place", ASKED)
def test_a_question_names_lines_of_the_body_that_hold_text(place):
    assert set(place.lines) <= preprint.BODY


def test_the_body_ends_before_the_reference_list():
    assert max(preprint.BODY) < preprint.REFERENCES < preprint.LAST_LINE


def test_a_reported_claim_names_whose_it_is():
    assert faults(REPORTED, lambda place: not place.by) == {}


def test_every_work_that_a_claim_reports_is_cited_on_its_lines():
    strays = {name: [work for work in place.by if not cited(work, place)] for name, place in REPORTED.items()}

    assert faults(strays, bool) == {}


def test_our_own_claim_carries_no_source():
    assert faults(OURS, lambda place: place.by or place.lines) == {}


@pytest.mark.parametrize("claims", [CLAIMS, QUESTIONS], ids=["items", "questions"])
def test_a_claim_of_the_authors_names_no_other_work(claims):
    assert faults(claims, lambda place: place.grade == "authors" and place.by) == {}


@pytest.mark.parametrize("claims", [CLAIMS, QUESTIONS], ids=["items", "questions"])
def test_every_work_that_a_claim_names_is_in_the_bibliography(claims):
    assert faults(claims, lambda place: not set(place.by) <= WORKS) == {}


@pytest.mark.parametrize("kind", said.Kind)
def test_no_item_is_without_a_claim(kind):
    assert [item.id for item in said.items(kind) if not said.say(item)] == []
