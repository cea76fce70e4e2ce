"""How does a workshop become bytes? The number of the form, then JSON; back come the same frozen values."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final, TypeVar

from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError
from cattrs.preconf.json import configure_converter
from cattrs.strategies import configure_tagged_union

from bot.model.errors import StoreError
from bot.workshop.showing import Dots, Most, NearlyAll, Picture, Unsaid

Value = TypeVar("Value")

FORMAT: Final = b"1"
"""A new one wherever older bytes would be read as something else; a field with a default needs none."""
TAG: Final = "kind"
TAGS: Final = {Dots: "dots", NearlyAll: "nearly_all", Most: "most", Unsaid: "unsaid"}
"""The pictures have fields in common: a name tells them apart, and stays whatever the classes are called."""


def encode(value: object) -> bytes:
    """A frozen dataclass as bytes; equal values give equal bytes, but for the order of mappings."""
    told = json.dumps(_converter().unstructure(value), ensure_ascii=False, separators=(",", ":"))
    return FORMAT + b"|" + told.encode("utf-8", "surrogatepass")  # as JSON is read again


def decode(data: bytes, kind: type[Value]) -> Value:
    """The value of that class as it was written. StoreError where it cannot be read."""
    number, _, told = data.partition(b"|")
    if number.isdigit() and number != FORMAT:
        raise StoreError(
            "This workshop was kept by a newer Tango, and is left as it is. Install the newer Tango to go on with it."
        )
    try:
        return _converter().structure(json.loads(told), kind)
    except UNREADABLE as error:
        raise StoreError(
            "What was kept of this workshop cannot be read: it is damaged, and is left as it is."
            " Begin another workshop, or bring back a backup: tango data restore FILE"
        ) from error


UNREADABLE: Final = (
    AttributeError,
    BaseValidationError,
    ForbiddenExtraKeysError,
    KeyError,
    OverflowError,
    RecursionError,
    StructureHandlerNotFoundError,
    TypeError,
    ValueError,
)
"""All that damaged words have been seen to raise."""


@lru_cache(maxsize=1)
def _converter() -> Converter:
    """Made when first asked for: it writes code for each class that it meets."""
    converter = Converter(detailed_validation=False, forbid_extra_keys=True)
    configure_converter(converter)
    converter.register_unstructure_hook_func(_is_set, sorted)
    configure_tagged_union(Picture, converter, tag_generator=TAGS.__getitem__, tag_name=TAG)
    return converter


def _is_set(kind: Any) -> bool:
    """Whether it is a set of names, which have an order of their own."""
    return getattr(kind, "__origin__", kind) is frozenset
