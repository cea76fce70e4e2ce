"""A bibliography says what it takes from elsewhere, and what is missing."""

import pytest

from bot.model.knowledge import Source
from bot.render.works import entry


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            Source(
                id="x", authors="Alam, I.", year="2006", title="Fuzzy", where="Journal, 35.", complete=True
            ),
            "Alam, I. (2006). Fuzzy. Journal, 35 (as cited in Osborne & Strokosch 2013).",
        ),
        (
            Source(id="x", authors="Alford", year="2009", title="", where="", complete=False),
            "Alford (2009) (as cited in Osborne & Strokosch 2013). (the pre-print leaves this entry incomplete)",
        ),
        (
            Source(id="osborne-2013", authors="O", year="2013", title="T?", where="W", complete=True),
            "O (2013). T?. W.",
        ),
    ],
)
def test_a_work_is_listed_with_what_is_missing(words, source, text):
    assert entry(words, source) == text
