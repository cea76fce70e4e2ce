"""Which messages does a workshop's report say beside those of its templates? Each with its slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_ASIDE: Final = (
    "result_unseen",
    "matters",
    "matters_same",
    "word_agreed",
    "word_leaning",
    "word_mixed",
    "word_split",
)
"""What a report says of people in place of what is said to them; the rest of it stands below, with slots."""
SAID_IN_REPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "workshop_report_late_block": ("count",),
    **{f"workshop_report_of_{key}": () for key in _ASIDE},
    "workshop_report_of_matters_with": ("answer", "short"),
    "workshop_report_of_reached": ("certain", "people", "result"),
    "workshop_report_of_result_most": ("first", "last"),
    "workshop_report_of_result_one": ("result",),
    "workshop_report_of_result_some": ("results",),
    "workshop_report_second": ("said",),
}
