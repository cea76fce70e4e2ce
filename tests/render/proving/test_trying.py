"""Does the real engine have the last word?"""

from dataclasses import replace

import pytest
from jinja2 import Environment

from bot.render.proving.chains import chains_of
from bot.render.proving.resolving import Resolver
from bot.render.proving.trying import tried
from bot.render.shapes import Count, Flag, Listed, Text
from bot.render.templates import environment

FIELDS = {"a": Flag(), "b": Text(), "n": Count(), "xs": Listed(Text())}


@pytest.fixture
def attempt(words):
    def attempt(text, file="card.j2", *, blind=False):
        chains = chains_of(Resolver(file), Environment().parse(text), FIELDS)
        seen = [replace(chain, reads=frozenset()) for chain in chains] if blind else chains
        return tried(environment({}, words.say), file, FIELDS, seen)

    return attempt


def test_a_line_is_rendered_on_every_combination(attempt):
    assert attempt("{% if a %}{{ b ~ n }}{% endif %}").renderings == 2 * 2 * 3


def test_lines_of_one_place_are_rendered_together(attempt):
    assert attempt("{{ say('or') }}{{ say('and') }}{{ b }}").renderings == 2


def test_lines_that_have_little_in_common_are_rendered_apart(attempt):
    text = "{{ b ~ (xs | join) ~ n }}{% if a %}{% endif %}{% for x in xs %}{{ x }}{% endfor %}"

    assert attempt(text).renderings == 2 * 5 * 3 + 2 + 5


def test_a_fault_is_told_for_the_line_that_has_it_and_not_for_its_neighbours(attempt):
    found = attempt("{{ b }}\n{{ xs[0] }}\n{{ say('nowhere') }}\n{{ n }}", "report.html.j2").faults

    assert [(fault.spot.line, fault.code) for fault in found] == [(2, "may-lack"), (3, "unknown-message")]


def test_a_template_without_a_line_is_proved(attempt):
    assert attempt("").faults == ()
    assert tried(environment({}, str), "card.j2", FIELDS, []).renderings == 0


def test_what_the_names_did_not_tell_is_still_found_by_rendering(attempt):
    (fault,) = attempt("{{ b }}", blind=True).faults

    assert str(fault) == (
        "knowledge/templates/card.j2:1:1: error not-shown: This cannot be shown: 'b' is undefined. "
        "Write it more simply."
    )
