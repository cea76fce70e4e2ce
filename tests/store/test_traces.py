"""Byte by byte."""

import pytest

from bot.model.keeping import Subject
from bot.store import traces


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "file")


def found(path, data, **subject):
    with open(path, "wb") as file:
        file.write(data)
    return traces.found([path, f"{path}-wal"], Subject(**subject))


def test_a_word_is_found_wherever_it_stands(path):
    assert found(path, b"\0\xffab12cd34\0", sessions=("ab12cd34",)) == [path]
    assert found(path, b"\0\xffab12cd34\0", names=("12cd",)) == [path]
    assert found(path, b"", sessions=("ab12cd34",)) == []


def test_a_word_across_two_chunks_is_found(path, monkeypatch):
    monkeypatch.setattr(traces, "CHUNK", 10)

    assert found(path, b"x" * 7 + b"ab12cd34", sessions=("ab12cd34",)) == [path]


@pytest.mark.parametrize(
    ("data", "there"), [(b'"id": 77123,', True), (b"1771233", False), (b"1771239", False), (b"-77123", True)]
)
def test_a_number_is_found_where_it_is_no_part_of_another(path, data, there):
    assert bool(found(path, data, places=("77123",))) is there


def test_the_number_of_a_group_has_its_sign(path):
    assert found(path, b"-100123", places=("-100123",)) == [path]
    assert found(path, b"100123", places=("-100123",)) == []


def test_a_short_number_is_everywhere_and_says_nothing(path):
    assert found(path, b"|5|", places=("5",)) == []
