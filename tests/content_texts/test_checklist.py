"""Does the knowledge base carry everything that the paper asks for? Numbers are those of the project's checklist."""

from __future__ import annotations

import pytest
import said

from bot.model.knowledge import Kind

WRITTEN = list(said.written())
ADDITIONS = (
    "whole-system",
    "power-they-have",
    "consumption-act",
    "planning-and-production",
    "within-paradigm",
    "planners-trust",
    "trust-tools",
    "open-systems",
)
EXAMPLES = [item for item in WRITTEN if "illustrates" in item]
PAIRS = [(barrier.id, enabler) for barrier in said.items(Kind.BARRIER) for enabler in barrier.links]
PAIRS_BACK = [(enabler.id, barrier) for enabler in said.items(Kind.ENABLER) for barrier in enabler.links]


@pytest.mark.parametrize("number", range(1, 112))
def test_every_point_of_the_checklist_has_a_home(number):
    assert [item.id for item in said.KNOWLEDGE.items if number in item.checklist]


def test_no_item_names_a_point_that_is_not_on_the_checklist():
    named = {number for item in said.KNOWLEDGE.items for number in item.checklist}

    assert named == set(range(1, 112))


@pytest.mark.parametrize("addition", ADDITIONS)
def test_every_addition_to_the_checklist_has_a_home(addition):
    assert [item["id"] for item in WRITTEN if addition in item.get("additions", ())]


@pytest.mark.parametrize(("kind", "least"), [(Kind.BARRIER, 30), (Kind.ENABLER, 20), (Kind.TERM, 45)])
def test_there_are_enough_items_of_each_kind(kind, least):
    assert len(said.items(kind)) >= least


@pytest.mark.parametrize(("barrier", "enabler"), PAIRS)
def test_the_enabler_of_a_barrier_names_the_barrier(barrier, enabler):
    assert (enabler, barrier) in PAIRS_BACK


@pytest.mark.parametrize(("enabler", "barrier"), PAIRS_BACK)
def test_the_barrier_of_an_enabler_names_the_enabler(enabler, barrier):
    assert (barrier, enabler) in PAIRS


@pytest.mark.parametrize("item", said.items(Kind.BARRIER, Kind.ENABLER), ids=lambda item: item.id)
def test_barriers_and_enablers_say_what_the_paper_says_them_of(item):
    assert item.stated_for


@pytest.mark.parametrize("enabler", said.items(Kind.ENABLER), ids=lambda item: item.id)
def test_an_enabler_has_one_first_step_and_it_is_our_own(enabler):
    assert [claim.place.grade for claim in enabler.sections["first_step"]] == ["project"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda item: item["id"])
def test_every_example_names_a_mode_or_says_that_it_has_none(example):
    assert example["mode"] in {"consumer", "participative", "enhanced", "none"}


def test_there_is_one_example_of_the_enhanced_mode_and_it_says_that_the_paper_has_none():
    found = [item.title for item in said.items(Kind.EXAMPLE) if item.mode == "enhanced"]

    assert found == ["No worked example of the enhanced mode"]


def test_the_ten_readings_are_there():
    assert [item.id for item in said.items(Kind.READING)] == [f"D{number}" for number in range(1, 11)]


@pytest.mark.parametrize("result", said.DIALOGUE.results, ids=lambda result: result.id)
def test_every_result_has_a_card(result):
    assert said.KNOWLEDGE.find(Kind.RUNG, result.id)


@pytest.mark.parametrize("mode", ["consumer", "participative", "enhanced"])
def test_every_mode_has_an_item(mode):
    assert said.KNOWLEDGE.find(Kind.MODE, mode)


def test_an_editorial_note_reads_not_all_at_line_137():
    note = said.KNOWLEDGE.find(Kind.EDITORIAL, "slip-line-137")

    assert "137" in note.title
    assert "not all" in " ".join(said.say(note))


def test_an_editorial_note_tells_of_the_damage_to_table_1():
    assert "Table 1" in said.KNOWLEDGE.find(Kind.EDITORIAL, "table-1-damaged").title


def test_no_advice_offers_rewards_against_resistance():
    barrier = said.KNOWLEDGE.find(Kind.BARRIER, "professional-resistance")

    assert "inducements" not in barrier.links
