"""The shape that style.md asks for, where no linter asks for it."""

import ast
import re
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"
MODULES = {str(path.relative_to(BOT)): path for path in sorted(BOT.rglob("*.py"))}
ROOMS = [name for name in MODULES if name.endswith("__init__.py")]
WORDLESS = [
    name
    for name in MODULES
    if name.startswith(("channels/", "engine/", "render/")) and name != "render/wording.py"
]
"""The wording of faults is for whoever writes templates and messages: no designer reads it."""

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
SENTENCE = re.compile(r"\w+(?:\W*\s\W*\w+){3,}")
"""Four words or more."""

FOR_AUTHORS = "said to whoever writes a template, beside the fault"
ALLOWED = {
    "channels/http.py": dict.fromkeys(
        (
            "Items that wait to be answered",
            "Items that could not be answered",
            "Messages that wait to be sent",
            "Messages to chats that cannot be reached",
            "Messages that the platform will not take",
            "How long the oldest item has waited",
        ),
        "said to operators, in their metrics",
    ),
    "channels/telegram/connection.py": dict.fromkeys(
        (
            "Telegram does not accept the token. Copy it again from @BotFather into TANGO_TELEGRAM_TOKEN, then try: tango telegram --check",
            "Telegram cannot be reached from here (",
            "). Check the network, and whether a firewall is in the way.",
        ),
        "said to operators",
    ),
    "channels/telegram/transport.py": dict.fromkeys(
        (
            "message is not modified",
            "message to edit not found",
            "there is no text in the message to edit",
            "need administrator rights",
            "bot is not a member",
        ),
        "what Telegram says",
    ),
    "render/drawing/page.py": dict.fromkeys(
        (
            "A full arrow leads from a question or a fact to each table that reads it, and from a result to the one right above it.",
            "A dashed arrow leads to a question that is asked only if the condition on its strip holds.",
            "In each table the first row that fits counts. (D4) marks a row that stands on our reading D4.",
            "Rows that count only without a reading are left out.",
            "Results, the furthest first",
        ),
        "said to authors, in the picture of their dialogue",
    ),
    "render/proving/resolving.py": {
        "'None' has no attribute '": "Jinja2's own words, by which its errors are known"
    },
    "render/templates.py": dict.fromkeys(
        (
            "Templates lay out; rules stand in the dialogue.",
            "Put it into messages.yaml.",
            "only `say(...)` may be called.",
            "Put the value into the page's view.",
            "Names begin with a letter.",
            "a template may not use `",
            "` stands in the template.",
            "the template cannot be read: ",
            "tags or brackets stand in each other too deep to be read.",
            "a loop may not call its entries `",
            "a loop gives its entries one name.",
            "a page may not calculate.",
            "Let it show a value that it is given.",
            "Write `{% for one in names %}`.",
        ),
        FOR_AUTHORS,
    ),
}
"""Sentences that stay in Python, each with the reason why no designer reads it."""


def parsed(name):
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def long_functions(name):
    """The functions that take more lines than they may; their docstrings do not count."""
    functions = [
        node for node in ast.walk(parsed(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {node.name: lines(node) for node in functions if lines(node) > LONGEST_FUNCTION}


def lines(function):
    first = function.body[0]
    said = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) else 0
    return function.end_lineno - function.lineno + 1 - said


def sentences(name):
    """The strings of four words or more that are no docstring, raise nothing, and are not silenced by a noqa."""
    tree = parsed(name)
    source = MODULES[name].read_text(encoding="utf-8").splitlines()
    passed = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    passed |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed
        and SENTENCE.search(node.value)
        and "noqa" not in source[node.lineno - 1]
        and node.value not in ALLOWED.get(name, {})
    ]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_at_most_400_lines(name):
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("name", MODULES)
def test_a_function_has_at_most_40_lines(name):
    assert long_functions(name) == {}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_first_what_it_answers(name):
    assert ast.get_docstring(parsed(name))


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_holds_a_docstring_and_nothing_else(name):
    assert [type(node) for node in parsed(name).body] == [ast.Expr]


@pytest.mark.parametrize("name", WORDLESS)
def test_no_sentence_for_designers_stands_in_python(name):
    assert sentences(name) == []


def test_every_exception_to_the_rule_of_sentences_is_still_needed():
    kept = {
        name: [text for text in texts if text in MODULES[name].read_text()] for name, texts in ALLOWED.items()
    }

    assert kept == {name: list(texts) for name, texts in ALLOWED.items()}
