"""Who makes PNG of SVG? A process of its own: the library holds the interpreter's lock while it renders.

Run as a file, with the fonts as arguments. Each request and each answer is its length in four bytes, and then itself.
Whatever goes wrong ends the process: whoever waits for the answer starts another one.
"""

from __future__ import annotations

import sys
from struct import Struct
from typing import BinaryIO, Final

LENGTH: Final = Struct(">I")
WIDTH: Final = 1200
"""Pixels."""


def serve(requests: BinaryIO, answers: BinaryIO, fonts: list[str]) -> None:
    """Answer every request until there are no more. ValueError where something cannot be rendered."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - an extra

    while head := requests.read(LENGTH.size):
        svg = requests.read(*LENGTH.unpack(head)).decode()
        png = svg_to_bytes(svg_string=svg, width=WIDTH, skip_system_fonts=True, font_files=fonts)
        answers.write(LENGTH.pack(len(png)) + png)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1:])
