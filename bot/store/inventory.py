"""Which data are kept, what for, and until when? The inventory as a table that people can read."""

from __future__ import annotations

from bot.store.schema import TABLES, Table


def inventory(drafts: int, results: int) -> str:
    """The inventory in Markdown, with the operator's days."""
    return "\n".join(
        [
            "| table | column | what for | kept until |",
            "| --- | --- | --- | --- |",
            *(line for table in TABLES for line in _lines(table, {"drafts": drafts, "results": results})),
            "",
        ]
    )


def _lines(table: Table, days: dict[str, int]) -> list[str]:
    about = "" if table.personal else "; nothing about people"
    return [
        f"| {table.name} | | {table.row}{about} | |",
        *(f"| | {one.name} | {one.purpose} | {one.until.format(**days)} |" for one in table.columns),
    ]
