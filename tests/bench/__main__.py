"""How fast is Tango? `python -m tests.bench [start|steps|reasoning] [--runs N]` from the root; quote ratios, never times."""

from __future__ import annotations

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

from tests.bench import reasoning, start, steps

PARTS = {"start": start.run, "steps": steps.run, "reasoning": reasoning.run}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=[*PARTS], metavar="|".join(PARTS))
    parser.add_argument("--runs", type=int, default=21, help="runs of which the median is taken")
    given = parser.parse_args()
    for part in given.parts:
        PARTS[part](given.runs)
