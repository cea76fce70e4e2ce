"""Can an edit of the shipped tables go unseen? Every single one is refuted, moves the facts file, or means the same."""

from __future__ import annotations

from collections import Counter

import pytest
from mutations import content, edits

PARTS = 40


def test_the_committed_facts_are_those_of_the_content():
    with open(content().file, encoding="utf-8") as file:
        committed = file.read()

    assert committed == content().facts


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(PARTS))
def test_every_edit_is_refuted_or_caught_or_means_the_same(part, record_property):
    fates = {told: content().fate(told, edited) for told, edited in edits()[part::PARTS]}

    record_property("edits", dict(Counter(fates.values())))
    assert [told for told, fate in fates.items() if fate == "unseen"] == []
