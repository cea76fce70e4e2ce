from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import schema, yaml
from bot.content.compiling import compiled
from bot.content.library import open_library
from bot.model.errors import ContentError

TEA, FIRST, MORE = "dialogues/tea.yaml", "knowledge/items/first.yaml", "knowledge/more.yaml"
SPOKEN = "knowledge/messages.yaml"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KEYS = st.sampled_from(
    ["questions", "facts", "barriers", "when", "any", "at_least", "id", "messages", "texts", "x"]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)

Edit = Callable[[str, str, str], None]
Faults = Callable[[], list[str]]


@pytest.mark.parametrize("kind", sorted(schema.FILES))
@given(tree=TREES)
def test_any_data_is_right_or_has_faults_with_places(kind: str, tree: object) -> None:
    faults = schema.check(kind, yaml.Document("f.yaml", tree, {}, {}))

    assert all(str(fault).startswith("f.yaml:1:1: error ") for fault in faults)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_a_file_with_one_line_lost_is_right_or_refused(folder: Path, data: st.DataObject) -> None:
    lines = (folder / TEA).read_text(encoding="utf-8").splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    files = {TEA: "".join(lines[:lost] + lines[lost + 1 :]).encode()}
    files |= {name: (folder / name).read_bytes() for name in (FIRST, MORE, SPOKEN)}

    try:
        found = set(compiled(files))
    except ContentError as error:
        found = {fault.spot.file for fault in error.faults}

    assert found


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (
            (TEA, "  text: How much milk?", "  txt: How much milk?"),
            "dialogues/tea.yaml:35:3: error unknown-key: The key `txt` is not known here. Did you mean `text`?",
        ),
        (
            (TEA, "  why: Milk changes the cup.\n", ""),
            "dialogues/tea.yaml:32:3: error missing: The key `why` is missing. Add a line `why: ...`.",
        ),
        (
            (TEA, "label: Some", "label: A label that does not fit any button"),
            "dialogues/tea.yaml:47:12: error too-long: Expected at most 34 characters, found 36. Shorten it.",
        ),
        (
            (TEA, "Milk changes the cup.", "Milk. " * 34),
            "dialogues/tea.yaml:37:8: error too-long: Expected at most 200 characters, found 203. Shorten it.",
        ),
        (
            (TEA, "How much milk?", "Milk? " + "so " * 21 + "much?"),
            "dialogues/tea.yaml:35:9: error sentence: Expected at most 20 words in a sentence, found 22. Split the sentence.",
        ),
        (
            (TEA, "grade: authors", "grade: author"),
            "dialogues/tea.yaml:39:12: error word: Expected one of `authors`, `reported`, `project`, found the text `author`. Did you mean `authors`?",
        ),
        (
            (TEA, "grade: authors", "grade: 12"),
            "dialogues/tea.yaml:39:12: error word: Expected one of `authors`, `reported`, `project`, found the number 12. Use one of these.",
        ),
        (
            (TEA, "tango: 1", "tango: 2"),
            "dialogues/tea.yaml:1:8: error word: Expected `1`, found the number 2. Use one of these.",
        ),
        (
            (TEA, "when: {milk: [some, much]}\n  text", "when: milk\n  text"),
            "dialogues/tea.yaml:53:9: error value: Expected a condition, found the text `milk`. Write a condition such as `{role: [share, lead]}`, or `{}` for always.",
        ),
        (
            (TEA, "{any: [{sugar: two},", "{any: [two,"),
            "dialogues/tea.yaml:93:19: error value: Expected a condition, found the text `two`. Write a condition such as `{role: [share, lead]}`, or `{}` for always.",
        ),
        (
            (TEA, "any: [{sugar: two}, {all: [{sugar: one}, {milk: much}]}]", "any: []"),
            "dialogues/tea.yaml:93:18: error too-few: Expected at least one item, found none. Add an item, or take the key away.",
        ),
        (
            (TEA, "count: 1,", "count: 0,"),
            "dialogues/tea.yaml:94:54: error number: Expected a number of at least 1, found 0. Mend the number.",
        ),
        (
            (TEA, "count: 1,", ""),
            "dialogues/tea.yaml:94:46: error missing: The key `count` is missing. Add a line `count: ...`.",
        ),
        (
            (TEA, "{sugar: two}, {all", "{sugar: 2}, {all"),
            "dialogues/tea.yaml:93:27: error value: Expected a list, found the number 2. Write `[one, two]`, or one item to a line after `- `.",
        ),
        (
            (TEA, "{sugar: two}, {all", "{sugar: [2]}, {all"),
            "dialogues/tea.yaml:93:28: error value: Expected text, found the number 2. Put it in quotes if it is text.",
        ),
        (
            (TEA, "decides: true", "decides: sometimes"),
            "dialogues/tea.yaml:41:12: error value: Expected true or false, found the text `sometimes`.",
        ),
        (
            (TEA, "lines: [12, 14]", "lines: [twelve, true]"),
            "dialogues/tea.yaml:40:13: error value: Expected a whole number, found the text `twelve`.",
        ),
        (
            (TEA, "- id: milk", "- id: 2 milk"),
            "dialogues/tea.yaml:32:7: error text: Expected an id, found the text `2 milk`. Use letters, digits, `-` and `_`, and start with a letter.",
        ),
        (
            (TEA, "label: Some", 'label: " "'),
            "dialogues/tea.yaml:47:12: error text: Expected some text, found none. Write the text, or take the key away.",
        ),
        (
            (TEA, "aims:\n- id", "aims:\n  id"),
            "dialogues/tea.yaml:117:3: error value: Expected a list, found keys with values. Write `[one, two]`, or one item to a line after `- `.",
        ),
        (
            (FIRST, "stated_for: [all-modes]", "stated_for: [all-mode]"),
            "knowledge/items/first.yaml:6:16: error word: Expected one of `all-modes`, `consumer`, `participative`, `enhanced`, `public-administration`, `services`, `digital`, `project`, found the text `all-mode`. Did you mean `all-modes`?",
        ),
        (
            (FIRST, "barriers:", "barier:"),
            "knowledge/items/first.yaml:1:1: error unknown-key: The key `barier` is not known here. Did you mean `barriers`?",
        ),
        (
            (
                FIRST,
                "action: Wait for five minutes",
                "action: Wait for five minutes, and then for five more, and then again for five or more",
            ),
            "knowledge/items/first.yaml:33:11: error too-long: Expected at most 70 characters, found 78. Shorten it.",
        ),
        (
            (MORE, "year: 1999", "year: true"),
            "knowledge/more.yaml:84:9: error value: Expected text, found `true`. Put it in quotes if it is text.",
        ),
        (
            (SPOKEN, "commands:", "orders:"),
            "knowledge/messages.yaml:4:1: error unknown-key: The key `orders` is not known here. Known here: `messages`, `commands`, `phrases`.",
        ),
        (
            (
                SPOKEN,
                'messages:\n  welcome: "Hello {name}. A [[cup]] of tea?"\n  empty: ""',
                "messages: hello",
            ),
            "knowledge/messages.yaml:1:11: error value: Expected keys with values, found the text `hello`. Write `key: value` lines here.",
        ),
        (
            (SPOKEN, "  back: [back, undo]", "  go back: [back, undo]"),
            "knowledge/messages.yaml:5:3: error text: Expected an id, found the text `go back`. Use letters, digits, `-` and `_`, and start with a letter.",
        ),
    ],
)
def test_each_fault_of_shape_has_its_place_and_how_to_mend_it(
    edit: Edit, faults: Faults, slip: tuple[str, str, str], message: str
) -> None:
    edit(*slip)

    assert message in faults()


