"""What are pseudonyms made with? Secrets in a file of Tango's own that nobody else can read, the newest first."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.model.errors import StoreError
from bot.settings import is_server

NAME: Final = "secret"
LINE: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\S{16,})", re.ASCII)
FOR_OTHERS: Final = 0o077
"""The rights that others have."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A secret, and the date from which on it was used."""

    made: date
    value: str

    def __str__(self) -> str:
        return f"{self.made.isoformat()} {self.value}\n"


def place(database: str, data: str) -> str:
    """Where the secrets of a database are kept: beside a file, else in the folder `data`."""
    return os.path.join(data if is_server(database) else os.path.dirname(database), NAME)


def read(path: str) -> tuple[Secret, ...]:
    """The secrets in a file, the newest first; none where there is no file. StoreError where they cannot be used."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            rights = os.fstat(file.fileno()).st_mode & FOR_OTHERS
            lines = file.read().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreError(
            f"The secret in {path} cannot be read: {error.strerror}. Mend its rights."
        ) from error
    if rights:
        raise StoreError(
            f"Others can read the secret in {path}. Close it with: chmod 600 {path}"
            "\nIf somebody may have read it, go on with: tango data rotate"
        )
    return _parsed(path, lines)


def obtain(path: str, today: date) -> tuple[Secret, ...]:
    """The secrets in a file, which is made if there is none. Processes that start together get the same."""
    found = read(path)
    if found:
        return found
    written = _written(path, [_new(today)])
    try:
        # Unlike a rename, a link never takes the place of what another process has made meanwhile.
        with suppress(FileExistsError):
            os.link(written, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        os.unlink(written)
    return read(path)


def rotate(path: str, today: date, needed: Callable[[date], bool]) -> tuple[Secret, ...]:
    """Begin a new secret, and drop those that are not `needed`, by the day they were replaced; gives those that are left."""
    known = read(path)
    now = [_new(today), *known]
    left = [one for after, one in zip(now, known, strict=False) if needed(after.made)]
    written = _written(path, [now[0], *left])
    os.replace(written, path)
    return read(path)


def carry(old: str, new: str) -> None:
    """Bring the secrets of one database to where another looks for them. StoreError where there are others."""
    known = read(old)
    if old == new or not known:
        return
    if read(new) not in ((), known):
        raise StoreError(
            f"Everything was moved. But there is another secret in {new}, under which nobody is recognised."
            f" Put the one in {old} there instead."
        )
    os.replace(_written(new, known), new)


def _new(today: date) -> Secret:
    return Secret(today, secrets.token_hex(32))


def _parsed(path: str, lines: Sequence[str]) -> tuple[Secret, ...]:
    found = [LINE.fullmatch(line.strip()) for line in lines if line.strip()]
    try:
        parsed = tuple(Secret(date.fromisoformat(one[1]), one[2]) for one in found if one)
    except ValueError:
        parsed = ()
    if not parsed or len(parsed) != len(found):
        raise StoreError(
            f"The secret in {path} is damaged. Bring it back from your copy: with another one, nobody"
            " who wrote before is recognised."
        )
    return parsed


def _written(path: str, kept: Sequence[Secret]) -> str:
    """A new file beside it, on the disk, that only the owner can read."""
    folder = os.path.dirname(path) or "."
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, written = tempfile.mkstemp(prefix=f".{NAME}.", dir=folder)
        with open(handle, "w", encoding="ascii") as file:
            file.writelines(map(str, kept))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(path, error) from error
    return written


def _unwritable(path: str, error: OSError) -> StoreError:
    return StoreError(
        f"The secret cannot be kept in {path}: {error.strerror}. Let Tango write there, or set TANGO_SECRET."
    )
