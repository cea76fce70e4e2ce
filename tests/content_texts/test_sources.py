"""Is the bibliography whole and honest? It holds what the pre-print gives, and nothing else."""

from __future__ import annotations

import hashlib
import re

import preprint
import pytest
import said

SOURCES = {source.id: source for source in said.KNOWLEDGE.sources}
PAPER = "osborne-2013"
WORKS = {name: SOURCES[name] for name in SOURCES if name != PAPER}
INCOMPLETE = {name: work for name, work in WORKS.items() if not work.complete}


def fingerprint(title):
    return hashlib.sha256(re.sub(r"[^a-zà-ÿ]", "", title.lower()).encode()).hexdigest()[:8]


def test_the_paper_itself_is_there_and_called_a_pre_print():
    assert SOURCES[PAPER].complete
    assert "pre-print" in SOURCES[PAPER].note


@pytest.mark.parametrize("work", preprint.CITED)
def test_every_work_that_the_paper_cites_has_an_entry(work):
    assert work in WORKS


def test_no_work_is_added_to_those_that_the_paper_cites_or_lists():
    assert set(WORKS) == set(preprint.CITED) | preprint.ONLY_LISTED


@pytest.mark.parametrize("work", sorted(preprint.ONLY_LISTED))
def test_a_work_that_is_listed_but_never_cited_says_so(work):
    assert "never cites" in WORKS[work].note


@pytest.mark.parametrize("work", INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_incomplete_entry_has_no_title_and_says_what_is_left_out(work):
    assert (work.title, work.where) == ("", "")
    assert re.search(r"no entry|gives only the authors? and the year", work.note)


def test_the_works_without_a_title_are_those_that_the_list_leaves_out_or_cuts_short():
    stubs = {name for name, work in INCOMPLETE.items() if "gives only" in work.note}

    assert stubs == preprint.STUBS
    assert len(INCOMPLETE) - len(stubs) == 34


@pytest.mark.parametrize("name", [name for name in SOURCES if SOURCES[name].complete])
def test_no_title_is_invented(name):
    assert fingerprint(SOURCES[name].title) == preprint.TITLES[name]


@pytest.mark.parametrize("work", INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_incomplete_entry_names_the_lines_that_cite_it(work):
    told = re.search(r"Cited at lines? ([\d, and]+)\.", work.note)[1]

    assert tuple(map(int, re.findall(r"\d+", told))) == preprint.CITED[work.id]


def test_the_editorial_note_counts_right():
    note = " ".join(said.say(said.KNOWLEDGE.find(said.Kind.EDITORIAL, "reference-list-incomplete")))

    assert (len(preprint.CITED), len(preprint.STUBS), len(preprint.ONLY_LISTED)) == (98, 12, 5)
    assert re.search(
        r"98 works.*34 without.*29 named and five hidden.*Twelve entries.*five listed works", note
    )


def test_five_works_of_the_authors_stay_hidden():
    hidden = [name for name, work in WORKS.items() if "withheld" in work.authors]

    assert hidden == ["blinded-1994", "blinded-2002", "blinded-2009", "blinded-2010", "blinded-2013"]
    assert [WORKS[name].title for name in hidden] == [""] * 5
