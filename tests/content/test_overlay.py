from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import overlay, shelf
from bot.content.compiling import compiled
from bot.content.library import open_library
from bot.content.translating import add

MILK = "tea/question/milk/text"


@pytest.fixture
def plain(folder: Path) -> overlay.Plain:
    return compiled(shelf.read(str(folder), shelf.names(str(folder))))


@pytest.fixture
def translate(folder: Path) -> Callable[..., Path]:
    """Write a translation of everything, with some entries changed (None: left out)."""

    def translate(language: str = "de", file: str = "de", **changed: object) -> Path:
        plain = compiled(shelf.read(str(folder), shelf.names(str(folder))))
        entries: dict[str, object] = {
            path: {"of": overlay.stamp(text), "say": overlay.value_at(plain, path)}
            for path, text in overlay.texts(plain).items()
        }
        entries |= {path.replace("__", "/"): entry for path, entry in changed.items()}
        kept = {path: entry for path, entry in entries.items() if entry is not None}
        target = folder / "knowledge" / "languages" / f"{file}.yaml"
        target.parent.mkdir(exist_ok=True)
        # JSON is YAML, too
        target.write_text(
            json.dumps({"language": language, "texts": kept}, ensure_ascii=False), encoding="utf-8"
        )
        return target

    return translate


def entry(plain: overlay.Plain, path: str, say: object) -> dict[str, object]:
    return {"of": overlay.stamp(overlay.texts(plain)[path]), "say": say}


