"""What does the environment say? Read once, into typed values; all that is wrong in it is said at once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

Value = TypeVar("Value")

SERVERS: Final = ("postgresql://", "postgres://")
"""How the URL of a PostgreSQL begins; all else is a file."""
HOOK_PATH: Final = "/telegram"
"""Where Telegram brings updates to, below the address at which this Tango is found."""
CHANNELS: Final = ("telegram",)
"""The platforms whose people and groups can be named."""
PLACE: Final = re.compile(rf"({'|'.join(CHANNELS)}):(-?\d+)", re.ASCII)
"""A person or a group by its platform and the platform's number."""
MADE: Final = re.compile(r"\d{4}-\d\d-\d\d\s+")
"""The date before a secret in a file that Tango made."""
TOKEN: Final = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{30,}", re.ASCII)
"""A token of a Telegram bot."""
API: Final = re.compile(r"https?://[^\s?#]+")
HOOK: Final = re.compile(r"https://[^\s?#]+|http://(?:127\.0\.0\.1|localhost)[^\s?#]*")
"""Telegram brings updates by https alone; a stand-in for it on this machine need not."""
SHORTEST: Final = 16
"""Characters of a secret: a shorter one can be guessed."""
LONGEST: Final = 3650
"""Days: more than ten years is a slip."""


