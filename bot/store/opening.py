"""Which database does a setting name? A file, or a PostgreSQL by its URL; its driver is loaded only then."""

from __future__ import annotations

import os
from collections.abc import Callable

from bot.model.errors import StoreError
from bot.settings import is_server
from bot.store.database import Database, Run
from bot.store.sqlite import SqliteFile


def open_database(name: str) -> Database:
    """The database, with the newest schema. StoreError where it cannot be used."""
    if not is_server(name):
        return SqliteFile(name)
    try:
        from bot.store.postgres import Postgres  # noqa: PLC0415 - a file needs no server's driver
    except ImportError as error:
        raise _driver_missing() from error
    return Postgres(name)


def open_existing(name: str) -> Database:
    """A database that is there: a slip in its name must not pass for an empty one. StoreError where it is not."""
    if not is_server(name) and not os.path.exists(name):
        raise StoreError(f"There is no database at {name}. Name the one you mean in TANGO_DATABASE.")
    return open_database(name)


def open_shared(name: str, notify: Callable[[str], None]) -> Run:
    """The same for a process of many tasks; `notify` is called with each topic on which something waits."""
    if not is_server(name):
        from bot.store.thread import OwnThread  # noqa: PLC0415 - a terminal has no tasks

        return OwnThread(SqliteFile(name, notify))
    try:
        from bot.store.postgres import Hands, Postgres  # noqa: PLC0415 - as above
    except ImportError as error:
        raise _driver_missing() from error
    return Hands(Postgres(name, notify))


def shown(name: str) -> str:
    """The database in words that may be printed: a URL without its password and its options."""
    if not is_server(name):
        return name
    from urllib.parse import urlsplit  # noqa: PLC0415 - only a URL needs it

    url = urlsplit(name)
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"


def _driver_missing() -> StoreError:
    return StoreError(
        "TANGO_DATABASE names a PostgreSQL, and its driver is missing."
        " Install it with: pip install 'tango-coproduction[postgres]'"
    )
