"""What is due, to the millisecond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.keeping import Dates
from bot.service.retention import due, longest, milliseconds, moment

NOW = milliseconds("2026-03-25T10:00:00.500Z")


def test_each_kind_of_data_has_its_date():
    assert due(NOW, drafts=7, results=30) == Dates(
        drafts="2026-03-18T10:00:00.500Z",
        results="2026-02-23T10:00:00.500Z",
        ended="2025-03-25T10:00:00.500Z",
        seen=NOW - 8 * 86_400_000,
        day="2026-03-24",
        bucket=NOW - 3_600_000,
    )


def test_what_is_a_millisecond_younger_is_kept():
    now = due(NOW, 7, 30)

    assert now.drafts <= moment(NOW - 7 * 86_400_000)
    assert now.drafts > moment(NOW - 7 * 86_400_000 - 1)


def test_the_longest_is_never_less_than_what_a_message_takes():
    assert (longest(30, 90), longest(2, 3)) == (90, 8)


@given(st.integers(0, 4_102_444_800_000))
def test_a_time_survives_being_written(now):
    assert milliseconds(moment(now)) == now


@pytest.mark.parametrize(("text", "more"), [("Z", 0), (".5Z", 500), (".123456Z", 123)])
def test_times_of_earlier_versions_are_read(text, more):
    assert milliseconds(f"2026-03-25T10:00:00{text}") == milliseconds("2026-03-25T10:00:00.000Z") + more
