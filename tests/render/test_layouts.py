"""Python and templates agree on every page: mypy proves that `Templates.render` gets the view of its layout."""

import re
from pathlib import Path
from typing import get_type_hints

import pytest

from bot.render import layouts, view_types
from bot.render.layouts import PAGES, Layout

BOT = Path(__file__).parents[2] / "bot"
VIEWS = [
    view for module in (layouts, view_types) for view in vars(module).values() if hasattr(view, "__total__")
]


def test_every_layout_is_in_the_table():
    single = [layout for layout in vars(layouts).values() if isinstance(layout, Layout)]

    several = [*layouts.REPORTS.values(), *layouts.WORKSHOPS.values()]

    assert [*single, *several] == [Layout(name, view) for name, view in PAGES.items()]


def test_no_layout_is_made_anywhere_else():
    sources = {path.name: path.read_text(encoding="utf-8") for path in BOT.rglob("*.py")}

    assert [name for name, text in sources.items() if re.search(r"\bLayout\(", text)] == ["layouts.py"]


def test_every_template_has_its_layout_and_every_layout_its_template(library):
    assert {f"{name}.j2" for name in PAGES} == set(library.templates())


@pytest.mark.parametrize("view", VIEWS)
def test_no_name_of_a_view_is_hidden_by_a_method_of_dicts(view):
    assert [name for name in get_type_hints(view) if hasattr(dict, name)] == []


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_what_it_is(view):
    assert view.__doc__
