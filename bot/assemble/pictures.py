"""Which parts make pictures? A painter, which starts nothing before the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # as in content
    from bot.service.ports import Painter


def painter() -> Painter:
    """The painter; whoever asks for it closes it. Without the extra for pictures it makes none."""
    from bot.render.pictures.painter import Painter  # noqa: PLC0415 - a terminal needs none

    return Painter()
