"""Does Tango work where it is installed? Slow: each case builds, installs into a venv of its own, and runs elsewhere."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "dist", "build", "*.egg-info")


@dataclass
class Installed:
    """Tango in a venv, run from a folder that is not the checkout."""

    bin: Path
    folder: Path

    def tango(self, *arguments, typed=""):
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TANGO"))
        }
        home = {
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }
        return subprocess.run(
            [self.bin / "tango", *arguments],
            input=typed,
            env={**inherited, **home},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def install(folder, *what):
    """A fresh venv with what is named; the dependencies come from the index that is configured."""
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*command, *what], check=True, cwd=folder)
    (folder / "elsewhere").mkdir()
    return Installed(folder / "venv" / "bin", folder / "elsewhere")


def build(source, target, form):
    """The wheel or sdist of a source folder."""
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{form}", "--outdir", target, source]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the checkout, so that building leaves nothing behind."""
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("source") / "tango", ignore=LEFT_OUT)


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    return build(source, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def sdist(source, tmp_path_factory):
    return build(source, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def from_wheel(wheel, tmp_path_factory):
    return install(tmp_path_factory.mktemp("from_wheel"), wheel)


@pytest.fixture(scope="module")
def from_sdist(sdist, tmp_path_factory):
    """Installed from the wheel that the unpacked sdist makes."""
    folder = tmp_path_factory.mktemp("unpacked")
    shutil.unpack_archive(sdist, folder)
    (unpacked,) = folder.iterdir()
    return install(
        tmp_path_factory.mktemp("from_sdist"), build(unpacked, tmp_path_factory.mktemp("second"), "wheel")
    )


@pytest.fixture(scope="module")
def editable(source, tmp_path_factory):
    return install(tmp_path_factory.mktemp("editable"), "--editable", source)


@pytest.fixture(params=["from_wheel", "from_sdist", "editable"])
def installed(request):
    return request.getfixturevalue(request.param)


def test_it_says_its_version(installed):
    ran = installed.tango("--version")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "tango 0.1.0\n", "")


def test_it_finds_its_knowledge(installed):
    ran = installed.tango("explain", "tokenism")

    assert ran.returncode == 0
    assert "Tokenism" in ran.stdout + ran.stderr
    assert "Osborne & Strokosch 2013" in ran.stdout


def test_the_first_question_appears(installed):
    ran = installed.tango(typed="\n\n")

    assert ran.returncode == 2
    assert "What are you working on?" in ran.stderr


def test_the_authors_stories_hold_where_it_is_installed(installed):
    ran = installed.tango("story")

    assert ran.returncode == 0
    assert ran.stdout.endswith(" stories hold, 0 do not.\n")


def test_a_second_start_finds_the_content_compiled(installed):
    installed.tango("sessions")

    assert list((installed.folder / "cache").rglob("*.content"))
