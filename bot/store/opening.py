"""Which database does a setting name? A file, or a PostgreSQL by its URL; its driver is loaded only then."""

from __future__ import annotations

from bot.model.errors import StoreError
from bot.settings import is_server
from bot.store.database import Database
from bot.store.sqlite import SqliteFile


def open_database(name: str) -> Database:
    """The database, with the newest schema. StoreError where it cannot be used."""
    if not is_server(name):
        return SqliteFile(name)
    try:
        from bot.store.postgres import Postgres  # noqa: PLC0415 - a file needs no server's driver
    except ImportError as error:
        raise StoreError(
            "TANGO_DATABASE names a PostgreSQL, and its driver is missing."
            " Install it with: pip install 'tango-coproduction[postgres]'"
        ) from error
    return Postgres(name)


def shown(name: str) -> str:
    """The database in words that may be printed: a URL without its password and its options."""
    if not is_server(name):
        return name
    from urllib.parse import urlsplit  # noqa: PLC0415 - only a URL needs it

    url = urlsplit(name)
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}{url.path}"
