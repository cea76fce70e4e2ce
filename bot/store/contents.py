"""Which versions of content are in use? Each is kept as long as a session was answered under it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping

from bot.store.database import Tx


def pin(tx: Tx, digest: str, files: Mapping[str, bytes], kept: str) -> None:
    """Keep the files of a version of content, unless they are kept already."""
    text = json.dumps({name: data.decode("utf-8", "surrogateescape") for name, data in files.items()})
    tx.run(
        "INSERT INTO content (digest, files, kept) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        digest,
        zlib.compress(text.encode("utf-8", "surrogateescape")),
        kept,
    )


def pinned(tx: Tx, digest: str) -> bool:
    """Whether that version is kept."""
    return bool(tx.rows("SELECT 1 FROM content WHERE digest = ?", digest))


def files(tx: Tx, digest: str) -> dict[str, bytes] | None:
    """The files of a version of content by their names; None where they are not kept, or are damaged."""
    found = tx.rows("SELECT files FROM content WHERE digest = ?", digest)
    return unpacked(found[0][0]) if found else None


def unpacked(packed: bytes) -> dict[str, bytes] | None:
    """The files in the bytes of a row by their names; None where they are damaged."""
    try:
        texts = json.loads(zlib.decompress(packed))
        return {name: text.encode("utf-8", "surrogateescape") for name, text in texts.items()}
    except (zlib.error, ValueError, AttributeError, RecursionError):
        return None
