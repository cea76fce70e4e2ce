"""No sentence lies unused in the messages file."""

import pathlib

import pytest

from bot.content.library import open_library

ROOT = pathlib.Path(__file__).parents[2]
SOURCE = "".join(
    path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("knowledge/templates/*.j2"))
)
BUILT = ("section_", "scope_", "face_", "wish_", "report_", "example_", "barriers_", "enablers_")
"""Keys that are put together from a name: a section's, a mode's, a command's ..."""


@pytest.mark.parametrize("key", [key for key in open_library(None).messages() if not key.startswith(BUILT)])
def test_every_message_is_said_somewhere(key):
    assert f'"{key}"' in SOURCE
