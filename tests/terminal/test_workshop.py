"""A whole workshop in one terminal, by the real program.

To write it anew after a change of words: TANGO_WRITE_GOLDEN=1 pytest tests/terminal/test_workshop.py, then read it.
"""

import os
import pathlib
import subprocess
import sys

import pytest
from person import environ
from wcwidth import wcswidth

GOLDEN = pathlib.Path(__file__).parents[1] / "golden" / "workshop-14-3.txt"
ANEW = bool(os.environ.get("TANGO_WRITE_GOLDEN"))
"""Asked before any test: none of them sees the environment of whoever runs it."""


def tango(home, *arguments, **changed):
    return subprocess.run(
        [sys.executable, "-m", "bot", "workshop", *arguments],
        env=environ(home, **changed),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_whole_workshop_reads_as_it_was_approved(tmp_path):
    done = tango(tmp_path, "--simulate", "14", "--seed", "3", COLUMNS="80")

    if ANEW:
        GOLDEN.write_text(done.stdout, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == GOLDEN.read_text(encoding="utf-8")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("columns", [30, 60])
def test_no_line_is_wider_than_the_screen(tmp_path, columns):
    done = tango(tmp_path, "--simulate", "14", COLUMNS=str(columns))

    assert max(wcswidth(line) for line in done.stdout.splitlines()) <= columns


def test_too_few_people_go_through_it_and_are_told(tmp_path):
    done = tango(tmp_path, "--simulate", "1", COLUMNS="200")

    assert done.returncode == 0
    assert "Fewer than 5 people have answered, so I show nothing." in done.stdout
    assert "With so few people hardly anything can be shown." in done.stdout


def test_nothing_is_kept(tmp_path):
    tango(tmp_path, "--simulate", "3")

    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize("arguments", [(), ("--simulate", "0"), ("--simulate", "201")])
def test_what_cannot_be_played_is_told(tmp_path, arguments):
    done = tango(tmp_path, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "14" in done.stderr
