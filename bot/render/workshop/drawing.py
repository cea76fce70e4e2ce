"""Which picture goes with a board of the group? SVG, whose words are those of the board, and the same in lines."""

from __future__ import annotations

from typing import Final

from bot.render.pictures.position_svg import position_svg
from bot.render.pictures.position_text import position_text
from bot.render.pictures.strip_svg import strip_svg
from bot.render.pictures.strip_text import strip_text
from bot.render.workshop.group import Group
from bot.render.workshop.pictures import Pictures
from bot.workshop.meeting import GroupBoard

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
    else:
        place, last = group.focused()
        first = next(one for one in workshop.closing.seen if one.place == place)
        rounds = ((first, say("workshop_round_first")), (last, say("workshop_round_second")))
        strip = pictures.shift(title, told, rounds)
    return (strip_svg(strip), strip_text(strip, WIDE)) if strip else ("", ())
