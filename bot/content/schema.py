"""Which keys may a content file have, and what may stand in them? Every file's shape is checked; editors get a JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, StringConstraints, ValidationError, WithJsonSchema
from pydantic.json_schema import models_json_schema

from bot.content.fields import Segment, known_keys
from bot.content.shapes import MANY, OPTIONAL, Id, Names, Plain, Shape, Words, listed
from bot.content.shapes_dialogue import DialogueFile
from bot.content.shapes_knowledge import KnowledgeFile
from bot.content.wording import told
from bot.content.yaml import Document
from bot.model.errors import Fault


class MessagesFile(Shape):
    """knowledge/messages.yaml, knowledge/workshop.yaml: the short messages by key, and the words that commands and answers may have."""

    messages: Annotated[dict[Id, str], Segment("message")] = OPTIONAL
    commands: Annotated[dict[Id, Words], Segment("command")] = OPTIONAL
    phrases: Annotated[dict[Id, Words], Segment("phrase")] = OPTIONAL


class Expect(Shape):
    """What a story must lead to."""

    result: Names
    facts: dict[Id, Names] = OPTIONAL
    shows: list[Id] = OPTIONAL
    hides: list[Id] = OPTIONAL
    aims: dict[Id, int] = OPTIONAL


class Story(Shape):
    """A designer's words, the answers they mean, and what must come out."""

    id: Id
    title: Plain
    description: Plain
    answers: dict[Id, Names]
    expect: Expect


class StoryFile(Shape):
    """dialogues/stories/*.yaml: the authors' stories."""

    stories: list[Story]


class Translation(Shape):
    """One translated text: `of` is the first eight hex digits of its source's SHA-256."""

    of: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    say: Annotated[list[Plain], BeforeValidator(listed), WithJsonSchema(MANY)]


class OverlayFile(Shape):
    """knowledge/languages/*.yaml: one language's translations, by the path of each text."""

    language: Id
    texts: dict[str, Translation]


FILES: Final[dict[str, type[Shape]]] = {
    "dialogue": DialogueFile,
    "knowledge": KnowledgeFile,
    "messages": MessagesFile,
    "stories": StoryFile,
    "overlay": OverlayFile,
}


def check(kind: str, document: Document) -> list[Fault]:
    """The faults of a document's shape: all of them, with their places; `kind` is a key of FILES."""
    try:
        FILES[kind].model_validate(document.data)
    except ValidationError as errors:
        return [_fault(kind, document, dict(error)) for error in errors.errors(include_url=False)]
    return []


def json_schema() -> dict[str, Any]:
    """One JSON Schema for all content files, for editors."""
    _, schema = models_json_schema([(shape, "validation") for shape in FILES.values()], title="Tango content")
    refs = [{"$ref": f"#/$defs/{shape.__name__}"} for shape in FILES.values()]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "anyOf": refs}


def _fault(kind: str, document: Document, error: dict[str, Any]) -> Fault:
    return told(document, error, known_keys(FILES[kind], error["loc"][:-1]))
