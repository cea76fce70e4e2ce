from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.decode_conditions import condition
from bot.content.library import open_library
from bot.model.conditions import ALWAYS, All, Answered, AnyOf, AtLeast, FactIs, NoneOf, RungIs
from bot.model.dialogue import Dialogue, Face, FaceCondition, Option, Place, Prompt, Result, Value
from bot.model.ids import FactId, OptionId, QuestionId, ReadingId, ResultId, SourceId, ValueId
from bot.model.knowledge import Claim, Kind, Knowledge, Section, Source

PROJECT = Place(grade="project")
WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3)
LEAF = st.dictionaries(st.sampled_from(["milk", "sugar"]), WORDS, max_size=2)
CONDITIONS = st.recursive(
    LEAF,
    lambda inner: st.dictionaries(
        st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@pytest.fixture
def dialogue(folder: Path) -> Dialogue:
    return open_library(str(folder)).dialogue()


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    return open_library(str(folder)).knowledge()


def answered(question: str, *options: str) -> Answered:
    return Answered(QuestionId(question), tuple(map(OptionId, options)))


@given(plain=CONDITIONS)
def test_one_name_and_a_list_of_one_are_the_same_condition(plain: dict[str, object]) -> None:
    def single(tree: object) -> object:
        match tree:
            case dict():
                return {key: single(value) for key, value in tree.items()}
            case [str(name)]:
                return name
            case list():
                return [single(value) for value in tree]
            case _:
                return tree

    found = single(plain)

    assert isinstance(found, dict)
    assert condition(found) == condition(plain)
    assert hash(condition(plain)) == hash(condition(found))


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ({}, ALWAYS),
        ({"role": "share"}, answered("role", "share")),
        ({"role": ["share", "lead"]}, answered("role", "share", "lead")),
        ({"a": "x", "b": "y"}, All((answered("a", "x"), answered("b", "y")))),
        ({"rung": "mild"}, RungIs((ResultId("mild"),))),
        ({"fact": {"f": ["v", "w"]}}, FactIs(FactId("f"), (ValueId("v"), ValueId("w")))),
        (
            {"fact": {"f": "v", "g": "w"}},
            All((FactIs(FactId("f"), (ValueId("v"),)), FactIs(FactId("g"), (ValueId("w"),)))),
        ),
        ({"any": [{"a": "x"}, {}]}, AnyOf((answered("a", "x"), ALWAYS))),
        ({"all": [{"a": "x"}]}, All((answered("a", "x"),))),
        ({"none": [{"a": "x"}]}, NoneOf((answered("a", "x"),))),
        ({"at_least": {"count": 1, "of": [{"a": "x"}]}}, AtLeast(1, (answered("a", "x"),))),
    ],
)
def test_each_clause_has_its_condition(plain: dict[str, object], expected: object) -> None:
    assert condition(plain) == expected


def test_the_scope_question_comes_first_and_knows_what_counts_when_open(dialogue: Dialogue) -> None:
    scope = dialogue.questions[0]

    assert [question.id for question in dialogue.questions] == ["scope", "milk", "sugar"]
    assert scope.given == "tea"
    assert scope.short == "What do you drink?"
    assert scope.when == ALWAYS
    assert scope.options[0] == Option(
        id=OptionId("tea"), label="Tea", long="Tea", match=("tea", "a cup of tea"), unless=("herbal",)
    )
    assert scope.options[1].long == "Coffee or cocoa"


def test_a_question_carries_all_that_its_file_says(dialogue: Dialogue) -> None:
    milk, sugar = dialogue.questions[1:]

    assert (milk.part, milk.short, milk.help, milk.why) == (
        "Cup",
        "Milk",
        "Oat milk counts.",
        "Milk changes the cup.",
    )
    assert (milk.decides, milk.note, sugar.decides, sugar.note) == (True, (), False, ("one",))
    assert milk.source == Place(grade="authors", lines=(12, 14))
    assert sugar.source == Place(grade="reported", by=(SourceId("brew-1999"),), lines=(3,))
    assert sugar.when == answered("milk", "some", "much")
    assert sugar.given is None


def test_ordered_options_have_steps_and_the_others_none(dialogue: Dialogue) -> None:
    assert [question.steps for question in dialogue.questions] == [(), (0, 1, 2), (0, 1, 1, 2, None)]


