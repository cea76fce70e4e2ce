"""How does data leave on standard output? As JSON that any terminal can carry."""

from __future__ import annotations

import json
import sys


def print_json(data: object) -> None:
    """Write the data, indented; letters outside ASCII are escaped."""
    sys.stdout.write(json.dumps(data, indent=1) + "\n")
