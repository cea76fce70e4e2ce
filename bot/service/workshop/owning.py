"""What does a workshop keep of one person, who asks for it? Their role and their answers, until it ends."""

from __future__ import annotations

from typing import Any

from bot.model.errors import StoreError
from bot.model.ids import Digest
from bot.model.keeping import Seat
from bot.model.post import Work
from bot.service.exporting import answer_of
from bot.service.workshop.sitting import Tools, opened, voter_of
from bot.workshop.meeting import Meeting


def own_answers(tools: Tools, work: Work) -> list[dict[str, Any]]:
    """What each workshop that goes on has of the item's person, ready for JSON."""
    return [told for seat in work.meetings.mine() if (told := _told(tools, work, seat))]


def _told(tools: Tools, work: Work, seat: Seat) -> dict[str, Any] | None:
    kept = work.meetings.named(seat.workshop)
    if kept is None:
        return None
    try:
        meeting = tools.minutes.decode(kept.state, Meeting)
    except StoreError:
        return {"workshop": kept.id, "readable": False}
    edition = opened(tools, meeting, Digest(kept.digest), work.files)
    person = meeting.workshop.people.get(voter_of(kept.key, seat.id))
    told = {"workshop": kept.id, "service": meeting.name}
    if edition is None or person is None:
        return told
    dialogue = edition.rules.dialogue
    answers = {
        question.id: answer_of(dialogue, place, person.sheet[place])
        for place, question in enumerate(dialogue.questions)
        if person.sheet[place]
    }
    return {**told, "role": person.role.value if person.role else None, "answers": answers}
