"""Where do things in a row come to stand? Each as near as can be to where it would like to be, and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def settle(wishes: Sequence[float], gaps: Sequence[float], least: float, most: float = inf) -> list[float]:
    """Places in the given order, at least `gaps` apart (one between each two), from `least` to `most` where there is room.

    The sum of the squares of the ways from the wishes is the smallest there is.
    """
    offsets = [sum(gaps[:at]) for at in range(len(wishes))]
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    settled = [max(min(mean, most - sum(gaps)), least) for mean, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(settled, offsets, strict=True)]
