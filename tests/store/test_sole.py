"""A second bot on the same file is told so."""

import contextlib
import subprocess
import sys

import pytest

from bot.model.errors import StoreError
from bot.store.sole import Sole

HOLDER = "import sys; from bot.store.sole import Sole; held = Sole(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_second_bot_on_a_file_is_told_so_and_what_to_do(tmp_path):
    path = str(tmp_path / "tango.db")
    with contextlib.closing(Sole(path)), pytest.raises(StoreError) as caught:
        Sole(path)

    assert str(caught.value) == (
        f"Another bot is at work on {path}. Stop it first."
        " To share the work among several, use PostgreSQL: set TANGO_DATABASE to its URL."
    )


def test_a_bot_that_ended_leaves_the_file_to_the_next(tmp_path):
    path = str(tmp_path / "tango.db")
    Sole(path).close()

    Sole(path).close()


def test_a_bot_that_was_killed_leaves_the_file_to_the_next(tmp_path):
    path = str(tmp_path / "tango.db")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError):
            Sole(path)
        holder.kill()

    Sole(path).close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreError) as caught:
        Sole(str(tmp_path / "file" / "tango.db"))

    assert str(caught.value) == (
        f"{tmp_path / 'file' / 'tango.db.worker'} cannot be made: File exists."
        " Set TANGO_DATABASE to a file in a folder that you may write."
    )
