"""What the README and CONTRIBUTING say is so."""

import itertools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from bot.commands.arguments import COMMANDS

ROOT = pathlib.Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONVERSATION = [
    "",
    "",
    "1",
    "5",
    "5",
    "5",
    "4",
    "1",
    "1",
    "4",
    "4",
    "3",
    "4",
    "1",
    "1",
    "1",
    "1",
    "1",
    "result",
]
TABLE = re.findall(r"^\| `(tango[^`]*)` \|", README, re.MULTILINE)
TRANSCRIPT = re.search(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)[1].splitlines()


def tango(command, folder, given=""):
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "bot", *shlex.split(command)[1:]]
    return subprocess.run(
        arguments,
        cwd=folder,
        env=environ,
        input=given,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "command", [c for c in TABLE if not re.search(r" (FILE|OLD|ID|TO)\b|--resume|telegram", c)]
)
def test_every_command_of_the_readme_runs(command, tmp_path):
    tango("tango assess --quick", tmp_path, "Repairs\n\n1\n1\nresult\n")

    done = tango(command, tmp_path, "\n".join(CONVERSATION))

    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_two_versions_are_compared_as_the_readme_says(tmp_path):
    for folder, part in itertools.product(("OLD", "NEW"), ("dialogues", "knowledge")):
        shutil.copytree(ROOT / part, tmp_path / folder / part)

    done = tango("tango diff OLD NEW", tmp_path)

    assert done.stdout.startswith("0 of 43,178 conversations (0.00 %) change their result.")


def test_data_go_where_the_readme_says(tmp_path, monkeypatch):
    tango("tango assess --quick", tmp_path, "Repairs\n\n1\n1\nresult\n")
    one = json.loads(tango("tango sessions --json", tmp_path).stdout)[0]["id"]
    story = ["export ID", "move TO", "backup FILE", "erase ID", "export ID"]

    codes = [
        tango(
            f"tango data {part.replace('ID', one)}" + " --yes" * part.startswith("erase"), tmp_path
        ).returncode
        for part in story
    ]
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "new.db"))
    restored = tango("tango data restore FILE", tmp_path)

    assert codes == [0, 0, 0, 0, 2]
    assert restored.stdout.startswith("Restored: session 1, content 1.")
    assert {f"tango data {part}" for part in [*story, "restore FILE"]} <= set(TABLE)


def test_a_draft_is_resumed_as_the_readme_says(tmp_path):
    tango("tango", tmp_path, "Repairs\n\n1\n")

    done = tango("tango assess --resume", tmp_path, "quit\n")

    assert done.returncode == 0
    assert "Welcome back" in done.stderr


def test_the_json_example_of_the_readme_runs(tmp_path):
    line = re.search(r"^\$ echo '(.*)' \| (tango .*)$", README, re.MULTILINE)

    done = tango(line[2], tmp_path, line[1])

    assert json.loads(done.stdout)["result"]["possible"] == ["participative-limited"]


def test_every_command_there_is_stands_in_the_readme():
    named = {shlex.split(command)[1] for command in TABLE if " " in command}

    assert named == set(COMMANDS)


@pytest.mark.parametrize("line", [line for line in TRANSCRIPT if line not in ("", "...")])
def test_the_transcript_of_the_readme_is_real(line):
    golden = (ROOT / "tests" / "golden" / "hurried.txt").read_text(encoding="utf-8").splitlines()

    assert line in golden


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|tests|knowledge|dialogues)/[\w./]+)`", README + CONTRIBUTING)))
)
def test_every_path_that_the_documents_name_exists(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", [p for p in ROOT.glob("bot/*/") if (p / "__init__.py").exists()])
def test_every_room_stands_in_the_plan_of_the_house(path):
    assert f"`bot/{path.name}/`" in CONTRIBUTING
