"""How does a dialogue look? Its picture, for authors, on the screen or in a file."""

from __future__ import annotations

import sys

from bot.assemble.content import drawing
from bot.model.errors import TangoError


def draw(path: str | None, form: str, output: str) -> int:
    """Write the picture of the dialogue of a content folder; `-` is the screen."""
    text = drawing(path, form)
    if output == "-":
        sys.stdout.write(text)
        return 0
    try:
        with open(output, "w", encoding="ascii", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise TangoError(
            f"The picture cannot be written to {output}: {error.strerror}. Try --output - for the screen."
        ) from error
    return 0
