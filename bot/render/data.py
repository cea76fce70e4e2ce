"""What does a program get? The documented JSON object of an assessment (design 8)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.dialogue import Dialogue
from bot.model.ids import OUT_OF_SCOPE
from bot.model.verdict import Given, Plan, Shown, Verdict


def as_data(dialogue: Dialogue, language: str, verdict: Verdict) -> Mapping[str, object]:
    """The object: ids only, sequences in the order of the dialogue."""
    head = {"dialogue": dialogue.id, "digest": dialogue.digest, "language": language}
    if verdict.results == (OUT_OF_SCOPE,):
        return {**head, "scope": "out", "result": _result(dialogue, verdict, rows=()), **_empty()}
    return {
        **head,
        "scope": "in",
        "result": _result(dialogue, verdict, rows=verdict.rows),
        "facts": {fact: list(values) for fact, values in verdict.facts.items()},
        "reasons": [_given(given) for given in verdict.reasons],
        "changes": [_plan(plan) for plan in verdict.plans],
        "settles": {"always": list(verdict.settles_always), "may": list(verdict.settles_may)},
        "barriers": [_shown(shown, "enablers") for shown in verdict.barriers],
        "enablers": [_shown(shown, "for") for shown in verdict.enablers],
        "notes": [{"id": shown.item, "certain": shown.certain} for shown in verdict.notes],
        "set_aside": [_given(given) for given in verdict.set_aside],
        "readings": [{"without": s.reading, "possible": list(s.results)} for s in verdict.readings],
    }


def _empty() -> Mapping[str, object]:
    lists: Mapping[str, object] = {
        key: [] for key in ("reasons", "changes", "barriers", "enablers", "notes", "set_aside", "readings")
    }
    return {"facts": {}, "settles": {"always": [], "may": []}, **lists}


def _result(dialogue: Dialogue, verdict: Verdict, rows: tuple[str, ...]) -> Mapping[str, object]:
    only = verdict.results[0] if verdict.certain else None
    mode = next((result.mode for result in dialogue.results if result.id == only), None)
    return {
        "possible": list(verdict.results),
        "certain": verdict.certain,
        "rung": only,
        "mode": mode,
        "rows": list(rows),
    }


def _given(given: Given) -> Mapping[str, object]:
    answer = given.options[0] if len(given.options) == 1 else list(given.options)
    return {"question": given.question, "answer": answer}


def _plan(plan: Plan) -> Mapping[str, object]:
    answers = [
        {
            "question": change.question,
            "from": None if not change.was else change.was[0] if len(change.was) == 1 else list(change.was),
            "to": change.to,
            "kind": change.kind,
            "enablers": list(change.enablers),
        }
        for change in plan.shown
    ]
    return {"aim": plan.aim, "answers": answers, "far": plan.far, "reached": plan.reached}


def _shown(shown: Shown, links: str) -> Mapping[str, object]:
    return {"id": shown.item, "certain": shown.certain, links: list(shown.links)}
