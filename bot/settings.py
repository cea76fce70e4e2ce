"""What does the environment say? Read once, into typed values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`content`: a folder with dialogues/ and knowledge/, or None for Tango's own. `database`: the SQLite file."""

    content: str | None
    database: str
    cache: str

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings of an environment; the places follow the XDG base directories."""
        home = environ.get("HOME") or os.path.expanduser("~")
        data = environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
        cache = environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
        return cls(
            content=environ.get("TANGO_CONTENT") or None,
            database=environ.get("TANGO_DATABASE") or os.path.join(data, "tango", "tango.db"),
            cache=os.path.join(cache, "tango"),
        )
