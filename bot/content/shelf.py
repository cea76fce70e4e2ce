"""Where is content, and is it compiled already? Folders, digests, and a cache that can always be thrown away."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

import bot
from bot.model.errors import ContentError, Fault, Spot, TangoError
from bot.model.ids import Digest

FORMAT: Final = 5
"""Raise it whenever the compiled data change their form, or more is proved, so that older caches are passed by."""

KEPT: Final = 8
FACTS: Final = ".facts.yaml"
_HEAD: Final = b"tango content\n"
_START: Final = len(_HEAD) + hashlib.sha256().digest_size


def locate(given: str | None) -> str:
    """The content folder: the one given, else the checkout's, else the one inside the installed package."""
    if given:
        folder = os.path.abspath(os.path.expanduser(given))
        if not os.path.isdir(folder):
            what = "a file" if os.path.exists(folder) else "missing"
            message = (
                f"The content folder {given} is {what}. Name a folder that holds dialogues/ and knowledge/."
            )
            raise TangoError(message)
        return folder
    package = os.path.dirname(os.path.abspath(bot.__file__))
    for folder in (os.path.dirname(package), os.path.join(package, "_content")):
        if all(os.path.isdir(os.path.join(folder, part)) for part in ("dialogues", "knowledge")):
            return folder
    raise TangoError(
        "Tango's content is missing. Install Tango again, or set TANGO_CONTENT to a content folder."
    )


def names(folder: str) -> list[str]:
    """The content files of a folder, sorted: dialogues, knowledge and templates. Stories and facts files stand apart."""
    dialogues = (name for name in _walk(folder, "dialogues", deep=False) if _is_yaml(name))
    knowledge = (
        name for name in _walk(folder, "knowledge", deep=True) if _is_yaml(name) or name.endswith(".j2")
    )
    return sorted((*(name for name in dialogues if not name.endswith(FACTS)), *knowledge))


def read(folder: str, files: list[str]) -> dict[str, bytes]:
    """The bytes of these files; ContentError names all that cannot be read."""
    found, faults = {}, []
    for name in files:
        try:
            with open(os.path.join(folder, name), "rb") as file:
                found[name] = file.read()
        except OSError as error:
            message = f"The file cannot be read: {error.strerror}."
            faults.append(Fault(Spot(name, 1, 1), "unreadable", message, "Check its permissions."))
    if faults:
        raise ContentError(faults)
    return found


def text_of(folder: str, name: str) -> str | None:
    """The text of a file, with a mark for what is no text; None where it is missing, TangoError where it cannot be read."""
    target = os.path.join(folder, name)
    try:
        with open(target, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise TangoError(f"{target} cannot be read: {error.strerror}. Check its permissions.") from error


def facts_files(folder: str) -> list[str]:
    """The facts files of a folder, sorted."""
    return sorted(name for name in _walk(folder, "dialogues", deep=False) if name.endswith(FACTS))


def write_text(folder: str, name: str, text: str) -> None:
    """Write a file whole or not at all; TangoError where it cannot be written."""
    target = os.path.join(folder, name)
    try:
        with open(f"{target}.draft", "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(f"{target}.draft", target)
    except OSError as error:
        raise TangoError(
            f"{target} cannot be written: {error.strerror}. Check the permissions of its folder."
        ) from error


def digest(files: Mapping[str, bytes]) -> Digest:
    """What tells two versions of content apart: names and bytes of all files."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return Digest("sha256:" + total.hexdigest())


def packed(plain: Mapping[str, Any]) -> dict[str, bytes]:
    """Compiled data, part by part, so that a start unpacks only what it needs."""
    return {name: marshal.dumps(part) for name, part in plain.items()}


def unpacked(part: bytes | memoryview) -> Any:
    """One part of compiled data."""
    return marshal.loads(part)  # noqa: S302  our own bytes, with their checksum


def recall(cache: str, key: Digest) -> dict[str, bytes] | None:
    """The packed data kept for this digest; None where there are none, or they are torn."""
    try:
        with open(_file(cache, key), "rb") as file:
            kept = file.read()
    except OSError:
        return None
    payload = memoryview(kept)[_START:]
    if kept[:_START] != _HEAD + hashlib.sha256(payload).digest():
        return None
    found: dict[str, bytes] = unpacked(payload)
    return found


def keep(cache: str, key: Digest, parts: Mapping[str, bytes]) -> None:
    """Keep packed data for the next start. Where the cache cannot be written, the next start compiles again."""
    payload = marshal.dumps(dict(parts))
    target = _file(cache, key)
    draft = f"{target}.{os.getpid()}.draft"
    try:
        os.makedirs(cache, mode=0o700, exist_ok=True)
        with open(draft, "wb") as file:
            file.write(_HEAD + hashlib.sha256(payload).digest() + payload)
        os.replace(draft, target)
        _forget_old(cache)
    except OSError:
        return


def _file(cache: str, key: Digest) -> str:
    name = f"{key.removeprefix('sha256:')}-{sys.implementation.cache_tag}-{FORMAT}.content"
    return os.path.join(cache, name)


def _forget_old(folder: str) -> None:
    with os.scandir(folder) as entries:
        kept = [
            (entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.name.endswith(".content")
        ]
    for _, path in sorted(kept)[:-KEPT]:
        os.remove(path)


def _walk(folder: str, part: str, *, deep: bool) -> Iterator[str]:
    """The files under a part of the folder, by their names relative to the folder; hidden ones left out."""
    for where, below, files in os.walk(os.path.join(folder, part)):
        below[:] = [name for name in below if deep and not name.startswith(".")]
        inside = os.path.relpath(where, folder).replace(os.sep, "/")
        yield from (f"{inside}/{name}" for name in files if not name.startswith("."))


def _is_yaml(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))
