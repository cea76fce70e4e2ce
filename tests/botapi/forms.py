"""What a request gives: the parameters of its address and its body, whichever of the three forms that has."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

from tests.botapi.parameters import Upload, Words
from tests.botapi.refusals import bad

DISPOSITION = re.compile(r'(?<![\w*])(name|filename)="((?:[^"\\]|\\.)*)"')


def read(query, content_type, body):
    """The given values: of JSON as they are, of forms and of the address as `Words` and `Upload`s."""
    given = _words(parse_qsl(query, keep_blank_values=True))
    kind, _, rest = content_type.partition(";")
    match kind.strip().lower():
        case "application/json":
            return given | _object(body)
        case "application/x-www-form-urlencoded":
            return given | _words(parse_qsl(_text(body), keep_blank_values=True))
        case "multipart/form-data":
            return given | dict(_parts(rest, body))
        case _ if body:
            raise bad(f'content type "{kind}" is not one of JSON, form or multipart')
        case _:
            return given


def _words(pairs):
    return {name: Words(text=value) for name, value in pairs}


def _text(raw):
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _object(body):
    try:
        given = json.loads(_text(body)) if body else {}
        json.dumps(given, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise bad("the body must be a JSON object")
    return given


def _parts(rest, body):
    found = re.search(r'boundary="?([^";,\s]+)"?', rest)
    if found is None:
        raise bad("multipart without a boundary")
    edge = b"--" + found[1].encode()
    first, *parts = (b"\r\n" + body).split(b"\r\n" + edge)
    if first or not parts or not parts[-1].startswith(b"--"):
        raise bad("malformed multipart body")
    for part in parts[:-1]:
        head, _, data = part.partition(b"\r\n\r\n")
        yield _part(head.decode("utf-8", "replace"), data)


def _part(head, data):
    lines = {
        name.strip().lower(): value for name, _, value in (line.partition(":") for line in head.split("\r\n"))
    }
    facts = dict(DISPOSITION.findall(lines.get("content-disposition", "")))
    if "name" not in facts:
        raise bad("a part without a name")
    if "filename" not in facts:
        return facts["name"], Words(text=_text(data))
    mime = lines.get("content-type", "application/octet-stream").strip()
    return facts["name"], Upload(name=facts["filename"], mime=mime, data=data)
