"""Is everything tried that can make a difference, and counted before it is made?"""

import pytest

from bot.render.proving.resolving import Read
from bot.render.proving.values import looks_of, names_of, number_of_views, views
from bot.render.shapes import Count, Flag, Listed, Part, Text, Word

LINE = Part({"text": Text(), "certain": Flag()})
FIELDS = {
    "flag": Flag(),
    "text": Text(),
    "count": Count(),
    "word": Word(("one", "two")),
    "list": Listed(LINE),
    "part": Part(LINE.fields, absent=True),
}


def read(path, **more):
    return Read(steps=tuple(path.split(".")), **more)


def tried(*reads):
    return list(views(FIELDS, looks_of(reads)))


@pytest.mark.parametrize(
    ("name", "values"),
    [("flag", [False, True]), ("text", ["", "text"]), ("count", [0, 1, 3]), ("word", ["one", "two"])],
)
def test_a_plain_name_has_every_value_that_differs(name, values):
    assert tried(read(name)) == [{name: value} for value in values]


def test_what_a_name_is_compared_with_is_tried_too():
    assert tried(read("text", tried=("x",))) == [{"text": ""}, {"text": "text"}, {"text": "x"}]
    assert [view["count"] for view in tried(read("count", tried=(4, 5, 6)))] == [0, 1, 3, 4, 5, 6]


def test_names_are_tried_in_every_combination_and_the_others_left_out():
    assert tried(read("flag"), read("word")) == [
        {"flag": False, "word": "one"},
        {"flag": False, "word": "two"},
        {"flag": True, "word": "one"},
        {"flag": True, "word": "two"},
    ]
    assert tried() == [{}]


def test_a_list_has_no_one_and_three_entries_and_as_many_as_are_named():
    assert [len(view["list"]) for view in tried(read("list"))] == [0, 1, 3]
    assert [len(view["list"]) for view in tried(read("list", lengths=(4, 5)))] == [0, 1, 3, 4, 5]


def test_entries_are_alike_where_no_two_are_looked_at_together():
    lists = [
        [entry["certain"] for entry in view["list"]]
        for view in tried(read("list", way="for"), read("list.[].certain"))
    ]

    assert lists == [[], [False], [True], [False] * 3, [True] * 3]


def test_entries_that_are_looked_at_together_are_tried_in_every_combination():
    lists = tried(read("list", way="for"), read("list", way="[0]"), read("list.[].certain"))

    assert len(lists) == 1 + 2 + 2**3


def test_a_part_is_never_empty_and_absent_where_it_may_be():
    views = tried(read("part"))

    assert [view["part"] is None for view in views] == [True, False]
    assert bool(views[1]["part"])


@pytest.mark.parametrize(
    "reads",
    [
        [],
        [read("flag"), read("text", tried=("x",)), read("count"), read("word")],
        [read("list")],
        [read("list", way="for"), read("list.[].certain"), read("list.[].text"), read("part.text")],
        [
            read("list", way="for"),
            read("list", way="[1]", lengths=(1, 2)),
            read("list.[].certain"),
            read("flag"),
        ],
    ],
)
def test_as_many_views_are_made_as_are_counted(reads):
    assert number_of_views(FIELDS, looks_of(reads)) == len(tried(*reads))


def test_places_are_named_as_a_template_names_them():
    looks = looks_of([read("flag"), read("list.[].text"), read("list.[].certain"), read("part.text")])

    assert list(names_of(looks)) == ["flag", "list.text", "list.certain", "part.text"]
