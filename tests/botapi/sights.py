"""What a person of a test sees: messages with their buttons, and the toast that a press brings."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    name: str
    data: bytes = field(repr=False)
    kind: str = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it looks; a button is its label, and its data or address; `is_link` says which, by row and place."""

    id: int
    chat: int
    sender: int | None
    sender_name: str
    own: bool
    text: str
    html: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    is_link: tuple[tuple[bool, ...], ...] = ()
    document: Document | None = None
    keyboard: str | None = None
    edited: bool = False
    thread: int | None = None
    reply_to: int | None = None
    service: str | None = None
    changed: int = 0

    @property
    def is_picture(self):
        return self.document is not None and self.document.kind == "photo"

    @property
    def reads(self):
        """Its words, below the picture that there may be."""
        return f"[picture] {self.text}".rstrip() if self.is_picture else self.text

    @property
    def labels(self):
        """All labels, row after row."""
        return [label for row in self.buttons for label, _ in row]

    def __str__(self):
        words = self.reads or (f"({self.service})" if self.service else "")
        lines = [f"{self.sender_name}{' (edited)' if self.edited else ''}: {words}"]
        if self.document is not None and not self.is_picture:
            lines.append(f"  <{self.document.name}, {len(self.document.data)} bytes>")
        lines += ["  " + " ".join(f"[{label}]" for label, _ in row) for row in self.buttons]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What the bot answered to a press, and how many seconds the button spun."""

    text: str
    alert: bool
    seconds: float
    url: str | None = None


def message(shape):
    """The stand-in's JSON as a Message."""
    file = shape.pop("document", None)
    rows = shape.pop("buttons")
    document = file and Document(name=file["name"], data=base64.b64decode(file["data"]), kind=file["kind"])
    return Message(
        **shape,
        document=document,
        buttons=tuple(tuple((label, data) for label, data, _ in row) for row in rows),
        is_link=tuple(tuple(link for *_, link in row) for row in rows),
    )


def transcript(messages):
    """A chat as people read it."""
    return "\n".join(str(one) for one in messages) or "(nothing was said)"


def buttons_named(one, label, row=None):
    """The buttons of a message with this label, else those that contain it, as (label, data, is_link)."""
    found = [
        (name, data, link)
        for number, (names, links) in enumerate(zip(one.buttons, one.is_link, strict=True))
        if row in {None, number}
        for (name, data), link in zip(names, links, strict=True)
    ]
    exact = [button for button in found if button[0] == label]
    return exact or [button for button in found if label in button[0]]
