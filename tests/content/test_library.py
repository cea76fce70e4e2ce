from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.library import Library, bound, open_library
from bot.model.errors import ContentError, TangoError

REPO = Path(__file__).parents[2]
TEA, STORIES = "dialogues/tea.yaml", "dialogues/stories/cups.yaml"

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]

PROBE = """\
import sys
from bot.content.library import open_library
library = open_library(sys.argv[1], sys.argv[2], print)
library.dialogue(), library.knowledge(), library.messages(), library.commands(), library.templates()
print(sorted({"yaml", "pydantic", "jinja2", "pathlib", "importlib.resources", "difflib"} & set(sys.modules)))
"""


def approve(_: Library) -> None:
    """All is well."""


def probe(folder: Path, cache: Path) -> str:
    run = [sys.executable, "-c", PROBE, str(folder), str(cache)]
    return subprocess.run(run, capture_output=True, text=True, check=True, cwd=REPO).stdout.strip()


def test_a_start_with_a_cache_imports_neither_yaml_nor_pydantic(folder: Path, tmp_path: Path) -> None:
    open_library(str(folder), str(tmp_path / "cache"), approve)

    assert probe(folder, tmp_path / "cache") == "[]"


def test_what_was_read_is_a_library_again(folder: Path, tmp_path: Path) -> None:
    read = open_library(str(folder))

    again = bound(read.files, str(tmp_path / "cache"), approve)

    assert again.digest == read.digest
    assert again.dialogue() == read.dialogue()
    assert probe(folder, tmp_path / "cache") == "[]"


