"""What a person is told about their data has the dates of their own session."""

from dataclasses import replace

import pytest

from bot.engine.step import open_session
from bot.model.house import House, Privacy
from bot.model.session import Length, Stage
from bot.service.privacy import privacy

HOUSE = House(contact="jo@council.example", drafts_days=7, results_days=90)


@pytest.mark.parametrize(("stage", "until"), [(Stage.ASKING, "2026-04-01"), (Stage.RESULT, "2026-06-23")])
def test_a_draft_and_a_result_are_kept_for_the_days_of_the_house(dialogue, stage, until):
    session = replace(open_session(dialogue, "en", Length.FULL), stage=stage)

    assert privacy(HOUSE, session, "2026-03-25T10:00:00.000Z") == Privacy(
        until=until, platform=False, contact="jo@council.example"
    )
