"""How does a facts file read? One line a number, in a fixed order, so that a review shows what has moved."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.proof import Facts, Lengths

HEAD = """\
# What this dialogue means, in numbers. Written by `tango check --write-facts`: do not edit it by hand.
# A line that changes here is a change of meaning. Counts are conversations over the questions that a table depends on;
# the code behind them is the digest of its reduced decision diagram, equal only for equal meaning.
"""
SHORT = 12
"""So many digits of a digest are written."""


def facts_text(facts: Facts) -> str:
    """The facts as YAML text."""
    return HEAD + "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    yield f"dialogue: {facts.dialogue}"
    yield f"conversations: {facts.conversations}"
    yield f"full: {_lengths(facts.full)}"
    yield f"quick: {_lengths(facts.quick)}"
    yield f"deciding: [{', '.join(facts.deciding)}]"
    for title, ends in (("results", facts.results), ("rows", facts.rows)):
        yield f"{title}:"
        yield from (f"  {name}: {count}" for name, count in ends.items())
    yield "meanings:"
    for name, meaning in facts.meanings.items():
        counts = ", ".join(f"{end}: {count}" for end, count in meaning.counts.items())
        yield f'  {name}: {{{counts}, digest: "{meaning.digest[:SHORT]}"}}'
    yield "settings:"
    yield from (f"  {name}: {setting}" for name, setting in facts.settings.items())


def _lengths(lengths: Lengths) -> str:
    return f"{{shortest: {lengths.shortest}, longest: {lengths.longest}, mean: {float(lengths.mean):.2f}}}"
