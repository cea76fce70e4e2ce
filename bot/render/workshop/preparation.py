"""What does whoever leads need before a workshop? One page, with the invitation and the link in it."""

from __future__ import annotations

from bot.render.layouts import PreparationPage
from bot.render.pictures.code import code_svg
from bot.render.words import Words
from bot.render.workshop.report import as_image
from bot.workshop.meeting import Meeting


def preparation(words: Words, meeting: Meeting, link: str) -> PreparationPage:
    """The page, as words; without a link as long as there is none."""
    workshop = meeting.workshop
    questions = words.dialogue.questions
    return {
        "language": meeting.language,
        "name": meeting.name,
        "link": link,
        "picture": as_image(code_svg(link, words.say("workshop_prep_code"))),
        "invitation": invitation(words, meeting, link),
        "questions": [questions[place].text for place in workshop.places],
        "least": workshop.least,
    }


def invitation(words: Words, meeting: Meeting, link: str) -> str:
    """An invitation that can be sent as it is."""
    places = meeting.workshop.places
    return words.say("workshop_invitation", name=meeting.name, questions=len(places), link=link)
