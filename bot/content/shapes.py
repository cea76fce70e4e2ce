"""What do all content files share? Ids, texts, conditions, and claims with their place in a source."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from bot.content.fields import Readable

OPTIONAL: Final[Any] = Field(default_factory=lambda: None)
"""A key that may be left out. Shapes only check: nobody reads a default."""

WORDS_A_SENTENCE: Final = 20  # design 3
MANY: Final[dict[str, Any]] = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_CHOICE: Final[dict[str, Any]] = {
    "anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": MANY}]
}
_ORDER: Final[dict[str, Any]] = {"anyOf": [{"const": True}, {"type": "array", "items": MANY}]}


def _short_sentences(text: str) -> str:
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        count = len(sentence.split())
        if count > WORDS_A_SENTENCE:
            raise PydanticCustomError(
                "sentence",
                "Expected at most {most} words in a sentence, found {count}.",
                {"most": WORDS_A_SENTENCE, "count": count},
            )
    return text


def listed(value: object) -> object:
    """One id as a list of one."""
    return [value] if isinstance(value, str) else value


def _whole(value: object) -> object:
    return {value: []} if isinstance(value, str) else value


def _year(value: object) -> object:
    return str(value) if type(value) is int else value


def _order(value: object) -> object:
    return [] if value is True else value


LONGEST_ID = 36
"""Characters: an id with its kind must fit behind a button of a messenger."""
Id: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*([_.-][A-Za-z0-9]+)*$", max_length=LONGEST_ID)
]
Plain: TypeAlias = Annotated[str, StringConstraints(pattern=r"\S")]
Text: TypeAlias = Annotated[Plain, Readable()]
Label: TypeAlias = Annotated[Text, Field(max_length=34)]
ShortSentences: TypeAlias = Annotated[Text, AfterValidator(_short_sentences)]
Title: TypeAlias = Annotated[Text, Field(max_length=60)]
Words: TypeAlias = Annotated[list[Plain], Readable()]
Names: TypeAlias = Annotated[list[Id], Field(min_length=1), BeforeValidator(listed), WithJsonSchema(MANY)]
Choice: TypeAlias = Annotated[
    dict[Id, Annotated[list[Id], BeforeValidator(listed)]], BeforeValidator(_whole), WithJsonSchema(_CHOICE)
]
Order: TypeAlias = Annotated[list[Names], BeforeValidator(_order), WithJsonSchema(_ORDER)]
Year: TypeAlias = Annotated[Plain, BeforeValidator(_year), WithJsonSchema({"type": ["integer", "string"]})]
Lines: TypeAlias = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]


class Shape(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Condition(BaseModel):
    """When something applies: every clause must hold. Any other key is a question, with one or several options."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, Names]

    fact: dict[Id, Names] = OPTIONAL
    rung: Names = OPTIONAL
    all: Parts = OPTIONAL
    any: Parts = OPTIONAL
    none: Parts = OPTIONAL
    at_least: AtLeast | None = OPTIONAL


class AtLeast(Shape):
    """A condition that counts: at least so many of these hold."""

    count: Annotated[int, Field(ge=1)]
    of: Parts


Parts: TypeAlias = Annotated[list[Condition], Field(min_length=1, max_length=100)]
for _shape in (Condition, AtLeast):
    _shape.model_rebuild()  # conditions are made of conditions, so their fields are known only now


class Place(Shape):
    """Where a statement comes from: whose claim it is, and where the paper has it."""

    grade: Literal["authors", "reported", "project"]
    by: Names = OPTIONAL
    lines: Lines = OPTIONAL


class Claim(Place):
    """One or two sentences that share one grade and one place."""

    say: ShortSentences


Claims: TypeAlias = Annotated[list[Claim], Field(min_length=1)]
