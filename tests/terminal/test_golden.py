"""Three whole conversations, captured from a real terminal, as they read.

To write them anew after a change of words: TANGO_WRITE_GOLDEN=1 pytest tests/terminal/test_golden.py, then read them.
"""

import os
import pathlib
import re
import sys

import pexpect
import pytest

GOLDEN = pathlib.Path(__file__).parents[1] / "golden"
ROOT = pathlib.Path(__file__).parents[2]
ANEW = bool(os.environ.get("TANGO_WRITE_GOLDEN"))
"""Asked before any test: none of them sees the environment of whoever runs it."""

CONVERSATIONS = {
    "hurried": (
        ["assess", "--quick"],
        ["Repairs online", "", "1", "2", "1", "1", "result", "why", "2", "quit"],
    ),
    "confused": (
        ["assess"],
        [
            "Probation in town", "people on community orders", "what is this", "public service", "hmm", "", "99",
            "none of these", "? empowerment", "why", "staff decide", "in person", "1 and 2", "either", "not sure",
            "a survey", "y", "it does not", "we reply", "its to early to tell", "y", "1", "better", "managers", "1",
            "the law makes them", "people disagree about who", "some do", "neither", "skip", "little", "one service",
            "so far", "result", "barriers", "? 1", "limits", "quit",
        ],
    ),
    "changes-its-mind": (
        ["assess"],
        [
            "Night clinic", "young people, evenings", "1", "3", "1", "3", "2", "4", "3", "3",
            "note The opening hours moved in May, the youth board can confirm", "3", "4", "3", "2", "1", "1", "1", "1",
            "1", "3", "2", "change 5", "back", "2", "change 5", "4", "result", "why", "3", "1", "what if 9 = e",
            "what if not D5", "plan", "1", "the ward manager", "30 June", "done", "helps", "forget",
            "forget everything",
        ],
    ),
}  # fmt: skip


def held(home, arguments, lines):
    """Everything the terminal shows, with ids and dates blanked."""
    environ = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "72",
        "TERM": "dumb",
    }
    child = pexpect.spawn(
        sys.executable,
        ["-m", "bot", *arguments],
        env=environ,
        cwd=home,
        encoding="utf-8",
        dimensions=(50, 72),
        timeout=20,
    )
    shown = ""
    for line in lines:
        child.expect("\n> ")
        shown += child.before + child.after
        child.sendline(line)
    child.expect(pexpect.EOF)
    shown += child.before
    child.close()
    shown = re.sub(r"[0-9a-f]{8}\b", "00000000", shown.replace("\r\n", "\n"))
    return re.sub(r"\d{4}-\d\d-\d\d", "2026-03-25", shown)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_whole_conversation_reads_as_it_was_approved(name, tmp_path):
    arguments, lines = CONVERSATIONS[name]
    path = GOLDEN / f"{name}.txt"

    shown = held(tmp_path, arguments, lines)

    if ANEW:
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
