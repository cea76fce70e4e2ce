"""The prover and the runtime against a reference that holds every conversation, over thousands of random dialogues."""

from __future__ import annotations

import pytest
from compared import disagreements, miscompared, miscounted, misjudged, unshown


def blocks(count, size):
    """So many ranges of seeds; only the first belongs to the inner loop."""
    return [
        pytest.param(
            range(at * size, (at + 1) * size), id=f"from-{at * size}", marks=[pytest.mark.thorough] * (at > 0)
        )
        for at in range(count)
    ]


@pytest.mark.parametrize("seeds", blocks(36, 60))
def test_the_prover_finds_in_random_dialogues_what_all_their_conversations_show(seeds):
    assert disagreements(seeds) == []


@pytest.mark.parametrize("seeds", blocks(10, 20))
def test_counts_lengths_and_shortest_witnesses_are_those_of_all_conversations(seeds):
    assert miscounted(seeds) == []


@pytest.mark.parametrize("seeds", blocks(10, 100))
def test_a_witness_shows_its_fault_whatever_else_is_answered_and_has_no_answer_too_many(seeds):
    assert unshown(seeds) == []


@pytest.mark.parametrize("seeds", blocks(10, 100))
def test_possible_results_reasons_doubts_and_nearest_changes_are_those_of_all_completions(seeds):
    assert misjudged(seeds) == []


@pytest.mark.parametrize("seeds", blocks(10, 100))
def test_two_versions_differ_in_just_the_conversations_that_end_differently_when_held_in_both(seeds):
    assert miscompared(seeds) == []
