"""What do the operations need of a database? Rows in and out of one transaction, the same for both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

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

    def lock(self, name: str) -> bool:
        """Take the lock of this name until the transaction ends; False if another worker has it."""

    def notify(self, topic: str) -> None:
        """Wake whoever waits for the topic, once the transaction is committed."""


class Database(Protocol):
    """A database with the newest schema."""

    def transaction(self) -> AbstractContextManager[Tx]:
        """A transaction: committed at the end, rolled back on an error. Raises StoreError for what a person can mend."""

    def purge(self) -> None:
        """Overwrite what was erased, as far as this engine can."""

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
