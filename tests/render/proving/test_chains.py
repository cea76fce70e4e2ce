"""Is every place of a template come to, whatever stands around it?"""

import pytest
from jinja2 import Environment, nodes

from bot.render.proving.chains import chains_of
from bot.render.proving.resolving import Resolver
from bot.render.shapes import Count, Flag, Listed, Part, Text

FIELDS = {"a": Flag(), "b": Flag(), "c": Text(), "xs": Listed(Part({"y": Count(), "zs": Listed(Text())}))}


def chains(text):
    return chains_of(Resolver("card.j2"), Environment().parse(text), FIELDS)


def looks(text):
    """What each chain of a template looks at."""
    return [sorted({".".join(read.steps) for read in chain.reads}) for chain in chains(text)]


def test_a_line_is_a_chain_with_all_that_stands_around_it():
    assert looks("{{ c }}{% if a %}{{ c }}{% endif %}{% for x in xs %}{{ x.y }}{% endfor %}") == [
        ["c"],
        ["a", "c"],
        ["xs", "xs.[]", "xs.[].y"],
    ]


def test_an_elif_and_an_else_hang_on_all_conditions_before_them():
    text = "{% if a %}{{ 1 }}{% elif b %}{{ 2 }}{% elif c %}{{ 3 }}{% else %}{{ 4 }}{% endif %}"

    assert looks(text) == [["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c"]]


def test_a_place_that_shows_nothing_of_the_view_is_still_come_to():
    assert looks("{% if a %}-{% else %}{% for x in xs if x.y %}{% endfor %}{% endif %}") == [
        ["a"],
        ["a", "xs", "xs.[]", "xs.[].y"],
    ]


def test_what_stands_in_one_place_has_the_same_place():
    first, inner, last = chains("{{ c }}{% if a %}{{ c }}{% endif %}{{ c }}")

    assert first.place == last.place != inner.place


def test_loops_end_at_the_fourth_within_one_another(faults_of):
    deep = "{% for face in faces %}" * 4 + "{{ title }}" + "{% endfor %}" * 4
    deeper = "{% for face in faces %}" * 5 + "{{ title }}" + "{% endfor %}" * 5

    assert not any("too-nested" in fault for fault in faults_of(deep))
    assert faults_of(deeper) == [
        (
            "knowledge/templates/card.j2:1:1: error too-nested: Loops stand in each other more than 4 deep. "
            "Show less on this page, or put the inner lines into a page of their own."
        )
    ]


def test_a_block_that_the_check_refuses_has_no_way_through():
    with pytest.raises(TypeError, match="no way through a Scope"):
        chains_of(Resolver("card.j2"), nodes.Template([nodes.Scope([])]), FIELDS)
