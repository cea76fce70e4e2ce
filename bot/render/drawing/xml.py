"""How do numbers and words stand in SVG? Short, in ASCII, and never as markup."""

from __future__ import annotations

from xml.sax.saxutils import escape

from bot.render.drawing.lettering import clean


def number(value: float) -> str:
    """A number with at most one digit behind the point."""
    return f"{value:.1f}".removesuffix(".0")


def escaped(text: str) -> str:
    """The text as XML in ASCII, so that it survives any encoding."""
    return escape(clean(text), {'"': "&quot;", "'": "&#39;"}).encode("ascii", "xmlcharrefreplace").decode()
