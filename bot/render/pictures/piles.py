"""How do people stand above their answer? In piles of one width for the whole picture, so that heights can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

from bot.render.pictures.strip import Strip

PITCHES: Final = (32.0, 28.0, 24.0, 20.0, 18.0)
"""The room of a person, in pixels: the largest that keeps piles low."""
LOW: Final = 5
"""So many people may stand on each other, where there is room beside them."""
COUNTED: Final = 4
"""More than so many are not seen at a glance: then numbers stand above all piles."""
BESIDE: Final = 20.0
"""So much of a column stays free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piling:
    """Each person has `pitch` pixels, `across` of them stand side by side; `numbered`: each pile has its number."""

    pitch: float
    across: int
    numbered: bool

    @property
    def radius(self) -> float:
        """How large a person is."""
        return self.pitch * 0.42

    def tall(self, people: int) -> float:
        """How high a pile of so many is."""
        return ceil(people / self.across) * self.pitch

    def places(self, people: int, x: float, base: float) -> Iterator[tuple[float, float]]:
        """Where each of them stands, around `x` and above `base`; the last line is centred, too."""
        for at in range(people):
            line, place = divmod(at, self.across)
            inside = min(self.across, people - line * self.across)
            yield x + (place - (inside - 1) / 2) * self.pitch, base - (line + 0.5) * self.pitch


def piling(strip: Strip, column: float) -> Piling:
    """The piling for a picture whose narrowest column has so many pixels."""
    most = largest(strip)
    fits = [(pitch, max(1, int((column - BESIDE) // pitch))) for pitch in PITCHES]
    pitch, across = next((one for one in fits if ceil(most / one[1]) <= LOW), fits[-1])
    least = ceil(most / LOW) if most > LOW else 1
    return Piling(pitch=pitch, across=min(across, least), numbered=most > COUNTED)


def largest(strip: Strip) -> int:
    """How many people stand at one answer at most."""
    rows = (row for question in strip.questions for panel in question.panels for row in panel.rows)
    return max((count for row in rows for count in (*row.counts, *row.aside)), default=0)
