from __future__ import annotations

import time

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content import yaml
from bot.model.errors import ContentError, Spot

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
TREES = st.recursive(
    WORDS | st.integers(-999, 999) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    loaders = {"libyaml": getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader), "pure Python": pyyaml.SafeLoader}
    monkeypatch.setattr(yaml, "_LOADER", loaders[request.param])


def refused(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        yaml.read(text, "f.yaml")
    return str(caught.value).splitlines()


def read_or_refuse(raw: bytes) -> object:
    """The data, or the faults."""
    try:
        return yaml.read_bytes(raw, "f.yaml").data
    except ContentError as error:
        return error.faults


def placed(found: object) -> bool:
    """Whether this is data, or faults of which each has a place."""
    return not isinstance(found, tuple) or bool(
        found and all(fault.spot >= Spot("f.yaml", 1, 1) for fault in found)
    )


@given(text=st.text())
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    assert placed(read_or_refuse(text.encode()))


@given(raw=st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    assert placed(read_or_refuse(raw))


@given(text=st.text(alphabet="[]{}:,-?!&*#|>'\"%@` \nay0_", max_size=60))
def test_any_punctuation_is_read_or_refused(text: str) -> None:
    assert placed(read_or_refuse(text.encode()))


@given(tree=TREES)
def test_what_is_written_in_quotes_comes_back(tree: object) -> None:
    text = pyyaml.safe_dump({"tree": quoted(tree)}, default_style='"', allow_unicode=False, width=9999)

    found = read_or_refuse(text.encode())

    assert found == {"tree": quoted(tree)}


def quoted(tree: object) -> object:
    """The tree with every leaf as text."""
    match tree:
        case dict():
            return {str(key): quoted(value) for key, value in tree.items()}
        case list():
            return [quoted(value) for value in tree]
        case _:
            return str(tree)


def test_plain_values_are_texts_numbers_and_lower_case_truth() -> None:
    document = yaml.read("a: none\nb: -12\nc: 0.5\nd: true\ne: false\nf: 'yes'\nnot: [x, {}]\n", "f.yaml")

    assert document.data == {
        "a": "none",
        "b": -12,
        "c": 0.5,
        "d": True,
        "e": False,
        "f": "yes",
        "not": ["x", {}],
    }


def test_every_value_and_key_has_its_place() -> None:
    document = yaml.read("\ufeffa:\r\n- b: one\r\n  c: [two, three]\r\n", "f.yaml")

    assert document.spot(("a", 0, "c", 1)) == Spot("f.yaml", 3, 12)
    assert document.key_spot(("a", 0, "c")) == Spot("f.yaml", 3, 3)
    assert document.key_spot(("a", 0)) == Spot("f.yaml", 2, 3)
    assert document.spot(("a", 0, "missing", 3)) == Spot("f.yaml", 2, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: yes",
            (
                "f.yaml:1:4: error yaml-word: `yes` can be read as true or false. "
                "Put the word in quotes, or write true or false in lower case."
            ),
        ),
        (
            "a: True",
            (
                "f.yaml:1:4: error yaml-word: `True` can be read as true or false. "
                "Put the word in quotes, or write true or false in lower case."
            ),
        ),
        ("on: b", "f.yaml:1:1: error yaml-word: `on` can be read as true or false. Put it in quotes."),
        ("true: b", "f.yaml:1:1: error yaml-word: `true` can be read as true or false. Put it in quotes."),
        ("12: b", "f.yaml:1:1: error yaml-key: The key `12` is a number. Put it in quotes."),
        ("0.5: b", "f.yaml:1:1: error yaml-key: The key `0.5` is a number. Put it in quotes."),
        (
            "a: NULL",
            (
                "f.yaml:1:4: error yaml-null: `NULL` can be read as nothing at all. "
                "Leave the key out, or put the text in quotes."
            ),
        ),
        (
            "a:",
            (
                "f.yaml:1:3: error yaml-null: The value is empty, which can be read as nothing at all. "
                "Leave the key out, or put the text in quotes."
            ),
        ),
        (
            "a: 12:30",
            "f.yaml:1:4: error yaml-clock: `12:30` can be read as a count of seconds. Put it in quotes.",
        ),
        ("a: 007", "f.yaml:1:4: error yaml-octal: `007` can be read as an octal number. Put it in quotes."),
        (
            "a: 0x1f",
            "f.yaml:1:4: error yaml-hex: `0x1f` can be read as a number of another base. Put it in quotes.",
        ),
        (
            "a: 2013-05-01",
            "f.yaml:1:4: error yaml-date: `2013-05-01` can be read as a date. Put it in quotes.",
        ),
        (
            "a: 1_000",
            "f.yaml:1:4: error yaml-underscore: `1_000` can be read as a number without `_`. Put it in quotes.",
        ),
        (
            "a: 1e5",
            (
                "f.yaml:1:4: error yaml-number: `1e5` is a number that programs read differently. "
                "Write it like 12, -3 or 0.5, or put it in quotes."
            ),
        ),
        (
            "a: .inf",
            "f.yaml:1:4: error yaml-infinite: `.inf` can be read as a number without end. Put it in quotes.",
        ),
        ("a: =", "f.yaml:1:4: error yaml-merge: `=` has a special meaning in YAML. Put it in quotes."),
        ("<<: {b: c}", "f.yaml:1:1: error yaml-merge: `<<` has a special meaning in YAML. Put it in quotes."),
        (
            "a: b\nc: d\na: e",
            "f.yaml:3:1: error yaml-twice: The key `a` is given twice (first in line 1). Keep one of the two.",
        ),
        (
            "a: &b c",
            (
                "f.yaml:1:4: error yaml-anchor: The anchor `&b` is not allowed. "
                "Take it away, and write repeated content out."
            ),
        ),
        (
            "a: *b",
            "f.yaml:1:4: error yaml-anchor: The alias `*b` is not allowed. Write the content out here.",
        ),
        (
            "*b : c",
            "f.yaml:1:1: error yaml-anchor: The alias `*b` is not allowed. Write the content out here.",
        ),
        (
            "a: !x c",
            (
                "f.yaml:1:4: error yaml-tag: The tag `!x` is not allowed. "
                "Take it away, or put text that starts with `!` in quotes."
            ),
        ),
        (
            "a: b\n---\nc: d",
            (
                "f.yaml:2:1: error yaml-documents: Expected one document in a file. "
                "Move what follows `---` to a file of its own."
            ),
        ),
        (
            "? [a, {b: c}]\n: d",
            "f.yaml:1:3: error yaml-key: Expected text as the key. Put text that starts with a bracket in quotes.",
        ),
        ("a:\n\t- b", "f.yaml:2:1: error yaml-tab: Found a tab. Use spaces."),
        (
            "a: b\x07c",
            "f.yaml:1:5: error yaml-character: Found a character that cannot be seen (U+0007). Delete it.",
        ),
        (
            'a: "b\\ac"',
            "f.yaml:1:4: error yaml-character: Found a character that cannot be seen (U+0007). Delete it.",
        ),
        ("", "f.yaml:1:1: error yaml-empty: The file is empty. Write its content, or delete the file."),
        (
            "# a remark",
            "f.yaml:1:1: error yaml-empty: The file is empty. Write its content, or delete the file.",
        ),
        (
            "[" * 60_000,
            "f.yaml:1:33: error yaml-depth: This is nested more than 32 deep. Bring it nearer to the top level.",
        ),
    ],
)
def test_each_trap_is_refused_with_its_place_and_how_to_mend_it(text: str, message: str) -> None:
    assert refused(text) == [message]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("a: b: c", 'Put text that contains ": " in quotes, and check the indentation.'),
        ("a: @b", "Put text that starts with this character in quotes."),
        ("- a\nb: c", "Start the keys or items of one list in the same column."),
        ("a: 'b", "Close the quote or the bracket."),
        ("a: [b", "Close the bracket, and put a comma between items."),
        ("a: b\nc", "Write each line of this part as `key: value`."),
        ("%YAML 3.0\n---\na: b", "Check quotes, brackets and indentation."),
    ],
)
def test_a_slip_of_yaml_says_what_to_look_at(text: str, mend: str) -> None:
    (found,) = refused(text)

    assert "error yaml-syntax: This is not YAML: " in found
    assert found.endswith(mend)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    found = refused("a: yes\nb: 007\na: 12:30\nc: [on, {n: &x ~}]\n")

    assert [line.split(": ")[1].removeprefix("error yaml-") for line in found] == [
        "word",
        "octal",
        "twice",
        "clock",
        "word",
        "word",
        "anchor",
        "null",
    ]


