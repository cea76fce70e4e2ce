"""What does a channel show? Text in the plainest markup, complete without buttons, and the choices that go with it.

A line that begins with "# " is a heading. A line keeps its indent; "- " and numbers begin a list line. Nothing else is markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.meet import Meet
from bot.model.talk import Act


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: what to type for it, a label for a button (34 characters), the full words, and what it does.

    Without an act it can only be typed: a button for it stands among the offers.
    """

    key: str
    label: str
    long: str
    act: Act | Meet | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A way on by a button, where there are buttons; it can be typed as well.

    `turns`: what it leads to takes the place of the page that it stands on.
    """

    label: str
    act: Act | Meet
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One message, or a part of one. `result` marks what a script would want to keep; the rest is talk.

    `offers` are groups of buttons, each in rows of its own. `asks` is the id of the question or prompt that it puts, and
    `stays` that it must not go when a question below it is answered.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    result: bool = False
    offers: tuple[tuple[Offer, ...], ...] = ()
    asks: str = ""
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand over: a name to save it under, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown at once: pages, and a picture (SVG, empty: none) of what the first one says; `drawn` is it in lines."""

    pages: tuple[Page, ...]
    picture: str = ""
    drawn: tuple[str, ...] = ()
