"""The real content, loaded once, and a home of its own for every test."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, os.path.dirname(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "proof"))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "runtime"))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "telegram"))
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "workshop"))

from bot.content import shelf
from bot.content.library import open_library
from bot.reasoning.rules import Rules

# A busy machine is slow, not wrong: no test asserts a time.
settings.register_profile("tango", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tango")


REPEATING = (
    "hearing/test_corpus.py",
    "proof/test_against_reference.py::test_counts_lengths_and_shortest_witnesses_are_those_of_all_conversations",
    "reasoning/test_changes.py::test_the_nearest_plan_is_that_of_the_reference",
    "reasoning/test_formula.py",
    "reasoning/test_reasons.py",
    "reasoning/test_rules.py",
    "render/drawing/test_mermaid.py",
    "render/drawing/test_svg.py",
    "render/test_card.py",
    "render/test_data.py::test_every_key_says_what_the_reference_says",
    "render/test_every_language.py",
    "render/test_offers.py",
    "telegram/test_designers.py",
    "telegram/test_golden.py",
    "workshop/test_attacker.py",
)
"""Tests, or files of them, that go where others have been before, only far more often. A branch needs a test elsewhere, too."""


def pytest_collection_modifyitems(items):
    items.sort(key=_last_to_end)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """What is thorough, or among the above, repeats what others cover: it runs without the tracer, under which it takes far longer.

    A mark `no_cover` would not do: in a worker, behind the tracer that it stops, there is another one.
    """
    if not _repeats(item):
        return (yield)
    tracing = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracing[0])
        threading.settrace(tracing[1])


def _repeats(item):
    name = item.nodeid.removeprefix("tests/").partition("[")[0]
    return bool(item.get_closest_marker("thorough")) or name.startswith(REPEATING)


def _last_to_end(item):
    """What takes longest begins first, and of that what waits for real time: nobody is to wait for it alone at the end."""
    return item.get_closest_marker("thorough") is None, "telegram" not in item.path.parts


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """The folder of compiled content, which all workers share: what one of them has proved need not be proved again."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "cache"


def pytest_collection_finish():
    """Thousands of tests are no litter: whoever looks for some need not go through them again and again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, compiled, monkeypatch):
    """No test reads or writes the home folder of whoever runs it; the cache of compiled content is shared."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(compiled))
    monkeypatch.setattr(shelf, "KEPT", 500)  # tests make many versions, and the first is everybody's
    set_here = [
        name for name in os.environ if name.startswith("TANGO_") and name != "TANGO_TEST_POSTGRES_URL"
    ]
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", *set_here):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def library():
    return open_library(None)


@pytest.fixture(scope="session")
def dialogue(library):
    return library.dialogue("en")


@pytest.fixture(scope="session")
def knowledge(library):
    return library.knowledge("en")


@pytest.fixture(scope="session")
def rules(dialogue):
    return Rules(dialogue)


@pytest.fixture(scope="session")
def server():
    """A real PostgreSQL: the one that TANGO_TEST_POSTGRES_URL names, else one from the package index."""
    from databases import postgres_server  # most tests need no server

    with postgres_server() as server:
        yield server


@pytest.fixture
def database_url(server):
    """A new, empty database."""
    with server.database() as url:
        yield url


def pytest_terminal_summary(terminalreporter):
    """Say how many edits of the tables were refuted, caught, or left the meaning as it was; and how the kills went."""
    found = [value for report in terminalreporter.stats.get("passed", []) for value in report.user_properties]
    for name, value in found:
        if name == "crashes":
            terminalreporter.write_line(value)
    edits = [value for name, value in found if name == "edits"]
    if edits:
        total = sum(map(Counter, edits), Counter())
        told = ", ".join(f"{count:,} {fate}" for fate, count in sorted(total.items()))
        terminalreporter.write_line(f"edits of tables and guards: {told}")