def told(folder: Path) -> list[str]:
    return [str(fault).split(": warning ", 1)[1] for fault in open_library(str(folder)).translation_faults()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_laying_texts_over_changes_these_texts_and_no_other(
    plain: overlay.Plain, data: st.DataObject
) -> None:
    before = copy.deepcopy(plain)
    paths = data.draw(st.sets(st.sampled_from(sorted(overlay.texts(plain)))))
    over = {path: [path] if isinstance(overlay.value_at(plain, path), list) else path for path in paths}

    found = overlay.apply(plain, over)

    assert overlay.texts(found) == overlay.texts(plain) | {path: path for path in paths}
    assert plain == before


def test_paths_are_built_from_ids(plain: overlay.Plain) -> None:
    found = overlay.texts(plain)

    assert found[MILK] == "How much milk?"
    assert found["tea/question/scope/option/tea/match"] == "tea\na cup of tea"
    assert found["tea/question/scope/option/tea/not"] == "herbal"
    assert found["tea/title"] == "How is your tea made?"
    assert found["tea/prompt/name/help"] == "A few words."
    assert found["tea/fact/colour/value/dark/label"] == "dark"
    assert found["tea/result/mild/label"] == "Mild"
    assert found["tea/verdict/R2/because"] == "There is milk."
    assert found["tea/aim/gentle/reached"] == "It is gentle."
    assert found["tea/face/white/condition/milky/title"] == "There is milk"
    assert found["barrier/too-hot/matters/1/say"] == "Hot [[cup|cups]] burn."
    assert found["reading/D2/without"] == "Raw sugar does not count."
    assert found["term/cup/aka"] == "mug\nbeaker"
    assert found["message/welcome"] == "Hello {name}. A [[cup]] of tea?"
    assert found["command/back"] == "back\nundo"
    assert found["phrase/yes"] == "yes\naye"
    assert "message/empty" not in found
    assert not any("/id" in path or "grade" in path for path in found)


def test_a_stamp_is_eight_hex_digits_of_the_text() -> None:
    assert overlay.stamp("How much milk?") == "8dda0c18"


def test_a_complete_translation_is_offered_and_spoken(
    folder: Path, plain: overlay.Plain, translate: Callable[..., Path]
) -> None:
    translate(
        tea__question__milk__text=entry(plain, MILK, "Wie viel Milch?"),
        message__welcome=entry(plain, "message/welcome", "Hallo {name}. Eine [[cup|Tasse]] Tee?"),
        command__back=entry(plain, "command/back", ["zurück"]),
        term__cup__title=entry(plain, "term/cup/title", "Tasse"),
    )

    library = open_library(str(folder))

    assert library.languages == ("en", "de")
    assert library.translation_faults() == ()
    assert library.dialogue("de").questions[1].text == "Wie viel Milch?"
    assert library.dialogue("de").language == "de"
    assert library.dialogue().questions[1].text == "How much milk?"
    assert library.messages("de")["welcome"] == "Hallo {name}. Eine [[cup|Tasse]] Tee?"
    assert library.messages("de")["empty"] == ""
    assert library.commands("de") == {"back": ("zurück",)}
    assert library.phrases("de") == {"yes": ("yes", "aye")}
    assert library.knowledge("de").items[-1].title == "A slip"
    assert library.knowledge("de") is library.knowledge("de")


@pytest.mark.parametrize(
    ("path", "found", "message"),
    [
        (
            "tea__question__milk__text",
            None,
            "translation-missing: The text `tea/question/milk/text` is missing. Translate this text, or take the file away.",
        ),
        (
            "tea__question__milk__text",
            {"of": "00000000", "say": "Wie viel Milch?"},
            (
                "translation-stale: The text `tea/question/milk/text` has changed since it was translated. "
                'Translate it again, with `of: "8dda0c18"`.'
            ),
        ),
        (
            "tea__question__milk__txt",
            {"of": "00000000", "say": "Wie viel Milch?"},
            "translation-unknown: There is no text `tea/question/milk/txt`. Did you mean `tea/question/milk/text`?",
        ),
        (
            "quite__another",
            {"of": "00000000", "say": "Wie viel Milch?"},
            "translation-unknown: There is no text `quite/another`. Take it away.",
        ),
        (
            "tea__question__milk__text",
            {"of": "8dda0c18", "say": ["Wie viel Milch?"]},
            "translation-form: Expected the form of `tea/question/milk/text`. Write a list for a list, and one text for a text.",
        ),
        (
            "tea__question__milk__option__much__label",
            {"of": overlay.stamp("Much"), "say": "Some"},
            (
                "translation-label: Another option of this question is called `Some` already. "
                "Give each option its own words."
            ),
        ),
        (
            "tea__question__milk__short",
            {"of": overlay.stamp("Milk"), "say": "Milch " * 8},
            "translation-long: Expected at most 34 characters, found 48. Shorten it.",
        ),
        (
            "message__welcome",
            {"of": overlay.stamp("Hello {name}. A [[cup]] of tea?"), "say": "Hallo {nmae}. [[cup]]"},
            "translation-slots: The slots of `message/welcome` differ. Keep the slots of the source text.",
        ),
        (
            "message__welcome",
            {"of": overlay.stamp("Hello {name}. A [[cup]] of tea?"), "say": "Hallo {name. [[cup]]"},
            "translation-slots: The slots of `message/welcome` differ. Keep the slots of the source text.",
        ),
        (
            "message__welcome",
            {"of": overlay.stamp("Hello {name}. A [[cup]] of tea?"), "say": "Hallo {name}. [[Tasse]]"},
            (
                "translation-links: The glossary links of `message/welcome` differ. "
                "Keep the glossary links of the source text."
            ),
        ),
        (
            "message__welcome",
            {"of": overlay.stamp("Hello {name}. A [[cup]] of tea?"), "say": "Hallo {name}. [[cup]] [["},
            (
                "translation-links: The glossary links of `message/welcome` differ. "
                "Keep the glossary links of the source text."
            ),
        ),
    ],
)
def test_a_broken_translation_is_not_offered_and_says_why(
    folder: Path, translate: Callable[..., Path], path: str, found: object, message: str
) -> None:
    translate(**{path: found})

    assert open_library(str(folder)).languages == ("en",)
    assert told(folder) == [message]


def test_a_broken_translation_never_stops_the_source_language(
    folder: Path, translate: Callable[..., Path]
) -> None:
    translate(tea__title=None)

    assert open_library(str(folder)).dialogue().title == "How is your tea made?"


def test_a_second_file_for_a_language_is_refused(folder: Path, translate: Callable[..., Path]) -> None:
    translate()
    translate(file="german")

    assert told(folder) == [
        "translation-twice: The language `de` is there already. Keep one file for each language."
    ]
    assert open_library(str(folder)).languages == ("en", "de")


def test_the_source_language_needs_no_translation(folder: Path, translate: Callable[..., Path]) -> None:
    translate(language="en")

    assert told(folder) == [
        "translation-twice: The language `en` is there already. Keep one file for each language."
    ]


def test_without_translations_there_is_only_the_source(plain: overlay.Plain) -> None:
    add(plain, [])

    assert (plain["overlays"], plain["untranslated"]) == ({}, [])


def test_a_translation_of_the_wrong_shape_is_refused_like_any_file(
    translate: Callable[..., Path], faults: Callable[[], list[str]]
) -> None:
    translate(tea__title={"of": "abc", "say": "Wie?"})

    assert [line.split(": error ", 1)[1] for line in faults()] == [
        "text: Expected eight hex digits, found the text `abc`. Copy the digest of the source text."
    ]
