"""Until when is a session kept? By the rules of the house, counted from what a person does just now."""

from __future__ import annotations

from bot.model.house import House, Privacy
from bot.model.session import Session, finished
from bot.service.retention import DAY, milliseconds, moment


def privacy(house: House, session: Session, at: str) -> Privacy:
    """The facts for this session, which an act at a time (ISO 8601) has changed."""
    days = house.results_days if finished(session) else house.drafts_days
    until = moment(milliseconds(at) + days * DAY)[:10]
    return Privacy(until=until, platform=house.platform, contact=house.contact)
