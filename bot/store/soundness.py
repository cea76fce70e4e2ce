"""Is a row as it was written? What no database notices: damage inside a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from bot.store import contents

Digesting: TypeAlias = Callable[[Mapping[str, bytes]], str]
"""What tells two versions of content apart, worked out from the names and bytes of their files."""

FIELDS: Final = re.compile(r"[0-9]+\|[^\n]*(\n.*)?", re.DOTALL)
"""How every kept session and workshop begins: the number of its form, then its fields."""


def damaged(table: str, row: Mapping[str, Any], digest: Digesting) -> str:
    """What is damaged in a row of that table, in words for an operator; empty where it is whole."""
    if table in ("session", "workshop") and not _is_kept(row["state"]):
        return f"{table} {row['id']}"
    if table == "content":
        files = contents.unpacked(row["files"])
        if files is None or digest(files) != row["digest"]:
            return f"content {row['digest']}"
    return ""


def _is_kept(state: bytes) -> bool:
    try:
        return FIELDS.fullmatch(state.decode()) is not None
    except UnicodeDecodeError:
        return False
