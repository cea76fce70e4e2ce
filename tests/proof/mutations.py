"""Every single edit of a dialogue's tables and guards, and what becomes of it."""

from __future__ import annotations

import copy
import random
from functools import cache, cached_property

from reference import World

from bot.content import compiling, decode, decode_knowledge, links_dialogue, links_knowledge, shelf
from bot.content.names import names_of
from bot.content.node import Node
from bot.content.yaml import Document
from bot.model.errors import Severity
from bot.proof.case import Case
from bot.proof.facts import facts
from bot.proof.facts_file import facts_text
from bot.proof.prove import CHECKS, FIRST, prove
from bot.reasoning.compiler import TooManyStatesError
from bot.reasoning.rules import Rules


class Content:
    """The shipped content as plain data."""

    def __init__(self):
        root = shelf.locate(None)
        self.documents = compiling._documents(shelf.read(root, shelf.names(root)), [])
        self.plain = compiling._merged(self.documents, {})
        self.file = f"{root}/dialogues/assess.facts.yaml"

    @cached_property
    def names(self):
        return names_of(self.plain)

    @cached_property
    def dialogue(self):
        return decode.dialogue(self.plain["dialogue"], "x", "en")

    @cached_property
    def knowledge(self):
        return decode_knowledge.knowledge(self.plain["knowledge"], "x")

    @cached_property
    def facts(self):
        return facts_text(prove(Rules(self.dialogue), self.knowledge).facts)

    def fate(self, told, edited):
        """Refuted by the reader or the proof, caught by the facts file, or of the same meaning."""
        if self._refused(edited):
            return "refuted"
        dialogue = decode.dialogue(edited, "x", "en")
        case = Case(Rules(dialogue), self.knowledge)
        if _disproved(case):
            return "refuted"
        if facts_text(facts(case)) != self.facts:
            return "caught"
        return "same" if self._alike(dialogue, random.Random(told)) else "unseen"

    def _refused(self, edited):
        names = names_of({**self.plain, "dialogue": edited})
        document = Node(Document("dialogues/assess.yaml", edited, {}, {}), edited)
        files = [Node(found, found.data) for found in self.documents["knowledge"]]
        if any(links_dialogue.check(document, names)):
            return True
        # The knowledge is as it was: with the names of the shipped content, nothing in it is wrong.
        return names != self.names and any(links_knowledge.check(files, names))

    def _alike(self, dialogue, chance):
        """Whether random conversations end alike, whichever reading is set aside: by the reference, not by the prover."""
        if [q.options for q in dialogue.questions] != [q.options for q in self.dialogue.questions]:
            return False
        widths = [len(question.options) for question in dialogue.questions]
        return all(
            _end(dialogue, choice, without) == _end(self.dialogue, choice, without)
            for choice in [tuple(map(chance.randrange, widths)) for _ in range(30)]
            for without in (frozenset(), *(frozenset({name}) for name in dialogue.readings))
        )


def _disproved(case):
    """Whether the proof finds an error; where it has one it need not look for more."""
    checks = (*FIRST, *CHECKS)
    try:
        return any(found.severity is Severity.ERROR for check in checks for found in check.findings(case))
    except TooManyStatesError:
        return True


def _end(dialogue, choice, without):
    world = World(dialogue, choice, without)
    return world.rung, world.facts, world.answers, dialogue.verdict[world.row].id


@cache
def content():
    return Content()


@cache
def edits():
    """Every edit, as what was done and the edited dialogue."""
    return tuple(_edits())


def _edits():
    plain = content().plain["dialogue"]
    for table, rows in _tables(plain):
        for at in range(len(rows)):
            yield f"{table}: row {at + 1} dropped", _with(plain, table, [*rows[:at], *rows[at + 1 :]])
            for to in range(len(rows)):
                if to != at:
                    kept = [*rows[:at], *rows[at + 1 :]]
                    yield (
                        f"{table}: row {at + 1} moved to {to + 1}",
                        _with(plain, table, [*kept[:to], rows[at], *kept[to:]]),
                    )
            for changed in _cells(plain, table, rows[at]):
                yield (
                    f"{table}: row {at + 1} is now {changed}",
                    _with(plain, table, [*rows[:at], changed, *rows[at + 1 :]]),
                )
    for at, question in enumerate(plain["questions"]):
        for changed in _questions(plain, question):
            edited = copy.deepcopy(plain)
            edited["questions"][at] = changed
            yield f"{question['id']}: {changed.get('when')}, {len(changed['options'])} options", edited


def _tables(plain):
    for fact in plain["facts"]:
        yield fact["id"], fact["rows"]
    yield "verdict", plain["verdict"]


def _with(plain, table, rows):
    edited = {**plain, "facts": [dict(fact) for fact in plain["facts"]]}
    if table == "verdict":
        edited["verdict"] = rows
    else:
        next(fact for fact in edited["facts"] if fact["id"] == table)["rows"] = rows
    return edited


def _cells(plain, table, row):
    values = (
        [result["id"] for result in plain["results"]]
        if table == "verdict"
        else [v["id"] for fact in plain["facts"] if fact["id"] == table for v in fact["values"]]
    )
    yield from ({**row, "then": value} for value in values if value != row["then"])
    for key in ("holds", "without"):
        if key in row:
            yield {name: value for name, value in row.items() if name != key}
    yield {**row, "when": {"none": [row["when"]]} if row["when"] else {"any": [{"scope": "policy"}]}}
    yield from ({**row, "when": when} for when in _toggled(plain, row["when"]))


def _questions(plain, question):
    if "when" in question:
        yield {**question, "when": {"none": [question["when"]]}}
        yield {name: value for name, value in question.items() if name != "when"}
        yield from ({**question, "when": when} for when in _toggled(plain, question["when"]))
    for option in question["options"]:
        yield {**question, "options": [one for one in question["options"] if one is not option]}


def _toggled(plain, when):
    """The condition with one option or value more, or one less, wherever it names some; and with one clause less."""
    for key, value in when.items():
        rest = {name: other for name, other in when.items() if name != key}
        yield rest
        if key in ("any", "all", "none"):
            for at, part in enumerate(value):
                yield from (
                    {**rest, key: [*value[:at], changed, *value[at + 1 :]]}
                    for changed in _toggled(plain, part)
                )
        elif key == "fact":
            for name, held in value.items():
                known = [v["id"] for fact in plain["facts"] if fact["id"] == name for v in fact["values"]]
                yield from ({**rest, "fact": {**value, name: names}} for names in _other(known, held))
        else:
            yield from ({**rest, key: names} for names in _other(_options(plain, key), value))


def _options(plain, name):
    return [
        option["id"]
        for question in (plain["scope"], *plain["questions"])
        if question["id"] == name
        for option in question["options"]
    ]


def _other(known, held):
    held = [held] if isinstance(held, str) else held
    for name in known:
        changed = [one for one in known if (one in held) != (one == name)]
        if changed:
            yield changed
