"""Which stories do authors tell? A designer's words, the answers they mean and what must come out, checked and in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from bot.content import shelf
from bot.content.compiling import shaped
from bot.content.decode_conditions import names as listed
from bot.content.names import Names, names_of, twice, unknown
from bot.content.node import Node
from bot.model.errors import ContentError, Fault, TangoError
from bot.model.hints import near
from bot.model.ids import DONT_KNOW
from bot.model.story import Story

_SHOWN = ("barriers", "enablers", "notes")


def told(path: str, plain: Mapping[str, Any]) -> tuple[Story, ...]:
    """The stories of a file, or of all .yaml files of a folder; ContentError has all their faults."""
    folder, files = _files(path)
    nodes: list[Node] = []
    faults: list[Fault] = []
    for name, raw in shelf.read(folder, files).items():
        try:
            document = shaped(raw, name, "stories")
            nodes.extend(Node(document, document.data).each("stories"))
        except ContentError as error:
            faults.extend(error.faults)
    names = names_of(plain)
    faults += [*twice(nodes, "story"), *(fault for node in nodes for fault in _story(node, names))]
    if faults:
        raise ContentError(faults)
    return tuple(map(_noun, nodes))


def _files(path: str) -> tuple[str, list[str]]:
    if os.path.isdir(path):
        return path, sorted(name for name in os.listdir(path) if name.endswith(".yaml"))
    if os.path.isfile(path):
        return os.path.dirname(path), [os.path.basename(path)]
    raise TangoError(f"There are no stories at {path}. Name a .yaml file, or a folder of them.")


def _story(story: Node, names: Names) -> Iterator[Fault]:
    answers, expect = story.at("answers"), story.at("expect")
    for question, answer in answers.entries():
        if question not in names.questions:
            mend = near(question, list(names.questions))
            yield answer.fault("unknown-question", f"There is no question `{question}`.", mend, at_key=True)
        else:
            yield from _answer(answers, question, names)
    for result in expect.each("result"):
        yield from unknown(result, "result", names.results)
    for key in ("shows", "hides"):
        for item in expect.each(key):
            yield from unknown(item, "item", [name for kind in _SHOWN for name in names.items.get(kind, ())])
    yield from _expected(expect, names)


def _answer(answers: Node, question: str, names: Names) -> Iterator[Fault]:
    if answers.data[question] == DONT_KNOW:
        return
    for option in answers.each(question):
        yield from unknown(option, "option", names.questions[question], question)


def _expected(expect: Node, names: Names) -> Iterator[Fault]:
    if expect.has("facts"):
        facts = expect.at("facts")
        for fact, values in facts.entries():
            if fact not in names.facts:
                mend = near(fact, list(names.facts))
                yield values.fault("unknown-fact", f"There is no fact `{fact}`.", mend, at_key=True)
            else:
                for value in facts.each(fact):
                    yield from unknown(value, "value", (*names.facts[fact], "not_asked"), fact)
    if expect.has("aims"):
        for aim, changes in expect.at("aims").entries():
            if aim not in names.aims:
                yield changes.fault(
                    "unknown-aim", f"There is no aim `{aim}`.", near(aim, names.aims), at_key=True
                )


def _noun(story: Node) -> Story:
    found, expect = story.data, story.data["expect"]
    return Story(
        id=found["id"],
        where=str(story.spot),
        title=found["title"],
        description=found["description"],
        answers=found["answers"],
        results=listed(expect["result"]),
        facts={fact: listed(values) for fact, values in expect.get("facts", {}).items()},
        shows=tuple(expect.get("shows", ())),
        hides=tuple(expect.get("hides", ())),
        aims=expect.get("aims", {}),
    )
