"""How soon is Tango there, and how large? Whole processes, against a bare Python and the import of jinja2 and yaml."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from shutil import rmtree

from tests.bench.table import Numbers, interleaved, show

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TANGO = "import sys; from bot.cli import main; sys.exit(main())"
"""What the installed command `tango` runs."""

PROMPT = "What do you call the service?"
QUESTION = "What are you working on?"
ANSWERS = "role: advise\nanswer: explain\neffect: small\n"

BARE = "python -c pass"
YARDSTICK = 'python -c "import jinja2, yaml"'


class Bench:
    """Starts commands in a home of their own. The .pyc files go there too, and are written by a first run."""

    def __init__(self, home: str) -> None:
        self._home = home
        self._answers = os.path.join(home, "answers.yaml")
        with open(self._answers, "w", encoding="utf-8") as file:
            file.write(ANSWERS)

    def python(
        self, code: str, *arguments: str, needle: str = "", text: str = "", pyc: str = "pyc"
    ) -> Numbers:
        """Seconds to the needle (or the end), and MiB."""
        launch = [sys.executable, "-I", "-S", os.path.join(HERE, "launch.py"), needle, text]
        command = [*launch, sys.executable, "-c", code, *arguments]
        done = subprocess.run(
            command, env=self._environment(pyc), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr)
        seen, ended, peak = map(float, done.stdout.split())
        return (seen if needle else ended), peak / 1024

    def assess(self) -> Numbers:
        return self.python(TANGO, "assess", "--answers", self._answers, "--json")

    def cold(self, *, pyc: bool) -> Numbers:
        """The first start: nothing compiled yet, neither content nor, if asked so, Python."""
        self._clear("cache")
        if not pyc:
            self._clear("no-pyc")
        return self.python(TANGO, needle=PROMPT, pyc="pyc" if pyc else "no-pyc")

    def _clear(self, name: str) -> None:
        rmtree(os.path.join(self._home, name), ignore_errors=True)

    def _environment(self, pyc: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "TANGO_DATABASE", "XDG"))
        }
        return {
            **kept,
            "HOME": self._home,
            "XDG_CACHE_HOME": os.path.join(self._home, "cache"),
            "PYTHONPYCACHEPREFIX": os.path.join(self._home, pyc),
        }


def measures(bench: Bench) -> Mapping[str, Callable[[], Numbers]]:
    return {
        BARE: lambda: bench.python("pass"),
        YARDSTICK: lambda: bench.python("import jinja2, yaml"),
        "the same and pydantic": lambda: bench.python("import jinja2, yaml, pydantic"),
        "tango: first words to answer (the name)": lambda: bench.python(TANGO, needle=PROMPT),
        "tango: first question with options": lambda: bench.python(TANGO, needle=QUESTION, text="\n\n"),
        "tango: whole process, input ends at once": lambda: bench.python(TANGO),
        "tango assess --answers F --json": bench.assess,
    }


def run(runs: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(home)
        taking = measures(bench)
        for warm_up in (*taking.values(), *taking.values()):
            warm_up()
        found = interleaved(taking, runs)
        cold = {
            "first start: content not compiled yet": lambda: bench.cold(pyc=True),
            "first start: nor any .pyc": lambda: bench.cold(pyc=False),
        }
        found |= interleaved(cold, max(3, runs // 5))
    bare, yardstick = found[BARE], found[YARDSTICK]
    lines = {
        name: (
            f"{1000 * seconds:.0f} ms",
            f"{seconds / yardstick[0]:.2f}",
            f"{seconds / bare[0]:.1f}",
            f"{peak:.1f} MiB",
            f"{peak / yardstick[1]:.2f}",
        )
        for name, (seconds, peak) in found.items()
    }
    heads = ("start (warm, medians)", "time", ": jinja2+yaml", ": pass", "peak", ": jinja2+yaml")
    show(f"1. Start: {runs} interleaved runs of whole processes", heads, lines)
