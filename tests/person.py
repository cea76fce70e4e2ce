"""A person at a real terminal: drives the program itself through a pty."""

from __future__ import annotations

import os
import pathlib
import sys

import pexpect

ROOT = pathlib.Path(__file__).parents[1]
PROMPT = "\n> "


def environ(home, **changed):
    """The environment of a person with a home of their own."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("TANGO", "PYTHON", "LC_"))
    }
    return {
        **inherited,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        **changed,
    }


class Person:
    """Types lines at prompts and keeps all that was shown."""

    def __init__(self, home, *arguments, columns=80, **changed):
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "bot", *arguments],
            env=environ(home, **changed),
            cwd=home,
            encoding="utf-8",
            codec_errors="replace",
            dimensions=(50, columns),
            timeout=20,
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.ptyproc.delayafterclose = 0
        self.child.delayafterterminate = self.child.ptyproc.delayafterterminate = 0
        self.shown = self._prompted()

    def types(self, *lines):
        """Type the lines, each at its prompt; gives what was shown after the last."""
        shown = ""
        for line in lines:
            self.child.sendline(line)
            shown = self._prompted()
            self.shown += shown
        return shown

    def answers_until(self, heading, answer):
        """Give the same answer until a heading comes."""
        shown = ""
        while heading not in shown:
            shown = self.types(answer)
        return shown

    def leaves(self, line="quit"):
        """Type the last line; gives the exit code and the last words."""
        self.child.sendline(line)
        return self._ended()

    def interrupts(self):
        """Press Ctrl-C; gives the exit code and the last words."""
        self.child.sendintr()
        return self._ended()

    def ends_input(self):
        """Press Ctrl-D; gives the exit code and the last words."""
        self.child.sendeof()
        return self._ended()

    def presses_ctrl_d(self):
        """Press Ctrl-D where that is an answer; gives what was shown after it."""
        self.child.sendeof()
        return self._prompted()

    def _prompted(self):
        self.child.expect_exact(PROMPT)
        return self.child.before.replace("\r\n", "\n")

    def _ended(self):
        self.child.expect_exact(pexpect.EOF)
        last = self.child.before.replace("\r\n", "\n")
        self.shown += last
        self.child.wait()
        self.child.close()
        return self.child.exitstatus, last