def test_the_cache_holds_nothing_that_was_not_approved(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"

    def refuse(_: Library) -> None:
        raise ContentError([])

    open_library(str(folder), str(cache))
    with pytest.raises(ContentError):
        open_library(str(folder), str(cache), refuse)

    assert not cache.exists()


def test_content_that_was_approved_is_not_looked_at_again(folder: Path, tmp_path: Path) -> None:
    seen: list[Library] = []

    open_library(str(folder), str(tmp_path / "cache"), seen.append)
    open_library(str(folder), str(tmp_path / "cache"), seen.append)

    assert len(seen) == 1


def test_the_same_content_comes_out_of_the_files_and_of_the_cache(folder: Path, tmp_path: Path) -> None:
    read = open_library(str(folder), str(tmp_path / "cache"), approve)
    kept = open_library(str(folder), str(tmp_path / "cache"), approve)

    assert kept.dialogue() == read.dialogue() == open_library(str(folder)).dialogue()
    assert kept.knowledge() == read.knowledge()
    assert kept.texts() == read.texts()


def test_changed_content_is_read_anew_and_has_another_digest(
    folder: Path, tmp_path: Path, edit: Edit
) -> None:
    before = open_library(str(folder), str(tmp_path / "cache"), approve)
    edit(TEA, "How much milk?", "How much cream?")

    after = open_library(str(folder), str(tmp_path / "cache"), approve)

    assert after.dialogue().questions[1].text == "How much cream?"
    assert after.digest != before.digest
    assert after.dialogue().digest == after.knowledge().digest == after.digest


def test_content_with_a_fault_is_never_kept(folder: Path, tmp_path: Path, edit: Edit) -> None:
    edit(TEA, "then: mild", "then: mid")

    with pytest.raises(ContentError):
        open_library(str(folder), str(tmp_path / "cache"), approve)

    assert not (tmp_path / "cache").exists()


def test_messages_commands_phrases_and_templates_come_by_name(folder: Path) -> None:
    library = open_library(str(folder))

    assert library.messages() == {"welcome": "Hello {name}. A [[cup]] of tea?", "empty": ""}
    assert library.commands() == {"back": ("back", "undo")}
    assert library.phrases() == {"yes": ("yes", "aye")}
    assert library.templates() == {"card.j2": "{{ title }}"}
    assert library.dialogue("en") is library.dialogue()


def test_a_folder_without_messages_or_templates_is_allowed(folder: Path) -> None:
    (folder / "knowledge" / "messages.yaml").unlink()
    (folder / "knowledge" / "templates" / "card.j2").unlink()

    library = open_library(str(folder))

    assert (library.messages(), library.commands(), library.phrases(), library.templates()) == (
        {},
        {},
        {},
        {},
    )


def test_a_language_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(TangoError) as caught:
        open_library(str(folder)).dialogue("fr")

    assert str(caught.value) == "The language `fr` is not offered. Choose one of: en."


def test_a_folder_without_a_dialogue_is_refused(folder: Path, faults: Faults) -> None:
    (folder / TEA).unlink()

    assert faults() == [
        "dialogues:1:1: error no-dialogue: Expected one dialogue, found none. Write dialogues/NAME.yaml."
    ]


def test_a_second_dialogue_is_refused(folder: Path, faults: Faults) -> None:
    (folder / "dialogues" / "tee.yaml").write_bytes((folder / TEA).read_bytes())

    assert faults() == [
        (
            "dialogues/tee.yaml:1:1: error two-dialogues: Expected one dialogue, and dialogues/tea.yaml is one already. "
            "Move it to another folder."
        )
    ]


def test_binary_files_are_refused_with_all_other_faults(folder: Path, faults: Faults) -> None:
    (folder / "knowledge" / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (folder / "knowledge" / "templates" / "card.j2").write_bytes(b"\xff\xfe")
    (folder / "knowledge" / "empty.yaml").write_bytes(b"")
    (folder / "knowledge" / "short.yml").write_bytes(b"terms: []")
    (folder / "knowledge" / "list.yaml").write_bytes(b"- a")

    assert faults() == [
        "knowledge/empty.yaml:1:1: error yaml-empty: The file is empty. Write its content, or delete the file.",
        "knowledge/list.yaml:1:1: error value: Expected keys with values, found a list. Write `key: value` lines here.",
        (
            "knowledge/picture.yaml:1:1: error yaml-encoding: Expected text in UTF-8, found the byte 0x89. "
            "Save the file as UTF-8."
        ),
        "knowledge/short.yml:1:1: error file-name: Expected a name in .yaml. Rename the file.",
        "knowledge/templates/card.j2:1:1: error template-encoding: Expected text in UTF-8. Save the file as UTF-8.",
    ]


def test_a_content_error_has_the_exit_code_of_content(folder: Path, edit: Edit) -> None:
    edit(TEA, "tango: 1", "tango: 2")

    with pytest.raises(ContentError) as caught:
        open_library(str(folder))

    assert caught.value.exit_code == 4


def test_stories_come_with_their_places(folder: Path) -> None:
    story, other = open_library(str(folder)).stories()

    assert (story.id, story.title, story.where) == ("black-cup", "A black cup", "cups.yaml:2:3")
    assert story.answers == {"milk": "none", "sugar": ["one", "two"], "scope": "dont_know"}
    assert (story.results, story.shows, story.hides) == (("strong",), ("too-hot",), ("odd",))
    assert story.facts == {"colour": ("dark",), "taste": ("plain", "not_asked")}
    assert story.aims == {"gentle": 1}
    assert (other.results, other.facts, other.shows, other.aims) == (("strong", "mild"), {}, (), {})


def test_one_file_of_stories_can_be_named(folder: Path) -> None:
    assert len(open_library(str(folder)).stories(str(folder / STORIES))) == 2


def test_stories_are_read_anew_each_time(folder: Path, edit: Edit) -> None:
    library = open_library(str(folder))
    edit(STORIES, "title: A black cup", "title: A dark cup")

    assert library.stories()[0].title == "A dark cup"


def test_stories_that_are_not_there_are_told(folder: Path) -> None:
    with pytest.raises(TangoError) as caught:
        open_library(str(folder)).stories("/nowhere")

    assert str(caught.value) == "There are no stories at /nowhere. Name a .yaml file, or a folder of them."


def test_all_faults_of_stories_are_told_at_once(folder: Path, edit: Edit) -> None:
    (folder / "dialogues" / "stories" / "bad.yaml").write_text("stories: none\n", encoding="utf-8")
    edit(STORIES, "milk: none, sugar: [one, two]", "mulk: none, sugar: [one, too]")
    edit(STORIES, "result: strong", "result: strng")
    edit(STORIES, "{colour: dark, taste: [plain, not_asked]}", "{color: dark, taste: [plane, not_asked]}")
    edit(STORIES, "[too-hot]", "[to-hot]")
    edit(STORIES, "gentle: 1", "gentler: 1")
    edit(STORIES, "any-cup", "black-cup")

    with pytest.raises(ContentError) as caught:
        open_library(str(folder)).stories()

    assert str(caught.value).splitlines() == [
        (
            "bad.yaml:1:10: error value: Expected a list, found the text `none`. "
            "Write `[one, two]`, or one item to a line after `- `."
        ),
        "cups.yaml:5:13: error unknown-question: There is no question `mulk`. Did you mean `milk`?",
        "cups.yaml:5:38: error unknown-option: `sugar` has no option `too`. Did you mean `two`?",
        "cups.yaml:7:13: error unknown-result: There is no result `strng`. Did you mean `strong`?",
        "cups.yaml:8:13: error unknown-fact: There is no fact `color`. Did you mean `colour`?",
        "cups.yaml:8:34: error unknown-value: `taste` has no value `plane`. Did you mean `plain`?",
        "cups.yaml:9:13: error unknown-item: There is no item `to-hot`. Did you mean `too-hot`?",
        "cups.yaml:11:12: error unknown-aim: There is no aim `gentler`. Did you mean `gentle`?",
        (
            "cups.yaml:12:7: error story-twice: The story `black-cup` is there already (cups.yaml:2:7). "
            "Give one of the two another name."
        ),
    ]


def test_the_content_of_this_repository_is_right() -> None:
    library = open_library(str(REPO))

    assert library.dialogue().readings == ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10")
    assert len(library.dialogue().questions) == 19
    assert library.translation_faults() == ()


def test_the_stories_of_this_repository_are_right() -> None:
    assert open_library(str(REPO)).stories()
