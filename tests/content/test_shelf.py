from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.content import shelf
from bot.model.errors import ContentError, TangoError
from bot.model.ids import Digest

KEY = Digest("sha256:abc")
PARTS = {"dialogue": b"one", "knowledge": b"two"}


@given(
    files=st.dictionaries(st.text(max_size=5), st.binary(max_size=9)), more=st.binary(min_size=1, max_size=3)
)
def test_a_digest_depends_on_names_and_bytes_but_not_on_order(files: dict[str, bytes], more: bytes) -> None:
    turned = dict(reversed(files.items()))

    assert shelf.digest(files) == shelf.digest(turned)
    assert shelf.digest(files) != shelf.digest({**files, "a longer name": more})
    assert shelf.digest(files).startswith("sha256:")


@given(rest=st.binary(max_size=60))
def test_any_file_in_the_place_of_the_cache_is_passed_by(
    tmp_path_factory: pytest.TempPathFactory, rest: bytes
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    shelf.keep(str(cache), KEY, PARTS)
    (kept,) = cache.iterdir()
    kept.write_bytes(rest)

    assert shelf.recall(str(cache), KEY) is None


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    shelf.keep(str(tmp_path / "deep" / "cache"), KEY, PARTS)

    assert shelf.recall(str(tmp_path / "deep" / "cache"), KEY) == PARTS
    assert shelf.recall(str(tmp_path / "deep" / "cache"), Digest("sha256:other")) is None
    assert shelf.recall(str(tmp_path / "nowhere"), KEY) is None


def test_a_torn_cache_is_passed_by(tmp_path: Path) -> None:
    shelf.keep(str(tmp_path), KEY, PARTS)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()

    kept.write_bytes(whole[:-1])

    assert shelf.recall(str(tmp_path), KEY) is None


def test_parts_unpack_to_what_was_packed() -> None:
    plain = {"dialogue": {"id": "tea", "order": [1, None, True]}}

    assert shelf.unpacked(shelf.packed(plain)["dialogue"]) == plain["dialogue"]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands here")

    shelf.keep(str(tmp_path / "cache"), KEY, PARTS)

    assert shelf.recall(str(tmp_path / "cache"), KEY) is None


def test_no_draft_is_left_behind_and_old_caches_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "KEPT", 8)
    (tmp_path / "not-ours.txt").write_text("kept")
    for number in range(shelf.KEPT + 3):
        shelf.keep(str(tmp_path), Digest(f"sha256:{number}"), PARTS)

    names = [path.name for path in tmp_path.iterdir()]

    assert len(names) == shelf.KEPT + 1
    assert not [name for name in names if name.endswith(".draft")]


def test_dialogues_knowledge_and_templates_are_content_and_the_rest_is_not(folder: Path) -> None:
    assert shelf.names(str(folder)) == [
        "dialogues/tea.yaml",
        "knowledge/items/first.yaml",
        "knowledge/messages.yaml",
        "knowledge/more.yaml",
        "knowledge/templates/card.j2",
    ]


def test_a_folder_that_is_given_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)

    assert shelf.locate("content") == str(folder)


def test_a_folder_that_is_missing_is_told() -> None:
    with pytest.raises(TangoError) as caught:
        shelf.locate("/nowhere/at/all")

    assert str(caught.value) == (
        "The content folder /nowhere/at/all is missing. Name a folder that holds dialogues/ and knowledge/."
    )


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(TangoError) as caught:
        shelf.locate(str(tmp_path / "file"))

    assert str(caught.value) == (
        f"The content folder {tmp_path}/file is a file. Name a folder that holds dialogues/ and knowledge/."
    )


def test_the_checkout_is_used_before_the_installed_content(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot, "__file__", str(folder / "bot" / "__init__.py"))

    assert shelf.locate(None) == str(folder)


def test_an_installed_package_carries_its_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = folder.parent / "site" / "bot"
    package.mkdir(parents=True)
    folder.rename(package / "_content")
    monkeypatch.setattr(bot, "__file__", str(package / "__init__.py"))

    assert shelf.locate(None) == str(package / "_content")


def test_a_package_without_content_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot, "__file__", str(tmp_path / "bot" / "__init__.py"))

    with pytest.raises(TangoError) as caught:
        shelf.locate(None)

    assert str(caught.value) == (
        "Tango's content is missing. Install Tango again, or set TANGO_CONTENT to a content folder."
    )


def test_files_that_cannot_be_read_are_told_together(folder: Path) -> None:
    (folder / "knowledge" / "folder.yaml").mkdir()
    os.symlink(folder / "nowhere", folder / "knowledge" / "gone.yaml")

    with pytest.raises(ContentError) as caught:
        shelf.read(str(folder), ["knowledge/folder.yaml", "knowledge/gone.yaml", "knowledge/more.yaml"])

    assert str(caught.value).splitlines() == [
        "knowledge/folder.yaml:1:1: error unreadable: The file cannot be read: Is a directory. Check its permissions.",
        (
            "knowledge/gone.yaml:1:1: error unreadable: The file cannot be read: No such file or directory. "
            "Check its permissions."
        ),
    ]
