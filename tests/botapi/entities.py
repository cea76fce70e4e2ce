"""How HTML becomes text with entities, refused where Telegram refuses it; offsets are in UTF-16 units."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from tests.botapi.refusals import bad

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
}
ESCAPES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
MOST = 100
RUN = re.compile(r"[^<&]+")
ESCAPE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>lt|gt|amp|quot));?"
)
TAG_NAME = re.compile(r"<(/?)([^\s>/]*)")
ATTRIBUTE = re.compile(r"""\s+([a-zA-Z_-]+)(?:\s*=\s*("[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?""")
LANGUAGE = "language-"
LINKS = {"text_link", "text_mention"}
PERSON = "tg://user?id="


def units(text):
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user: dict | None = None

    @property
    def end(self):
        return self.offset + self.length

    def view(self):
        """The entity as the Bot API shows it."""
        shape = {"type": self.kind, "offset": self.offset, "length": self.length}
        more = {"url": self.url, "language": self.language, "user": self.user}
        return shape | {name: value for name, value in more.items() if value is not None}


def parse_html(source):
    """The plain text and its entities, or "can't parse entities" in Telegram's words."""
    return _Html(source).read()


class _Html:
    def __init__(self, source):
        self.source = source
        self.at = 0
        self.out = []
        self.units = 0
        self.open = []
        self.found = []

    def read(self):
        while self.at < len(self.source):
            match self.source[self.at]:
                case "<":
                    self._tag()
                case "&":
                    self._escape()
                case _:
                    run = RUN.match(self.source, self.at)
                    self._say(run.group(), run.end())
        if self.open:
            raise self._cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        return "".join(self.out), tuple(sorted(self.found, key=lambda one: (one.offset, -one.length)))

    def _say(self, text, end):
        self.out.append(text)
        self.units += units(text)
        self.at = end

    def _escape(self):
        found = ESCAPE.match(self.source, self.at)
        if found is None:
            self._say("&", self.at + 1)
        elif found["name"]:
            self._say(ESCAPES[found["name"]], found.end())
        else:
            code = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
            self._say(chr(code) if 0 < code < 0x110000 else found.group(), found.end())

    def _tag(self):
        start = self.at
        closing, name = TAG_NAME.match(self.source, start).groups()
        if closing:
            return self._close(name.lower(), start)
        if name.lower() not in KINDS:
            raise self._cannot(f'Unsupported start tag "{name.lower()}" at byte offset {self._byte(start)}')
        return self._start(name.lower(), start)

    def _start(self, name, start):
        at, given = start + 1 + len(name), {}
        while found := ATTRIBUTE.match(self.source, at):
            given[found[1].lower()] = html.unescape((found[2] or "").strip("\"'"))
            at = found.end()
        rest = re.compile(r"\s*>").match(self.source, at)
        if rest is None:
            raise self._cannot(f"Unclosed start tag at byte offset {self._byte(start)}")
        if name == "span" and given.get("class") != "tg-spoiler":
            raise self._cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}')
        self.open.append((name, self.units, given, start))
        self.at = rest.end()

    def _close(self, name, start):
        if not self.open:
            raise self._cannot(f"Unexpected end tag at byte offset {self._byte(start)}")
        opened, offset, given, _ = self.open[-1]
        end = self.source.find(">", start)
        if end < 0:
            raise self._cannot(f"Unclosed end tag at byte offset {self._byte(start)}")
        if name and name != opened:
            where = self._byte(start)
            raise self._cannot(
                f'Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{name}>"'
            )
        self.open.pop()
        self.at = end + 1
        if self.units > offset:
            self._found(opened, given, offset)

    def _found(self, name, given, offset):
        entity = Entity(kind=KINDS[name], offset=offset, length=self.units - offset)
        language = given.get("class", "").removeprefix(LANGUAGE)
        match name:
            case "a":
                entity = self._link(entity, given)
            case "blockquote" if "expandable" in given:
                entity = replace(entity, kind="expandable_blockquote")
            case "code" if self.open and self.open[-1][:2] == ("pre", offset):
                self.open[-1] = ("pre", offset, {"language": language} if language else {}, self.open[-1][3])
                entity = None
            case "pre" if given.get("language"):
                entity = replace(entity, language=given["language"])
            case _:
                pass
        if entity:
            self.found.append(entity)

    def _link(self, entity, given):
        """A link without an address, or with one that is none, is plain text, as in Telegram."""
        address = given.get("href") or cut("".join(self.out), entity)
        if not re.match(r"(?:(?:https?|tg)://|mailto:|tel:)\S+|[\w-]+(?:\.[\w-]+)+\S*$", address):
            return None
        return replace(entity, url=address if ":" in address else f"http://{address}/")

    def _byte(self, at):
        return len(self.source[:at].encode())

    def _cannot(self, why):
        return bad(f"can't parse entities: {why}")


