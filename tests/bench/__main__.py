"""How fast is Tango? `python -m tests.bench [start|steps|reasoning|proof|store|telegram|million] [--runs N]` from the root; quote ratios, never times."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.dirname(TESTS), TESTS]

PARTS = ("start", "steps", "reasoning", "proof", "store", "telegram")
BY_HAND = ("million",)
"""What takes long, and is left out unless it is named."""

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=[*PARTS], metavar="|".join((*PARTS, *BY_HAND)))
    parser.add_argument("--runs", type=int, default=21, help="runs of which the median is taken")
    given = parser.parse_args()
    if not find_spec("aiogram_dialog"):
        parser.error(
            "what Tango is compared with is not installed; type: pip install --editable '.[test,bench]'"
        )
    for part in given.parts:
        import_module(f"tests.bench.{part}").run(given.runs)
