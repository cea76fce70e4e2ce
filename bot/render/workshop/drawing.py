"""Which picture goes with a board of the group? SVG, whose words are those of the board, and the same in lines."""

from __future__ import annotations

from typing import Final

from bot.render.pictures.position_svg import position_svg
from bot.render.pictures.position_text import position_text
from bot.render.pictures.strip import Strip
from bot.render.pictures.strip_svg import strip_svg
from bot.render.pictures.strip_text import strip_text
from bot.render.workshop.group import Group
from bot.render.workshop.pictures import Pictures
from bot.workshop.meeting import GroupBoard
from bot.workshop.showing import Seen

WIDE: Final = 60
"""Columns of a picture in lines."""


def drawn(group: Group, board: GroupBoard, alt: str) -> tuple[str, tuple[str, ...]]:
    """The picture as SVG and in lines; empty where there is nothing that may be drawn. `alt` is what the board says."""
    pictures = Pictures(group.words, group.findings)
    workshop, say = group.workshop, group.words.say
    title, _, told = alt.removeprefix("# ").partition("\n")
    hands = {place: [one for one in workshop.course.hands if one.place == place] for place in workshop.places}
    if board is GroupBoard.RESULT:
        shown = pictures.map(say("workshop_map_title", name=group.name), told, group.together.joint.verdict)
        return (position_svg(shown), position_text(shown, WIDE)) if shown else ("", ())
    seen = {one.place: one for one in workshop.last_seen}
    if board is GroupBoard.GAPS:
        asked = [(seen[place], hands[place]) for place in workshop.course.agenda if place in seen]
        strip = pictures.strip(title, told, asked)
    elif board is GroupBoard.TALK:
        place, last = group.focused()
        strip = pictures.strip(title, told, [(last, hands[place])])
    elif board is GroupBoard.THEN:
        strip = _then_and_now(group, pictures, (title, told))
    else:
        place, last = group.focused()
        first = next(one for one in workshop.closing.seen if one.place == place)
        strip = pictures.shift(title, told, _rounds(group, first, last))
    return (strip_svg(strip), strip_text(strip, WIDE)) if strip else ("", ())


def talked(group: Group) -> dict[int, str]:
    """The last picture that was shown of each question on the agenda, by its place, for the report."""
    pictures, workshop = Pictures(group.words, group.findings), group.workshop
    found: dict[int, str] = {}
    for seen in workshop.closing.seen:
        question = group.words.dialogue.questions[seen.place]
        again = workshop.again.get(seen.place)
        if again:
            strip = pictures.shift(question.short, question.text, _rounds(group, seen, again.seen))
        else:
            hands = [one for one in workshop.course.hands if one.place == seen.place]
            strip = pictures.strip(question.short, question.text, [(seen, hands)])
        if strip and seen.place in workshop.course.agenda:
            found[seen.place] = strip_svg(strip)
    return found


def _rounds(group: Group, first: Seen, last: Seen) -> tuple[tuple[Seen, str], ...]:
    return (first, group.words.say("workshop_round_first")), (last, group.words.say("workshop_round_second"))


def _then_and_now(group: Group, pictures: Pictures, words: tuple[str, str]) -> Strip | None:
    """The first question on the agenda, as the group saw it the last time and sees it now."""
    earlier, say = group.meeting.earlier, group.words.say
    then = {one.place: one for one in earlier.seen if one.parts} if earlier else {}
    now = {one.place: one for one in group.workshop.last_seen if one.parts}
    place = next((one for one in group.workshop.course.agenda if one in then and one in now), None)
    if place is None or earlier is None:
        return None
    rounds = (
        (then[place], say("workshop_round_then", day=earlier.day)),
        (now[place], say("workshop_round_now")),
    )
    return pictures.shift(*words, rounds)
