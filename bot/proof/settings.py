"""What else does a dialogue settle, beside its tables and conditions? Orders, modes, plans: short words, compared as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.model.dialogue import Dialogue
from bot.model.ids import OptionId, QuestionId
from bot.model.knowledge import Kind, Knowledge


def settings(dialogue: Dialogue, knowledge: Knowledge) -> Mapping[str, str]:
    """Each setting by its name, in words that a reviewer can read."""
    return {name: told for name, told in _settings(dialogue, knowledge) if told}


def _settings(dialogue: Dialogue, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for result in dialogue.results:
        yield f"result {result.id} mode", result.mode or ""
        yield f"result {result.id} above", _listed(result.above)
    for question in dialogue.questions:
        yield f"question {question.id} given", question.given or ""
        yield (
            f"question {question.id} steps",
            _listed("-" if step is None else str(step) for step in question.steps),
        )
        yield f"question {question.id} note", _listed(question.note)
        yield f"question {question.id} opens", _listed(o.id for o in question.options if o.opens)
    for name in ("shown", "not_ours", "never"):
        pairs: frozenset[tuple[QuestionId, OptionId]] = getattr(dialogue.changeable, name)
        yield f"changes {name}", _listed(sorted(f"{question} {option}" for question, option in pairs))
    for face in dialogue.faces:
        yield f"face {face.mode} facts", _listed(face.facts)
        yield (
            f"face {face.mode} readings",
            _listed(f"{c.id} {c.reading}" for c in face.conditions if c.reading),
        )
    for item in knowledge.of(Kind.NOTE):
        yield f"note {item.id} only if unknown", "yes" if item.only_if_unknown else ""
    for item in knowledge.of(Kind.ENABLER):
        yield f"enabler {item.id} moves", _listed(item.moves)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