def test_what_stands_in_a_key_that_is_no_text_is_passed_over() -> None:
    found = refused("? {a: [*b, {c: yes}]}\n: off\n")

    assert [line.split(": error ")[1].split(":")[0] for line in found] == [
        "yaml-key",
        "yaml-anchor",
        "yaml-word",
    ]


def test_unseen_characters_do_not_hide_other_faults() -> None:
    found = refused("a: b\tc\nd: yes\n")

    assert [line.split(": error ")[1].split(":")[0] for line in found] == ["yaml-tab", "yaml-word"]


def test_escapes_that_are_no_character_are_refused() -> None:
    assert refused('a: "\\ud800"')
    assert refused('a: "\\UFFFFFFFF"')


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    with pytest.raises(ContentError) as caught:
        yaml.read_bytes(b"a: b\nc: \xff\n", "f.yaml")

    assert str(caught.value) == (
        "f.yaml:2:4: error yaml-encoding: Expected text in UTF-8, found the byte 0xff. Save the file as UTF-8."
    )


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "{" * 60_000,
        "- " * 30_000,
        "? " * 30_000,
        "&a [" + "*a, " * 15_000,
        "\t" * 60_000,
        "a: *b\n" * 9_000,
    ],
)
def test_hostile_files_are_refused_at_once(text: str) -> None:
    start = time.perf_counter()

    found = refused(text)

    assert 1 <= len(found) <= yaml.MAX_FAULTS + 1
    assert time.perf_counter() - start < 5


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]

    assert len(refused("\n".join(rows))) == yaml.MAX_FAULTS


def test_a_file_beyond_the_size_limit_is_refused() -> None:
    (found,) = refused("a" * (yaml.MAX_SIZE + 1))

    assert found == "f.yaml:1:1: error yaml-size: Expected at most 1,000,000 characters. Split the file."
