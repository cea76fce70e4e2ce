"""Content that moves on: a copy of the shipped folder, and text edits that publish another version of it."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]

NEW_QUESTION = """\
- id: results_seen
  part: Set-up
  short: Who sees how it turns out
  text: Who sees how the service turns out?
  why: People trust what they can check.
  source:
    grade: project
  options:
  - id: staff
    label: Staff alone
  - id: everybody
    label: Everybody
"""


class Folder:
    """A content folder under `path`; each method publishes a newer version by an edit of its text."""

    def __init__(self, path):
        self.path = path
        for part in ("dialogues", "knowledge"):
            shutil.copytree(ROOT / part, path / part)

    def asks_more(self):
        """One question more, the last of the full length."""
        return self._edit("\nquick: [", f"\n{NEW_QUESTION}\nquick: [")

    def loses_an_option(self):
        """`several` of the question whom the service is for is gone, and another one stands in its place."""
        self._edit("alike: [[one, several]]", "alike: [[one, groups]]")
        return self._edit("  - id: several\n", "  - id: groups\n")

    def judges_milder(self):
        """A promise to consider that changed nothing is passive, and no token any more: limited, not cosmetic."""
        row = "- {when: {answer: consider, effect: nothing}, then: %s, holds: D1}"
        return self._edit(row % "token", row % "passive")

    def says(self, old, new, file="dialogues/assess.yaml"):
        """Other words, the same rules."""
        return self._edit(old, new, file)

    def breaks(self):
        """A version that no Tango of today takes: it was valid under the schema of its own time."""
        return self._edit("\ntango: 1\n", "\ntango: 0\n")

    def mends(self):
        """The version that was broken, whole again."""
        return self._edit("\ntango: 0\n", "\ntango: 1\n")

    def _edit(self, old, new, file="dialogues/assess.yaml"):
        target = self.path / file
        text = target.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        target.write_text(text.replace(old, new), encoding="utf-8")
        return self
