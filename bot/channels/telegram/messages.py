"""What is sent to Telegram? A message, an edit or a file, as a value that waits in the outbox as bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message: its text in HTML (empty only for a file), and rows of buttons as (label, data).

    Data that begin with https are a link. `edits` is the number of the message that it takes the place of, and
    `closes` says that it only changes or ends an earlier one: where that is gone, nothing is sent in its place, and
    without a text it only takes its buttons away; or only pins it, with `pins`. With `stands` it is sent where none is
    known here, as in a chat that has moved: it tells how things stand. `name` and `content` are those of a file, and `picture` (SVG) is shown above the text, which is complete without it.
    """

    text: str = ""
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    edits: str = ""
    closes: bool = False
    name: str = ""
    content: str = ""
    picture: str = ""
    pins: bool = False
    stands: bool = False


def packed(parcel: Parcel) -> bytes:
    """The parcel as bytes; what is left out has its default."""
    told = {name: value for name, value in asdict(parcel).items() if value}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def unpacked(body: bytes) -> Parcel:
    """The parcel of these bytes; what a later Tango may have added is passed by."""
    told = json.loads(body)
    known = {field.name for field in fields(Parcel)}
    rows = tuple(tuple((label, data) for label, data in row) for row in told.pop("rows", ()))
    return Parcel(**{name: value for name, value in told.items() if name in known}, rows=rows)
