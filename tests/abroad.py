"""A made-up language, into which the shipped content is translated whole: a word of plain English shows at once."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from bot.content.overlay import stamp, value_at

ROOT = Path(__file__).parents[1]
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
STRANGELY = str.maketrans(PLAIN, "".join(map(chr, (*range(0x430, 0x44A), *range(0x410, 0x42A)))))
KEPT = re.compile(r"\{\w+\}|\[\[[^\]|]*\|?|\]\]")
"""Slots, and what a glossary link points at, stay as they are."""


def strange(text):
    """The text with every letter mapped to one of another alphabet: as long, and as many words."""
    kept = KEPT.findall(text)
    mapped = [piece.translate(STRANGELY) for piece in KEPT.split(text)]
    return "".join(piece + mark for piece, mark in zip(mapped, [*kept, ""], strict=True))


def translated(folder, library):
    """A content folder with a complete translation into the made-up language `xx`."""
    shutil.copytree(ROOT / "dialogues", folder / "dialogues")
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    plain = library._whole()
    said = {path: value_at(plain, path) for path in library.texts()}
    texts = {
        path: {
            "of": stamp(library.texts()[path]),
            "say": strange(text) if isinstance(text, str) else [strange(word) for word in text],
        }
        for path, text in said.items()
    }
    target = folder / "knowledge" / "languages" / "xx.yaml"
    target.parent.mkdir(exist_ok=True)
    # JSON is YAML, too
    target.write_text(json.dumps({"language": "xx", "texts": texts}, ensure_ascii=False), encoding="utf-8")
    return folder
