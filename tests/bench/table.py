"""What came out? Interleaved runs, their medians, and each against a yardstick of the same run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median

Numbers = tuple[float, ...]


def interleaved(measures: Mapping[str, Callable[[], Numbers]], runs: int) -> dict[str, Numbers]:
    """The medians of so many runs, taken in turn, so that a busy machine is busy for all of them."""
    found: dict[str, list[Numbers]] = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: tuple(map(median, zip(*taken, strict=True))) for name, taken in found.items()}


def show(title: str, heads: tuple[str, ...], lines: Mapping[str, tuple[str, ...]]) -> None:
    widths = [
        max(map(len, column)) for column in zip(heads, *((n, *c) for n, c in lines.items()), strict=True)
    ]
    print(f"\n{title}\n")
    for line in (heads, tuple("-" * width for width in widths), *((n, *c) for n, c in lines.items())):
        print(
            "  ".join(
                c.ljust(w) if not at else c.rjust(w)
                for at, (c, w) in enumerate(zip(line, widths, strict=True))
            )
        )
