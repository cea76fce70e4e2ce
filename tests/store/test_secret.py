"""The secret is made once, kept from others, and renewed without losing anybody."""

import contextlib
import os
import subprocess
import sys
import textwrap
from datetime import date, timedelta

import pytest
from person import ROOT

from bot.model.errors import StoreError
from bot.service.pseudonyms import Pseudonyms
from bot.store import secret

TODAY = date(2026, 3, 25)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "kept" / "secret")


def always(_):
    return True


def written(path, text, mode=0o600):
    os.makedirs(os.path.dirname(path))
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)


def test_where_there_is_no_file_there_is_no_secret(path):
    assert secret.read(path) == ()


def test_it_is_made_once(path):
    first = secret.obtain(path, TODAY)

    assert secret.obtain(path, TODAY + timedelta(9)) == secret.read(path) == first
    assert [one.made for one in first] == [TODAY]
    assert len(first[0].value) == 64


def test_only_its_owner_can_read_it_and_nothing_else_is_left(path):
    secret.obtain(path, TODAY)

    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.listdir(os.path.dirname(path)) == ["secret"]


def test_it_is_in_no_picture_of_the_value(path):
    (one,) = secret.obtain(path, TODAY)

    assert one.value not in repr(one)


def test_two_secrets_are_never_the_same(path):
    assert secret.obtain(path, TODAY) != secret.obtain(f"{path}-more", TODAY)


STARTER = textwrap.dedent("""
    import sys, time
    from datetime import date
    from bot.store import secret

    print("ready", flush=True)
    sys.stdin.readline()
    print(*(one.value for one in secret.obtain(sys.argv[1], date(2026, 3, 25))))
""")


def test_processes_that_start_together_get_the_same(path):
    with contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", STARTER, path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    text=True,
                )
            )
            for _ in range(6)
        ]
        ready = [one.stdout.readline() for one in started]
        told = [print("go", file=one.stdin, flush=True) for one in started]
        got = {one.stdout.readline().strip() for one in started}

    assert (len(ready), len(told)) == (6, 6)
    assert got == {secret.read(path)[0].value}


def test_one_that_another_process_made_meanwhile_is_taken(path, monkeypatch):
    link = os.link

    def late(old, new):
        written = secret._written(new, [secret.Secret(TODAY, "made-by-somebody-else")])
        link(written, new)
        os.unlink(written)
        link(old, new)

    monkeypatch.setattr(os, "link", late)

    assert [one.value for one in secret.obtain(path, TODAY)] == ["made-by-somebody-else"]
    assert os.listdir(os.path.dirname(path)) == ["secret"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_can_read_is_refused(path, mode):
    written(path, "2026-03-25 a-secret-that-nobody-guesses\n", mode)

    with pytest.raises(StoreError) as caught:
        secret.obtain(path, TODAY)

    assert str(caught.value) == (
        f"Others can read the secret in {path}. Close it with: chmod 600 {path}"
        "\nIf somebody may have read it, go on with: tango data rotate"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "2026-03-25 short\n",
        "2026-13-45 a-secret-that-nobody-guesses\n",
        "2026-03-25 a-secret-that-nobody-guesses\nmore\n",
        "\xff",
    ],
)
def test_a_damaged_one_is_never_replaced_by_another(path, text):
    written(path, text)

    with pytest.raises(StoreError) as caught:
        secret.obtain(path, TODAY)

    assert str(caught.value) == (
        f"The secret in {path} is damaged. Bring it back from your copy: with another one, nobody"
        " who wrote before is recognised."
    )
    with open(path) as file:
        assert file.read() == text


def test_one_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(StoreError) as caught:
        secret.read(str(tmp_path))

    assert str(caught.value) == f"The secret in {tmp_path} cannot be read: Is a directory. Mend its rights."


def test_a_place_that_cannot_be_written_is_told():
    with pytest.raises(StoreError) as caught:
        secret.rotate("/proc/nowhere/secret", TODAY, always)

    assert str(caught.value).startswith("The secret cannot be kept in /proc/nowhere/secret: ")
    assert str(caught.value).endswith(". Let Tango write there, or set TANGO_SECRET.")


def test_a_place_without_links_is_told(path, monkeypatch):
    def refused(old, new):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)

    with pytest.raises(
        StoreError, match=r"Operation not permitted\. Let Tango write there, or set TANGO_SECRET"
    ):
        secret.obtain(path, TODAY)
    assert os.listdir(os.path.dirname(path)) == []


def test_a_secret_stays_as_long_as_it_is_needed(path):
    made = secret.obtain(path, TODAY - timedelta(400))
    asked = []

    replaced = secret.rotate(path, TODAY, lambda day: asked.append(day) or True)
    again = secret.rotate(path, TODAY + timedelta(30), lambda day: asked.append(day) or True)
    no_longer = secret.rotate(path, TODAY + timedelta(31), lambda day: day > TODAY)

    assert asked == [TODAY, TODAY + timedelta(30), TODAY]
    assert replaced[1:] == made
    assert again[1:] == replaced
    assert no_longer[1:] == again[:2]
    assert secret.read(path) == no_longer


def test_beside_a_file_or_in_the_folder_for_data():
    assert secret.place("/srv/tango.db", "/data") == "/srv/secret"
    assert secret.place("tango.db", "/data") == "secret"
    assert secret.place("postgresql://db/tango", "/data") == "/data/secret"


def test_people_are_found_under_the_secrets_that_were(path):
    old = secret.obtain(path, TODAY)
    before = Pseudonyms([one.value for one in old]).of("telegram", "5")

    now = Pseudonyms([one.value for one in secret.rotate(path, TODAY, always)])

    assert now.former("telegram", "5") == (before,)
    assert now.of("telegram", "5") != before


def test_nothing_is_carried_where_nothing_is(path, tmp_path):
    secret.carry(path, str(tmp_path / "new"))

    assert not (tmp_path / "new").exists()


def test_the_same_secret_may_be_there_already(path, tmp_path):
    made = secret.obtain(path, TODAY)
    new = str(tmp_path / "new")
    secret.carry(path, new)

    secret.carry(path, new)

    assert secret.read(new) == made
