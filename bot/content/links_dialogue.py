"""Does a dialogue hang together? Its names are there, once each, and every table reads only what is known by then."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from bot.content import links_conditions as conditions
from bot.content.links_claims import check as place
from bot.content.links_conditions import Reach
from bot.content.names import Names, twice, unknown
from bot.content.node import Node
from bot.model.errors import Fault
from bot.model.hints import near
from bot.model.ids import DONT_KNOW

FEWEST_OPTIONS: Final = 2


def check(dialogue: Node, names: Names) -> Iterator[Fault]:
    """The faults of one dialogue file."""
    questions = [dialogue.at("scope"), *dialogue.each("questions")]
    yield from twice(questions, "question")
    yield from twice(dialogue.each("prompts"), "prompt")
    yield from _prompts(dialogue, {question.data["id"] for question in questions})
    for at, question in enumerate(questions):
        earlier = [one.data["id"] for one in questions[:at]]
        yield from _question(question, names, Reach(questions=earlier, facts=()))
    yield from _given(dialogue.at("scope"), names)
    for name in dialogue.each("quick"):
        yield from unknown(name, "question", list(names.questions))
    yield from _facts(dialogue, names)
    yield from _results(dialogue, names)
    yield from _verdict(dialogue, names)
    yield from _aims(dialogue, names)
    yield from _faces(dialogue, names)
    if dialogue.has("changes"):
        yield from _changes(dialogue.at("changes"), names)


def _prompts(dialogue: Node, questions: Collection[str]) -> Iterator[Fault]:
    """A fault for a prompt that has the id of a question: people come back to both by it."""
    for prompt in dialogue.each("prompts"):
        name = prompt.at("id")
        if name.data in questions:
            message = f"The prompt `{name.data}` has the id of a question."
            yield name.fault("prompt-is-question", message, "Give one of the two another name.")


def _given(scope: Node, names: Names) -> Iterator[Fault]:
    """A fault if what counts for an open scope is none of its options."""
    name = scope.data["id"]
    yield from unknown(scope.at("given"), "option", names.questions[name], name)


def _question(question: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    options = list(question.each("options"))
    if question.data["id"] in conditions.WORDS:
        message = f"A question cannot be called `{question.data['id']}`, because conditions use the word."
        yield question.at("id").fault("reserved", message, "Give it another id.")
    if len(options) < FEWEST_OPTIONS:
        message = f"Expected at least two options, found {len(options) or 'none'}."
        yield question.at("options").fault(
            "too-few-options", message, "Add an option, or take the question away."
        )
    yield from _options(options)
    yield from _order(question, names)
    yield from _alike(question, names)
    yield from place(question.at("source"), names)
    if question.has("when"):
        yield from conditions.check(question.at("when"), names, reach)


def _options(options: list[Node]) -> Iterator[Fault]:
    yield from twice(options, "option")
    yield from twice(options, "label", "label")
    for option in options:
        if option.data["id"] == DONT_KNOW:
            message = f"The option `{DONT_KNOW}` is added to every question by itself."
            yield option.at("id").fault("reserved", message, "Take the option away.")


def _order(question: Node, names: Names) -> Iterator[Fault]:
    if question.data.get("ordered", True) is True:
        return
    order = question.at("ordered")
    placed = [name for step in order.items() for name in step.several()]
    known = names.questions[question.data["id"]]
    for at, name in enumerate(placed):
        yield from unknown(name, "option", known, question.data["id"])
        if name.data in [before.data for before in placed[:at]]:
            message = f"The option `{name.data}` has a place in the order already."
            yield name.fault("ordered-twice", message, "Name each option once.")


def _alike(question: Node, names: Names) -> Iterator[Fault]:
    for same in question.each("alike"):
        for name in same.several():
            yield from unknown(name, "option", names.questions[question.data["id"]], question.data["id"])


def _facts(dialogue: Node, names: Names) -> Iterator[Fault]:
    facts = list(dialogue.each("facts"))
    yield from twice(facts, "fact")
    for at, fact in enumerate(facts):
        yield from twice(fact.each("values"), "value")
        reach = Reach(questions=list(names.questions), facts=[before.data["id"] for before in facts[:at]])
        rows = list(fact.each("rows"))
        for row in rows:
            yield from unknown(row.at("then"), "value", names.facts[fact.data["id"]], fact.data["id"])
            yield from _row(row, names, reach)
        yield from _after_the_end(rows)


def _row(row: Node, names: Names, reach: Reach) -> Iterator[Fault]:
    yield from conditions.check(row.at("when"), names, reach)
    for key in ("holds", "without"):
        for reading in row.each(key):
            yield from unknown(reading, "reading", names.items.get("readings", ()))
    if row.has("holds") and row.has("without"):
        message = "A row counts while a reading is held, or while one is set aside, not both."
        yield row.at("without").fault("two-readings", message, "Take one of them away.", at_key=True)


def _after_the_end(rows: list[Node]) -> Iterator[Fault]:
    for at, row in enumerate(rows[:-1]):
        if _always(row):
            message = "This row is never read, because the row before it with `when: {}` always fits."
            yield rows[at + 1].fault("dead-row", message, "Move `when: {}` to the end.")
            return


def _always(row: Node) -> bool:
    return not row.data["when"] and not row.has("holds") and not row.has("without")


def _results(dialogue: Node, names: Names) -> Iterator[Fault]:
    results = list(dialogue.each("results"))
    yield from twice(results, "result")
    for result in results:
        for other in result.each("above"):
            yield from unknown(other, "result", names.results)
        yield from _has_item(result.at("id"), "rungs", names)
        for mode in result.each("mode"):
            yield from _has_item(mode, "modes", names)


def _has_item(name: Node, key: str, names: Names) -> Iterator[Fault]:
    known = names.items.get(key, ())
    if name.data not in known:
        message = f"There is no item `{name.data}` under `{key}:` in knowledge/."
        yield name.fault("no-item", message, near(name.data, known) or f"Write it under `{key}:`.")


def _verdict(dialogue: Node, names: Names) -> Iterator[Fault]:
    rows = list(dialogue.each("verdict"))
    yield from twice(rows, "row")
    for row in rows:
        yield from unknown(row.at("then"), "result", names.results)
        yield from _row(row, names, Reach(questions=list(names.questions), facts=list(names.facts)))
    yield from _after_the_end(rows)
    if not _always(rows[-1]):
        message = "Expected the last row to fit always, so that there is always a result."
        yield rows[-1].fault("no-end", message, "Add a last row with `when: {}`.")


def _aims(dialogue: Node, names: Names) -> Iterator[Fault]:
    yield from twice(dialogue.each("aims"), "aim")
    for aim in dialogue.each("aims"):
        reach = Reach(questions=list(names.questions), facts=list(names.facts), rungs=True)
        yield from conditions.check(aim.at("want"), names, reach)


def _faces(dialogue: Node, names: Names) -> Iterator[Fault]:
    yield from twice(dialogue.each("faces"), "face", "mode")
    for face in dialogue.each("faces"):
        yield from _has_item(face.at("mode"), "modes", names)
        for fact in face.each("facts"):
            yield from unknown(fact, "fact", list(names.facts))
        yield from twice(face.each("conditions"), "condition")
        for condition in face.each("conditions"):
            reach = Reach(questions=list(names.questions), facts=list(names.facts))
            yield from conditions.check(condition.at("when"), names, reach)
            for reading in condition.each("reading"):
                yield from unknown(reading, "reading", names.items.get("readings", ()))


def _changes(changes: Node, names: Names) -> Iterator[Fault]:
    """Every answer is changed in one way; `never` may repeat what another list says."""
    seen: set[tuple[str, str]] = set()
    for key in ("decided", "shown", "not_ours", "never"):
        for choice in changes.each(key):
            faults = list(_choice(choice, names))
            yield from faults
            pairs = set() if faults or key == "never" else _pairs(choice, names)
            if pairs & seen:
                question, option = min(pairs & seen)
                message = f"The answer `{question}: {option}` stands in another list already."
                yield choice.fault("change-twice", message, "Keep it in one of them.")
            seen |= pairs


def _choice(choice: Node, names: Names) -> Iterator[Fault]:
    if isinstance(choice.data, str):
        yield from unknown(choice, "question", list(names.questions))
    else:
        reach = Reach(questions=list(names.questions), facts=())
        yield from conditions.check(choice, names, reach)


def _pairs(choice: Node, names: Names) -> set[tuple[str, str]]:
    if isinstance(choice.data, str):
        return {(choice.data, option) for option in names.questions[choice.data]}
    return {(question, option.data) for question in choice.data for option in choice.each(question)}