def test_all_faults_of_all_files_are_told_at_once(edit: Edit, faults: Faults) -> None:
    edit(TEA, "grade: authors", "grade: author")
    edit(TEA, "  why: It covers tea.\n", "")
    edit(MORE, "year: 1999", "year: 007")
    edit(SPOKEN, "commands:", "orders:")

    assert [line.split(": error")[0] for line in faults()] == [
        "dialogues/tea.yaml:15:3",
        "dialogues/tea.yaml:38:12",
        "knowledge/messages.yaml:4:1",
        "knowledge/more.yaml:84:9",
    ]


def test_editors_get_one_schema_for_all_files() -> None:
    found = schema.json_schema()

    assert [one["$ref"].rpartition("/")[2] for one in found["anyOf"]] == [
        "DialogueFile",
        "KnowledgeFile",
        "MessagesFile",
        "StoryFile",
        "OverlayFile",
    ]
    assert found["$defs"]["Option"]["properties"]["label"]["maxLength"] == 34
    assert found["$defs"]["Option"]["required"] == ["id", "label"]
    assert "not" in found["$defs"]["Option"]["properties"]


def test_the_shapes_allow_all_that_the_guide_shows(folder: Path) -> None:
    assert open_library(str(folder)).languages == ("en",)


def test_a_text_with_half_a_character_is_told_in_plain_words() -> None:
    data = {
        "stories": [
            {"id": "a", "title": "\ud800", "description": "b", "answers": {}, "expect": {"result": "c"}}
        ]
    }

    (fault,) = schema.check("stories", yaml.Document("f.yaml", data, {}, {}))

    assert str(fault) == (
        "f.yaml:1:1: error value: Input should be a valid string, "
        "unable to parse raw data as a unicode string."
    )
