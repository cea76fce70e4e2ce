"""How do others ask the same questionnaire? zen-engine and transitions, each in the fastest way we found.

Both get the questions, their order and their guards from Tango's own dialogue, so all ask the same. A walk takes one
answer for each question until nothing is left to ask; between two steps only text (JSON) is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import zen
from transitions import Machine

from bot.model.conditions import All, Answered, Condition
from bot.model.dialogue import Dialogue

END = "end"
Answers = Mapping[str, str]
Walk = Callable[[Answers], list[str]]


def guards_of(dialogue: Dialogue) -> list[tuple[str, Answered | None]]:
    """Each question with the one condition it has, if any; the scope question guards all others."""
    return [(question.id, _guard(question.when)) for question in dialogue.questions]


def _guard(condition: Condition) -> Answered | None:
    match condition:
        case All(of=()):
            return None
        case Answered():
            return condition
        case _:
            raise NotImplementedError("this benchmark knows guards of one question only")


class Zen:
    """A decision graph (JDM) in a static loader; its one expression names the first question that is open and applies.

    A step: read the state, put the answer in, let the graph name the next question, write the state.
    """

    def __init__(self, dialogue: Dialogue) -> None:
        expression = " : ".join((*_open_questions(dialogue), f"'{END}'"))
        self._engine = zen.ZenEngine(
            {"loader": {"type": "static", "content": {"next": _graph(_expression(expression))}}}
        )
        self._first = dialogue.questions[0].id

    def walk(self, answers: Answers) -> list[str]:
        asked = []
        place, kept = self._first, json.dumps({"next": self._first, "answers": {}})
        while place != END:
            asked.append(place)
            place, kept = self._step(kept, answers[place])
        return asked

    def _step(self, kept: str, answer: str) -> tuple[str, str]:
        state = json.loads(kept)
        state["answers"][state["next"]] = answer
        place = state["next"] = self._engine.evaluate("next", state)["result"]["next"]
        return place, json.dumps(state)


class ZenTable(Zen):
    """The same with a decision table: one row for each question, the first that hits."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._engine = zen.ZenEngine(
            {"loader": {"type": "static", "content": {"next": _graph(_table(dialogue))}}}
        )
        self._first = dialogue.questions[0].id


def _open_questions(dialogue: Dialogue) -> list[str]:
    scope = dialogue.questions[0]
    tests = [
        f"answers.{scope.id} == null ? '{scope.id}'",
        f"answers.{scope.id} != '{scope.options[0].id}' ? '{END}'",
    ]
    for name, guard in guards_of(dialogue)[1:]:
        applies = f" and answers.{guard.question} in {_listed(guard)}" if guard else ""
        tests.append(f"answers.{name} == null{applies} ? '{name}'")
    return tests


def _listed(guard: Answered) -> str:
    return "[" + ", ".join(f"'{option}'" for option in guard.options) + "]"


def _expression(text: str) -> dict[str, Any]:
    return {"type": "expressionNode", "content": {"expressions": [{"id": "1", "key": "next", "value": text}]}}


def _table(dialogue: Dialogue) -> dict[str, Any]:
    scope = dialogue.questions[0]
    rows = [
        {"_id": "scope", scope.id: "$ == null", "next": f"'{scope.id}'"},
        {"_id": "out", scope.id: f"$ != '{scope.options[0].id}'", "next": f"'{END}'"},
    ]
    for name, guard in guards_of(dialogue)[1:]:
        cells = {guard.question: ", ".join(f"'{option}'" for option in guard.options)} if guard else {}
        rows.append({"_id": name, name: "$ == null", **cells, "next": f"'{name}'"})
    rows.append({"_id": END, "next": f"'{END}'"})
    names = [question.id for question in dialogue.questions]
    inputs = [{"id": name, "name": name, "field": f"answers.{name}"} for name in names]
    return {
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "inputs": inputs,
            "outputs": [{"id": "next", "name": "next", "field": "next"}],
            "rules": [dict.fromkeys(names, "") | row for row in rows],
        },
    }


def _graph(node: dict[str, Any]) -> dict[str, Any]:
    at = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **at},
        {"id": "ask", "name": "ask", **node, **at},
        {"id": "out", "name": "out", "type": "outputNode", **at},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "ask", "type": "edge"},
        {"id": "2", "sourceId": "ask", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


class Transitions:
    """A Machine with the questions as states and one trigger, `answer`; conditions stand for the guards.

    A step: read the state, set it on the one model, fire the trigger, write the state. The machine is built once.
    """

    def __init__(self, dialogue: Dialogue) -> None:
        self.answers: dict[str, str] = {}
        self._dialogue = dialogue
        guarded = guards_of(dialogue)
        names = [name for name, _ in guarded]
        self._machine = Machine(self, states=[*names, END], initial=names[0], auto_transitions=False)
        self._machine.add_transition("answer", names[0], END, conditions=self._is_out)
        for at, name in enumerate(names):
            for later, guard in guarded[at + 1 :]:
                self._machine.add_transition(
                    "answer", name, later, conditions=self._test(guard) if guard else None
                )
                if guard is None:
                    break
            else:
                self._machine.add_transition("answer", name, END)

    def walk(self, answers: Answers) -> list[str]:
        asked = []
        place = self._dialogue.questions[0].id
        kept = json.dumps({"state": place, "answers": {}})
        while place != END:
            asked.append(place)
            place, kept = self._step(kept, answers[place])
        return asked

    def _step(self, kept: str, answer: str) -> tuple[str, str]:
        state = json.loads(kept)
        self.state, self.answers = state["state"], state["answers"]
        self.answers[self.state] = answer
        self.answer()
        return self.state, json.dumps({"state": self.state, "answers": self.answers})

    def _is_out(self) -> bool:
        scope = self._dialogue.questions[0]
        return self.answers[scope.id] != scope.options[0].id

    def _test(self, guard: Answered) -> Callable[[], bool]:
        return lambda: self.answers.get(guard.question) in guard.options
