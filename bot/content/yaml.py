"""What does a content file say, and where? Strict YAML from the event stream: no recursion, a place for every value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import yaml

from bot.content import ambiguity
from bot.model.errors import ContentError, Fault, Spot

Path: TypeAlias = tuple[str | int, ...]

MAX_DEPTH: Final = 32
MAX_SIZE: Final = 1_000_000
MAX_FAULTS: Final = 100

# libyaml where the wheel has it: the same events, about eight times as fast.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSEEN: Final = re.compile(
    "[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|\ufeff"
)
_COLUMN: Final = "Start the keys or items of one list in the same column."
_HINTS: Final = (
    ("mapping values are not allowed", 'Put text that contains ": " in quotes, and check the indentation.'),
    ("could not find expected ':'", "Write each line of this part as `key: value`."),
    ("cannot start any token", "Put text that starts with this character in quotes."),
    ("expected <block end>", _COLUMN),
    ("did not find expected key", _COLUMN),
    ("did not find expected '-' indicator", _COLUMN),
    ("found unexpected end of stream", "Close the quote or the bracket."),
    ("expected ',' or", "Close the bracket, and put a comma between items."),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data with the places of its values and keys."""

    file: str
    data: Any
    marks: Mapping[Path, Spot]
    keys: Mapping[Path, Spot]

    def spot(self, path: Path) -> Spot:
        """Where the value at `path` stands, or the nearest value around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Spot(self.file, 1, 1))

    def key_spot(self, path: Path) -> Spot:
        """Where the key at the end of `path` stands; for an item of a list, where the item starts."""
        return self.keys.get(path) or self.spot(path)


def read_bytes(raw: bytes, file: str) -> Document:
    """The document in these bytes of UTF-8; ContentError where they are anything else."""
    try:
        return read(raw.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        spot = Spot(file, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        message = f"Expected text in UTF-8, found the byte 0x{raw[error.start]:02x}."
        raise ContentError([Fault(spot, "yaml-encoding", message, "Save the file as UTF-8.")]) from None


def read(text: str, file: str) -> Document:
    """The document in this text; ContentError with all faults that can be found at once."""
    return _Reader(file).read(text)


class _Frame:
    """A list or mapping that is being read; `key` is the key that waits for its value."""

    __slots__ = ("data", "key", "path")

    def __init__(self, data: dict[str, Any] | list[Any], path: Path) -> None:
        self.data = data
        self.path = path
        self.key: str | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.data, dict) and self.key is None

    def below(self) -> Path:
        """The path of the value to come."""
        if isinstance(self.data, list):
            return (*self.path, len(self.data))
        return (*self.path, cast(str, self.key))

    def put(self, value: object) -> None:
        if isinstance(self.data, list):
            self.data.append(value)
        else:
            self.data[cast(str, self.key)] = value
            self.key = None


class _Reader:
    """One pass over the events. `skipped` counts how deep we are in a key that is not text."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.marks: dict[Path, Spot] = {}
        self.keys: dict[Path, Spot] = {}
        self.stack = [_Frame([], ())]
        self.skipped = 0
        self.documents = 0

    def read(self, text: str) -> Document:
        text = self._seen(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        if len(text) > MAX_SIZE:
            self._fault(None, "yaml-size", f"Expected at most {MAX_SIZE:,} characters.", "Split the file.")
        else:
            self._events(text)
        found = self.stack[0].data
        if not self.faults and not found:
            self._fault(None, "yaml-empty", "The file is empty.", "Write its content, or delete the file.")
        if self.faults:
            raise ContentError(self.faults)
        return Document(self.file, cast(list[Any], found)[0], self.marks, self.keys)

    def _seen(self, text: str) -> str:
        """The text with a space for every character that cannot be seen; each is a fault."""
        for at, hit in enumerate(_UNSEEN.finditer(text)):
            if at == MAX_FAULTS:
                break
            line, start = text.count("\n", 0, hit.start()) + 1, text.rfind("\n", 0, hit.start()) + 1
            self.faults.append(_unseen(Spot(self.file, line, hit.start() - start + 1), hit.group()))
        return _UNSEEN.sub(" ", text) if self.faults else text

    def _events(self, text: str) -> None:
        already = bool(self.faults)
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if not self._take(event) or len(self.faults) >= MAX_FAULTS:
                    break
        except yaml.MarkedYAMLError as error:
            if not already:
                self._syntax(error.problem_mark or error.context_mark, error.problem or error.context or "")
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._syntax(None, str(error).splitlines()[0])

    def _syntax(self, mark: Any, problem: str) -> None:
        mend = next(
            (hint for sign, hint in _HINTS if sign in problem), "Check quotes, brackets and indentation."
        )
        self._fault(mark, "yaml-syntax", f"This is not YAML: {problem}.", mend)

    def _take(self, event: Any) -> bool:
        """Take one event; false where reading cannot go on."""
        step = _STEPS.get(type(event))
        return step is None or step(self, event)

    def document(self, event: Any) -> bool:
        self.documents += 1
        if self.documents > 1:
            self._fault(event.start_mark, "yaml-documents", "Expected one document in a file.",
                        "Move what follows `---` to a file of its own.")  # fmt: skip
        return self.documents == 1

    def alias(self, event: Any) -> bool:
        self._fault(event.start_mark, "yaml-anchor", f"The alias `*{event.anchor}` is not allowed.",
                    "Write the content out here.")  # fmt: skip
        self._put_text(f"*{event.anchor}")
        return True

    def start(self, event: Any) -> bool:
        if len(self.stack) + self.skipped > MAX_DEPTH:
            self._fault(event.start_mark, "yaml-depth", f"This is nested more than {MAX_DEPTH} deep.",
                        "Bring it nearer to the top level.")  # fmt: skip
            return False
        self._decorated(event)
        frame = self.stack[-1]
        if self.skipped or frame.wants_key:
            if not self.skipped:
                self._fault(event.start_mark, "yaml-key", "Expected text as the key.",
                            "Put text that starts with a bracket in quotes.")  # fmt: skip
            self.skipped += 1
            return True
        path = self._below()
        self.marks[path] = self._spot(event.start_mark)
        self.stack.append(_Frame({} if isinstance(event, yaml.MappingStartEvent) else [], path))
        return True

    def end(self, _event: Any) -> bool:
        if self.skipped:
            self.skipped -= 1
            if not self.skipped:
                self.stack[-1].key = "?"
        else:
            frame = self.stack.pop()
            self.stack[-1].put(frame.data)
        return True

    def scalar(self, event: Any) -> bool:
        self._decorated(event)
        if self.skipped:
            return True
        if self.stack[-1].wants_key:
            self._key(event)
        else:
            self.marks[self._below()] = self._spot(event.start_mark)
            self.stack[-1].put(self._value(event))
        return True

    def _key(self, event: Any) -> None:
        frame, key = self.stack[-1], event.value
        if not event.style:
            self._trap(event, ambiguity.of_key(key))
        path = (*frame.path, key)
        if key in frame.data:
            first = self.keys[path].line if path in self.keys else "?"
            self._fault(event.start_mark, "yaml-twice", f"The key `{key}` is given twice (first in line {first}).",
                        "Keep one of the two.")  # fmt: skip
        self.keys.setdefault(path, self._spot(event.start_mark))
        frame.key = key

    def _value(self, event: Any) -> object:
        if event.style:
            hit = _UNSEEN.search(event.value)
            if hit:
                self.faults.append(_unseen(self._spot(event.start_mark), hit.group()))
            return event.value
        self._trap(event, ambiguity.of_value(event.value))
        return ambiguity.typed(event.value)

    def _trap(self, event: Any, trap: ambiguity.Trap | None) -> None:
        if trap:
            self._fault(event.start_mark, trap.code, trap.message, trap.mend)

    def _decorated(self, event: Any) -> None:
        if event.anchor:
            self._fault(event.start_mark, "yaml-anchor", f"The anchor `&{event.anchor}` is not allowed.",
                        "Take it away, and write repeated content out.")  # fmt: skip
        if event.tag:
            self._fault(event.start_mark, "yaml-tag", f"The tag `{event.tag}` is not allowed.",
                        "Take it away, or put text that starts with `!` in quotes.")  # fmt: skip

    def _put_text(self, text: str) -> None:
        if self.skipped:
            return
        frame = self.stack[-1]
        if frame.wants_key:
            frame.key = text
        else:
            frame.put(text)

    def _below(self) -> Path:
        return () if len(self.stack) == 1 else self.stack[-1].below()

    def _spot(self, mark: Any) -> Spot:
        return Spot(self.file, mark.line + 1, mark.column + 1) if mark else Spot(self.file, 1, 1)

    def _fault(self, mark: Any, code: str, message: str, mend: str) -> None:
        self.faults.append(Fault(self._spot(mark), code, message, mend))


def _unseen(spot: Spot, found: str) -> Fault:
    if found == "\t":
        return Fault(spot, "yaml-tab", "Found a tab.", "Use spaces.")
    return Fault(
        spot, "yaml-character", f"Found a character that cannot be seen (U+{ord(found):04X}).", "Delete it."
    )


_STEPS: Final[dict[type, Callable[[_Reader, Any], bool]]] = {
    yaml.DocumentStartEvent: _Reader.document,
    yaml.AliasEvent: _Reader.alias,
    yaml.MappingStartEvent: _Reader.start,
    yaml.SequenceStartEvent: _Reader.start,
    yaml.MappingEndEvent: _Reader.end,
    yaml.SequenceEndEvent: _Reader.end,
    yaml.ScalarEvent: _Reader.scalar,
}


def read_json(text: str) -> dict[str, Any] | None:
    """The object that a text is as JSON, without a key given twice; None where it is no such JSON."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None  # the strict reader then says what is wrong, and where
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found
