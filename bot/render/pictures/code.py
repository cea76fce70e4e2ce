"""How does a link get from a wall into a telephone? As a QR code, black on white, as wide as our other pictures."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Final

LIBRARY: Final = "segno"
BORDER: Final = 4
"""Light modules around the code; readers need them."""
WIDE: Final = 1200
"""Pixels."""


def code_svg(link: str, title: str) -> str:
    """The link as an SVG file; empty where the extra for pictures is missing, or where there is no link."""
    if not link or find_spec(LIBRARY) is None:
        return ""
    import segno  # noqa: PLC0415 - an extra

    code = segno.make_qr(link, error="m")
    across = code.symbol_size(scale=1, border=BORDER)[0]
    out = io.BytesIO()
    code.save(
        out, kind="svg", scale=WIDE / across, border=BORDER, light="#ffffff", title=title, xmldecl=False
    )
    return out.getvalue().decode()
