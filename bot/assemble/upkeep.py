"""How does an operator look after people's data? The adapters of `tango data`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from bot.assemble.environment import settings
from bot.model.errors import TangoError
from bot.settings import SettingsError, known_database

if TYPE_CHECKING:  # as in content
    from datetime import date

    from bot.service.pseudonyms import Pseudonyms
    from bot.store.custody import Custody


def custody() -> Custody:
    """The people's data in the database; opens it. StoreError where there is none."""
    from bot.store.custody import Custody  # noqa: PLC0415 - only the commands for data need these
    from bot.store.opening import open_existing  # noqa: PLC0415

    return Custody(open_existing(settings().database))


def pseudonyms() -> Pseudonyms | None:
    """The pseudonyms under the secrets that there are; None where there is none yet."""
    from bot.service.pseudonyms import Pseudonyms  # noqa: PLC0415 - a terminal knows nobody
    from bot.store import secret  # noqa: PLC0415

    given = settings()
    kept = given.secret or [one.value for one in secret.read(secret.place(given.database, given.data))]
    return Pseudonyms(kept) if kept else None


def secret_place() -> str:
    """Where the secret is looked for that TANGO_SECRET does not give."""
    from bot.store import secret  # noqa: PLC0415 - as above

    given = settings()
    return secret.place(given.database, given.data)


def made_pseudonyms() -> Pseudonyms:
    """The same, for whoever writes under them: where there is no secret yet, one is made."""
    from bot.service.pseudonyms import Pseudonyms  # noqa: PLC0415 - as above
    from bot.store import secret  # noqa: PLC0415

    given = settings()
    place = secret.place(given.database, given.data)
    return Pseudonyms(given.secret or [one.value for one in secret.obtain(place, _today())])


def rotated() -> tuple[str, int]:
    """Begin a new secret; gives where it stands, and how many earlier ones are still needed.

    An earlier one is needed for its days, and as long as a session is kept that may have been written under it.
    """
    from bot.service.retention import longest  # noqa: PLC0415 - as above
    from bot.store import secret  # noqa: PLC0415

    given = settings()
    if given.secret:
        raise TangoError(
            "The secret comes from TANGO_SECRET. Put a new one before it there, with a comma between."
            " Make one with: openssl rand -hex 32"
        )
    place = secret.place(given.database, given.data)
    with closing(custody()) as people:
        anybody, oldest = people.anybody(), people.oldest()
    today, days = _today(), longest(given.drafts_days, given.results_days)

    def needed(replaced: date) -> bool:
        under_it = bool(oldest) and oldest[:10] <= replaced.isoformat()
        return anybody and (under_it or (today - replaced).days <= days)

    return place, len(secret.rotate(place, today, needed)) - 1


def backed_up(path: str) -> Mapping[str, int]:
    """Write a backup; gives how many rows of each table it has."""
    from bot.content.shelf import digest  # noqa: PLC0415 - as above
    from bot.store.moving import backup  # noqa: PLC0415

    return backup(settings().database, path, digest)


def restored(path: str) -> Mapping[str, int]:
    """Bring a backup back; gives how many rows of each table it has."""
    from bot.content.shelf import digest  # noqa: PLC0415 - as above
    from bot.store.moving import restore  # noqa: PLC0415

    return restore(path, settings().database, digest)


def moved(to: str) -> Mapping[str, int]:
    """Bring everything to another database, the secret too; gives how many rows of each table there are."""
    from bot.content.shelf import digest  # noqa: PLC0415 - as above
    from bot.store import secret  # noqa: PLC0415
    from bot.store.moving import move  # noqa: PLC0415

    given = settings()
    try:
        known_database(to, "The argument of `tango data move`")
    except SettingsError as error:
        raise TangoError(str(error)) from error
    counts = move(given.database, to, digest)
    if not given.secret:
        secret.carry(secret.place(given.database, given.data), secret.place(to, given.data))
    return counts


def inventory() -> str:
    """What is kept, what for, and until when, in Markdown."""
    from bot.store.inventory import inventory  # noqa: PLC0415 - as above

    given = settings()
    return inventory(given.drafts_days, given.results_days)


def _today() -> date:
    from datetime import UTC, datetime  # noqa: PLC0415 - slow to import

    return datetime.now(UTC).date()
