"""How are people shown? In blocks of at least so many, made by merging roles, one partition for the whole workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from bot.model.errors import TangoError
from bot.workshop.people import VOTING, Role

Block: TypeAlias = tuple[Role, ...]
"""Roles that are shown as one, in the order of roles."""

FEWEST, USUAL, MOST = 3, 5, 10
"""What a workshop may choose for the least number of people in a block."""
EVERYBODY: Final[Block] = VOTING


class BlockSizeError(TangoError):
    """A least number of people in a block that may not be chosen."""

    def __init__(self, least: int) -> None:
        self.least = least
        super().__init__(f"Blocks of {least} cannot be had. Choose a number from {FEWEST} to {MOST}.")


def allowed(least: int) -> int:
    """The number itself, where a workshop may choose it."""
    if not FEWEST <= least <= MOST:
        raise BlockSizeError(least)
    return least


def partition(numbers: Mapping[Role, int], least: int) -> tuple[Block, ...]:
    """The blocks for so many people of each role; observers are in none.

    None with fewer than `least` people. Service users stand alone where that leaves `least` on both sides; then the most
    blocks count; then, role by role, the company of fewer others.
    """
    present = [role for role in VOTING if numbers.get(role, 0)]
    ways = [
        way
        for way in _ways(present)
        if way and all(sum(numbers[role] for role in block) >= least for block in way)
    ]
    return max(ways, key=lambda way: _merit(way, present), default=())


def _merit(way: tuple[Block, ...], present: Sequence[Role]) -> tuple[bool, int, tuple[int, ...]]:
    company = tuple(-len(block) for role in present for block in way if role in block)
    return (Role.USERS,) in way, len(way), company


def _ways(roles: Sequence[Role]) -> Iterator[tuple[Block, ...]]:
    """Every partition of the roles, always in the same order, blocks by their first role."""
    if not roles:
        yield ()
        return
    first, rest = roles[0], roles[1:]
    for chosen in range(1 << len(rest)):
        beside = tuple(role for at, role in enumerate(rest) if chosen >> at & 1)
        others = [role for role in rest if role not in beside]
        for way in _ways(others):
            yield ((first, *beside), *way)
