"""Does every table give a value for all answers? And does it use all its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.dialogue import Fact, Row, VerdictRow
from bot.model.proof import Finding, Subject
from bot.proof.case import Case
from bot.proof.walks import counts, witness
from bot.proof.wording import many, variant
from bot.reasoning.diagram import FAILS, HOLDS, Diagram
from bot.reasoning.formula import FALSE, TRUE
from bot.reasoning.rules import Rules


@dataclass(frozen=True)
class Table:
    """One decision table: its rows, which may count only while a reading is held or set aside."""

    subject: Subject
    rows: tuple[Row | VerdictRow, ...]
    unique: bool
    is_fact: bool

    def name(self) -> str:
        """How a message calls it."""
        return f"the table of `{self.subject[1]}`" if self.is_fact else "the last table"

    def row(self, at: int) -> Subject:
        """The subject of a row."""
        row = self.rows[at]
        return ("verdict", row.id) if isinstance(row, VerdictRow) else (*self.subject, "row", str(at + 1))

    def called(self, at: int) -> str:
        """How a message calls a row: by its id, or by its number from the top."""
        row = self.rows[at]
        return f"row `{row.id}`" if isinstance(row, VerdictRow) else f"row {at + 1}"

    def held(self, rules: Rules) -> list[tuple[int, int]]:
        """The rows that count: each with its formula and its place among all rows."""
        return [(rules.formula(row.when), at) for at, row in enumerate(self.rows) if rules.counts(row)]

    def diagram(self, rules: Rules) -> Diagram:
        """From answers to the row that fits, by its place; behind all rows, none fits though a question was asked.

        Where none of the questions that its rows turn on is asked, a fact has the value `not_asked` (rules 3): no gap.
        """
        nothing = len(self.rows)
        rows = [*self.held(rules), (TRUE, nothing)]
        if self.is_fact:
            turns_on = sorted(set(rules.unguarded.compile(rows).asks))
            widths = [len(rules.dialogue.questions[place].options) for place in turns_on]
            unasked = [
                rules.formulas.is_in(place, 1 << width) for place, width in zip(turns_on, widths, strict=True)
            ]
            if unasked:
                rows.insert(-1, (rules.formulas.all_of(unasked), nothing + 1))
        return rules.compiler.compile(rows)


def tables(case: Case) -> tuple[Table, ...]:
    """All tables, the last one last."""
    facts = (Table(("fact", fact.id), fact.rows, fact.unique, is_fact=True) for fact in case.dialogue.facts)
    return (*facts, Table(("verdict",), case.dialogue.verdict, case.dialogue.unique, is_fact=False))


def gaps(case: Case) -> Iterator[Finding]:
    """A table that has no row for some answers; told once, with our readings held if it is so then."""
    for table in tables(case):
        found = (_gap(table, rules) for rules in case.variants)
        yield from [finding for finding in found if finding][:1]


def dead_rows(case: Case) -> Iterator[Finding]:
    """A row that no conversation uses: with our readings held or, where it is for that, with its reading set aside."""
    for table in tables(case):
        used = {rules.without: _used(table, rules) for rules in case.variants}
        for at, row in enumerate(table.rows):
            rules = case.rules.setting_aside(row.without) if row.without else case.rules
            if at not in used[rules.without]:
                yield _dead(table, rules, at)


def overlaps(case: Case) -> Iterator[Finding]:
    """A row that fits the same answers as one before it, in a table that says `hit: unique`; each row is told once."""
    for table in tables(case):
        if table.unique:
            for at in range(1, len(table.rows)):
                found = (_overlap(table, rules, at) for rules in case.variants)
                yield from [finding for finding in found if finding][:1]


def dead_values(case: Case) -> Iterator[Finding]:
    """A value of a fact that never comes out."""
    for fact in case.dialogue.facts:
        reached = {value for rules in case.variants for value in _values(rules, fact)}
        for value in fact.values:
            if value.id not in reached:
                yield Finding(
                    code="dead-value",
                    subject=("fact", fact.id, "value", value.id),
                    message=f"The value `{value.id}` of `{fact.id}` never comes out.",
                    mend="Add a row that gives it, or take the value away.",
                )


def _gap(table: Table, rules: Rules) -> Finding | None:
    diagram = table.diagram(rules)
    found = counts(rules, diagram)
    missing = found.get(len(table.rows), 0)
    if not missing:
        return None
    return Finding(
        code="gap",
        subject=table.subject,
        message=f"No row of {table.name()} fits {many(missing, sum(found.values()))}{variant(rules)}.",
        mend="Add a row for them, or a last row with `when: {}`.",
        witness=witness(rules, diagram, 1 << len(table.rows)),
    )


def _overlap(table: Table, rules: Rules, at: int) -> Finding | None:
    """The first row before this one with which it shares answers."""
    held = {place: formula for formula, place in table.held(rules) if place <= at}
    own = held.pop(at, FALSE)
    shared = rules.formulas.all_of((own, rules.formulas.any_of(held.values())))
    if not counts(rules, rules.compiler.holds(shared)).get(1):
        return None
    both = {place: rules.compiler.holds(rules.formulas.all_of((own, one))) for place, one in held.items()}
    first = next(place for place, diagram in both.items() if counts(rules, diagram).get(1))
    found = counts(rules, both[first])
    told = (
        f"This row and {table.called(first)} both fit {many(found[1], sum(found.values()))}{variant(rules)}"
    )
    return Finding(
        code="overlap",
        subject=table.row(at),
        message=f"{told}, but {table.name()} says `hit: unique`.",
        mend="Make their conditions exclude each other, or take `hit: unique` away.",
        witness=witness(rules, both[first], HOLDS),
        near=(table.row(first),),
    )


def _used(table: Table, rules: Rules) -> set[int]:
    """The rows that some conversation ends with, one about an opened part of a service included."""
    diagram = table.diagram(rules)
    reached = diagram.reach(rules.askable)
    return {*counts(rules, diagram), *(at for at in range(len(table.rows)) if reached >> at & 1)}


def _values(rules: Rules, fact: Fact) -> Iterator[str]:
    values, diagram = rules.by_fact[fact.id]
    return (values[outcome] for outcome in counts(rules, diagram))


def _dead(table: Table, rules: Rules, at: int) -> Finding:
    rows = table.held(rules)
    own = next(formula for formula, place in rows if place == at)
    takers: list[int] = []
    if rules.compiler.holds(own).reach(rules.every) == FAILS:
        why, mend = "no answers fit it", "Mend its `when`, or take the row away."
    else:
        before = [(rules.formulas.all_of((formula, own)), place) for formula, place in rows if place < at]
        takers = sorted(counts(rules, rules.compiler.compile([*before, (TRUE, at)])).keys() - {at})
        taken = f"every conversation that it fits is taken by {' and '.join(map(table.called, takers))}"
        why = taken if takers else "it fits only services that are out of scope"
        mend = "Move it up, narrow the rows before it, or take it away."
    return Finding(
        code="dead-row",
        subject=table.row(at),
        message=f"This row is never used{variant(rules)}: {why}.",
        mend=mend,
        near=tuple(map(table.row, takers)),
    )
