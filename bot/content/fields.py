"""What does a shape say about its fields? Which keys it knows at a path, and which of its texts people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Readable:
    """Marks what people read: a text, or a list of words, that is translated."""


@dataclass(frozen=True, slots=True)
class Segment:
    """How the path of a text names the items of this field, and which key tells them apart."""

    name: str
    by: str = "id"


@dataclass(frozen=True, slots=True)
class Found:
    """A text that people read: its path made of ids, the steps to it in the data, and the most characters it may have."""

    path: str
    steps: Steps
    most: int = 0


def known_keys(shape: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that the mapping at `path` may have; none where its keys are free."""
    annotation: Any = shape
    for step in path:
        annotation = _below(_bare(annotation), step)
    annotation = _bare(annotation)
    if not _is_shape(annotation):
        return ()
    return tuple(field.alias or name for name, field in annotation.model_fields.items())


def readable(shape: type[BaseModel], data: Any, start: str = "", steps: Steps = ()) -> Iterator[Found]:
    """Every text in valid data that people read, in the order of the shape."""
    for name, field in shape.model_fields.items():
        key = field.alias or name
        if key in data:
            yield from _of_field(field, data[key], _joined(start, key), start, (*steps, key))


def _of_field(field: FieldInfo, value: Any, path: str, start: str, steps: Steps) -> Iterator[Found]:
    segment = next((mark for mark in field.metadata if isinstance(mark, Segment)), None)
    if any(isinstance(mark, Readable) for mark in field.metadata):
        most = [mark.max_length for mark in field.metadata if getattr(mark, "max_length", None)]
        yield Found(path, steps, *most)
    elif segment:
        yield from _of_items(_bare(field.annotation), value, segment, start, steps)
    elif isinstance(value, list):
        for at, (inner, item) in enumerate((_inner(field.annotation), item) for item in value):
            if _is_shape(inner):
                yield from readable(inner, item, f"{path}/{at + 1}", (*steps, at))
    elif _is_shape(_bare(field.annotation)):
        yield from readable(_bare(field.annotation), value, path, steps)


def _of_items(annotation: Any, value: Any, segment: Segment, start: str, steps: Steps) -> Iterator[Found]:
    """The texts of a field whose items have names: a list of mappings, one mapping, or texts by key."""
    base = _joined(start, segment.name)
    if _is_shape(annotation):
        yield from readable(annotation, value, f"{base}/{value[segment.by]}", steps)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from readable(_inner(annotation), item, f"{base}/{item[segment.by]}", (*steps, at))
    else:
        for key in value:
            yield Found(f"{base}/{key}", (*steps, key))


def _joined(start: str, name: str) -> str:
    return f"{start}/{name}" if start else name


def _inner(annotation: Any) -> Any:
    """What the items of a list, or the values of a mapping, are."""
    return _bare(get_args(_bare(annotation))[-1])


def _below(annotation: Any, step: str | int) -> Any:
    if _is_shape(annotation):
        fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        return fields.get(str(step))
    return _inner(annotation) if get_args(annotation) else None


def _bare(annotation: Any) -> Any:
    """The annotation without its marks, and without the None of an optional one."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    shapes = [part for part in get_args(annotation) if _is_shape(part)]
    return shapes[0] if shapes and type(None) in get_args(annotation) else annotation


def _is_shape(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
