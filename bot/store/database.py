"""What do the operations need of a database? Rows in and out of one transaction, the same for both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from bot.model.keeping import Subject

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Row: TypeAlias = tuple[Any, ...]


class Tx(Protocol):
    """One transaction. Values stand as `?` in the SQL, which keeps to what SQLite and PostgreSQL both know."""

    skip_locked: str
    """What ends a SELECT that passes by rows which another worker holds; empty where there is one process."""

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The rows of a query."""

    def run(self, sql: str, *values: object) -> int:
        """Run a statement; gives how many rows it changed."""

    def many(self, sql: str, values: Iterable[Row]) -> None:
        """Run a statement once for each row of values."""

    def stream(self, sql: str) -> Iterator[Row]:
        """The rows of a query that may be too many to hold."""

    def last_number(self, table: str) -> int:
        """The highest number that a row of the table was ever given; 0 if there was none."""

    def number_after(self, table: str, last: int) -> None:
        """Give the next row of the table a number above that one."""

    def lock(self, name: str) -> bool:
        """Take the lock of this name until the transaction ends; False if another worker has it."""

    def hold(self, name: str) -> None:
        """Take the lock of this name until the transaction ends, however long another worker has it."""

    def locked(self, names: Sequence[str], limit: int) -> list[str]:
        """The first names, at most so many, of which this transaction could take the locks; others are passed by."""

    def notify(self, topic: str) -> None:
        """Wake whoever waits for the topic, once the transaction is committed."""


class Database(Protocol):
    """A database with the newest schema."""

    def transaction(self) -> AbstractContextManager[Tx]:
        """A transaction: committed at the end, rolled back on an error. Raises StoreError for what a person can mend."""

    def snapshot(self) -> AbstractContextManager[Tx]:
        """A transaction that only reads, and sees one state of everything while others write."""

    def purge(self) -> None:
        """Overwrite what was erased, as far as this engine can."""

    def vacuum(self) -> None:
        """Overwrite also what the engine has noted down about it elsewhere; this takes longer."""

    def traces(self, subject: Subject) -> list[str]:
        """The files in which somebody can still be found; none where the files are a server's."""

    def close(self) -> None:
        """Let go of it."""


Operation: TypeAlias = Callable[Concatenate[Tx, P], R]


class Run(Protocol):
    """Runs an operation in a transaction of its own, or together with others that wait."""

    async def __call__(
        self, operation: Callable[Concatenate[Tx, P], R], *values: P.args, **named: P.kwargs
    ) -> R:
        """What the operation gives, once it is on disk."""

    async def purge(self) -> None:
        """Overwrite what was erased, as far as the engine can."""

    def close(self) -> None:
        """Let go of the database."""