class SettingsError(ValueError):
    """What is wrong in the environment, one line each, with what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides.

    `content`: a folder with dialogues/ and knowledge/, or None for Tango's own. `database`: the SQLite file, or the
    URL of a PostgreSQL. `data`: the folder for what belongs to neither. `secret`: what pseudonyms are made with, the
    newest first; empty where Tango keeps its own. `contact`: whom to ask about data. `allow`: people and groups, as
    (channel, place), that may use Tango; empty for everybody. `limit`: messages a person a day; 0 for no limit. `http`: where to
    be watched, as (host, port); None for nowhere. `token` is that of the Telegram bot, `api` where Telegram's Bot API
    is if not at Telegram, and `webhook` the address at which this Tango is found by Telegram (empty: it is asked).
    """

    content: str | None
    database: str = field(repr=False)
    cache: str
    data: str
    secret: tuple[str, ...] = field(default=(), repr=False)
    drafts_days: int = 30
    results_days: int = 30
    contact: str = ""
    allow: frozenset[tuple[str, str]] = frozenset()
    limit: int = 300
    http: tuple[str, int] | None = None
    token: str = field(default="", repr=False)
    api: str = ""
    webhook: str = ""

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings of an environment; the places follow the XDG base directories. SettingsError if they are wrong."""
        home = environ.get("HOME") or os.path.expanduser("~")
        folder = environ.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
        cache = environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
        data = os.path.join(folder, "tango")
        wrong: list[str] = []

        def told(reading: Callable[[Mapping[str, str]], Value], otherwise: Value) -> Value:
            try:
                return reading(environ)
            except SettingsError as error:
                wrong.append(str(error))
                return otherwise

        settings = cls(
            content=environ.get("TANGO_CONTENT") or None,
            database=told(_database, "") or os.path.join(data, "tango.db"),
            cache=os.path.join(cache, "tango"),
            data=data,
            secret=told(_secret, ()),
            drafts_days=told(lambda given: _number(given, "TANGO_KEEP_DRAFTS_DAYS", 30, 1), 0),
            results_days=told(lambda given: _number(given, "TANGO_KEEP_RESULTS_DAYS", 30, 1), 0),
            contact=" ".join(environ.get("TANGO_CONTACT", "").split()),
            allow=told(_allow, frozenset()),
            limit=told(lambda given: _number(given, "TANGO_DAILY_LIMIT", 300, 0), 0),
            http=told(_http, None),
            token=told(_token, ""),
            api=told(lambda given: _address(given, "TANGO_TELEGRAM_API", API), ""),
            webhook=told(lambda given: _address(given, "TANGO_TELEGRAM_WEBHOOK", HOOK), ""),
        )
        if settings.webhook and not settings.http:
            wrong.append(
                "TANGO_TELEGRAM_WEBHOOK says that Telegram brings updates, and TANGO_HTTP does not say where this"
                " Tango listens. Set it, like 127.0.0.1:8080, or take the other away."
            )
        if wrong:
            raise SettingsError("\n".join(wrong))
        return settings

    @property
    def hook(self) -> str:
        """The whole address that Telegram brings updates to; empty where it is asked for them."""
        return f"{self.webhook}{HOOK_PATH}" if self.webhook else ""

    @property
    def on_server(self) -> bool:
        """Whether the database is a PostgreSQL, and no file."""
        return is_server(self.database)

    def allows(self, channel: str, *places: str) -> bool:
        """Whether any of these people and groups may use Tango."""
        return not self.allow or any((channel, place) in self.allow for place in places)


def is_server(database: str) -> bool:
    """Whether that is the URL of a PostgreSQL, and no file."""
    return database.startswith(SERVERS)


def known_database(given: str, named: str) -> str:
    """That database again; SettingsError where it is of a kind that Tango does not know, and `named` says so."""
    if "://" in given and not is_server(given):
        scheme = given.partition("://")[0]
        raise SettingsError(
            f"{named} names a database of the kind `{scheme}`, which Tango does not know."
            " Give the path of a file, or a URL that begins with postgresql://."
        )
    return given


def _database(environ: Mapping[str, str]) -> str:
    return known_database(_private(environ, "TANGO_DATABASE"), "TANGO_DATABASE")


def _secret(environ: Mapping[str, str]) -> tuple[str, ...]:
    pieces = [MADE.sub("", piece.strip()) for piece in re.split(r"[,\n]", _private(environ, "TANGO_SECRET"))]
    secrets = tuple(piece for piece in pieces if piece)
    if any(len(secret) < SHORTEST for secret in secrets):
        raise SettingsError(
            f"A secret in TANGO_SECRET has fewer than {SHORTEST} characters, so it can be guessed."
            " Make one with: openssl rand -hex 32"
        )
    return secrets


def _private(environ: Mapping[str, str], name: str) -> str:
    """A value that may stand in a file instead, so that it is in no list of processes."""
    value, path = environ.get(name, ""), environ.get(f"{name}_FILE", "")
    if value and path:
        raise SettingsError(f"{name} and {name}_FILE are both set. Keep one of them.")
    if not path:
        return value
    text = _read(path, f"{name}_FILE").strip()
    if not text:
        raise SettingsError(f"{name}_FILE names {path}, which is empty. Put the value into it.")
    return text


def _read(path: str, name: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name} names {path}, which is no text. Write it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(
            f"{name} names {path}, which cannot be read: {error.strerror}. Mend the path, or its rights."
        ) from error


def _number(environ: Mapping[str, str], name: str, otherwise: int, least: int) -> int:
    given = environ.get(name, "").strip()
    if not given:
        return otherwise
    most = LONGEST if least else 1_000_000
    if not re.fullmatch(r"[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise SettingsError(f"{name} is `{given}`. Give a whole number from {least} to {most:,}.")
    return int(given)


def _allow(environ: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    given = environ.get("TANGO_ALLOW", "").strip()
    if not given:
        return frozenset()
    text = _read(given[1:], "TANGO_ALLOW") if given.startswith("@") else given
    words = re.split(r"[,\s]+", re.sub(r"#.*", "", text).strip(", \t\n"))
    wrong = [word for word in words if word and not PLACE.fullmatch(word)]
    if wrong:
        raise SettingsError(
            f"TANGO_ALLOW has `{wrong[0]}`. Write people and groups as telegram:12345, with commas or blanks between."
        )
    found = [PLACE.fullmatch(word) for word in words]
    places = frozenset((one[1], one[2]) for one in found if one)
    if not places:
        raise SettingsError("TANGO_ALLOW names nobody. Name somebody, or leave it out to let everybody in.")
    return places


def _token(environ: Mapping[str, str]) -> str:
    token = _private(environ, "TANGO_TELEGRAM_TOKEN").strip()
    if token and not TOKEN.fullmatch(token):
        raise SettingsError(
            "TANGO_TELEGRAM_TOKEN is not the token of a bot. @BotFather gives one: digits, a colon, then letters and digits."
        )
    return token


def _address(environ: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    given = environ.get(name, "").strip().rstrip("/")
    if given and not form.fullmatch(given):
        raise SettingsError(
            f"{name} is `{given}`. Write a whole address, with https:// in front and no question mark."
        )
    return given


def _http(environ: Mapping[str, str]) -> tuple[str, int] | None:
    given = environ.get("TANGO_HTTP", "").strip()
    host, _, port = given.rpartition(":")
    if given and not (host and port.isdecimal() and int(port) < 65_536):
        raise SettingsError(
            f"TANGO_HTTP is `{given}`. Write a host and a port with a colon between, like 127.0.0.1:8080."
        )
    return (host.strip("[]"), int(port)) if given else None
