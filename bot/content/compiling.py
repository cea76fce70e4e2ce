"""What does a content folder say, once all of it is right? Every file is read, checked and linked before any of it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from bot.content import links, places, translating
from bot.content.fields import readable
from bot.content.names import names_of
from bot.content.node import Node
from bot.content.schema import FILES, check
from bot.content.yaml import Document, read_bytes
from bot.model.errors import ContentError, Fault, Spot

Documents: TypeAlias = Mapping[str, list[Document]]


def kind_of(name: str) -> str:
    """Which shape a content file must have, by its name."""
    if name.startswith("dialogues/"):
        return "dialogue"
    if name in ("knowledge/messages.yaml", "knowledge/workshop.yaml"):
        return "messages"
    return "overlay" if name.startswith("knowledge/languages/") else "knowledge"


FILLED: Final = ("messages", "commands", "phrases", "templates")
"""What a newer Tango may say that older content has no words for."""


def compiled(
    files: Mapping[str, bytes], spare: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """The plain data of all files; ContentError with the faults of all files at once.

    `spare` holds the parts (FILLED) of another version, from which what is missing is taken.
    """
    faults: list[Fault] = []
    templates = _templates(files, faults)
    documents = _documents(files, faults)
    faults += [*_one_dialogue(documents), *_said_twice(documents)]
    if faults:
        raise ContentError(faults)
    plain = _merged(documents, templates)
    if spare is not None:
        plain |= {part: {**spare[part], **plain[part]} for part in FILLED}
    faults += links.check(documents, names_of(plain))
    if faults:
        raise ContentError(faults)
    plain["texts"] = _texts(plain)
    plain["spots"] = places.spots(documents)
    translating.add(plain, [Node(document, document.data) for document in documents["overlay"]])
    return plain


def shaped(raw: bytes, name: str, kind: str) -> Document:
    """One document of the right shape; ContentError with all its faults."""
    document = read_bytes(raw, name)
    faults = check(kind, document)
    if faults:
        raise ContentError(faults)
    return document


def _templates(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, str]:
    found = {}
    for name, raw in files.items():
        if name.endswith(".j2"):
            try:
                found[name.removeprefix("knowledge/templates/")] = raw.decode("utf-8")
            except UnicodeDecodeError:
                message = "Expected text in UTF-8."
                faults.append(
                    Fault(Spot(name, 1, 1), "template-encoding", message, "Save the file as UTF-8.")
                )
    return found


def _documents(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {kind: [] for kind in FILES}
    for name, raw in files.items():
        if name.endswith(".yml"):
            faults.append(
                Fault(Spot(name, 1, 1), "file-name", "Expected a name in .yaml.", "Rename the file.")
            )
        elif name.endswith(".yaml"):
            try:
                found[kind_of(name)].append(shaped(raw, name, kind_of(name)))
            except ContentError as error:
                faults.extend(error.faults)
                found[kind_of(name)].append(Document(name, {}, {}, {}))
    return found


def _one_dialogue(documents: Documents) -> list[Fault]:
    first, *others = [document.file for document in documents["dialogue"]] or [""]
    if not first:
        message = "Expected one dialogue, found none."
        return [Fault(Spot("dialogues", 1, 1), "no-dialogue", message, "Write dialogues/NAME.yaml.")]
    message = f"Expected one dialogue, and {first} is one already."
    return [
        Fault(Spot(file, 1, 1), "two-dialogues", message, "Move it to another folder.") for file in others
    ]


def _merged(documents: Documents, templates: dict[str, str]) -> dict[str, Any]:
    plain: dict[str, Any] = {"knowledge": {}, "messages": {}, "commands": {}, "phrases": {}}
    plain["dialogue"] = documents["dialogue"][0].data
    plain["templates"] = templates
    for document in documents["knowledge"]:
        for key, items in document.data.items():
            plain["knowledge"].setdefault(key, []).extend(items)
    for document in documents["messages"]:
        for part, said in document.data.items():
            plain[part].update(said)
    return plain


def _said_twice(documents: Documents) -> Iterator[Fault]:
    """A fault for every message that two files have."""
    seen: dict[str, Spot] = {}
    for document in documents["messages"]:
        file = Node(document, document.data)
        for key, text in file.at("messages").entries() if file.has("messages") else ():
            first = seen.setdefault(key, text.key_spot)
            if first != text.key_spot:
                message = f"The message `{key}` is there already ({first})."
                yield text.fault("message-twice", message, "Take one of the two away.", at_key=True)


def _texts(plain: dict[str, Any]) -> dict[str, list[str | int]]:
    """For each text that people read: the most characters it may have (0: any number), then the steps to it."""
    spoken = {key: plain[key] for key in ("messages", "commands", "phrases")}
    found = [
        *readable(FILES["dialogue"], plain["dialogue"], plain["dialogue"]["dialogue"], ("dialogue",)),
        *readable(FILES["knowledge"], plain["knowledge"], "", ("knowledge",)),
        *readable(FILES["messages"], spoken),
    ]
    return {text.path: [text.most, *text.steps] for text in found}
