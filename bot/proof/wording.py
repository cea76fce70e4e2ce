"""How does a finding say how often, and under which readings? In words that all findings share."""

from __future__ import annotations

from bot.reasoning.rules import Rules


def variant(rules: Rules) -> str:
    """How a message names the readings that are set aside; nothing where all are held."""
    return "".join(f", with our reading {reading} set aside" for reading in sorted(rules.without))


def many(count: int, of: int) -> str:
    """So many of so many conversations, with the share where it says more."""
    share = f" ({100 * count / of:.1f} %)" if of > 1 else ""
    return f"{count:,} of {of:,} conversations{share}"
