"""What does a person get who asks for their data? Their sessions in readable form, then every row about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.model.dialogue import Dialogue
from bot.model.errors import StoreError
from bot.model.ids import DONT_KNOW
from bot.model.session import Session
from bot.service.editions import Editions, Files
from bot.service.turns import take_up


def exported(
    editions: Editions, files: Files, rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """All that is kept about a person, ready for JSON; rows by table, bytes as text.

    `files` reads the kept contents, for each session is told in the words of its own version.
    """
    return {
        "sessions": [_session(editions, files, row) for row in rows.get("session", ())],
        "rows": {table: [_texts(row) for row in found] for table, found in rows.items()},
    }


def _session(editions: Editions, files: Files, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        "id": row["id"],
        "finished": bool(row["finished"]),
        "changed": row["changed"],
        "digest": row["digest"],
    }
    try:
        standing = take_up(editions, bytes(row["state"]), files)
    except StoreError:
        return {**kept, "readable": False}
    return {**kept, "readable": True, **_told(standing.edition.rules.dialogue, standing.session)}


def _told(dialogue: Dialogue, session: Session) -> dict[str, Any]:
    notebook = session.notebook
    return {
        "language": session.language,
        "length": session.length.value,
        "answers": {
            question.id: answer_of(dialogue, place, session.sheet[place])
            for place, question in enumerate(dialogue.questions)
            if session.sheet[place]
        },
        "prompts": dict(notebook.prompts),
        "notes": dict(notebook.notes),
        "actions": [
            {"item": action.item, "owner": action.owner, "due": action.due} for action in notebook.actions
        ],
        "aim": notebook.aim,
    }


def answer_of(dialogue: Dialogue, place: int, mask: int) -> str | list[str]:
    """An option, several where it is one of them, or that it is not known."""
    if mask == dialogue.questions[place].every:
        return DONT_KNOW
    options = dialogue.options(place, mask)
    return options[0] if len(options) == 1 else list[str](options)


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value
        for name, value in row.items()
    }
