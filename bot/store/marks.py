"""Do all workers have the same secret? Each leaves a mark of its own, or finds the one that is there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.database import Tx


def same(tx: Tx, name: str, values: Sequence[str]) -> bool:
    """Whether the mark of this name is one of these values, or none; it is the first of them from now on."""
    found = tx.rows("SELECT value FROM mark WHERE name = ?", name)
    if found and found[0][0] not in values:
        return False
    tx.run(
        "INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name,
        values[0],
    )
    return True


def there(tx: Tx, name: str) -> bool:
    """Whether there is a mark of this name."""
    return bool(tx.rows("SELECT 1 FROM mark WHERE name = ?", name))


def remove(tx: Tx, name: str) -> int:
    """Take a mark away; gives how many that was."""
    return tx.run("DELETE FROM mark WHERE name = ?", name)
