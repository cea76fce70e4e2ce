"""The command line over each engine."""

import io
import sys

import pytest
from kept import SECRET

from bot.cli import main


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path, monkeypatch):
    """The name of an empty database of each engine, which TANGO_DATABASE has."""
    name = (
        str(tmp_path / "kept" / "tango.db")
        if request.param == "sqlite"
        else request.getfixturevalue("database_url")
    )
    monkeypatch.setenv("TANGO_DATABASE", name)
    monkeypatch.setenv("TANGO_SECRET", SECRET)
    return name


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture
def tango(monkeypatch, capsys):
    """Run a command line; gives the exit code, stdout and stderr. `typed` is typed at a terminal, `given` is piped."""

    def tango(*arguments, typed=None, given=""):
        stdin = io.StringIO(given) if typed is None else Screen(typed)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["tango", *arguments])
            patch.setattr(sys, "stdin", stdin)
            code = main()
        return code, *capsys.readouterr()

    return tango
