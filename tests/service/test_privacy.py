"""The facts that a person is told about their data."""

from bot.model.keeping import Kept
from bot.service.privacy import End, Held, Privacy, Way, What, privacy
from bot.service.retention import milliseconds

NOW = milliseconds("2026-03-25T10:00:00.000Z")
DRAFT = Kept("a1", b"", finished=False, changed="2026-03-20T10:00:00.000Z", conversation="chat", person="ann")
RESULT = Kept("b2", b"", finished=True, changed="2026-03-20T10:00:00.000Z")
PLATFORM = (
    Held(what=What.MESSAGES, end=End.ANSWERED, date="2026-04-02"),
    Held(what=What.PLACE, end=End.NOTHING_LEFT),
    Held(what=What.CONSENT, end=End.NOTHING_LEFT),
    Held(what=What.COUNT, end=End.DATE, date="2026-03-27"),
)


def test_a_draft_on_a_platform_has_the_date_of_drafts():
    assert privacy(DRAFT, NOW, (7, 30), "ann@council.example") == Privacy(
        held=(Held(what=What.SESSION, end=End.DATE, date="2026-03-27"), *PLATFORM),
        drafts_days=7,
        results_days=30,
        contact="ann@council.example",
        ways=(Way.DELETE, Way.ASK),
    )


def test_in_a_terminal_only_the_session_is_kept():
    assert privacy(RESULT, NOW, (7, 30), "") == Privacy(
        held=(Held(what=What.SESSION, end=End.DATE, date="2026-04-19"),),
        drafts_days=7,
        results_days=30,
        contact="",
        ways=(Way.FORGET,),
    )


def test_before_anything_was_said_there_is_no_session():
    assert privacy(None, NOW, (7, 30), "").held == PLATFORM
