"""Prints a command of the README: `open` is its first shell block, `test` its second. Scripts and tests run them as they stand."""

import pathlib
import re
import sys


def blocks():
    text = (pathlib.Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


if __name__ == "__main__":
    sys.stdout.write(blocks()[{"open": 0, "test": 1}[sys.argv[1]]])
