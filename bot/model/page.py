"""What does a channel show? Text in the plainest markup, complete without buttons, and the choices that go with it.

A line that begins with "# " is a heading. A line keeps its indent; "- " and numbers begin a list line. Nothing else is markup.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: what to type for it, a label for a button (34 characters), the full words."""

    key: str
    label: str
    long: str


@dataclass(frozen=True, slots=True)
class Page:
    """One message. `result` marks what a script would want to keep; the rest is talk."""

    text: str
    choices: tuple[Choice, ...] = ()
    result: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand over: a name to save it under, and its text."""

    name: str
    text: str
