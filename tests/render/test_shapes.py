"""Is every type of a view known as data, and no other let in?"""

from typing import Literal, TypedDict

import pytest

from bot.model.ids import ItemId
from bot.model.verdict import ChangeKind
from bot.render.layouts import PAGES
from bot.render.shapes import Count, Flag, Listed, Part, Text, Word, fields_of, vocabulary_of
from bot.render.view_types import FaceMode


class Inner(TypedDict):
    text: str


class Whole(TypedDict):
    text: str
    id: ItemId
    flag: bool
    count: int
    mode: FaceMode
    kind: ChangeKind
    name: Literal["one", "two"]
    inner: Inner
    perhaps: Inner | None
    many: list[Inner]


def test_every_type_of_a_view_is_known():
    assert fields_of(Whole, {FaceMode: ("consumer",)}) == {
        "text": Text(),
        "id": Text(),
        "flag": Flag(),
        "count": Count(),
        "mode": Word(("consumer",)),
        "kind": Word(("decided", "shown", "not_ours")),
        "name": Word(("one", "two")),
        "inner": Part({"text": Text()}),
        "perhaps": Part({"text": Text()}, absent=True),
        "many": Listed(Part({"text": Text()})),
    }


@pytest.mark.parametrize("hint", [str | None, Inner | Whole, dict[str, str], tuple[str, ...]])
def test_a_type_that_no_proof_covers_is_refused(hint):
    with pytest.raises(TypeError, match="no template may read a"):
        fields_of(TypedDict("Odd", {"odd": hint}), {})


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_ours_is_covered(page, dialogue, knowledge):
    assert fields_of(PAGES[page], vocabulary_of(dialogue, knowledge))


def test_the_words_of_content_are_those_that_it_has(dialogue, knowledge):
    words = list(vocabulary_of(dialogue, knowledge).values())

    assert words[0] == ("consumer", "participative", "enhanced")
    assert {"notice", "first_step", "without"} < set(words[1])
