"""How is a picture written for Mermaid? As a flowchart in ASCII, whatever the labels hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.render.drawing.lettering import clean
from bot.render.drawing.picture import Arrow, Asked, Picture, Rung, Table

PLAIN = re.compile(r"[^A-Za-z0-9 ,.:'/?!+=()-]")
"""What is written as its number: all that Mermaid, Markdown or HTML may take for its own."""

WIDE = '%%{init:{"flowchart":{"wrappingWidth":460}}}%%'
"""Most rows of a table then keep to one line."""

STYLES = (
    "classDef asked fill:#ffffff,stroke:#4a5560,color:#1c2329",
    "classDef table fill:#e8f1fb,stroke:#34618f,color:#1c2329,text-align:left",
    "classDef verdict fill:#e6f4ea,stroke:#2e6b43,color:#1c2329,text-align:left",
    "classDef rung fill:#fdf3d8,stroke:#8a6100,color:#1c2329",
)


def mermaid(picture: Picture) -> str:
    """The whole flowchart, from left to right; the same picture gives the same text."""
    return "".join(f"{line}\n" for line in _lines(picture))


def _lines(picture: Picture) -> Iterator[str]:
    yield WIDE
    yield "flowchart LR"
    yield f"  accTitle: {escape(picture.title)}"
    for place, (part, questions) in enumerate(picture.parts):
        yield from _group(f"part{place}", part, [_asked(question) for question in questions])
    for table in picture.facts:
        yield f"  {_table(table)}:::table"
    yield f"  {_table(picture.verdict)}:::verdict"
    yield from _group("results", "Results", [_rung(rung) for rung in picture.results])
    yield from (f"  {_guard(arrow)}" for arrow in picture.guards)
    yield from (f"  {arrow.source} --> {arrow.target}" for arrow in picture.reads)
    yield from (f"  {arrow.source} ==> {arrow.target}" for arrow in picture.above)
    yield f"  {picture.verdict.key} --> results"
    yield from (f"  {style}" for style in STYLES)


def _group(key: str, title: str, nodes: Sequence[str]) -> Iterator[str]:
    yield f'  subgraph {key}["{escape(title)}"]'
    yield from (f"    {node}" for node in nodes)
    yield "  end"


def _asked(question: Asked) -> str:
    return f"{_node(question.key, question.title, question.id)}:::asked"


def _rung(rung: Rung) -> str:
    return f"{_node(rung.key, rung.title, rung.id)}:::rung"


def _table(table: Table) -> str:
    lines = (
        f"{escape(f'{line.mark} {line.when}')} #8594; <b>{escape(line.then)}</b>" for line in table.lines
    )
    return _node(table.key, table.title, table.id, *lines)


def _node(key: str, title: str, name: str, *lines: str) -> str:
    label = "<br/>".join([f"<b>{escape(title)}</b> <small>{escape(name)}</small>", *lines])
    return f'{key}["{label}"]'


def _guard(arrow: Arrow) -> str:
    return f'{arrow.source} -. "{escape(arrow.words)}" .-> {arrow.target}'


def escape(text: str) -> str:
    """The text in one line of letters and numbers that stand for nothing but themselves."""
    plain = clean(text).replace("$", "$\u200b")  # two dollars in a row would begin a formula
    return PLAIN.sub(lambda found: f"#{ord(found[0])};", plain)
