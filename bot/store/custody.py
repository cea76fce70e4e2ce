"""What can an operator do with people's data in a database? Find, show, erase for good, and prove it."""

from __future__ import annotations

from typing import Any

from bot.model.keeping import Dates, Subject
from bot.store import contents, people, subjects
from bot.store.database import Database, Tx


class Custody:
    """The data in one database. StoreError where it cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subject_of(self, session: str) -> Subject | None:
        """Whose session that is; None if there is none."""
        with self._database.snapshot() as tx:
            return subjects.subject_of(tx, session.encode(errors="replace").decode())

    def rows(self, subject: Subject) -> dict[str, list[dict[str, Any]]]:
        """Every row about somebody, by table; bytes as they are."""
        with self._database.snapshot() as tx:
            return subjects.rows(tx, subject)

    def files(self, digest: str) -> dict[str, bytes] | None:
        """The files of a version of content by their names; None where they are not kept."""
        with self._database.snapshot() as tx:
            return contents.files(tx, digest)

    def anybody(self) -> bool:
        """Whether anything is kept of anybody on a platform."""
        with self._database.snapshot() as tx:
            return subjects.anybody(tx)

    def oldest(self) -> str:
        """When the oldest was written of what may be kept under an earlier pseudonym; empty if there is nothing."""
        with self._database.snapshot() as tx:
            return subjects.oldest(tx)

    def count(self, subject: Subject) -> dict[str, int]:
        """How many rows are about somebody, by table; without the tables that have none."""
        with self._database.snapshot() as tx:
            return subjects.count(tx, subject)

    def erase(self, subject: Subject) -> tuple[dict[str, int], Subject]:
        """Remove every row about somebody; gives how many went, by table, and all by which they could be found."""
        with self._database.transaction() as tx:
            subjects.hold(tx, subject)
            traits = subjects.traits(tx, subject)
            return subjects.erase(tx, subject), traits

    def vacuum(self) -> None:
        """Overwrite what was erased, as far as the engine can."""
        self._database.vacuum()

    def traces(self, subject: Subject) -> list[str]:
        """The files in which somebody can still be found; none where they are a server's."""
        return self._database.traces(subject)

    def retain(self, before: Dates, *, rehearse: bool = False) -> dict[str, int]:
        """Erase what is due; gives how many rows of each table went, or would go."""
        try:
            with self._database.transaction() as tx:
                gone = _retained(tx, before, rehearse=rehearse)
        except _RehearsedError as rehearsed:
            return rehearsed.gone
        self._database.purge()
        return gone

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


class _RehearsedError(Exception):
    """Everything was done to see what would go; this undoes it."""

    def __init__(self, gone: dict[str, int]) -> None:
        super().__init__()
        self.gone = gone


def _retained(tx: Tx, before: Dates, *, rehearse: bool) -> dict[str, int]:
    gone = people.retain(tx, before)
    if rehearse:
        raise _RehearsedError(gone)
    return gone