def test_tables_results_aims_and_faces_become_nouns(dialogue: Dialogue) -> None:
    colour = dialogue.facts[0]

    assert colour.values == (
        Value(id=ValueId("dark"), label="dark"),
        Value(id=ValueId("light"), label="light"),
    )
    assert [(row.then, row.holds, row.without) for row in colour.rows] == [
        ("dark", None, None),
        ("light", "D10", None),
        ("light", None, None),
    ]
    assert dialogue.results[1] == Result(
        id=ResultId("mild"), label="Mild", mode="white", above=(ResultId("strong"),)
    )
    assert dialogue.results[2].mode is None
    assert [(row.id, row.then, row.because) for row in dialogue.verdict][2] == (
        "R2",
        "mild",
        "There is milk.",
    )
    assert dialogue.aims[0].want == RungIs((ResultId("mild"),))
    assert dialogue.faces == (
        Face(mode="black", facts=(FactId("colour"),)),
        Face(
            mode="white",
            conditions=(
                FaceCondition(
                    id="milky",
                    title="There is milk",
                    when=answered("milk", "some", "much"),
                    reading=ReadingId("D2"),
                ),
            ),
        ),
    )


def test_a_question_in_changes_stands_for_all_its_options(dialogue: Dialogue) -> None:
    assert dialogue.changeable.shown == {("sugar", "two")}
    assert dialogue.changeable.not_ours == {("scope", "tea"), ("scope", "coffee")}
    assert dialogue.changeable.never == {("sugar", "early")}


def test_readings_stand_in_the_order_of_their_numbers(dialogue: Dialogue) -> None:
    assert dialogue.readings == ("D2", "D10")


def test_prompts_and_the_dialogue_itself_carry_their_words(dialogue: Dialogue) -> None:
    assert dialogue.prompts == (
        Prompt(id="name", short="name", text="What do you call it?", help="A few words."),
    )
    assert (dialogue.id, dialogue.language, dialogue.quick) == ("tea", "en", ("milk",))


def test_a_barrier_links_its_enablers_and_an_enabler_its_barriers(knowledge: Knowledge) -> None:
    barrier, enabler = knowledge.of(Kind.BARRIER)[0], knowledge.of(Kind.ENABLER)[0]

    assert (barrier.links, enabler.links, enabler.moves) == (("wait",), ("too-hot",), ("milk",))
    assert tuple(barrier.sections) == ("notice", "matters", "worse", "helps")
    assert barrier.sections["matters"] == (
        Claim(say="Hot [[cup|cups]] burn.", place=Place(grade="authors", lines=(7,))),
    )
    assert tuple(enabler.sections) == ("what", "first_step", "cost", "works", "avoid")
    assert enabler.action == "Wait for five minutes"
    assert (barrier.checklist, barrier.stated_for, enabler.when) == ((1, 2), ("all-modes",), ALWAYS)


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        (Kind.MODE, ("is", "aim", "logic", "level", "does", "does_not", "limits")),
        (Kind.RUNG, ("says", "not_said")),
        (Kind.CONCEPT, ("says",)),
        (Kind.LIMIT, ("says", "helps")),
        (Kind.EXAMPLE, ("says",)),
        (Kind.METHOD, ("says", "ask", "first_step")),
        (Kind.TERM, ("says",)),
        (Kind.READING, ("says", "why", "without")),
        (Kind.NOTE, ("says",)),
        (Kind.EDITORIAL, ("says",)),
    ],
)
def test_each_kind_has_its_sections_in_a_fixed_order(
    knowledge: Knowledge, kind: Kind, sections: tuple[str, ...]
) -> None:
    assert tuple(knowledge.of(kind)[0].sections) == sections


def test_items_keep_what_only_their_kind_has(knowledge: Knowledge) -> None:
    found = {item.kind: item for item in knowledge.items}

    assert found[Kind.RUNG].lead == "It is no tea."
    assert (found[Kind.EXAMPLE].lead, found[Kind.EXAMPLE].mode) == ("a hot cup", "")
    assert found[Kind.TERM].aka == ("Cup", "mug", "beaker")
    assert found[Kind.READING].sections["without"] == (Claim(say="Nothing changes.", place=PROJECT),)
    assert found[Kind.NOTE].only_if_unknown
    assert found[Kind.CONCEPT].links == ("cup", "too-hot")


def test_sources_and_sections_are_kept_in_order(knowledge: Knowledge) -> None:
    assert knowledge.sources[1] == Source(
        id=SourceId("leaf-2000"),
        authors="Leaf",
        year="2000a",
        title="",
        where="",
        complete=False,
        note="Not in the list.",
    )
    assert knowledge.sources[0].year == "1999"
    assert knowledge.sections == (Section(title="Front", first=1, last=8),)
