"""Make the font of the pictures again: `python tests/render/pictures/subset_font.py FOLDER`.

FOLDER holds DejaVuSans.ttf and DejaVuSans-Bold.ttf, version 2.37, as the matplotlib wheel carries them under
`matplotlib/mpl-data/fonts/ttf/` (its LICENSE_DEJAVU is the licence that we ship). Needs fonttools. Kerning and optional
ligatures are left out, so that a line is as wide as its letters are together.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOM = Path(__file__).parents[3] / "bot" / "render" / "pictures" / "font"
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF),  # Latin, Greek, Cyrillic
    (0x5D0, 0x5EA), (0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x652),  # Hebrew, Arabic
    (0x660, 0x66D), (0x67E, 0x67E), (0x686, 0x686), (0x698, 0x698), (0x6A9, 0x6A9), (0x6AF, 0x6AF),
    (0x6CC, 0x6CC), (0x6D4, 0x6D4), (0x6F0, 0x6F9),
    (0x200B, 0x200D), (0x2010, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20BF), (0x2122, 0x2122),  # punctuation, money
    (0x2190, 0x2193), (0x2212, 0x2212), (0x2264, 0x2265), (0xFFFD, 0xFFFD),
)  # fmt: skip
FEATURES = ["ccmp", "fina", "init", "locl", "mark", "medi", "mkmk", "rlig"]


def subset(source, target):
    """Write the letters that we need, without hints; the same source gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=FEATURES, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["FFTM"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=[letter for first, last in LETTERS for letter in range(first, last + 1)])
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        subset(Path(sys.argv[1]) / name, ROOM / name)
