"""How is a page laid out? Jinja2 templates, sandboxed, and checked against an allowlist before any is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jinja2 import DictLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.model.errors import ContentError, Fault
from bot.render.layouts import Layout, View
from bot.render.wording import at

ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Call,
    nodes.Keyword,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Concat,
    nodes.CondExpr,
)
FILTERS: Final = frozenset({"join", "own"})
CALLS: Final = frozenset({"say"})
RESERVED: Final = CALLS | {"loop"}
DEEP: Final = 40
"""So deep may tags and brackets stand in each other; the shipped pages need fewer than twenty."""

TOO_DEEP: Final = (
    "too-deep",
    "tags or brackets stand in each other too deep to be read.",
    "Write it simpler.",
)
WORD: Final = re.compile(r"[A-Za-z]{2,}")
JINJA: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
HTML: Final = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
_READER: Final = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>#|!~])")


class Templates:
    """The templates of one content folder. `say` gives messages; every other name comes with the page's view."""

    def __init__(self, texts: Mapping[str, str], say: Callable[..., str]) -> None:
        self._environment = environment(texts, say)

    def render(self, layout: Layout[View], view: View) -> str:
        """The page; ContentError for a name that the view lacks, which is never left blank, or a missing template."""
        name = f"{layout.name}.j2"
        try:
            return self._environment.get_template(name).render(view).strip("\n")
        except (TemplateNotFound, UndefinedError) as error:
            mend = f"It may use: {', '.join(sorted(view))}."
            raise ContentError([at(name, 1, "page", f"the page cannot be made: {error}.", mend)]) from error


def environment(texts: Mapping[str, str], say: Callable[..., str]) -> ImmutableSandboxedEnvironment:
    """The engine that renders pages; the proof uses the same."""
    engine = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(texts)),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and ".html" in name),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    engine.globals = {"say": say}
    engine.filters = {"join": engine.filters["join"], "own": own_words}
    return engine


def own_words(text: object) -> str:
    """A person's own words for Markdown: one line, and nothing in them is markup."""
    return MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def check(texts: Mapping[str, str]) -> None:
    """Raise ContentError with every template fault: bad syntax, a construct or filter not allowed, a sentence of its own."""
    faults = [fault for name, text in sorted(texts.items()) for fault in read(name, text)[1]]
    if faults:
        raise ContentError(faults)


def read(name: str, text: str) -> tuple[nodes.Template, tuple[Fault, ...]]:
    """A template as a tree, with what it may not hold; an empty tree where it cannot be read."""
    try:
        tree = _READER.parse(text)
    except TemplateSyntaxError as error:
        message = f"the template cannot be read: {error.message}."
        return nodes.Template([]), (at(name, error.lineno, "syntax", message, "Mend the tag."),)
    except RecursionError:
        return nodes.Template([]), (at(name, 1, *TOO_DEEP),)
    deep = _deepest(tree)
    return (
        (nodes.Template([]), (at(name, deep, *TOO_DEEP),))
        if deep
        else (tree, tuple(_faults(name, text, tree)))
    )


def _faults(name: str, text: str, tree: nodes.Template) -> Iterator[Fault]:
    bare = HTML.sub(_blank, JINJA.sub(_blank, text))
    words = [(bare.count("\n", 0, word.start()) + 1, word[0]) for word in WORD.finditer(bare)]
    words += [(said.lineno, word) for said in _said(tree) for word in WORD.findall(said.value)]
    for line, word in words:
        yield at(
            name,
            line,
            "bare-word",
            f"the word `{word}` stands in the template.",
            "Put it into messages.yaml.",
        )
    for node in _below(tree):
        if problem := _problem(node):
            yield at(name, node.lineno, *problem)


def _deepest(tree: nodes.Node) -> int:
    """A line at which tags or brackets stand in each other too deep; 0 where there is none."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEEP:
            return node.lineno
        waiting += ((child, depth + 1) for child in node.iter_child_nodes())
    return 0


def _blank(found: re.Match[str]) -> str:
    """Nothing but the line breaks, so that lines keep their numbers."""
    return "\n" * found[0].count("\n")


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _below(child)


def _said(node: nodes.Node) -> Iterator[nodes.Const]:
    """The constants that a page would show as they stand: not those that name a message, a key or what is compared."""
    match node:
        case nodes.Const(value=str()):
            yield node
        case nodes.Call() | nodes.Compare() | nodes.Getitem():
            return
        case _:
            for child in node.iter_child_nodes():
                yield from _said(child)


def _problem(node: nodes.Node) -> tuple[str, str, str] | None:
    match node:
        case nodes.Filter(name=name) if name not in FILTERS:
            return "filter", f"the filter `{name}` is not allowed.", f"Allowed: {', '.join(sorted(FILTERS))}."
        case nodes.Call(node=nodes.Name(name=name)) if name in CALLS:
            return None
        case nodes.For(target=nodes.Name(name=name)) if name in RESERVED:
            return "loop-name", f"a loop may not call its entries `{name}`.", "Choose another name."
        case nodes.For(target=target) if not isinstance(target, nodes.Name):
            return "loop-name", "a loop gives its entries one name.", "Write `{% for one in names %}`."
        case nodes.Call():
            return "call", "only `say(...)` may be called.", "Put the value into the page's view."
        case nodes.Getattr(attr=str(name)) | nodes.Getitem(arg=nodes.Const(value=str(name))) if (
            name[:1] == "_"
        ):
            return "private-name", f"the name `{name}` is not allowed.", "Names begin with a letter."
    if isinstance(node, nodes.BinExpr) and not isinstance(node, ALLOWED):
        return "calculation", "a page may not calculate.", "Let it show a value that it is given."
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__.lower()
        return (
            "construct",
            f"a template may not use `{kind}`.",
            "Templates lay out; rules stand in the dialogue.",
        )
    return None