def cut(text, entity):
    """The part of the text that the entity marks."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * entity.offset : 2 * entity.end].decode("utf-16-le", "surrogatepass")


def trimmed(text, entities):
    """The text without the blanks around it, its entities moved and cut to fit."""
    gone = units(text) - units(text.lstrip())
    text = text.strip()
    length = units(text)
    kept = []
    for one in entities:
        start, end = max(0, one.offset - gone), min(length, one.end - gone)
        if end > start:
            kept.append(replace(one, offset=start, length=end - start))
    return text, tuple(kept)


DETECTED = re.compile(
    r"(?P<bot_command>(?<![\w/<>.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@/.])@[A-Za-z0-9_]{4,32}(?!\w))"
    r"|(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
)


def detected(text, entities=()):
    """The entities, and the commands, mentions and addresses that Telegram marks by itself where none is yet."""
    found = list(entities)
    taken = [one for one in found if one.kind in {"code", "pre", *LINKS}]
    for one in DETECTED.finditer(text):
        entity = Entity(kind=one.lastgroup, offset=units(text[: one.start()]), length=units(one.group()))
        if not any(other.offset < entity.end and entity.offset < other.end for other in taken):
            found.append(entity)
    return tuple(sorted(found, key=lambda one: (one.offset, -one.length)))


OPENING = {
    "bold": "<b>",
    "italic": "<i>",
    "underline": "<u>",
    "strikethrough": "<s>",
    "code": "<code>",
    "pre": "<pre>",
    "spoiler": "<tg-spoiler>",
    "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}


def as_html(text, entities):
    """The text with tags again, as a reader would see its form; what Telegram marks by itself has no tag."""
    raw = text.encode("utf-16-le", "surrogatepass")
    tagged = [one for one in entities if one.kind in OPENING or one.kind in LINKS]
    borders = sorted({0, len(raw) // 2, *(one.offset for one in tagged), *(one.end for one in tagged)})
    out, begun = [], []
    for here, there in zip(borders, [*borders[1:], None], strict=True):
        while begun and begun[-1].end <= here:
            out.append(_ending(begun.pop()))
        for one in tagged:
            if one.offset == here and one.length:
                out.append(_opening(one))
                begun.append(one)
        if there is not None:
            out.append(html.escape(raw[2 * here : 2 * there].decode("utf-16-le", "replace"), quote=False))
    return "".join(out)


def _opening(one):
    if one.kind in LINKS:
        return f'<a href="{html.escape(one.url or PERSON + str(one.user["id"]))}">'
    if one.kind == "pre" and one.language:
        return f'<pre><code class="{LANGUAGE}{one.language}">'
    return OPENING[one.kind]


def _ending(one):
    if one.kind in LINKS:
        return "</a>"
    if one.kind == "pre" and one.language:
        return "</code></pre>"
    return f"</{OPENING[one.kind][1:-1].split()[0]}>"
